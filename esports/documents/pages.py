"""A PDF made anew from what its pages show; run as a module, it is a process from standard input to output.

Who wrote it, when and with what, scripts, attached files, links, comments and older versions stay behind.
What was filled into a form is drawn into the page. A hostile file takes no more than the limits of the
process, and breaks nothing else.
"""

import io
import resource
import sys

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from esports.documents.outcome import MOST_PAGES, Outcome
from esports.pictures import jpeg

MEMORY = 600 << 20
"""Bytes of address space, of which the interpreter and its libraries take a third."""
SECONDS = 10
PAGE = {"/Type", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit"}
"""What a page draws with."""
TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OPI")
"""What pictures, fonts and other parts of a page carry beside what they draw."""


class TooLong(Exception):
    """It has more than `MOST_PAGES`."""


def main() -> Outcome:
    """Make the PDF of standard input anew on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        body = rebuilt(sys.stdin.buffer.read())
    except pikepdf.PasswordError:
        return Outcome.locked
    except TooLong:
        return Outcome.too_long
    except Exception:  # a file can break the format, and so the library, in any way
        return Outcome.damaged
    sys.stdout.buffer.write(body)
    return Outcome.made


def rebuilt(body: bytes) -> bytes:
    """The PDF with its pages alone.

    Raises:
        TooLong, pikepdf.PasswordError: it has too many pages, or is locked.
        Exception: it is damaged.
    """
    with Pdf.open(io.BytesIO(body)) as sent, Pdf.new() as made:
        if len(sent.pages) > MOST_PAGES:
            raise TooLong
        if not sent.pages:
            raise ValueError("no pages")
        sent.generate_appearance_streams()
        sent.flatten_annotations("screen")
        made.pages.extend(sent.pages)
        for page in made.pages:
            for key in set(page.obj.keys()) - PAGE - {"/Parent"}:
                del page.obj[key]
        for one in made.objects:
            _keep_what_draws(one)
        written = io.BytesIO()
        made.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def _keep_what_draws(one: Object) -> None:
    """Of this object, and of those that stand within it and are none of their own."""
    if isinstance(one, Array):
        for part in one:
            _keep_what_draws_within(part)
    if not isinstance(one, Dictionary | Stream):
        return
    for key in TELLING:
        if key in one:
            del one[key]
    for _, part in one.items():
        _keep_what_draws_within(part)
    if isinstance(one, Stream) and one.get("/Filter") == Name.DCTDecode:
        picture = jpeg.rebuilt(one.read_raw_bytes())
        said = one.get("/DecodeParms")
        how = said if isinstance(said, Array | Dictionary) else None
        one.write(picture.body, filter=Name.DCTDecode, decode_parms=how)


def _keep_what_draws_within(part: object) -> None:
    if isinstance(part, Object) and not part.is_indirect:
        _keep_what_draws(part)


if __name__ == "__main__":
    sys.exit(main())
