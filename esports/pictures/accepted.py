"""A picture that a feature takes: of a kind that is known, whole, and bounded in pixels."""

from esports.errors import DomainError, Kind, invalid
from esports.i18n import N_
from esports.pictures.known import known
from esports.pictures.pixels import Picture


def accepted(body: bytes, *, kind: str, largest: int, other: str, too_large: str) -> Picture:
    """The picture in these bytes: PNG, JPEG or WebP, `largest` pixels on a side at most.

    The refusals speak of the `kind` of picture: `other` tells what may be sent instead of anything else,
    `too_large` names its `{limit}`.

    Raises:
        DomainError: `{kind}_format`, `{kind}_damaged`, `{kind}_too_many_pixels`.
    """
    try:
        found = known(body)
    except ValueError as error:
        raise invalid(f"{kind}_damaged", "", N_("This picture is damaged, or is animated.")) from error
    if found is None:
        raise DomainError(Kind.unsupported, f"{kind}_format", other)
    if max(found.width, found.height) > largest:
        raise invalid(f"{kind}_too_many_pixels", "", too_large, limit=largest)
    return found
