"""HTTP for guardians' consents: ask, see how it stands; and for the links of mails, without an account."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts.access import Actor
from esports.accounts.authenticate import SIGNS_IN
from esports.accounts.private import private
from esports.accounts.proof_routes import LINK_LIMIT
from esports.consents import links, service
from esports.consents.wire import (
    AskedConsent,
    AskGuardian,
    Decision,
    EntryConsents,
    GivenDecision,
    GuardianLink,
    HeldEntries,
)
from esports.http.callers import NOBODY, READER
from esports.http.limits import Limit, admit, caller_address
from esports.http.openapi import reads, writes
from esports.http.problems import locale_of
from esports.http.provide import Parts
from esports.http.write import read, write
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]
ASK_LIMIT = Limit(name="guardian-mail", count=30, seconds=3600)
"""Guardians' mails that one person may ask for: two full rosters an hour."""


@get("/entries/{entry:uuid}/consents", **reads(EntryConsents, who=READER))
async def get_consents(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], entry: FromPath[UUID]
) -> Response[bytes]:
    """Which players of an entry need a guardian's consent, and how it stands with each."""
    return private(
        read(request, await service.of_entry(unit.connection, actor, entry, today=unit.now.date()))
    )


@post("/entries/{entry:uuid}/consents", **writes(EntryConsents, 202, refusals=(429,)))
async def ask_guardian(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    entry: FromPath[UUID],
    data: JSONBody[AskGuardian],
) -> Response[bytes]:
    """Send a player's guardian a mail with a link to agree or refuse."""
    if actor.person_id is not None:
        await admit(parts, ASK_LIMIT, str(actor.person_id))
    asked = await write(
        request,
        unit,
        lambda: service.ask(unit, actor=actor, entry_id=entry, asked=data, locale=locale_of(request)),
        status=202,
    )
    return private(asked)


@get("/tournaments/{tournament:uuid}/consents", **reads(HeldEntries, who=READER))
async def list_held_entries(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
) -> Response[bytes]:
    """The entries that wait for guardians, for staff."""
    return private(
        read(request, await service.of_tournament(unit.connection, actor, tournament, today=unit.now.date()))
    )


@post(
    "/guardian-consents/look", opt=SIGNS_IN, **writes(AskedConsent, who=NOBODY, refusals=(429,), keyed=False)
)
async def look_at_consent(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    parts: NamedDependency[Parts],
    data: JSONBody[GuardianLink],
) -> Response[bytes]:
    """What the guardian with this link is asked. Nothing is changed, so an `Idempotency-Key` is ignored."""
    await admit(parts, LINK_LIMIT, caller_address(request, parts.settings.trusted_proxies))
    return private(read(request, await links.look(unit, token=data.token, locale=locale_of(request))))


@post("/guardian-consents/decide", opt=SIGNS_IN, **writes(GivenDecision, who=NOBODY, refusals=(429,)))
async def decide_consent(
    request: Call, unit: NamedDependency[UnitOfWork], parts: NamedDependency[Parts], data: JSONBody[Decision]
) -> Response[bytes]:
    """Agree or refuse, by the link of the mail. It works once."""
    await admit(parts, LINK_LIMIT, caller_address(request, parts.settings.trusted_proxies))
    return private(await write(request, unit, lambda: links.decide(unit, decision=data)))


@post("/guardian-consents/revoke", opt=SIGNS_IN, **writes(GivenDecision, who=NOBODY, refusals=(429,)))
async def revoke_consent(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    parts: NamedDependency[Parts],
    data: JSONBody[GuardianLink],
) -> Response[bytes]:
    """Withdraw a consent, by the link of the mail that confirmed it."""
    await admit(parts, LINK_LIMIT, caller_address(request, parts.settings.trusted_proxies))
    return private(await write(request, unit, lambda: links.revoke(unit, token=data.token)))


handlers = [
    get_consents,
    ask_guardian,
    list_held_entries,
    look_at_consent,
    decide_consent,
    revoke_consent,
]
