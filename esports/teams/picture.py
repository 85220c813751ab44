"""A picture that came in: known by its content, bounded in pixels, and rebuilt from the parts that draw it.

No pixel is decoded. What a picture carries beside its pixels stays behind: where and by whom it was taken,
comments, further frames, whatever is hidden behind its end.
"""

from collections.abc import Iterator
from typing import Literal
from zlib import crc32

import msgspec

from esports.errors import DomainError, Kind, invalid
from esports.i18n import N_

LARGEST = 2048
"""Pixels on a side."""

PNG = b"\x89PNG\r\n\x1a\n"
PNG_PARTS = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"IDAT", b"IEND")
JPEG = b"\xff\xd8\xff"
JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
JPEG_DROPPED = {*range(0xE1, 0xF0), 0xFE} - {0xE2, 0xEE}
"""Application segments and comments, but for colour profiles and what tells how colours are stored."""
STUFFING = {0x00, *range(0xD0, 0xD8)}
"""What may stand behind 0xFF within the data of a scan."""
WEBP_PARTS = (b"VP8X", b"ICCP", b"ALPH", b"VP8 ", b"VP8L")
WEBP_KEPT_FLAGS = 0b0011_0000
"""Of the extended header: a colour profile, transparency. Neither EXIF, XMP nor animation."""


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as it is kept."""

    media_type: str
    width: int
    height: int
    body: bytes


def picture(body: bytes) -> Picture:
    """The picture in these bytes: PNG, JPEG or WebP.

    Raises:
        DomainError: `logo_format` for anything else, `logo_damaged`, `logo_too_many_pixels`.
    """
    try:
        found = _rebuilt(body)
        if 0 in (found.width, found.height):
            raise ValueError("no pixels")
    except (IndexError, ValueError) as error:
        raise invalid("logo_damaged", "", N_("This picture is damaged, or is animated.")) from error
    if max(found.width, found.height) > LARGEST:
        raise invalid(
            "logo_too_many_pixels",
            "",
            N_("A logo has {limit} pixels on a side at most."),
            limit=LARGEST,
        )
    return found


def _rebuilt(body: bytes) -> Picture:
    if body.startswith(PNG):
        return _png(body)
    if body.startswith(JPEG):
        return _jpeg(body)
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return _webp(body)
    raise DomainError(Kind.unsupported, "logo_format", N_("A logo is a PNG, JPEG or WebP picture."))


def _taken(body: bytes, start: int, length: int) -> bytes:
    if start + length > len(body):
        raise ValueError("cut off")
    return body[start : start + length]


def _number(data: bytes, start: int, length: int, order: Literal["big", "little"] = "big") -> int:
    return int.from_bytes(_taken(data, start, length), order)


def _png(body: bytes) -> Picture:
    kept = [(kind, whole) for kind, whole in _png_chunks(body) if kind in PNG_PARTS]
    kinds = [kind for kind, _ in kept]
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") != 1 or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise ValueError("chunks out of order")
    header = kept[0][1]
    width, height = _number(header, 8, 4), _number(header, 12, 4)
    whole = PNG + b"".join(chunk for _, chunk in kept)
    return Picture(media_type="image/png", width=width, height=height, body=whole)


def _png_chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, kind = len(PNG), b""
    while kind != b"IEND":
        length = _number(body, at, 4)
        whole = _taken(body, at, length + 12)
        kind = whole[4:8]
        if crc32(whole[4:-4]) != _number(whole, length + 8, 4):
            raise ValueError("checksum")
        yield kind, whole
        at += length + 12


def _jpeg(body: bytes) -> Picture:
    kept, size = [body[:2]], None
    for marker, segment in _jpeg_segments(body):
        if marker in JPEG_FRAMES:
            if size is not None:
                raise ValueError("two frames")
            size = _number(segment, 7, 2), _number(segment, 5, 2)
        if marker not in JPEG_DROPPED:
            kept.append(segment)
    if size is None:
        raise ValueError("no frame")
    return Picture(media_type="image/jpeg", width=size[0], height=size[1], body=b"".join(kept))


def _jpeg_segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Every segment up to the end of the picture; that of a scan holds the scan's data too."""
    at, marker = 2, 0
    while marker != 0xD9:
        if body[at] != 0xFF:
            raise ValueError("no marker")
        while body[at + 1] == 0xFF:  # any number of them may stand before a marker
            at += 1
        marker = body[at + 1]
        if marker == 0xD9:
            yield marker, body[at : at + 2]
            return
        if marker < 0xC0 or marker in STUFFING or marker == 0xD8:
            raise ValueError("marker out of place")
        length = _number(body, at + 2, 2)
        if length < 2:
            raise ValueError("length")
        end = at + 2 + length
        _taken(body, at, end - at)
        if marker == 0xDA:
            end = _scan_end(body, end)
        yield marker, body[at:end]
        at = end


def _scan_end(body: bytes, at: int) -> int:
    while True:
        at = body.index(0xFF, at)
        if body[at + 1] not in STUFFING:
            return at
        at += 2


def _webp(body: bytes) -> Picture:
    parts = dict(_webp_chunks(_taken(body, 8, _number(body, 4, 4, "little"))))
    if b"VP8L" in parts:
        bits = _number(parts[b"VP8L"], 9, 4, "little")
        if parts[b"VP8L"][8] != 0x2F:
            raise ValueError("signature")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        frame = parts.get(b"VP8 ", b"")
        if frame[11:14] != b"\x9d\x01\x2a":
            raise ValueError("signature")
        width, height = _number(frame, 14, 2, "little") & 0x3FFF, _number(frame, 16, 2, "little") & 0x3FFF
    if b"VP8X" in parts:
        extended = parts[b"VP8X"]
        canvas = _number(extended, 12, 3, "little") + 1, _number(extended, 15, 3, "little") + 1
        if canvas != (width, height):
            raise ValueError("canvas")
        parts[b"VP8X"] = extended[:8] + bytes([extended[8] & WEBP_KEPT_FLAGS]) + extended[9:]
    inner = b"WEBP" + b"".join(parts[kind] for kind in WEBP_PARTS if kind in parts)
    whole = b"RIFF" + len(inner).to_bytes(4, "little") + inner
    return Picture(media_type="image/webp", width=width, height=height, body=whole)


def _webp_chunks(inner: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 4
    while at < len(inner):
        length = _number(inner, at + 4, 4, "little")
        padded = 8 + length + length % 2
        yield inner[at : at + 4], _taken(inner, at, padded)
        at += padded
