"""The table of a free-for-all: who took the stage, then points, then the tie-breaks, at last the seed."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from esports.engine.exact import shown
from esports.engine.free_for_all_adjustments import step_of
from esports.engine.free_for_all_open import lobby_states
from esports.engine.free_for_all_options import FreeForAll, options_of
from esports.engine.free_for_all_record import Entrants, Records, records_of
from esports.engine.free_for_all_tie_breaks import FIGURES, Record, criteria
from esports.engine.group_table import gone_last
from esports.engine.model import Result, Seat, Standing, Structure, Value, seating_of
from esports.engine.resolve import resolve
from esports.engine.round_robin import group_order
from esports.engine.table import Criterion, Ranked, rank


def standings(
    structure: Structure, entrants: Entrants, results: Mapping[str, Result]
) -> tuple[Standing, ...]:
    """One table of everyone; or one of each lobby, in the order of the lobbies, places counting within."""
    slots = resolve(structure, seating_of(entrants), results)
    states = lobby_states(structure, entrants, slots, results)
    records = records_of(structure, entrants, states, results)
    return tuple(
        _standing(options_of(structure), place, row, group, records[row.entry])
        for group, entries in _groups(structure, records)
        for place, row in enumerate(_ranked(structure, records, entries), 1)
    )


def in_order(structure: Structure, records: Records, entries: Sequence[str]) -> list[str]:
    """These entries as the table orders them."""
    return [row.entry for row in _ranked(structure, records, entries)]


def _groups(structure: Structure, records: Records) -> list[tuple[str | None, list[str]]]:
    """Who stands in which table; where the lobbies have none of their own, all in the one without a name."""
    group_of = {
        source.seed: spec.group
        for spec in structure.matches
        for source in spec.slots
        if isinstance(source, Seat)
    }
    found: dict[str | None, list[str]] = {}
    for entry, record in records.items():
        found.setdefault(group_of.get(record.seed), []).append(entry)
    return sorted(found.items(), key=lambda item: group_order(item[0]))


def _ranked(structure: Structure, records: Records, entries: Sequence[str]) -> tuple[Ranked, ...]:
    options = options_of(structure)
    points = Criterion(
        "points",
        lambda tied: {entry: records[entry].points for entry in tied},
        "Points: {value}, and {other} for {against}.",
    )
    took = Criterion(
        "match_point",
        lambda tied: {entry: int(records[entry].took) for entry in tied},
        "Won a game from match point (1) or not (0): {value}, and {other} for {against}.",
    )
    first = [took] if options.match_point else []
    tie_breaks = criteria(records, options.tie_breaks, structure.draw_seed)
    return rank(entries, [*gone_last(records), *first, points, *tie_breaks])


def _standing(options: FreeForAll, place: int, row: Ranked, group: str | None, record: Record) -> Standing:
    adjustments = [step_of(one) for one in options.adjustments if one.entry == row.entry]
    return Standing(row.entry, place, group, _figures(options, record), (*adjustments, *row.trail))


def _figures(options: FreeForAll, record: Record) -> dict[str, Value]:
    named = {name: FIGURES[name][0](record) for name in options.tie_breaks if name in FIGURES}
    figures: dict[str, int | Fraction] = {
        "points": record.points,
        **{name: FIGURES[name][0](record) for name in ("placement_points", "kills", "wins")},
        "games": len(record.games),
        "adjustment": record.adjustment,
        **named,
        "seed": record.seed,
    }
    status = {"status": _status(options, record)} if options.match_point else {}
    told = {name: shown(value) if isinstance(value, Fraction) else value for name, value in figures.items()}
    return {**told, **status}


def _status(options: FreeForAll, record: Record) -> str:
    """`winner`, `match_point` for who would take the stage with the next win, or `playing`."""
    if record.took:
        return "winner"
    return "match_point" if record.points >= options.match_point and not record.gone else "playing"
