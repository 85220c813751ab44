"""Text in columns for a terminal, where Chinese letters are two wide."""

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with their columns one under another; empty columns go."""
    widest = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widest, strict=True)
        yield "  ".join(cell + " " * (wide - width(cell)) for cell, wide in cells if wide).rstrip()


def width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
