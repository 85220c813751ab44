"""The face of the engine: every use of a stage goes through here, by its format.

`FORMATS` is the only place that knows which formats there are; a new one is one more row.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from esports.engine import (
    custom,
    double_elimination,
    elimination,
    free_for_all,
    free_for_all_open,
    free_for_all_options,
    free_for_all_table,
    gauntlet,
    group_table,
    gsl_groups,
    judged,
    judged_stage,
    round_robin,
    single_elimination,
    swiss,
    swiss_options,
)
from esports.engine.errors import EngineError
from esports.engine.kept_apart import kept_apart
from esports.engine.model import (
    FINISHED,
    Entrant,
    Format,
    MatchSpec,
    MatchState,
    Options,
    Result,
    Standing,
    Structure,
)
from esports.engine.options import Fields
from esports.engine.resolve import advance, diff
from esports.engine.resolve import resolve as resolve_slots

__all__ = [
    "advance",
    "available",
    "build",
    "diff",
    "has_local_table",
    "is_complete",
    "kept_apart",
    "pair_next",
    "parse_options",
    "placed",
    "qualified",
    "resolve",
    "standings",
]

LARGEST = 8192
"""The most entries of any stage."""

Entrants = Sequence[Entrant | None]
Seating = Sequence[Entrant | str | None]
"""Who sits on which seed; an entry may be given by its id alone unless it has dropped out."""

Results = Mapping[str, Result]
States = Mapping[str, MatchState]
Records = Mapping[str, tuple[int, int]]


def _nothing(
    structure: Structure, entrants: Entrants, states: States, results: Results, draw_seed: str | None
) -> tuple[MatchSpec, ...]:
    """A format whose matches are all known from the start has nothing to pair."""
    return ()


def _one_table(options: Any) -> int:
    return 1


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a format brings: how to read its options, build it, pair on, and order its table."""

    read: Callable[[Fields], Options]
    build: Callable[[Entrants, Any, str | None], Structure]
    standings: Callable[[Structure, Entrants, Results], tuple[Standing, ...]]
    pair_next: Callable[[Structure, Entrants, States, Results, str | None], tuple[MatchSpec, ...]] = _nothing
    groups: Callable[[Any], int] = _one_table
    stand: Callable[[Structure, Entrants, States, Results], dict[str, MatchState]] | None = None
    placed: Callable[[Structure, States, Collection[str], Records], tuple[Standing, ...]] | None = None


FORMATS: dict[Format, _Rules] = {
    Format.single_elimination: _Rules(
        read=single_elimination.SingleElimination.read,
        build=single_elimination.build,
        standings=elimination.standings,
        placed=elimination.placed,
    ),
    Format.double_elimination: _Rules(
        read=double_elimination.DoubleElimination.read,
        build=double_elimination.build,
        standings=elimination.standings,
        placed=elimination.placed,
    ),
    Format.round_robin: _Rules(
        read=round_robin.RoundRobin.read,
        build=round_robin.build,
        standings=group_table.standings,
        groups=attrgetter("groups"),
    ),
    Format.gsl_groups: _Rules(
        read=gsl_groups.GslGroups.read,
        build=gsl_groups.build,
        standings=elimination.standings,
        groups=lambda options: max(1, options.groups),
    ),
    Format.gauntlet: _Rules(
        read=gauntlet.Gauntlet.read,
        build=gauntlet.build,
        standings=elimination.standings,
        placed=elimination.placed,
    ),
    Format.custom: _Rules(
        read=custom.Custom.read,
        build=custom.build,
        standings=elimination.standings,
        placed=elimination.placed,
    ),
    Format.swiss: _Rules(
        read=swiss_options.read,
        build=swiss.build,
        standings=swiss.standings,
        pair_next=swiss.pair_next,
    ),
    Format.free_for_all: _Rules(
        read=free_for_all_options.FreeForAll.read,
        build=free_for_all.build,
        standings=free_for_all_table.standings,
        stand=free_for_all_open.lobby_states,
        pair_next=free_for_all.pair_next,
    ),
    Format.judged: _Rules(
        read=judged.Judged.read,
        build=judged_stage.build,
        standings=judged_stage.standings,
    ),
}


def available() -> tuple[Format, ...]:
    """The formats that can be built."""
    return tuple(FORMATS)


def parse_options(format: Format | str, raw: Mapping[str, Any]) -> Options:
    """The options of the format; refuses an unknown key, a wrong type and a value out of range."""
    fields = Fields(raw)
    options = _rules(format).read(fields)
    fields.done()
    return options


def build(
    format: Format | str, entrants: Entrants, options: Options, *, draw_seed: str | None = None
) -> Structure:
    """The structure for these entrants in seed order; of a Swiss, the first round.

    Of a free-for-all, the rounds that do not follow from a table.
    """
    rules = _rules(format)
    if len(entrants) < 2:
        raise EngineError(
            "too_few_entries", "/entries", "A stage needs at least 2 entries, not {n}.", {"n": len(entrants)}
        )
    if len(entrants) > LARGEST:
        raise EngineError(
            "too_many_entries",
            "/entries",
            "A stage takes at most {largest} entries, not {n}.",
            {"largest": LARGEST, "n": len(entrants)},
        )
    return rules.build(entrants, options, draw_seed)


def resolve(structure: Structure, seating: Seating, results: Results) -> dict[str, MatchState]:
    """The state of every match, as the slots give it and the format has it."""
    ids = [one.id if isinstance(one, Entrant) else one for one in seating]
    states = resolve_slots(structure, ids, results)
    stand = _rules(structure.format).stand
    return states if stand is None else stand(structure, _entrants(seating), states, results)


def pair_next(
    structure: Structure, entrants: Entrants, results: Results, *, draw_seed: str | None = None
) -> tuple[MatchSpec, ...]:
    """The matches of the next round, or () where nothing is to be paired.

    That is so while a match is not over, when the stage is complete, and for formats whose matches are
    all known from the start. The caller keeps them with `structure.extend`.
    """
    states = resolve(structure, entrants, results)
    if not _all_over(states):
        return ()
    return _rules(structure.format).pair_next(structure, entrants, states, results, draw_seed)


def is_complete(structure: Structure, results: Results, seating: Seating) -> bool:
    """Every match is over, and none is to be paired any more."""
    entrants = _entrants(seating)
    states = resolve(structure, entrants, results)
    return _all_over(states) and not _rules(structure.format).pair_next(
        structure, entrants, states, results, None
    )


def standings(structure: Structure, entrants: Entrants, results: Results) -> tuple[Standing, ...]:
    """The whole table, by place and then seed, each place with the trail that explains it.

    In an elimination an entry appears when its place is decided; in groups the tables follow one
    another and places count within the group.
    """
    return _rules(structure.format).standings(structure, entrants, results)


def has_local_table(format: Format | str) -> bool:
    """Whether a result decides places without a look at the rest of the stage: see `placed`."""
    return _rules(format).placed is not None


def placed(
    structure: Structure, states: States, changed: Collection[str], records: Records
) -> tuple[Standing, ...]:
    """Of a format with a local table, the lines that the changed matches decide.

    `structure` may be the part that the changed matches can reach, with its `states`; `records` are the
    wins and losses of the entries in them.
    """
    rule = _rules(structure.format).placed
    return rule(structure, states, changed, records) if rule else ()


def qualified(structure: Structure, entrants: Entrants, results: Results, count: int) -> tuple[str, ...]:
    """The best `count`, in the order in which they fill the seeds of the next stage.

    Of groups, all firsts in the order of the groups, then all seconds. Who has dropped out is passed over
    for the next place; where nobody is behind, fewer go on. Refuses while the stage is not
    complete, and a count that does not divide by the groups or that the table cannot fill.
    """
    # A contest without matches has one table.
    groups = len({spec.group for spec in structure.matches}) or 1
    if count % groups:
        raise EngineError(
            "qualifies_not_divisible",
            "/qualifies",
            "{count} entries cannot go on from {groups} groups: it must be a multiple.",
            {"count": count, "groups": groups},
        )
    if not is_complete(structure, results, entrants):
        raise EngineError("stage_not_complete", "", "The stage is not complete: matches are still to play.")
    gone = {entrant.id for entrant in entrants if entrant is not None and entrant.dropped}
    tables: dict[str | None, list[str]] = {}
    for row in standings(structure, entrants, results):
        tables.setdefault(row.group, []).append(row.entry)
    each = count // groups
    if count < 1 or any(len(table) < each for table in tables.values()):
        raise EngineError(
            "qualifies_out_of_range",
            "/qualifies",
            "{count} entries cannot go on from this stage.",
            {"count": count},
        )
    staying = [[entry for entry in table if entry not in gone] for table in tables.values()]
    return tuple(table[place] for place in range(each) for table in staying if place < len(table))


def _entrants(seating: Seating) -> list[Entrant | None]:
    return [Entrant(one) if isinstance(one, str) else one for one in seating]


def _all_over(states: States) -> bool:
    return all(state.phase in FINISHED for state in states.values())


def _rules(format: Format | str) -> _Rules:
    try:
        return FORMATS[Format(format)]
    except ValueError:
        raise EngineError(
            "format_unknown",
            "/format",
            "There is no format {format}; known: {known}.",
            {"format": format, "known": ", ".join(Format)},
        ) from None
