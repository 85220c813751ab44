"""A PDF that came in, made anew apart from this process: bounded in time, memory and number at once."""

import asyncio
import contextlib
import sys

from esports.documents.outcome import MOST_PAGES, Outcome
from esports.errors import DomainError, invalid
from esports.i18n import N_

SIGNATURE = b"%PDF-"
SECONDS = 30
"""So long it may take with others before it."""
AT_ONCE = 2


def is_pdf(body: bytes) -> bool:
    """Whether the bytes say that they are a PDF."""
    return body.startswith(SIGNATURE)


class Documents:
    """Where this process has PDFs made anew, a few at a time."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)

    async def pages_of(self, body: bytes, *, kind: str, largest: int) -> bytes:
        """The PDF with what its pages show and nothing else, `largest` bytes at most.

        Raises:
            DomainError: `{kind}_damaged`, `{kind}_locked`, `{kind}_too_many_pages`, `{kind}_too_large`.
        """
        try:
            async with asyncio.timeout(SECONDS), self._places:
                outcome, made = await _run(body)
        except TimeoutError:
            raise _damaged(kind) from None
        if outcome == Outcome.locked:
            raise invalid(f"{kind}_locked", "", N_("This PDF is locked; save it without a password first."))
        if outcome == Outcome.too_long:
            raise invalid(
                f"{kind}_too_many_pages", "", N_("A PDF has {limit} pages at most."), limit=MOST_PAGES
            )
        if outcome != Outcome.made:
            raise _damaged(kind)
        if len(made) > largest:
            raise invalid(f"{kind}_too_large", "", N_("This PDF is too large; save it smaller first."))
        return made


def _damaged(kind: str) -> DomainError:
    return invalid(f"{kind}_damaged", "", N_("This PDF is damaged."))


async def _run(body: bytes) -> tuple[int, bytes]:
    """How the process ended, and what it made; it does not outlive who waits for it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "esports.documents.pages",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        made, _ = await process.communicate(body)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    return await process.wait(), made
