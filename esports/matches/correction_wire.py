"""Corrections as they travel, asked for and made."""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from esports.engine.reseating import Reseating
from esports.matches.impact_wire import FilledSeat, SeatChange
from esports.matches.report_wire import NewReport, Reason


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
