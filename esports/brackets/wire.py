"""Rows of a started stage, and what its routes take and give."""

from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec

from esports.brackets.draft_shapes import DraftView


class MatchRow(msgspec.Struct, frozen=True, kw_only=True):
    """A match as it is stored. `key` is the engine's name for it; `phase` caches what `resolve` gives."""

    id: UUID
    stage_id: UUID
    tournament_id: UUID
    key: str
    number: int
    round: int
    bracket: str
    group_key: str | None
    best_of: int
    fixed: bool
    needs: tuple[str, int] | None
    head_start: tuple[int, ...] | None
    reason: str | None
    winner_place: int | None
    loser_place: int | None
    phase: str
    state: str
    revision: int


class SlotRow(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a match: where its occupant comes from, and who that is by now."""

    match_id: UUID
    slot: int
    source: dict[str, Any]
    entry_id: UUID | None
    vacant: bool


class PlacementRow(msgspec.Struct, frozen=True, kw_only=True):
    """How one entry came out of one game of a lobby; who was absent has no place, and `outcome` says why."""

    place: int | None
    kills: int
    outcome: str


class ResultRow(msgspec.Struct, frozen=True, kw_only=True):
    """The active result of a match and who played it, in slot order.

    `placements` are those of a lobby, by game and in the order of `entries`, as far as it is played.
    """

    match_id: UUID
    kind: str
    entries: list[UUID]
    winner: int | None
    scores: list[int] | None
    games: list[tuple[int, int]]
    placements: list[list[PlacementRow]] = []


class StandingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the stage's table; lines are shown in the order of `ordinal`."""

    entry_id: UUID
    ordinal: int
    place: int
    group_key: str | None
    figures: dict[str, Any]
    trail: list[dict[str, Any]]


class DraftRow(msgspec.Struct, frozen=True, kw_only=True):
    """A draft that was not voided: whose it is, in slot order, and what everybody may see of it."""

    entries: list[UUID]
    shown: DraftView


class PublishedPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where and when a match is played, as it is published."""

    station: str
    starts_at: datetime


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A match with all that is stored of it; its drafts by game."""

    row: MatchRow
    slots: tuple[SlotRow, ...]
    result: ResultRow | None
    place: PublishedPlace | None = None
    drafts: tuple[DraftRow, ...] = ()


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """Who sits on which seed of a stage; `state` is that of the entry.

    `former_group` is where it met others before: its group in the stage before, or where it qualified.
    `went_on`: it has left, but from a later stage, so that what it did in this one stands. `reachable`:
    somebody with an account has registered it, who can be told.
    """

    seed: int
    id: UUID
    name: str
    delegation: str | None
    club: str | None
    region: str | None
    former_group: str | None = None
    state: str = "playing"
    went_on: bool = False
    reachable: bool = False

    @property
    def gone(self) -> bool:
        """It has left, or was put out."""
        return self.state in ("withdrawn", "disqualified")


class Adjustment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points that somebody in charge gives, or takes where they are negative, and why; everybody reads it.

    `points` is a whole number or a decimal text.
    """

    entry: UUID
    points: Annotated[int, msgspec.Meta(ge=-(10**6), le=10**6)] | Annotated[str, msgspec.Meta(max_length=20)]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]

    EXAMPLE: ClassVar = {"entry": "0198c5d2-7c00-7000-8000-000000000000", "points": -2, "reason": "Late."}


class Unpair(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which round is not to be played as it was paired, the newest one, and why; everybody can read it."""

    round: Annotated[int, msgspec.Meta(ge=1, le=1_000)]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]

    EXAMPLE: ClassVar = {"round": 3, "reason": "An entry was let back in and plays this round."}


class StartStage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`expected_seq`: the tournament's seq that the operator saw; `draw_seed`: to repeat a known draw."""

    expected_seq: Annotated[int, msgspec.Meta(ge=0, le=2**53)] | None = None
    draw_seed: Annotated[str, msgspec.Meta(min_length=1, max_length=120)] | None = None

    EXAMPLE: ClassVar = {"expected_seq": 41, "draw_seed": "drawn on stage, 23 November"}
