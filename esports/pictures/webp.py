"""WebP: chunks in a RIFF container."""

from collections.abc import Iterator

from esports.pictures.pixels import Picture, number, taken

PARTS = (b"VP8X", b"ICCP", b"ALPH", b"VP8 ", b"VP8L")
KEPT_FLAGS = 0b0011_0000
"""Of the extended header: a colour profile, transparency. Neither EXIF, XMP nor animation."""


def rebuilt(body: bytes) -> Picture:
    """The picture without what it carries beside its pixels; one that is animated counts as damaged.

    Raises:
        ValueError, IndexError: it is damaged.
    """
    parts = dict(_chunks(taken(body, 8, number(body, 4, 4, "little"))))
    if b"VP8L" in parts:
        bits = number(parts[b"VP8L"], 9, 4, "little")
        if parts[b"VP8L"][8] != 0x2F:
            raise ValueError("signature")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        frame = parts.get(b"VP8 ", b"")
        if frame[11:14] != b"\x9d\x01\x2a":
            raise ValueError("signature")
        width, height = number(frame, 14, 2, "little") & 0x3FFF, number(frame, 16, 2, "little") & 0x3FFF
    if b"VP8X" in parts:
        extended = parts[b"VP8X"]
        canvas = number(extended, 12, 3, "little") + 1, number(extended, 15, 3, "little") + 1
        if canvas != (width, height):
            raise ValueError("canvas")
        parts[b"VP8X"] = extended[:8] + bytes([extended[8] & KEPT_FLAGS]) + extended[9:]
    inner = b"WEBP" + b"".join(parts[kind] for kind in PARTS if kind in parts)
    whole = b"RIFF" + len(inner).to_bytes(4, "little") + inner
    return Picture(media_type="image/webp", width=width, height=height, body=whole)


def _chunks(inner: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 4
    while at < len(inner):
        length = number(inner, at + 4, 4, "little")
        padded = 8 + length + length % 2
        yield inner[at : at + 4], taken(inner, at, padded)
        at += padded
