"""Reports and matches as they travel."""

from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.brackets.shapes import ListedMatch, MatchView

Score = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Revision = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
SlotNumber = Annotated[int, msgspec.Meta(ge=0, le=1)]


class GameReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One game: the points of each side in slot order, and the map where there is one."""

    scores: Annotated[list[Score], msgspec.Meta(min_length=2, max_length=2)]
    map: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None


class OutcomeReport(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A match that was not played out. `slot` is the side that it concerns, absent for a double forfeit."""

    kind: Literal["walkover", "forfeit", "double_forfeit", "no_show", "disqualification"]
    slot: SlotNumber | None = None


class NewReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claimed result: exactly one of the games, the winner's slot alone, and an outcome.

    `expected_revision` is the match's revision that the reporter saw.
    """

    games: Annotated[list[GameReport], msgspec.Meta(min_length=1, max_length=99)] | None = None
    winner: SlotNumber | None = None
    outcome: OutcomeReport | None = None
    expected_revision: Revision | None = None

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


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it was taken. `state` is `confirmed` at once from a referee or operator."""

    id: UUID
    match: UUID
    version: int
    state: str
    body: dict[str, Any]
    match_revision: int


class KnownReport(Report, frozen=True, kw_only=True):
    """A report that came again: the first one, which is nothing new."""

    @property
    def reply_status(self) -> int:
        """OK, not created."""
        return 200


class MatchDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A match with where it belongs and the names of who plays it."""

    match: MatchView
    tournament: UUID
    stage: UUID
    names: dict[str, str]
    reports: list[Report]


class MatchPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of matches."""

    items: list[ListedMatch]
    next_cursor: str | None
