"""Wanted starts: each is held to as if it were pinned, where everything else still has a place. Pure."""

from collections.abc import Iterable, Mapping

import msgspec

from esports.i18n import N_
from esports.planning.dispatch import dispatch
from esports.planning.model import Booking, Match, Model
from esports.planning.reasons import Decision
from esports.schedule.wire import Told

WANTED = Told(code="wanted", text=N_("As it is wanted."), params={})
NEAR = Told(code="near_wanted", text=N_("As near to the wanted start as everything else allows."), params={})
AWAY = (0, 5, -5, 10, -10, 20, -20, 30, -30, 45, -45, 60, -60, 90, -90, 120)
"""The distances to a wanted start that are tried, in minutes, the nearest first."""
FEWEST_TRIES, MATCHES_TRIED = 3, 20_000
"""Each try is a plan of its own: the fewer the more matches there are, but for `FEWEST_TRIES`."""


def settled(
    model: Model, begun: Iterable[Booking] = (), kept: Mapping[str, int] | None = None
) -> tuple[Model, Mapping[str, Told]]:
    """The model with a start for each match that is wanted at one and can have it, and why it is there.

    Those that cannot go further and further from it, all in the same tries; in the end they are free. `kept`
    are starts of a plan that rests on them already.
    """
    wanted = {one.id: one for one in model.matches if one.wanted is not None and one.start is None}
    if not wanted:
        return model, {}
    away = dict.fromkeys(wanted, 0)
    if kept is not None:
        starts = {
            match: kept[match]
            for match, one in wanted.items()
            if match in kept and kept[match] - (one.wanted or 0) in AWAY
        }
        if starts.keys() == wanted.keys():
            return _with(model, starts), _told(wanted, starts)
    begun = tuple(begun)
    least = len(model.matches)
    whole = True
    tries = max(FEWEST_TRIES, MATCHES_TRIED // len(model.matches))
    for number in range(tries + 1):
        if number == tries:  # what was in nobody's way is kept, if that is enough
            away = {match: 0 for match, step in away.items() if step == 0}
        starts = {match: (wanted[match].wanted or 0) + AWAY[step] for match, step in away.items()}
        tried = _with(model, starts)
        plan, decisions = dispatch(tried, begun)
        if len(plan.bookings) < least and whole:
            least, whole = len(dispatch(model, begun)[0].bookings), False
        if len(plan.bookings) >= least:
            return tried, _told(wanted, starts)
        for match in _in_the_way(decisions, {one.match for one in plan.bookings}, starts):
            away[match] += 1
            if away[match] == len(AWAY):
                del away[match]
    return model, {}


def _in_the_way(decisions: Iterable[Decision], placed: set[str], starts: Mapping[str, int]) -> set[str]:
    """The wanted starts to try elsewhere: those without a place, else those that leave others none."""
    left = [one for one in decisions if one.match not in placed]
    own = {one.match for one in left if one.match in starts}
    other = {one.reason.match for one in left if one.reason.match in starts}
    return own or other or {max(starts, key=lambda match: (starts[match], match))}


def _with(model: Model, starts: Mapping[str, int]) -> Model:
    matches = (
        msgspec.structs.replace(one, start=starts[one.id]) if one.id in starts else one
        for one in model.matches
    )
    return msgspec.structs.replace(model, matches=tuple(matches))


def _told(wanted: Mapping[str, Match], starts: Mapping[str, int]) -> Mapping[str, Told]:
    return {match: WANTED if start == wanted[match].wanted else NEAR for match, start in starts.items()}
