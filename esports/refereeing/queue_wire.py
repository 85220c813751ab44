"""What needs a referee, as it travels."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from esports.refereeing.wire import Case

Need = Literal[
    "disputed", "help", "no_show", "second", "correction", "overrun", "unanswered", "stale", "late", "taken"
]  # fmt: skip


class WaitingProposal(msgspec.Struct, frozen=True, kw_only=True):
    """A correction that somebody else has proposed, as it was sent.

    `by` is null where the account is gone.
    """

    id: UUID
    match: UUID
    body: dict[str, Any]
    by: str | None
    proposed_at: datetime


class QueueItem(msgspec.Struct, frozen=True, kw_only=True):
    """A match that needs a person, and why.

    `disputed`: the sides differ; `help`: a side called; `no_show`: the time is up and of the sides only those
    in the slots of `present` are there; `second`: a referee entered its result, and another
    one confirms it; `correction`: a correction of it is proposed, by somebody else than the caller, and waits
    to be made or laid aside; `overrun`: a side's pause is longer than allowed;
    `unanswered`: a report waits past its deadline;
    `stale`: its result is of others than now play; `late`: it could, or by its plan should, have been played
    long ago; `taken`: a referee
    took it up. `since` is the oldest of these moments that is known.
    """

    id: UUID
    number: int
    tournament: UUID
    tournament_name: str
    tournament_slug: str
    stage: UUID
    stage_name: str
    names: list[str | None]
    phase: str
    state: str
    revision: int
    needs: list[Need]
    since: datetime | None
    case: Case | None
    present: list[int]
    proposal: WaitingProposal | None


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for a person, the most urgent first."""

    items: list[QueueItem]
    next_cursor: None = None
