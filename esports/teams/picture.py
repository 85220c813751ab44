"""A picture that came in: known by its content, bounded in pixels, and rebuilt from the parts that draw it.

No pixel is decoded. What a picture carries beside its pixels stays behind: where and by whom it was taken,
comments, further frames, whatever is hidden behind its end.
"""

from esports.errors import DomainError, Kind, invalid
from esports.i18n import N_
from esports.teams import jpeg, png, webp
from esports.teams.pixels import Picture

LARGEST = 2048
"""Pixels on a side."""


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
    if body.startswith(png.SIGNATURE):
        return png.rebuilt(body)
    if body.startswith(jpeg.SIGNATURE):
        return jpeg.rebuilt(body)
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return webp.rebuilt(body)
    raise DomainError(Kind.unsupported, "logo_format", N_("A logo is a PNG, JPEG or WebP picture."))
