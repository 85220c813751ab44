"""The seats of a plan and who has them: direct entries first, then the finishers, each asked once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from esports.engine.errors import Finding
from esports.engine.model import Entrant, Value
from esports.engine.pointer import at
from esports.engine.progression_inputs import Finisher, Withdrawn
from esports.engine.progression_plan import Plan
from esports.engine.progression_rows import Tournament

QUALIFIED = "Place {place} of {source}."
MOVED_UP = "Place {place} of {source}, moved up to the seat of place {due}."
NOT_DECIDED = "Open: place {due} of {source} is not decided yet."
NOBODY_LEFT = "Vacant: nobody of {source} is left for the seat of place {due}."
DIRECT = "Entered directly."
NOT_ENTERED = "Open: nobody is entered directly yet."
WITHDRAWN = "Vacant: {entry} was entered directly and has withdrawn."


class Filling(StrEnum):
    """How a seed is filled: by a direct entry, by a qualifier, by one who moved up; not yet; by nobody."""

    direct = "direct"
    qualified = "qualified"
    moved_up = "moved_up"
    open = "open"
    vacant = "vacant"


@dataclass(frozen=True, slots=True)
class FilledSeed:
    """A seed (1-based) and who has it; `text` says why, with `{name}` places for `params`.

    In `params`, `due` is the place of the tournament `source` that the seat is for, `place` the one that
    its holder came in.
    """

    seed: int
    filling: Filling
    entrant: Entrant | None
    text: str
    params: Mapping[str, Value] = field(default_factory=dict)


Filled = Mapping[str, tuple[FilledSeed, ...]]


class Desk:
    """Gives the seats away and remembers who has one where."""

    def __init__(self, plan: Plan, withdrawn: Withdrawn) -> None:
        self._plan = plan
        self._withdrawn = withdrawn
        self._held: dict[str, set[str]] = {each.id: set() for each in plan.tournaments}
        self._seeds: dict[str, dict[int, FilledSeed]] = {each.id: {} for each in plan.tournaments}
        self._went: dict[tuple[str, str], str] = {}

    def enter(self, tournament: Tournament, entrants: Mapping[int, Entrant]) -> None:
        """Fill the direct seeds."""
        for seed in tournament.direct:
            self._seeds[tournament.id][seed] = self._direct(tournament.id, seed, entrants.get(seed))

    def offer(self, source: str, rows: Sequence[Finisher] | None) -> None:
        """Give away the seats of a tournament, the best place first; all are open until it is finished."""
        queue = enumerate(rows or (), 1)
        for due, target, seed in self._seats(source):
            params: dict[str, Value] = {"source": source, "due": due}
            if rows is None:
                filled = FilledSeed(seed, Filling.open, None, NOT_DECIDED, params)
            elif (taken := self._next(queue, target)) is None:
                filled = FilledSeed(seed, Filling.vacant, None, NOBODY_LEFT, params)
            else:
                self._went[source, taken[1].entrant.id] = target
                filled = _qualified(seed, source, due, *taken)
            self._seeds[target][seed] = filled

    def undecided(self, source: str, rows: Sequence[Finisher]) -> Iterator[Finding]:
        """The shared places of which one went where another could have gone as well."""
        for place, group in groupby(rows, key=attrgetter("place")):
            ids = [row.entrant.id for row in group]
            targets = {self._went[source, id_] for id_ in ids if (source, id_) in self._went}
            if any(self._may(target, id_) for target in targets for id_ in ids):
                yield Finding(
                    at("finishers", source),
                    "place_undecided",
                    "Place {place} of {tournament} is shared by {entries}, who would not all go on alike.",
                    {"place": place, "tournament": source, "entries": ", ".join(ids)},
                )

    def filled(self) -> Filled:
        """The tournaments that have seeds filled by the plan."""
        return {
            id_: tuple(seeds[seed] for seed in sorted(seeds)) for id_, seeds in self._seeds.items() if seeds
        }

    def _direct(self, target: str, seed: int, entrant: Entrant | None) -> FilledSeed:
        if entrant is None:
            return FilledSeed(seed, Filling.open, None, NOT_ENTERED)
        if not self._may(target, entrant.id):
            return FilledSeed(seed, Filling.vacant, None, WITHDRAWN, {"entry": entrant.id})
        self._held[target].add(entrant.id)
        return FilledSeed(seed, Filling.direct, entrant, DIRECT)

    def _seats(self, source: str) -> list[tuple[int, str, int]]:
        """(place, target, seed), the best place first."""
        return sorted(
            (place, row.target, seed)
            for row in self._plan.qualifications
            if row.source == source
            for place, seed in zip(row.places, row.seeds, strict=True)
        )

    def _next(self, queue: Iterator[tuple[int, Finisher]], target: str) -> tuple[int, Finisher] | None:
        """The next in final order who may take a seat there; who may not is not asked again."""
        taken = next((each for each in queue if self._may(target, each[1].entrant.id)), None)
        if taken is not None:
            self._held[target].add(taken[1].entrant.id)
        return taken

    def _may(self, target: str, entry: str) -> bool:
        return entry not in self._withdrawn.get(target, ()) and entry not in self._held[target]


def _qualified(seed: int, source: str, due: int, position: int, finisher: Finisher) -> FilledSeed:
    group = f"{source} {finisher.group}" if finisher.group else source
    entrant = replace(finisher.entrant, former_group=group, dropped=False)
    params: dict[str, Value] = {"source": source, "place": finisher.place}
    if position == due:
        return FilledSeed(seed, Filling.qualified, entrant, QUALIFIED, params)
    return FilledSeed(seed, Filling.moved_up, entrant, MOVED_UP, {**params, "due": due})
