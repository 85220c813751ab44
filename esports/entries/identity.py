"""That the staff know who a player is: by whom, how and when they saw it; what they saw is not kept."""

from uuid import UUID

import msgspec

from esports.accounts.access import Actor
from esports.entries import presence, queries, service
from esports.entries.queries import rostering
from esports.entries.rules import queries as rule_queries
from esports.entries.wire import Entry, Identity
from esports.errors import DomainError, Kind, invalid, refuse_stale
from esports.i18n import N_
from esports.journal.facts import IdentityVerified, Visibility
from esports.uow import UnitOfWork


async def verify(
    unit: UnitOfWork, *, actor: Actor, entry_id: UUID, identity: Identity, expected: int | None
) -> Entry:
    """Record how a player's identity was verified, or take that back; for staff, before play begins.

    An entry that may play with verified players alone is no longer here once one of them is not.

    Raises:
        DomainError: `not_found`, `forbidden`, `stale_revision`, `too_late`, `transition_not_allowed`,
            `unknown_player`.
    """
    entry, tournament, staff = await service.mine(unit, actor, entry_id)
    if not staff:
        raise DomainError(Kind.forbidden, "forbidden", N_("Your role does not allow this."))
    refuse_stale(expected, entry.revision)
    service.refuse_after_start(tournament)
    if entry.state in service.GONE:
        raise service.transition_not_allowed(entry)
    roster = await rostering.roster(unit.connection, entry_id)
    if identity.position >= len(roster):
        raise invalid("unknown_player", "/position", N_("There is no such player on the roster."))
    if roster[identity.position].verified_method == identity.method:
        return entry
    known = identity.method is not None
    await rostering.set_identity(
        unit.connection,
        entry_id,
        identity.position,
        verified_by=unit.actor_id if known else None,
        verified_method=identity.method,
        verified_at=unit.now if known else None,
    )
    await queries.change(unit.connection, entry_id, {})
    after = msgspec.structs.replace(entry, revision=entry.revision + 1)
    fact = IdentityVerified(entry_id=entry_id, name=entry.name, verified=known)
    unit.record(tournament.id, fact, visibility=Visibility.staff)
    rules = (await rule_queries.rules_of(unit.connection, tournament.id)).rules
    if rules.eligibility.identity and not known:
        return await presence.take_back(unit, after)
    return after
