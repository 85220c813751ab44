"""PNG: chunks with checksums, of which those that draw are kept; the frames of an animation are not."""

from collections.abc import Iterator
from zlib import crc32

from esports.pictures.pixels import Picture, number, taken

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PARTS = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"IDAT", b"IEND")


def rebuilt(body: bytes) -> Picture:
    """The picture without what it carries beside its pixels.

    Raises:
        ValueError, IndexError: it is damaged.
    """
    kept = [(kind, whole) for kind, whole in _chunks(body) if kind in PARTS]
    kinds = [kind for kind, _ in kept]
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") != 1 or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise ValueError("chunks out of order")
    header = kept[0][1]
    width, height = number(header, 8, 4), number(header, 12, 4)
    whole = SIGNATURE + b"".join(chunk for _, chunk in kept)
    return Picture(media_type="image/png", width=width, height=height, body=whole)


def _chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        length = number(body, at, 4)
        whole = taken(body, at, length + 12)
        kind = whole[4:8]
        if crc32(whole[4:-4]) != number(whole, length + 8, 4):
            raise ValueError("checksum")
        yield kind, whole
        at += length + 12
