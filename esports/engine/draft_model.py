"""The values of drafts and vetoes: scripts and their steps, decisions, the setup and the state of one draft.

Slots are those of the match, 0 and 1. Moments are whole milliseconds from one fixed moment of the caller's
choice (the Unix epoch, say), so that remaining times are exact.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

MOST_CHOICES = 20
"""The most choices of one step, and the most players of a lineup."""


class Actor(StrEnum):
    """Who acts in a step: `a` is the side with the first choice; `both` act at once and unseen."""

    a = "a"
    b = "b"
    both = "both"
    nobody = "nobody"


class Kind(StrEnum):
    """What a step does.

    `ban` takes a thing out of the pool, `pick` takes it into the match, `side` chooses where the actor
    starts on the thing picked just before, `decider` takes what is left, `lineup` is a sealed hand-in of
    who plays what.
    """

    ban = "ban"
    pick = "pick"
    side = "side"
    decider = "decider"
    lineup = "lineup"


class Timeout(StrEnum):
    """What happens to the choices that are missing when the time is up.

    `skip` they fall away; `random` the draw seed makes them; `previous` the lineup of the game before holds.
    """

    skip = "skip"
    random = "random"
    previous = "previous"


@dataclass(frozen=True, slots=True)
class Step:
    """One turn: `count` choices (for a lineup: players a side) within `seconds`, None without a timer."""

    actor: Actor
    kind: Kind
    count: int = 1
    seconds: int | None = None
    timeout: Timeout | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """The steps in order, and the sides to choose from.

    `pool_size` is the exact number of things that the script is made for; None for any that suffices.
    """

    name: str
    steps: tuple[Step, ...]
    sides: tuple[str, ...] = ()
    pool_size: int | None = None


class Fielded(NamedTuple):
    """One player of a lineup with hero and spell."""

    player: str
    hero: str
    spell: str


Lineup = tuple[Fielded, ...]
Names = frozenset[str]


class Bars(NamedTuple):
    """What earlier games of the match forbid each slot to pick and to ban."""

    picks: tuple[Names, Names] = (frozenset(), frozenset())
    bans: tuple[Names, Names] = (frozenset(), frozenset())


NO_BARS = Bars()


@dataclass(frozen=True, slots=True)
class Setup:
    """All that a draft is given before it begins.

    `pool` is what can be banned and picked; `first` the slot that plays actor `a`. `previous` are the
    lineups of the game before, by slot, where the script falls back to them. `players` by slot and `spells`
    are those that a lineup may name; empty where that is not checked.
    """

    script: Script
    pool: tuple[str, ...]
    first: int
    draw_seed: str
    bars: Bars = NO_BARS
    previous: tuple[Lineup, Lineup] | None = None
    players: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    spells: tuple[str, ...] = ()


class Cause(StrEnum):
    """Why a decision is what it is: chosen by the slot, fixed by a timeout, or what was left."""

    chosen = "chosen"
    skip = "skip"
    random = "random"
    previous = "previous"
    rest = "rest"


class Decision(NamedTuple):
    """One choice. All of one `move` were made, and are undone, together; move 0 is the draft's beginning.

    `slot` is None for a decider, `choice` None for what was skipped. `left_ms` is the time that the turn
    had left; None without a timer, or if it had run out.
    """

    move: int
    step: int
    slot: int | None
    choice: str | Lineup | None
    cause: Cause
    left_ms: int | None = None


class DraftPhase(StrEnum):
    """Where a draft stands; only in `running` can anyone choose."""

    ready = "ready"
    running = "running"
    paused = "paused"
    ended = "ended"


@dataclass(frozen=True, slots=True)
class State:
    """A draft after its actions so far; what is on follows from the decisions.

    `now_ms` is the moment of the last action. The turn ends at `deadline_ms`, or, while paused, has
    `left_ms` left; both are None where no timer runs.
    """

    setup: Setup
    phase: DraftPhase = DraftPhase.ready
    decisions: tuple[Decision, ...] = ()
    now_ms: int = 0
    deadline_ms: int | None = None
    left_ms: int | None = None
