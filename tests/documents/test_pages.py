"""A PDF made anew: it shows what it showed, and tells nothing beside."""

import io
import resource

import pytest
from pikepdf import ObjectStreamMode, Pdf, StreamDecodeLevel

from esports.documents import pages
from esports.documents.apart import Documents, is_pdf
from esports.documents.outcome import MOST_PAGES
from esports.errors import DomainError
from tests.support.pdf import FILLED, SECRETS, SHOWN, blank, bomb, telling, written


def plain(body: bytes) -> bytes:
    """All of a PDF's objects without packing."""
    with Pdf.open(io.BytesIO(body)) as pdf:
        out = io.BytesIO()
        pdf.save(
            out,
            compress_streams=False,
            stream_decode_level=StreamDecodeLevel.generalized,
            object_stream_mode=ObjectStreamMode.disable,
        )
        return out.getvalue()


def test_what_is_shown_stays_and_what_is_told_beside_it_does_not() -> None:
    sent = plain(telling())
    assert [word for word in (*SECRETS, SHOWN, FILLED) if word not in sent] == []
    made = plain(pages.rebuilt(telling()))
    assert [word for word in SECRETS if word in made] == []
    assert SHOWN in made
    assert FILLED in made
    assert b"DCTDecode" in made
    assert b"JFIF" in made


def test_it_stays_as_it_is_when_it_is_made_anew_again() -> None:
    once = plain(pages.rebuilt(telling()))
    twice = plain(pages.rebuilt(pages.rebuilt(telling())))
    assert (len(twice), SHOWN in twice, FILLED in twice) == (len(once), True, True)


async def test_a_process_of_its_own_refuses_what_it_cannot_read() -> None:
    documents, whole = Documents(), blank(1)
    for body, code in (
        (blank(MOST_PAGES + 1), "file_too_many_pages"),
        (blank(1, password="secret"), "file_locked"),
        (b"%PDF-1.7 and nothing", "file_damaged"),
        (written(Pdf.new()), "file_damaged"),
    ):
        with pytest.raises(DomainError) as refused:
            await documents.pages_of(body, kind="file", largest=1 << 20)
        assert refused.value.code == code
    with pytest.raises(DomainError) as refused:
        await documents.pages_of(whole, kind="file", largest=100)
    assert refused.value.code == "file_too_large"
    assert is_pdf(await documents.pages_of(whole, kind="file", largest=1 << 20))


async def test_a_file_that_unpacks_to_gigabytes_is_stopped_by_the_limits() -> None:
    assert len(bomb()) < 10_000
    with pytest.raises(DomainError) as refused:
        await Documents().pages_of(bomb(), kind="file", largest=1 << 20)
    assert refused.value.code == "file_damaged"
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1 << 20, "kilobytes"
