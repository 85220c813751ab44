"""What correcting a result would change: later matches, places, and who goes on to the next stage.

A later match that was not played takes the new entry. One that was played keeps its result if its entries
are the same; else that result is void and the match is to be played again. While such a replay is open,
nobody comes out of it, so that results further on are void as well. Rounds of a Swiss that are paired
stay paired, and the later ones follow the corrected table.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from esports.engine import stage
from esports.engine.errors import EngineError
from esports.engine.model import Entrant, MatchState, Occupant, Phase, Result, Structure

Entrants = Sequence[Entrant | None]
Results = Mapping[str, Result]
States = Mapping[str, MatchState]

NOBODY_YET = ("stage_not_complete", "qualifies_out_of_range")
"""The refusals of `stage.qualified` that mean: as things stand, nobody goes on."""


class Effect(StrEnum):
    """What a correction does to a later match.

    `untouched` it was not played and takes the new entries; `void` it was played by others than those who
    are in it now, and is to be played again; `stands` it was played, and by the same; `unneeded` it was to
    be played, and need not be any more. Where an entry leaves: `given_up` it was not played, and the other
    side has it; `annulled` it was played, and is taken from the one who left.
    """

    untouched = "untouched"
    void = "void"
    stands = "stands"
    unneeded = "unneeded"
    given_up = "given_up"
    annulled = "annulled"


@dataclass(frozen=True, slots=True)
class Later:
    """A match after the corrected one, with its occupants before and after."""

    match: str
    effect: Effect
    before: tuple[Occupant, ...]
    after: tuple[Occupant, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry whose place, or whose seed in the next stage, is another one; None is none at all."""

    entry: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Impact:
    """All that a correction would change: later matches in playing order, places, seeds of the next stage.

    `before` is the result now, `after` the corrected one, None where the match is to have none.
    """

    before: Result
    after: Result | None
    later: tuple[Later, ...]
    places: tuple[Moved, ...]
    qualified: tuple[Moved, ...]

    @property
    def token(self) -> str:
        """The same for the same impact only, so that what is done is what was shown."""
        return sha256(repr(self).encode()).hexdigest()


def preview(
    structure: Structure,
    entrants: Entrants,
    results: Results,
    match: str,
    corrected: Result | None,
    *,
    qualifies: int | None = None,
) -> Impact:
    """What it would change to give the match this result, or none; `qualifies` go on to the next stage.

    Refuses with `no_result_to_correct`, `correction_of_other_entries`.
    """
    before = stage.resolve(structure, entrants, results)
    _check(before, results, match, corrected)
    following = with_result(results, match, corrected)
    after = {**before, **stage.advance(structure, before, following, match)}
    reached = _descendants(structure, match)
    for key in reached:
        if after[key].phase is Phase.stale:
            # Without its result it may be a bye, and lead the same entry on to a match that then stands.
            del following[key]
            after |= stage.advance(structure, after, following, key)
    later = [
        Later(key, effect, before[key].occupants, after[key].occupants)
        for key in reached
        if (effect := _effect(key, results, following, before, after)) is not None
    ]
    return Impact(
        before=results[match],
        after=corrected,
        later=(*later, *_unneeded(structure, before, stage.resolve(structure, entrants, following), reached)),
        places=moved(places(structure, entrants, results), places(structure, entrants, following)),
        qualified=moved(
            seeds(structure, entrants, results, qualifies), seeds(structure, entrants, following, qualifies)
        ),
    )


def with_result(results: Results, match: str, result: Result | None) -> dict[str, Result]:
    """The results with this one of the match, or with none of it."""
    kept = {key: known for key, known in results.items() if key != match}
    return kept if result is None else {**kept, match: result}


def _check(before: States, results: Results, match: str, corrected: Result | None) -> None:
    if match not in before or before[match].phase is not Phase.settled:
        raise EngineError(
            "no_result_to_correct", "", "Match {match} has no result to correct.", {"match": match}
        )
    if corrected is not None and (corrected.match, corrected.entries) != (match, results[match].entries):
        raise EngineError(
            "correction_of_other_entries",
            "/entries",
            "The corrected result must be one of the entries that played {match}.",
            {"match": match},
        )


def _effect(key: str, results: Results, following: Results, before: States, after: States) -> Effect | None:
    """None where nothing was played and nothing changes."""
    if key in results:
        return Effect.stands if key in following else Effect.void
    return Effect.untouched if before[key].occupants != after[key].occupants else None


def _unneeded(structure: Structure, before: States, after: States, told: Sequence[str]) -> Iterator[Later]:
    """The matches beside those `told` that could be played, and need not be now."""
    for spec in structure.matches:
        was, now = before[spec.id], after[spec.id]
        if was.phase is Phase.ready and now.phase is Phase.skipped and spec.id not in told:
            yield Later(spec.id, Effect.unneeded, was.occupants, now.occupants)


def _descendants(structure: Structure, match: str) -> list[str]:
    """All matches that a way leads to from this one, in the order of the structure."""
    reached: set[str] = set()
    queue = [match]
    while queue:
        for dependent, _ in structure.dependents(queue.pop()):
            if dependent not in reached:
                reached.add(dependent)
                queue.append(dependent)
    return sorted(reached, key=structure.order.__getitem__)


def places(structure: Structure, entrants: Entrants, results: Results) -> dict[str, int]:
    """The place of each who has one."""
    return {row.entry: row.place for row in stage.standings(structure, entrants, results)}


def seeds(structure: Structure, entrants: Entrants, results: Results, count: int | None) -> dict[str, int]:
    """The seed in the next stage of each who goes on; nobody while the stage is not complete."""
    if count is None:
        return {}
    try:
        qualified = stage.qualified(structure, entrants, results, count)
    except EngineError as error:
        if error.code not in NOBODY_YET:
            raise
        return {}
    return {entry: seed for seed, entry in enumerate(qualified, 1)}


def moved(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Moved, ...]:
    """Those for whom the number differs, in the order after it and then before it."""
    pairs = [(entry, before.get(entry), after.get(entry)) for entry in {**after, **before}]
    return tuple(Moved(entry, was, now) for entry, was, now in pairs if was != now)
