"""Wanted starts: each is held to as if it were pinned, where everything else still has a place. Pure."""

from collections.abc import Iterable, Mapping

import msgspec

from esports.i18n import N_
from esports.planning.dispatch import dispatch
from esports.planning.model import Booking, Model
from esports.schedule.wire import Told

WANTED = Told(code="wanted", text=N_("As it is wanted."), params={})
NEAR = Told(code="near_wanted", text=N_("As near to the wanted start as everything else allows."), params={})
TRIED = (0, 5, -5, 10, -10, 15, -15, 20, -20, 30, -30, 45, 60, 90, 120)
"""The distances to a wanted start that are tried, in minutes, the nearest first."""
MOST_SLOTS = 400
"""Every try is a plan of its own; with many matches fewer are made: so many, for thousands of matches."""


def settled(model: Model, begun: Iterable[Booking] = ()) -> tuple[Model, Mapping[str, Told]]:
    """The model with a start for each match that is wanted at one, and why; later ones yield to earlier.

    A start is taken where no match more than without it lacks a place. One that is pinned has its start.
    """
    wished = sorted(
        (one for one in model.matches if one.wanted is not None and one.start is None),
        key=lambda one: (one.wanted or 0, one.id),
    )
    told: dict[str, Told] = {}
    if not wished:
        return model, told
    begun = tuple(begun)
    placed = len(dispatch(model, begun)[0].bookings)
    left = MOST_SLOTS
    for one in wished:
        for away in TRIED:
            start = (one.wanted or 0) + away
            if left == 0 or start < one.warm_up:
                continue
            left -= 1
            tried = _begun_at(model, one.id, start)
            if len(dispatch(tried, begun)[0].bookings) >= placed:
                model = tried
                told[one.id] = NEAR if away else WANTED
                break
    return model, told


def _begun_at(model: Model, match: str, start: int) -> Model:
    matches = (msgspec.structs.replace(one, start=start) if one.id == match else one for one in model.matches)
    return msgspec.structs.replace(model, matches=tuple(matches))
