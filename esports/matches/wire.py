"""Reports and matches as they travel."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.brackets.shapes import ListedMatch, MatchView
from esports.engine.impact import Effect
from esports.engine.reseating import Reseating

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


class Proposal(NewReport, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the result should have been, and what becomes of the following stage where that has started.

    `following`: `keep` leaves it as it is; `exchange` gives the seats of those who should not be in it to
    those who should; `reseat` seats all of them anew.
    """

    following: Reseating = Reseating.keep


class NewCorrection(Proposal, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the result should have been, why, and the token of the preview that somebody agreed to.

    If it `stands`, the correction is on record and moves nobody.
    """

    reason: Reason
    impact_token: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    stands: bool = False

    EXAMPLE: ClassVar = {
        "games": [{"scores": [7, 13]}, {"scores": [9, 13]}],
        "reason": "The sides were mixed up.",
        "impact_token": "the preview's",
    }


class Revert(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a correction is taken back."""

    reason: Reason

    EXAMPLE: ClassVar = {"reason": "The first report was right after all."}


class MatchImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="match"):
    """A later match. `effect`: `untouched` was not played and takes the new entries; `void` was played by
    others and is to be played again; `stands` was played by the same; `unneeded` need not be played any
    more. Where an entry leaves: `given_up` was not played and is the opponent's, `annulled` was played and
    is taken from it. An entry is null where not known.
    """

    match: UUID
    number: int
    effect: Effect
    phase: str
    state: str
    before: list[UUID | None]
    after: list[UUID | None]
    station: str | None = None
    starts_at: str | None = None


class PlaceImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="place"):
    """An entry whose place in the stage's table is another one; null is none."""

    entry: UUID
    before: int | None
    after: int | None


class SeedImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="seed"):
    """An entry whose seat among those who go on to the next stage is another one; null is none."""

    entry: UUID
    before: int | None
    after: int | None


class SeatChange(msgspec.Struct, frozen=True, kw_only=True):
    """A seat of a stage that another entry has; `former_group` is what it told of the one before."""

    seed: int
    before: UUID
    after: UUID
    former_group: str | None = None


class StageImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="stage"):
    """A following stage that has started and rests on who went on; where it is to `keep`, it stays as it is.

    Else its `seats` change, its `matches` and `places` as those of the stage that is corrected do, and what
    is not among them stands. `names` are of the entries concerned.
    """

    stage: UUID
    name: str
    state: str
    following: Reseating = Reseating.keep
    seats: list[SeatChange] = []
    matches: list[MatchImpact] = []
    places: list[PlaceImpact] = []
    names: dict[str, str] = {}


class EarlierImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="earlier"):
    """A stage before the one that an entry plays in, where all its results everywhere are annulled.

    Who went on from it stays on; `names` are of its entries.
    """

    stage: UUID
    name: str
    state: str
    matches: list[MatchImpact]
    places: list[PlaceImpact]
    names: dict[str, str]


class FilledSeat(msgspec.Struct, frozen=True, kw_only=True):
    """A seed that a place fills, and by name who had it before and has it after; null: nobody."""

    seed: int
    before: str | None
    after: str


class TournamentImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="tournament"):
    """A tournament that places of this one lead to.

    `entered` are in it already by such a place. `seats` go to others with the correction. There are none
    where play has begun there, or more is to be decided than who goes in whose place: its organisers do that.
    """

    tournament: UUID
    name: str
    state: str
    entered: int
    seats: list[FilledSeat] = []


class PairedImpact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="paired"):
    """Rounds of a Swiss that were paired without the entry that comes back, and stay as they are."""

    stage: UUID
    name: str
    rounds: list[int]


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """All that a correction would change, and the token that says so."""

    impact: list[
        MatchImpact | PlaceImpact | SeedImpact | StageImpact | EarlierImpact | TournamentImpact | PairedImpact
    ]
    impact_token: str


class Reseated(msgspec.Struct, frozen=True, kw_only=True):
    """What a correction did to the following stage: seats, and matches whose results it took out."""

    stage: UUID
    how: Reseating
    seats: list[SeatChange]
    voided: list[UUID]
    voided_results: list[UUID]


class SeatLeft(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it was before a correction took its seat or gave it another one."""

    entry: UUID
    state: str
    seed: int | None


class SeatTaken(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that a correction put in, and its seed."""

    entry: UUID
    seed: int


class Refilled(msgspec.Struct, frozen=True, kw_only=True):
    """What a correction did to a tournament that places lead to: who went, came and changed seats."""

    tournament: UUID
    name: str
    seats: list[FilledSeat]
    left: list[SeatLeft]
    entered: list[SeatTaken]
    moved: list[SeatLeft]


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """A correction as it was made. `voided` are the later matches whose results it took out.

    `refilled` are the tournaments that places lead to whose seats went to others; where the correction is
    taken back, those that have theirs again.
    """

    id: UUID
    match: UUID
    report: UUID
    stands: bool
    voided: list[UUID]
    reason: str
    made_at: datetime
    revert_reason: str | None = None
    reverted_at: datetime | None = None
    reseated: Reseated | None = None
    refilled: list[Refilled] | None = None


class StoredCorrection(Correction, frozen=True, kw_only=True):
    """A correction with the results that it replaced: ids of rows, `voided_results` those it took out."""

    before_id: UUID
    after_id: UUID | None
    voided_results: list[UUID]


class MatchDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A match with where it belongs and the names of who plays it."""

    match: MatchView
    tournament: UUID
    stage: UUID
    names: dict[str, str]
    reports: list[Report]
    corrections: list[Correction]


class MatchPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of matches."""

    items: list[ListedMatch]
    next_cursor: str | None
