"""Use cases of signing in by an OpenID provider (authorization code flow with PKCE).

A sign-in under way is known by its state, and belongs to the browser whose cookie it began with; the tables
have the hashes of both. The cookie's secret is also PKCE's verifier, so nobody else's code is taken.

An account is found by issuer and subject alone. A mail address never opens an account that is there: who
has both signs in with the password, and links.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import mails, queries, second_factor, secret, service
from esports.accounts.access import Actor, require_session
from esports.accounts.address import email_or_none
from esports.accounts.mails import MailKind
from esports.accounts.passwords import NOBODY
from esports.accounts.provider import Claims
from esports.accounts.queries import identities
from esports.accounts.queries.identities import Flow
from esports.accounts.wire import Me, Person
from esports.errors import DomainError, Kind, conflict, not_found
from esports.i18n import N_
from esports.journal.facts import IdentityLinked, IdentityUnlinked, Visibility
from esports.uow import UnitOfWork

FLOW_LIFE = timedelta(minutes=10)
PROOF_LIFE = timedelta(minutes=5)


async def begin(
    unit: UnitOfWork, *, state: str, nonce: str, browser: str, person_id: UUID | None = None
) -> None:
    """Keep a sign-in that begins; with `person_id` it will link the provider to that account."""
    await identities.begin(
        unit.connection,
        state_hash=secret.digest(state),
        browser_hash=secret.digest(browser),
        nonce_hash=secret.digest(nonce),
        person_id=person_id,
        expires_at=unit.now + FLOW_LIFE,
    )


async def is_linked(connection: AsyncConnection, *, actor: Actor, issuer: str) -> bool:
    """Whether an identity of the provider opens the caller's account.

    Raises:
        DomainError: `sign_in_required`, `session_needed`.
    """
    return await identities.is_linked(connection, require_session(actor), issuer)


async def may_link(connection: AsyncConnection, *, actor: Actor, issuer: str) -> None:
    """Go on only if no identity of the provider opens the caller's account yet.

    Raises:
        DomainError: `sign_in_required`, `session_needed`, `already_linked`.
    """
    if await is_linked(connection, actor=actor, issuer=issuer):
        raise conflict("already_linked", N_("Your account is linked already; take that link off first."))


async def take(unit: UnitOfWork, *, actor: Actor, state: str, browser: str) -> Flow:
    """Use up the sign-in that this browser began with this state.

    Raises:
        DomainError: `flow_unknown`, also where it is somebody else's by now.
    """
    flow = await identities.take(
        unit.connection, state_hash=secret.digest(state), browser_hash=secret.digest(browser), now=unit.now
    )
    if flow is None or flow.person_id not in (None, actor.person_id):
        raise DomainError(
            Kind.unauthenticated,
            "flow_unknown",
            N_("This sign-in was not begun in this browser, was used before, or took too long; begin again."),
        )
    return flow


async def person_for(unit: UnitOfWork, *, issuer: str, claims: Claims, locale: str) -> Person:
    """Whose account the identity opens; a new one is made where it opens none.

    Raises:
        DomainError: `provider_email_unverified`, `link_first`.
    """
    found = await identities.person_of(unit.connection, issuer, claims.subject)
    if found is not None:
        return found
    address = email_or_none(claims.email or "") if claims.email_verified else None
    if address is None:
        raise DomainError(
            Kind.forbidden,
            "provider_email_unverified",
            N_(
                "The other service has not confirmed a mail address of yours. Make an account here with a "
                "password, and link the service in your account."
            ),
        )
    if await queries.person_by_email(unit.connection, address) is not None:
        raise conflict(
            "link_first",
            N_(
                "There is an account with your mail address already. Sign in with its password, and link the "
                "service in your account."
            ),
        )
    person = await queries.add_person(
        unit.connection,
        id=unit.new_id(),
        email=address,
        display_name=_nickname(claims),
        birth_date=None,
        locale=locale,
        password_hash=NOBODY,
    )
    await unit.open_journal(person.id, "person")
    await queries.verify_email(unit.connection, person.id, address, now=unit.now)
    await _link(unit, person, issuer, claims.subject)
    return msgspec.structs.replace(person, email_verified=True)


def _nickname(claims: Claims) -> str:
    """What others see: never the real name or the address, which a provider tells as readily."""
    wish = claims.username or ""
    try:
        return service.clean_display_name("" if "@" in wish else wish)
    except DomainError:
        return f"Player-{secrets.token_hex(4).upper()}"


async def link(unit: UnitOfWork, *, person_id: UUID, issuer: str, subject: str) -> None:
    """Let the identity open the account of the person, who has begun this while signed in.

    Raises:
        DomainError: `identity_taken` where it opens another account, or another one opens this.
    """
    person = await queries.person(unit.connection, person_id)
    if person is None:
        raise not_found("person")
    await _link(unit, person, issuer, subject)
    await mails.post(unit, MailKind.sign_in_linked, person_id=person.id, address=person.email)


async def _link(unit: UnitOfWork, person: Person, issuer: str, subject: str) -> None:
    if not await identities.link(unit.connection, person.id, issuer, subject):
        raise conflict("identity_taken", N_("That account of the other service opens another account here."))
    unit.record(person.id, IdentityLinked(issuer=issuer), visibility=Visibility.staff)


async def unlink(unit: UnitOfWork, *, actor: Actor, issuer: str) -> None:
    """Let the provider open the caller's account no more. The password was shown, so a way in is left.

    Raises:
        DomainError: `sign_in_required`, `session_needed`, `not_linked`.
    """
    person_id = require_session(actor)
    if not await identities.unlink(unit.connection, person_id, issuer):
        raise conflict("not_linked", N_("Your account is not linked."))
    unit.record(person_id, IdentityUnlinked(issuer=issuer), visibility=Visibility.staff)


async def enter(
    unit: UnitOfWork, person: Person, *, replaces: bytes | None, days: int, device: str | None
) -> tuple[str, Me] | str:
    """Begin a session for whom the provider has signed in; a proof instead where a code is still needed."""
    if not person.second_factor:
        return await service.begin_session(unit, person, replaces=replaces, days=days, device=device)
    proof = secret.new()
    await identities.add_proof(
        unit.connection, secret.digest(proof), person.id, expires_at=unit.now + PROOF_LIFE
    )
    return proof


async def proven(connection: AsyncConnection, proof: str, *, now: datetime) -> Person:
    """Whom the provider has signed in; the proof is held until the transaction ends.

    Raises:
        DomainError: `proof_unknown`.
    """
    person_id = await identities.proven(connection, secret.digest(proof), now=now)
    person = await queries.person(connection, person_id) if person_id else None
    if person is None:
        raise DomainError(
            Kind.unauthenticated, "proof_unknown", N_("This sign-in took too long; please begin again.")
        )
    return person


async def enter_with_code(
    unit: UnitOfWork, *, proof: str, code: str, replaces: bytes | None, days: int, device: str | None
) -> tuple[str, Me]:
    """Begin a session by a proof and a code of the second factor; both are used up.

    Raises:
        DomainError: `proof_unknown`, `second_factor_needed`, `second_factor_wrong`.
    """
    person = await proven(unit.connection, proof, now=unit.now)
    await second_factor.demand(unit, person.id, code)
    await identities.drop_proof(unit.connection, secret.digest(proof))
    return await service.begin_session(unit, person, replaces=replaces, days=days, device=device)
