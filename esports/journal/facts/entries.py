"""Who takes part."""

from uuid import UUID

from esports.journal.facts.base import BaseFact


class EntryRegistered(BaseFact, frozen=True, kw_only=True):
    """A team or player entered; `state` tells whether it is in, waits or awaits approval."""

    entry_id: UUID
    name: str
    state: str


class EntryMoved(BaseFact, frozen=True, kw_only=True):
    """An entry went from one state to another."""

    entry_id: UUID
    name: str
    before: str
    after: str


class EntryArrived(BaseFact, frozen=True, kw_only=True):
    """An entry of the waitlist has checked in; `gone`: that was a slip."""

    entry_id: UUID
    name: str
    gone: bool = False


class PlayerArrived(BaseFact, frozen=True, kw_only=True):
    """A player of an entry has checked in; `players_in` have by now, and none where that was taken back."""

    entry_id: UUID
    name: str
    players_in: int


class IdentityVerified(BaseFact, frozen=True, kw_only=True):
    """Staff know who a player of an entry is, or no longer do."""

    entry_id: UUID
    name: str
    verified: bool


class CheckInClosed(BaseFact, frozen=True, kw_only=True):
    """The check-in is over: `present` had a place and came, `missing` did not, `let_in` waited and came."""

    present: int
    missing: list[UUID]
    let_in: list[UUID]


class EntryChanged(BaseFact, frozen=True, kw_only=True):
    """Somebody edited an entry."""

    entry_id: UUID
    name: str


class EntryRemoved(BaseFact, frozen=True, kw_only=True):
    """Staff deleted an entry that should never have been there."""

    entry_id: UUID
    name: str


class EntriesImported(BaseFact, frozen=True, kw_only=True):
    """Staff brought in many entries at once."""

    created: int
    waitlisted: int


class EntryExcepted(BaseFact, frozen=True, kw_only=True):
    """The organisers let an entry pass although rules say otherwise; which and why is for them alone."""

    entry_id: UUID
    name: str


class InvitationMade(BaseFact, frozen=True, kw_only=True):
    """The organisers invited somebody to enter."""

    invitation_id: UUID
    label: str


class InvitationRevoked(BaseFact, frozen=True, kw_only=True):
    """An invitation is good no more."""

    invitation_id: UUID
    label: str


class SeedsSet(BaseFact, frozen=True, kw_only=True):
    """The seed list was decided. With the draw seed, anyone can repeat a random draw.

    `tournament_id` is the earlier one whose places decided, of the method `result`.
    """

    method: str
    draw_seed: str | None
    entries: list[UUID]
    tournament_id: UUID | None = None


class FieldFixed(BaseFact, frozen=True, kw_only=True):
    """Play begins: these entries, in seed order, are the field."""

    entries: list[UUID]


class EntryLeft(BaseFact, frozen=True, kw_only=True):
    """An entry left while the tournament was played, `withdrawn` or `disqualified`, and why.

    `matches` are those that went to the opponents; with all its results of the stage if they are `annulled`.
    `reverted`: it was let back in.
    """

    entry_id: UUID
    name: str
    stage_id: UUID | None
    departure: str
    annulled: bool
    matches: list[UUID]
    reason: str
    reverted: bool


class FieldReopened(BaseFact, frozen=True, kw_only=True):
    """A correction took the final places back: play goes on."""

    tournament_id: UUID


EntryFact = (
    EntryRegistered
    | EntryMoved
    | EntryArrived
    | PlayerArrived
    | IdentityVerified
    | CheckInClosed
    | EntryChanged
    | EntryExcepted
    | EntryRemoved
    | EntriesImported
    | InvitationMade
    | InvitationRevoked
    | SeedsSet
    | FieldFixed
    | EntryLeft
    | FieldReopened
)
