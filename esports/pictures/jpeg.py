"""JPEG: segments behind markers, and the data of scans between them."""

from collections.abc import Iterator

from esports.pictures.pixels import Picture, number, taken

SIGNATURE = b"\xff\xd8\xff"
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
APPLICATIONS = range(0xE0, 0xF0)
KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Segments of applications that say how to draw: the size of a dot, what the colours mean."""
COMMENT = 0xFE
STUFFING = {0x00, *range(0xD0, 0xD8)}
"""What may stand behind 0xFF within the data of a scan."""


def rebuilt(body: bytes) -> Picture:
    """The picture without what it carries beside its pixels.

    Raises:
        ValueError, IndexError: it is damaged.
    """
    kept, size = [body[:2]], None
    for marker, segment in _segments(body):
        if marker in FRAMES:
            if size is not None:
                raise ValueError("two frames")
            size = number(segment, 7, 2), number(segment, 5, 2)
        if _draws(marker, segment):
            kept.append(segment)
    if size is None:
        raise ValueError("no frame")
    return Picture(media_type="image/jpeg", width=size[0], height=size[1], body=b"".join(kept))


def _draws(marker: int, segment: bytes) -> bool:
    if marker in APPLICATIONS:
        return marker in KEPT and segment[4:].startswith(KEPT[marker])
    return marker != COMMENT


def _segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Every segment up to the end of the picture; that of a scan holds the scan's data too."""
    at = 2
    while True:
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
        length = number(body, at + 2, 2)
        if length < 2:
            raise ValueError("length")
        end = at + 2 + length
        taken(body, at, end - at)
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
