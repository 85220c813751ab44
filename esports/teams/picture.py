"""A picture as a logo: bounded in pixels."""

from esports.i18n import N_
from esports.pictures.accepted import accepted
from esports.pictures.pixels import Picture

LARGEST = 2048
"""Pixels on a side."""


def picture(body: bytes) -> Picture:
    """The picture in these bytes: PNG, JPEG or WebP.

    Raises:
        DomainError: `logo_format` for anything else, `logo_damaged`, `logo_too_many_pixels`.
    """
    return accepted(
        body,
        kind="logo",
        largest=LARGEST,
        other=N_("A logo is a PNG, JPEG or WebP picture."),
        too_large=N_("A logo has {limit} pixels on a side at most."),
    )
