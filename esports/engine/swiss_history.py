"""Who is to be paired in the next round of a fixed-round Swiss, and what each brings along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from esports.engine.model import Entrant, MatchState, Structure
from esports.engine.separation import kinds_of
from esports.engine.swiss_options import FixedRounds
from esports.engine.swiss_record import Record, Records, take
from esports.engine.swiss_weights import Player


@dataclass(slots=True)
class _Past:
    """Whom an entry was paired with, how often on unequal points, and how often first minus second."""

    met: set[str] = field(default_factory=set)
    floats: int = 0
    sides: int = 0


def players_of(
    structure: Structure,
    options: FixedRounds,
    entrants: Sequence[Entrant | None],
    states: Mapping[str, MatchState],
) -> list[Player]:
    """All who are still in, by points and then by initial seed."""
    here = [entrant for entrant in entrants if entrant is not None]
    kinds = dict(zip((entrant.id for entrant in here), kinds_of(here, options.separate), strict=True))
    records = {entrant.id: Record(seed, dropped=entrant.dropped) for seed, entrant in enumerate(here, 1)}
    past = {entry: _Past() for entry in records}
    for spec in structure.matches:
        _remember(states[spec.id], past, records, options)
        take(records, states[spec.id])
    groups: dict[int, list[str]] = {}
    for entry, record in records.items():
        if not record.gone:
            groups.setdefault(record.points(options.points), []).append(entry)
    return [
        _player(entry, points, place, len(group), past[entry], records, kinds)
        for points, group in sorted(groups.items(), reverse=True)
        for place, entry in enumerate(group)
    ]


def _remember(state: MatchState, past: Mapping[str, _Past], records: Records, options: FixedRounds) -> None:
    """Add one match; `records` are those before its round, as nobody plays twice in it."""
    first, second = state.occupants
    if not isinstance(first, str) or not isinstance(second, str):
        return
    floats = records[first].points(options.points) != records[second].points(options.points)
    for entry, opponent, side in ((first, second, 1), (second, first, -1)):
        past[entry].met.add(opponent)
        past[entry].sides += side
        past[entry].floats += floats


def _player(
    entry: str,
    points: int,
    place: int,
    size: int,
    past: _Past,
    records: Records,
    kinds: Mapping[str, str | None],
) -> Player:
    return Player(
        entry=entry,
        points=points,
        place=place,
        size=size,
        met=past.met,
        floats=past.floats,
        sides=past.sides,
        rested=records[entry].rested,
        kind=kinds[entry],
    )
