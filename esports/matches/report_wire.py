"""What sides say of their matches, as it travels."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

Score = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Revision = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
Evidence = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
SlotNumber = Annotated[int, msgspec.Meta(ge=0, le=1)]


class PlacementReport(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """How one entry came out of one game of a lobby: a place and kills, or why it has none."""

    entry: UUID
    place: Annotated[int, msgspec.Meta(ge=1, le=100)] | None = None
    kills: Annotated[int, msgspec.Meta(ge=0, le=9_999)] = 0
    outcome: Literal["walkover", "forfeit", "no_show", "disqualification"] | None = None


class GameReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One game: the points of each side in slot order, and the map where there is one.

    A game of a lobby has `placements` of all its entries instead, in any order.
    """

    scores: Annotated[list[Score], msgspec.Meta(min_length=2, max_length=2)] | None = None
    placements: Annotated[list[PlacementReport], msgspec.Meta(min_length=2, max_length=100)] | None = None
    map: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None


class OutcomeReport(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A match that was not played out. `slot` is the side that it concerns, absent for a double forfeit."""

    kind: Literal["walkover", "forfeit", "double_forfeit", "no_show", "disqualification"]
    slot: SlotNumber | None = None


class NewReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claimed result: exactly one of the games, the winner's slot alone, and an outcome.

    Of a lobby each report holds all games so far; it is over when it has as many as it plays.
    `expected_revision` is the match's revision that the reporter saw. `evidence` is a link to what shows it.
    """

    games: Annotated[list[GameReport], msgspec.Meta(min_length=1, max_length=99)] | None = None
    winner: SlotNumber | None = None
    outcome: OutcomeReport | None = None
    expected_revision: Revision | None = None
    evidence: Evidence | None = None

    EXAMPLE: ClassVar = {
        "games": [{"scores": [13, 7], "map": "Ancient"}, {"scores": [16, 14], "map": "Inferno"}],
        "expected_revision": 2,
    }

    def body(self) -> dict[str, Any]:
        """What is claimed, without the rest."""
        claimed: dict[str, Any] = {}
        if self.games is not None:
            claimed["games"] = [msgspec.to_builtins(game) for game in self.games]
        if self.winner is not None:
            claimed["winner"] = self.winner
        if self.outcome is not None:
            claimed["outcome"] = msgspec.to_builtins(self.outcome)
        return claimed


class PartIn(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is to a match: the `slot` that they entered, and whether they belong to a side at all.

    `version`: the number that the match's next report gets. `departed`: somebody has left the tournament.
    """

    slot: int | None
    plays: bool
    version: int = 1
    departed: bool = True


class Objection(msgspec.Struct, frozen=True, kw_only=True):
    """Why a side, or staff where `slot` is null, does not agree to a report."""

    slot: int | None
    reason: str
    evidence: str | None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it was taken; its body is never edited.

    `state`: `claimed` is a side's word that waits for the other's; `entered` a referee's that waits for
    another referee's; `agreed` was the same as another that is
    in force; `superseded` gave way to a newer one or to a referee's word; `confirmed` is in force, at once
    from a referee or operator; `corrected` was, until a correction
    put another in its place; `extended` was, until a report told of more games of the same lobby;
    `voided` was, until a correction sent others into the match; `recorded` is a
    correction that stands aside and moves nobody; `reverted` is a correction that was taken back.
    `slot` is the side that says so, null for staff and the station. `due_at` is when a claim is confirmed
    without an answer; `cause` why it was: `sides`, `deadline`, `staff`.
    """

    id: UUID
    match: UUID
    version: int
    state: str
    body: dict[str, Any]
    match_revision: int
    slot: int | None = None
    evidence: str | None = None
    due_at: datetime | None = None
    cause: str | None = None
    objection: Objection | None = None


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What one side, or the station where `slot` is null, says of a match.

    `entries` are those that were in it then, in slot order.
    """

    id: UUID
    match: UUID
    version: int
    state: str
    body: dict[str, Any]
    slot: int | None
    entries: list[UUID]
    evidence: str | None
    due_at: datetime | None


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """What a referee has entered of a match and another one has to confirm."""

    id: UUID
    version: int
    body: dict[str, Any]
    evidence: str | None
    reported_by: UUID | None


class KnownReport(Report, frozen=True, kw_only=True):
    """A report that came again: the first one, which is nothing new."""

    @property
    def reply_status(self) -> int:
        """OK, not created."""
        return 200


Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class Agreement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That a report is right; nothing need be said."""

    EXAMPLE: ClassVar[dict[str, Any]] = {}


class NewObjection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a report is not right, and a link to what shows it."""

    reason: Reason
    evidence: Evidence | None = None

    EXAMPLE: ClassVar = {"reason": "We won the second game.", "evidence": "https://example.org/game2.png"}
