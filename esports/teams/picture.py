"""A picture as a logo: bounded in pixels."""

from esports.errors import DomainError, Kind, invalid
from esports.i18n import N_
from esports.pictures.known import known
from esports.pictures.pixels import Picture

LARGEST = 2048
"""Pixels on a side."""


def picture(body: bytes) -> Picture:
    """The picture in these bytes: PNG, JPEG or WebP.

    Raises:
        DomainError: `logo_format` for anything else, `logo_damaged`, `logo_too_many_pixels`.
    """
    try:
        found = known(body)
    except ValueError as error:
        raise invalid("logo_damaged", "", N_("This picture is damaged, or is animated.")) from error
    if found is None:
        raise DomainError(Kind.unsupported, "logo_format", N_("A logo is a PNG, JPEG or WebP picture."))
    if max(found.width, found.height) > LARGEST:
        raise invalid(
            "logo_too_many_pixels",
            "",
            N_("A logo has {limit} pixels on a side at most."),
            limit=LARGEST,
        )
    return found
