"""Between stored places and the engine's tables: who held what, and why a row stands where it does."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from uuid import UUID

import msgspec

from esports.engine.model import TrailStep
from esports.engine.place_shares import Finish as Place
from esports.engine.place_shares import Finished
from esports.honours.wire import Finish, Step, Won

Holder = Callable[[Finish], str]
by_delegation: Holder = attrgetter("delegation")
by_entry: Holder = attrgetter("entry_name")


def finished(
    found: Iterable[Finish], holder: Holder, weights: Mapping[UUID, Fraction] | None = None
) -> list[Finished]:
    """The tournaments as the engine counts them; one without a weight has 1."""
    told = weights or {}
    return [
        Finished(
            str(tournament),
            tuple(Place(one.place, (holder(one),)) for one in rows),
            rows[0].title,
            told.get(tournament, Fraction(1)),
        )
        for tournament, rows in _by_tournament(found)
    ]


def _by_tournament(found: Iterable[Finish]) -> list[tuple[UUID, list[Finish]]]:
    return [(tournament, list(rows)) for tournament, rows in groupby(found, attrgetter("tournament"))]


def won(found: Iterable[Finish], holder: Holder, last: int) -> dict[str, list[Won]]:
    """By holder its places down to `last`, the best first."""
    rows: dict[str, list[Won]] = {}
    for one in sorted(found, key=attrgetter("place")):
        if one.place <= last:
            rows.setdefault(holder(one), []).append(
                Won(
                    tournament=one.tournament,
                    tournament_name=one.tournament_name,
                    entry=one.entry,
                    entry_name=one.name,
                    place=one.place,
                )
            )
    return rows


def trail(steps: Sequence[TrailStep]) -> list[Step]:
    """The engine's steps as they travel."""
    return [msgspec.convert(step, Step, from_attributes=True) for step in steps]
