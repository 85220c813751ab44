"""The shapes of a stage as pages, watchers and programs hold it; `view` builds them."""

from typing import Any, Literal, NotRequired, TypedDict

from esports.brackets.draft_shapes import DraftView
from esports.engine.model import Phase
from esports.tournaments.wire import Stage

Side = Literal["win", "loss", "draw"]


class SlotView(TypedDict):
    """One side of a match.

    `source` says where its occupant comes from: `{"seed": 1}`, `{"winner_of": key}` or
    `{"loser_of": key}`. `vacant`: nobody will ever sit here. `score` counts won games.
    """

    entry: str | None
    source: dict[str, Any]
    score: int | None
    outcome: Side | None
    vacant: bool


class PlacementView(TypedDict):
    """How an entry came out of one game of a lobby; without a place, `outcome` says why."""

    entry: str
    place: int | None
    kills: int
    outcome: str


class MatchView(TypedDict):
    """A match.

    `key` is its name inside the stage, by which sources point to it. `phase` follows from structure and
    results, `state` from what people did. `games` are the points of both sides, game by game; `winner`
    is a slot, 0 or 1; `reason` says why these two meet. `placements` are those of a lobby's games so far;
    it has neither games nor a winner, and goes on until it has as many games as `best_of`. `drafts` are
    those of its games.
    """

    id: str
    number: int
    key: str
    round: int
    bracket: str
    group: str | None
    best_of: int
    phase: Phase
    state: str
    revision: int
    reason: str | None
    slots: list[SlotView]
    games: list[list[int]]
    placements: list[list[PlacementView]]
    winner: int | None
    outcome: str | None
    station: str | None
    starts_at: str | None
    drafts: list[DraftView]


class ListedMatch(MatchView):
    """A match with where it belongs."""

    tournament: str
    stage: str


class RoundView(TypedDict):
    """A round of a part of the stage, numbered from 1."""

    id: str
    bracket: str
    group: str | None
    number: int


class StandingView(TypedDict):
    """A line of the table.

    Lines are shown by `ordinal`; entries that nothing separates share a `place`. `trail` tells, criterion
    by criterion, what decided against the neighbour.
    """

    id: str
    entry: str
    place: int
    ordinal: int
    group: str | None
    figures: dict[str, Any]
    trail: list[dict[str, Any]]


class ShownSubmission(TypedDict):
    """A submission after the marks are published; its id is the entry's."""

    id: str
    number: int
    title: str
    link: str


class JudgingView(TypedDict):
    """How far a judged stage is: `marked` of `submissions` have the marks that they need.

    `published` is there from the publishing of the marks on.
    """

    submissions: int
    marked: int
    published: NotRequired[list[ShownSubmission]]


class SeatView(TypedDict):
    """Who sits on which seed; `former_group` is where the entry met others before, if it was in a group."""

    seed: int
    id: str
    name: str
    delegation: str | None
    club: str | None
    region: str | None
    former_group: str | None


class KeptApartView(TypedDict):
    """What a draw guarantees to the `entries` that share the club, region or former group `value`.

    Two of them can first meet in `round`, null if never; no draw could do better than `best`. `text` says it,
    with places for `params`.
    """

    value: str
    entries: list[str]
    round: int | None
    best: int | None
    text: str
    params: dict[str, Any]


class StageView(TypedDict):
    """A stage with all that is in it. The order of lists means nothing: sort by seed, number, ordinal.

    `judging` is there once something was handed in to a judged stage, `kept_apart` before a draw is made.
    """

    id: str
    stage: Stage
    entries: list[SeatView]
    rounds: list[RoundView]
    matches: list[MatchView]
    standings: list[StandingView]
    judging: NotRequired[JudgingView]
    kept_apart: NotRequired[list[KeptApartView]]


class StageDocument(StageView):
    """A stage with its place in the tournament's journal, from which a live follower goes on."""

    epoch: str
    seq: int
