"""A picture that came in: known by its content, and rebuilt from the parts that draw it.

No pixel is decoded. What a picture carries beside its pixels stays behind: where and by whom it was taken,
comments, further frames, whatever is hidden behind its end.
"""

from esports.pictures import jpeg, png, webp
from esports.pictures.pixels import Picture


def known(body: bytes) -> Picture | None:
    """The picture in these bytes: PNG, JPEG or WebP; None for anything else.

    Raises:
        ValueError: it is damaged, or is animated.
    """
    try:
        found = _rebuilt(body)
    except IndexError as error:
        raise ValueError("cut off") from error
    if found is not None and 0 in (found.width, found.height):
        raise ValueError("no pixels")
    return found


def _rebuilt(body: bytes) -> Picture | None:
    if body.startswith(png.SIGNATURE):
        return png.rebuilt(body)
    if body.startswith(jpeg.SIGNATURE):
        return jpeg.rebuilt(body)
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return webp.rebuilt(body)
    return None
