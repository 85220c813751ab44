"""QR codes as pages draw them: a path in a square, which needs no picture file and no foreign service."""

import msgspec
import segno


class Square(msgspec.Struct, frozen=True, kw_only=True):
    """A QR code to draw: `path` has its dark modules, in a square of `size` units with the quiet zone."""

    size: int
    path: str


def square(text: str) -> Square:
    """The QR code of a text: a path of its dark modules in a square of `size` units, with the quiet zone."""
    made = segno.make(text, error="m", micro=False)
    border = made.default_border_size
    dark = [(x, y) for y, row in enumerate(made.matrix) for x, module in enumerate(row) if module]
    path = "".join(f"M{x + border} {y + border}h1v1h-1z" for x, y in dark)
    return Square(size=len(made.matrix) + 2 * border, path=path)
