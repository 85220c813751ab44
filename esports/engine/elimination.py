"""Places in a knock-out, or in groups played so: each match gives its loser, the last its winner, a place."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from esports.engine.model import (
    Entrant,
    LoserOf,
    MatchSpec,
    MatchState,
    OutcomeKind,
    Phase,
    Result,
    Standing,
    Structure,
    TrailStep,
    seating_of,
)
from esports.engine.resolve import resolve
from esports.engine.round_robin import group_order


def standings(
    structure: Structure, entrants: Sequence[Entrant | None], results: Mapping[str, Result]
) -> tuple[Standing, ...]:
    """The places decided so far: competition ranks (1, 2, 3, 3, 5 ...), equal places in seed order.

    Groups follow one another, and places count within a group.
    """
    seating = seating_of(entrants)
    states = resolve(structure, seating, results)
    seeds = {entry: seed for seed, entry in enumerate(seating, 1) if entry is not None}
    rows = placed(structure, states, states, records_of(states))
    return tuple(sorted(rows, key=lambda row: (*group_order(row.group), row.place, seeds[row.entry])))


def placed(
    structure: Structure,
    states: Mapping[str, MatchState],
    changed: Collection[str],
    records: Mapping[str, tuple[int, int]],
) -> tuple[Standing, ...]:
    """The lines of the entries whose place the changed matches decide.

    `structure` may be the part that the changed matches can reach, with its `states`; `records` are the
    wins and losses of the entries in them. So the table after one result costs the same in a bracket of
    any size.
    """
    found: dict[str, Standing] = {}
    for spec in structure.matches:
        if spec.id in changed:
            for entry, (place, step) in _places(structure, spec, states).items():
                wins, losses = records[entry]
                found[entry] = Standing(entry, place, spec.group, {"wins": wins, "losses": losses}, (step,))
    return tuple(found.values())


def records_of(states: Mapping[str, MatchState]) -> dict[str, tuple[int, int]]:
    """The matches that each entry won and lost."""
    wins, losses = _records(states)
    present = {entry for state in states.values() for entry in state.occupants if isinstance(entry, str)}
    return {entry: (wins[entry], losses[entry]) for entry in present}


def _records(states: Mapping[str, MatchState]) -> tuple[Counter[str], Counter[str]]:
    wins: Counter[str] = Counter()
    losses: Counter[str] = Counter()
    for state in states.values():
        if state.phase is Phase.settled:
            beaten = [str(entry) for entry in state.occupants if entry != state.winner]
            losses.update(beaten)
            if state.winner is not None:
                wins[state.winner] += 1
    return wins, losses


def _places(
    structure: Structure, spec: MatchSpec, states: Mapping[str, MatchState]
) -> dict[str, tuple[int, TrailStep]]:
    """The places that this match decides, unless it is to be played again."""
    found, state = {}, states[spec.id]
    again = _played_again(structure, spec, states)
    if state.winner is not None and spec.winner_place is not None and not again:
        found[state.winner] = (spec.winner_place, _won(spec, state))
    if state.phase is Phase.settled:
        placed = spec.loser_place is not None and not again
        if placed or state.winner is None or state.outcome is OutcomeKind.disqualification:
            place = _last_place(structure, spec)
            for entry in state.occupants:
                if entry != state.winner:
                    found[str(entry)] = (place, _lost(spec, state, str(entry)))
    return found


def _played_again(structure: Structure, spec: MatchSpec, states: Mapping[str, MatchState]) -> bool:
    """Another match needs this one's winner, and is not skipped."""
    return any(
        structure.by_id[match].needs is not None and states[match].phase is not Phase.skipped
        for match, _ in structure.dependents(spec.id)
    )


def _last_place(structure: Structure, spec: MatchSpec) -> int:
    """The place of one who loses this match and, if it leads on, every later one."""
    while spec.loser_place is None:
        spec = next(
            dependent
            for match, slot in structure.dependents(spec.id)
            if isinstance((dependent := structure.by_id[match]).slots[slot], LoserOf)
        )
    return spec.loser_place


def _won(spec: MatchSpec, state: MatchState) -> TrailStep:
    assert state.winner is not None
    if state.loser is None:
        return TrailStep(
            "last_match", spec.id, None, None, "Won {match}: there was no opponent.", {"match": spec.id}
        )
    return TrailStep(
        "last_match",
        spec.id,
        state.loser,
        spec.id,
        "Won {match} against {against}.",
        {"match": spec.id, "entry": state.winner, "against": state.loser},
    )


def _lost(spec: MatchSpec, state: MatchState, entry: str) -> TrailStep:
    if state.winner is None:
        return TrailStep(
            "last_match",
            spec.id,
            None,
            None,
            "Out in {match}: both sides forfeited.",
            {"match": spec.id, "entry": entry},
        )
    return TrailStep(
        "last_match",
        spec.id,
        state.winner,
        spec.id,
        "Lost {match} against {against}.",
        {"match": spec.id, "entry": entry, "against": state.winner},
    )
