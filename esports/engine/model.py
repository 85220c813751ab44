"""The values of the engine: entrants, matches with sources, results, states and standings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum
from functools import cache, cached_property
from typing import NamedTuple

ENGINE_VERSION = "2"
"""Changes whenever the same inputs and draw seed could give another structure."""


class Format(StrEnum):
    """What kind of competition a stage is."""

    single_elimination = "single_elimination"
    double_elimination = "double_elimination"
    round_robin = "round_robin"
    gsl_groups = "gsl_groups"
    swiss = "swiss"
    gauntlet = "gauntlet"
    free_for_all = "free_for_all"
    judged = "judged"
    custom = "custom"


class Bracket(StrEnum):
    """The part of a stage that a match belongs to."""

    # These two hide str.upper and str.lower; the words are those of the format, and nobody folds them.
    upper = "upper"  # type: ignore[assignment]
    lower = "lower"  # type: ignore[assignment]
    final = "final"
    third_place = "third_place"
    group = "group"
    swiss = "swiss"
    lobby = "lobby"
    placement = "placement"
    custom = "custom"


class Phase(StrEnum):
    """Where a match stands; derived from structure and results, never stored as truth.

    `waiting` an occupant is unknown; `ready` all are known, no result, or of a lobby only some of its
    games; `bye` one occupant, the other slots vacant: it goes on; `skipped` nobody is there, or the match
    need not be played; `settled` a result holds; `stale` a result names other entries than those now in
    the slots.
    """

    waiting = "waiting"
    ready = "ready"
    bye = "bye"
    skipped = "skipped"
    settled = "settled"
    stale = "stale"


FINISHED = frozenset({Phase.bye, Phase.skipped, Phase.settled})
"""The phases in which nothing remains to be done for a match."""


class OutcomeKind(StrEnum):
    """How a match came to its result; only `played` has scores."""

    played = "played"
    walkover = "walkover"
    forfeit = "forfeit"
    no_show = "no_show"
    disqualification = "disqualification"
    double_forfeit = "double_forfeit"


class Absence(Enum):
    """Why a slot holds no entry: not decided yet, or empty for good."""

    unknown = "unknown"
    vacant = "vacant"


UNKNOWN = Absence.unknown
VACANT = Absence.vacant
Occupant = str | Absence


@dataclass(frozen=True, slots=True)
class Entrant:
    """An entry as the engine sees it; entrants are always passed in seed order (seed 1 first).

    `former_group` is the group that it comes from in the stage before. `dropped`: it left a Swiss between
    rounds; it is not paired any more, keeps its results and ranks last.
    """

    id: str
    name: str = ""
    club: str | None = None
    delegation: str | None = None
    region: str | None = None
    rating: float | None = None
    former_group: str | None = None
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A slot for the entry of this seed (1-based); a seed beyond the entrants is vacant: a bye."""

    seed: int


@dataclass(frozen=True, slots=True)
class WinnerOf:
    """A slot for the winner of a match."""

    match: str


@dataclass(frozen=True, slots=True)
class LoserOf:
    """A slot for the loser of a match; vacant if the loser was disqualified."""

    match: str


Source = Seat | WinnerOf | LoserOf

seat, winner_of, loser_of = cache(Seat), cache(WinnerOf), cache(LoserOf)
"""The sources of brackets whose match ids follow from the size: the same in each, so made once and shared."""


class MatchSpec(NamedTuple):
    """One match of a structure; a named tuple, as a bracket of 4,096 makes 8,191 of them at once.

    `id` is stable and readable (`U1-1`, `T1`, `G-A-3`, `S2-5`); `number` counts from 1 over the stage;
    `round` from 1 in its bracket. `best_of` games decide it; if `fixed`, all of them are played and the
    match may be drawn. A lobby that is `fixed` plays so many games; another at least so many, and is over
    with its first report. `winner_place` and `loser_place` are the places that this match gives away (the
    first of a shared range: a lost quarter-final is 5), None where the entry plays on. `needs` is a
    (match, slot): this match is played only if that slot won that match. `head_start` is the score at
    which the match begins. `reason` says in words why these two were paired.
    """

    id: str
    number: int
    round: int
    bracket: Bracket
    slots: tuple[Source, ...]
    best_of: int = 1
    group: str | None = None
    reason: str | None = None
    winner_place: int | None = None
    loser_place: int | None = None
    fixed: bool = False
    needs: tuple[str, int] | None = None
    head_start: tuple[int, ...] = ()


class Options:
    """The parsed options of a format; each format has its own frozen dataclass."""

    __slots__ = ()


@dataclass(frozen=True)
class Structure:
    """The matches of a stage, each after those it takes an entry from, and how they hang together.

    `size` is the number of entrants it was built for; lots in its table are drawn by `draw_seed`. What is
    looked up by id is made at the first use: most structures are built, stored and resolved without one.
    """

    format: Format
    options: Options
    size: int
    matches: tuple[MatchSpec, ...]
    draw_seed: str | None = None

    @cached_property
    def by_id(self) -> Mapping[str, MatchSpec]:
        """Each match by its id."""
        return {spec.id: spec for spec in self.matches}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The position of each match in `matches`."""
        return {spec.id: place for place, spec in enumerate(self.matches)}

    @cached_property
    def _dependents(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = {}
        for spec in self.matches:
            for slot, source in enumerate(spec.slots):
                if not isinstance(source, Seat):
                    found.setdefault(source.match, []).append((spec.id, slot))
        return found

    def dependents(self, match: str) -> Sequence[tuple[str, int]]:
        """The (match, slot) that take the winner or the loser of this match."""
        return self._dependents.get(match, ())

    def extend(self, matches: Iterable[MatchSpec]) -> "Structure":
        """This structure with more matches after its own (the next round of a Swiss)."""
        return replace(self, matches=(*self.matches, *matches))


class Placement(NamedTuple):
    """How one entry came out of one game of a lobby; who was absent has no place, and `outcome` says why."""

    place: int | None
    kills: int = 0
    outcome: OutcomeKind = OutcomeKind.played


@dataclass(frozen=True, slots=True)
class Result:
    """What happened in a match, and between whom.

    `entries` played it, in slot order; in a lobby those that are there. `winner` is a slot (0-based), None
    for a draw and for a double forfeit. `scores` are games won, or the points of the game where one game
    decides; None where not known. `games` are the points of each game. Of a lobby there are only
    `placements`, by game and in the order of `entries`; games that are still to come are not among them.
    """

    match: str
    entries: tuple[str, ...]
    kind: OutcomeKind
    winner: int | None
    scores: tuple[int, ...] | None = None
    games: tuple[tuple[int, int], ...] = ()
    placements: tuple[tuple[Placement, ...], ...] = ()


class MatchState(NamedTuple):
    """A match with its occupants resolved; `winner` of a bye is the entry that goes on."""

    id: str
    phase: Phase
    occupants: tuple[Occupant, ...]
    winner: str | None = None
    loser: str | None = None
    scores: tuple[int, ...] | None = None
    outcome: OutcomeKind | None = None


Value = int | float | str


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One step of "why this place": a criterion, the entry's value, and its neighbour's.

    `against` is the neighbour's entry id. `text` is an English sentence with `{name}` places for
    `params`; entries appear in `params` as ids under `entry` and `against`.
    """

    criterion: str
    value: Value
    against: str | None
    other: Value | None
    text: str
    params: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """A place in the table with its figures, in reading order, and the trail that explains it."""

    entry: str
    place: int
    group: str | None
    figures: Mapping[str, Value]
    trail: tuple[TrailStep, ...] = ()


def seating_of(entrants: Sequence[Entrant | None]) -> tuple[str | None, ...]:
    """The entry ids in seed order; None is a vacant seat."""
    return tuple(None if entrant is None else entrant.id for entrant in entrants)
