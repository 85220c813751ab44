"""A second person for corrections: where a tournament asks for it, one proposes and another one makes it.

Until then nothing changes. What is made is what was shown to who proposed it; else it is refused.
"""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.brackets import queries as brackets
from esports.errors import DomainError, Kind, conflict, not_found
from esports.honours import corrections, queries
from esports.honours.wire import Proposed, ProposedList
from esports.i18n import N_
from esports.journal.facts import CorrectionProposed, Visibility
from esports.matches import previews
from esports.matches.correction_wire import Correction, NewCorrection, Proposal
from esports.matches.own import refuse_own
from esports.matches.queries import corrections as correction_queries
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork


async def propose(unit: UnitOfWork, *, actor: Actor, match_id: UUID, new: NewCorrection) -> Proposed:
    """Propose a correction that somebody else is to make, as the preview showed it; again is harmless.

    Raises:
        DomainError: `not_found`, `forbidden`, `own_match`, `no_second_person`, `proposal_waits`,
            `impact_changed`, and what `previews.preview` refuses.
    """
    tournament = await _held(unit, actor, match_id, "match")
    await refuse_own(unit.connection, actor, match_id)
    if not tournament.reporting.second_person_corrections:
        raise conflict("no_second_person", N_("Corrections here need no second person: just make it."))
    body = msgspec.to_builtins(new)
    waiting = await queries.waiting_proposal(unit.connection, match_id)
    if waiting is not None:
        if (waiting.proposed_by, waiting.body) == (actor.person_id, body):
            return waiting
        raise conflict("proposal_waits", N_("Another correction of this match waits for a second person."))
    claim = Proposal(**{name: getattr(new, name) for name in Proposal.__struct_fields__})
    shown = await previews.preview(unit.connection, actor, match_id, claim)
    if shown.impact_token != corrections.inner_token(new):
        raise corrections.impact_changed()
    proposal_id = unit.new_id()
    row = {"match_id": match_id, "body": body, "proposed_by": actor.person_id, "proposed_at": unit.now}
    await queries.add_proposal(unit.connection, id=proposal_id, **row)
    return await _told(unit, tournament, proposal_id)


async def make(unit: UnitOfWork, *, actor: Actor, proposal_id: UUID) -> Correction:
    """Make a correction that somebody else has proposed; again is harmless.

    Raises:
        DomainError: `not_found`, `forbidden`, `same_person`, `proposal_closed`, and what
            `corrections.apply` refuses.
    """
    found = await _seen(unit.connection, actor, proposal_id)
    if found.proposed_by == actor.person_id:
        raise DomainError(
            Kind.forbidden,
            "same_person",
            N_("You proposed this correction: another member of the staff makes it."),
        )
    if found.correction is not None:
        known = await correction_queries.correction(unit.connection, found.correction)
        return msgspec.convert(known, Correction, from_attributes=True)
    if found.closed_at is not None:
        raise _closed()
    # The token says whether it still does what was shown; that somebody took the match up since is no matter.
    new = msgspec.structs.replace(msgspec.convert(found.body, NewCorrection), expected_revision=None)
    made = await corrections.apply(unit, actor=actor, match_id=found.match, new=new)
    # It may have been made or laid aside before the tournament was ours.
    if not await queries.close_proposal(
        unit.connection, proposal_id, closed_by=actor.person_id, closed_at=unit.now, correction_id=made.id
    ):
        raise _closed()
    return made


async def discard(unit: UnitOfWork, *, actor: Actor, proposal_id: UUID) -> Proposed:
    """Lay a proposal aside; again is harmless.

    Raises:
        DomainError: `not_found`, `forbidden`, `own_match`, `proposal_closed` of one that was made.
    """
    found = await _seen(unit.connection, actor, proposal_id)
    tournament = await _held(unit, actor, found.match, "proposal")
    await refuse_own(unit.connection, actor, found.match)
    found = await queries.proposal(unit.connection, proposal_id) or found
    if found.correction is not None:
        raise _closed()
    if found.closed_at is not None:
        return found
    await queries.close_proposal(
        unit.connection, proposal_id, closed_by=actor.person_id, closed_at=unit.now, correction_id=None
    )
    return await _told(unit, tournament, proposal_id)


async def waiting(connection: AsyncConnection, actor: Actor, tournament_id: UUID) -> ProposedList:
    """The corrections of a tournament that wait for a second person, the first one first.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    tournament = await tournaments.get(connection, actor, tournament_id)
    await access.require(connection, actor, Permission.report_result, tournament.event)
    return ProposedList(items=await queries.waiting_proposals(connection, tournament_id))


async def _seen(connection: AsyncConnection, actor: Actor, proposal_id: UUID) -> Proposed:
    found = await queries.proposal(connection, proposal_id)
    located = await brackets.locate_match(connection, found.match) if found else None
    if found is None or located is None:
        raise not_found("proposal")
    tournament = await tournaments.get(connection, actor, located[0], asked="proposal")
    await access.require(connection, actor, Permission.report_result, tournament.event)
    return found


async def _held(unit: UnitOfWork, actor: Actor, match_id: UUID, asked: str) -> Tournament:
    located = await brackets.locate_match(unit.connection, match_id)
    if located is None:
        raise not_found(asked)
    return await tournaments.locked(unit, actor, located[0], Permission.report_result, asked=asked)


async def _told(unit: UnitOfWork, tournament: Tournament, proposal_id: UUID) -> Proposed:
    """The proposal as it is now, recorded for the staff."""
    found = await queries.proposal(unit.connection, proposal_id)
    if found is None:
        raise not_found("proposal")
    fact = CorrectionProposed(
        match_id=found.match,
        number=found.number,
        reason=found.reason,
        discarded=found.closed_at is not None,
    )
    unit.record(tournament.id, fact, visibility=Visibility.staff)
    return found


def _closed() -> DomainError:
    return conflict("proposal_closed", N_("This proposal is closed: it was made, or laid aside."))
