"""Drafts as they travel, and as they are stored."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.brackets.draft_shapes import DraftView
from esports.engine.draft_model import State

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
SlotNumber = Annotated[int, msgspec.Meta(ge=0, le=1)]
Revision = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
RuleName = Literal["free", "global_ban_pick", "fearless", "fearless_to_picker"]


class LineupRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One player of a lineup with hero and spell."""

    player: Name
    hero: Name
    spell: Name


Lineup = Annotated[list[LineupRow], msgspec.Meta(min_length=1, max_length=20)]
Squad = Annotated[list[Name], msgspec.Meta(max_length=20)]


class SeriesRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom a hero picked in an earlier game is barred, and whether the opponent may still ban it."""

    barred_to: Literal["nobody", "picker", "both"] = "nobody"
    opponent_may_ban: bool = False


class NewDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft for one game of a match; a veto of all maps is the draft of game 1.

    `script` is the name of one of `GET /drafts/scripts` or a script of one's own; `first` is the slot with
    the first choice. `previous` are the lineups that stand in for late ones, by slot; `players` by slot and
    `spells` are those that lineups may name, empty where that is not checked.
    """

    game: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1
    script: Name | dict[str, Any]
    pool: Annotated[list[Name], msgspec.Meta(min_length=1, max_length=1_000)]
    first: SlotNumber = 0
    series_rule: RuleName | SeriesRule = "free"
    previous: Annotated[list[Lineup], msgspec.Meta(min_length=2, max_length=2)] | None = None
    players: Annotated[list[Squad], msgspec.Meta(min_length=2, max_length=2)] | None = None
    spells: Annotated[list[Name], msgspec.Meta(max_length=100)] = []

    EXAMPLE: ClassVar = {
        "game": 1,
        "script": "counter_strike_bo3",
        "pool": ["Ancient", "Dust2", "Inferno", "Mirage", "Nuke", "Overpass", "Train"],
        "first": 0,
        "series_rule": "free",
    }


class NewAction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One choice of a slot: a name of the pool, a side, or in a sealed draft a whole lineup.

    `step` is the index of the step that it is meant for: what comes too late for it never counts for another.
    """

    slot: SlotNumber
    step: Annotated[int, msgspec.Meta(ge=0, le=1_000)]
    choice: Name | Lineup

    EXAMPLE: ClassVar = {"slot": 0, "step": 0, "choice": "Nuke"}


class Direction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A referee's word; `expected_revision` is the draft's revision that they saw."""

    expected_revision: Revision | None = None

    EXAMPLE: ClassVar = {"expected_revision": 3}


class Barred(msgspec.Struct, frozen=True, kw_only=True):
    """What earlier games forbid each slot to pick and to ban."""

    picks: list[list[str]]
    bans: list[list[str]]


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft with its setup. `view` is what the caller may see of it: the own side's sealed lineup too.

    `slot` is the caller's own side, if any; `directs`: they may direct it, and choose for both sides.
    `now` is the server's clock, by which `view.deadline_at` is meant.
    """

    id: UUID
    match: UUID
    stage: UUID
    tournament: UUID
    game: int
    entries: list[UUID]
    names: list[str]
    script: dict[str, Any]
    pool: list[str]
    series_rule: SeriesRule
    barred: Barred
    players: list[list[str]]
    spells: list[str]
    voided: bool
    view: DraftView
    slot: int | None
    directs: bool
    now: datetime


class Scripts(msgspec.Struct, frozen=True, kw_only=True):
    """The scripts that have a name, each as one's own would be written."""

    items: list[dict[str, Any]]


class StoredDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft's row with where its match stands; `playing` are those who are in the match now."""

    id: UUID
    match: UUID
    stage: UUID
    tournament: UUID
    game: int
    entries: list[UUID]
    series_rule: SeriesRule
    setup: dict[str, Any]
    revision: int
    voided_at: datetime | None
    phase: str
    playing: list[UUID | None]


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """A side of a draft: the entry's name, and who registered it."""

    id: UUID
    name: str
    person: UUID | None


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A draft with the state that its actions led to, and its two sides by slot."""

    draft: StoredDraft
    state: State
    parties: tuple[Party, Party]
