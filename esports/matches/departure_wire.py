"""Departures as they travel."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.engine.reseating import Reseating
from esports.matches.correction_wire import Refilled, Reseated
from esports.matches.impact_wire import PairedImpact
from esports.matches.report_wire import Reason


class NewDeparture(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry leaves, or is put out, from now on; or all its results of this stage are `annulled` too.

    `everywhere`: not those of the last stage alone that it plays in, but of all. `following`: what becomes
    of a following stage that has started. Where that is not to `keep` its seats, the entry gives up its own
    to who goes on in its place, and the stage before is the last one that it plays in.
    """

    kind: Literal["withdrawn", "disqualified"]
    annulled: bool = False
    everywhere: bool = False
    following: Reseating = Reseating.keep

    EXAMPLE: ClassVar = {"kind": "withdrawn", "annulled": False, "everywhere": False}


class AgreedDeparture(NewDeparture, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same with the reason, which everybody can read, and the token of the preview that was agreed to."""

    reason: Reason
    impact_token: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]

    EXAMPLE: ClassVar = {
        "kind": "disqualified",
        "annulled": True,
        "reason": "A player who is not on the roster.",
        "impact_token": "the preview's",
    }


class Departure(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that left while it was played; `stage` is where its matches were given up, if in any.

    `paired` is told where it is taken back: rounds that were paired without it, and stay as they are.
    `reseated` is what it did to the following stage; `refilled` are the tournaments that places lead to whose
    seats went to others; where it is taken back, those that have theirs again.
    """

    id: UUID
    entry: UUID
    stage: UUID | None
    kind: str
    annulled: bool
    everywhere: bool
    reason: str
    made_at: datetime
    revert_reason: str | None = None
    reverted_at: datetime | None = None
    paired: PairedImpact | None = None
    reseated: Reseated | None = None
    refilled: list[Refilled] | None = None


class StoredDeparture(Departure, frozen=True, kw_only=True):
    """A departure with the results that it took out of force, and those that it made: ids of rows."""

    taken: list[UUID]
    made: list[UUID]


class Departures(msgspec.Struct, frozen=True, kw_only=True):
    """The departures of a tournament, the first one first."""

    items: list[Departure]
