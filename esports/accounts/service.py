"""Use cases of accounts: become a person, sign in and out, make tokens and live tickets."""

import hmac
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import mails, queries, second_factor, secret
from esports.accounts.access import Actor, Policy, TokenScope, require_person, require_session
from esports.accounts.address import clean_email, email_or_none
from esports.accounts.mails import MailKind
from esports.accounts.passwords import NOBODY, hash_password, verify_password
from esports.accounts.queries import sessions
from esports.accounts.wire import (
    MAX_PASSWORD,
    MIN_PASSWORD,
    LiveTicket,
    MadeToken,
    Me,
    NewPerson,
    NewToken,
    Person,
    Tokens,
)
from esports.errors import DomainError, Kind, conflict, invalid, not_found
from esports.i18n import DEFAULT, N_
from esports.text import clean_name
from esports.uow import UnitOfWork

DISPLAY_NAME_LENGTH = 64
EARLIEST_BIRTH = date(1900, 1, 1)
TICKET_LIFE = timedelta(seconds=60)
MAX_TOKENS = 50
USE_NOTED_EVERY = timedelta(minutes=1)
DEVICE_LENGTH = 200


async def sign_up(unit: UnitOfWork, *, new: NewPerson, password_hash: str, locale: str) -> Person:
    """Make an account, and send a link that proves its address.

    The password was hashed before, for that takes time and holds no connection.

    Raises:
        DomainError: `email_malformed`, `email_taken`, `name_...`, `birth_date_range`.
    """
    if new.birth_date and not EARLIEST_BIRTH <= new.birth_date <= unit.now.date():
        raise invalid("birth_date_range", "/birth_date", N_("This is no day on which anybody was born."))
    person = await queries.add_person(
        unit.connection,
        id=unit.new_id(),
        email=clean_email(new.email),
        display_name=clean_display_name(new.display_name),
        birth_date=new.birth_date,
        locale=new.locale or locale,
        password_hash=password_hash,
    )
    await unit.open_journal(person.id, "person")
    await mails.post(unit, MailKind.verify_email, person_id=person.id, address=person.email)
    return person


def clean_display_name(name: str) -> str:
    """The name that others see, as it is stored.

    Raises:
        DomainError: `name_...` with the pointer `/display_name`.
    """
    return clean_name(name, "/display_name", longest=DISPLAY_NAME_LENGTH)


async def ensure_operator(unit: UnitOfWork, *, email: str, password: str) -> bool:
    """Make sure that there is a site admin with this address; whether an account was made for it.

    A person who is there already is promoted and keeps their password.

    Raises:
        DomainError: `email_malformed`, `password_length`.
    """
    address = clean_email(email)
    there = await queries.person_by_email(unit.connection, address)
    if there is not None:
        await queries.promote(unit.connection, there.id)
        return False
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise invalid(
            "password_length",
            "/password",
            N_("A password has {least} to {most} characters."),
            least=MIN_PASSWORD,
            most=MAX_PASSWORD,
        )
    person = await queries.add_person(
        unit.connection,
        id=unit.new_id(),
        email=address,
        display_name=clean_name(address.partition("@")[0], "/email"),
        birth_date=None,
        locale=DEFAULT,
        password_hash=await hash_password(password),
        is_admin=True,
    )
    await unit.open_journal(person.id, "person")
    return True


async def find_account(connection: AsyncConnection, email: str) -> queries.Account | None:
    """The account of this address in any spelling, with its password's hash."""
    address = email_or_none(email)
    return await queries.account(connection, address) if address else None


async def find_person(connection: AsyncConnection, email: str) -> Person | None:
    """The person with this address in any spelling."""
    address = email_or_none(email)
    return await queries.person_by_email(connection, address) if address else None


async def prove(account: queries.Account | None, password: str) -> queries.Account:
    """The account, if the password is its own. It takes as long where nobody has the address.

    Raises:
        DomainError: `wrong_credentials`, `sign_in_busy`.
    """
    right = await verify_password(account.password_hash if account else None, password)
    if account is None or not right:
        raise _wrong_credentials()
    return account


async def own_account(connection: AsyncConnection, actor: Actor) -> queries.Account:
    """The caller's account, with their password's hash.

    Raises:
        DomainError: `sign_in_required`, `session_needed`.
    """
    account = await queries.account_of(connection, require_session(actor))
    if account is None:
        raise not_found("person")
    return account


async def prove_again(account: queries.Account, password: str, *, pointer: str) -> None:
    """Go on only if the password is that of the account.

    Raises:
        DomainError: `wrong_password`, `sign_in_busy`; `no_password` for who signs in by a provider alone.
    """
    if account.password_hash == NOBODY:
        raise conflict(
            "no_password",
            N_("Your account has no password yet; choose one by “Forgot your password?” at the sign-in."),
        )
    if not await verify_password(account.password_hash, password):
        raise invalid("wrong_password", pointer, N_("This is not your password."))


async def open_session(
    unit: UnitOfWork,
    *,
    account: queries.Account,
    code: str | None,
    replaces: bytes | None,
    days: int,
    device: str | None,
) -> tuple[str, Me]:
    """Begin a session for who has shown the password: its secret id, and what the page is told.

    A password that was changed since it was shown opens nothing: the change has ended every session.

    Raises:
        DomainError: `wrong_credentials`, `second_factor_needed`, `second_factor_wrong`.
    """
    person = account.person
    if not await queries.holds_password(unit.connection, person.id, account.password_hash):
        raise _wrong_credentials()
    await second_factor.demand(unit, person.id, code)
    return await begin_session(unit, person, replaces=replaces, days=days, device=device)


async def begin_session(
    unit: UnitOfWork, person: Person, *, replaces: bytes | None, days: int, device: str | None
) -> tuple[str, Me]:
    """Begin a session for who has proved to be this person: its secret id, and what the page is told.

    The id is always new, so nobody can have planted it; the session that the browser had before ends.
    """
    if replaces is not None:
        await sessions.close(unit.connection, replaces)
    session_id, csrf_token = secret.new(), secret.new()
    await sessions.add(
        unit.connection,
        id=unit.new_id(),
        id_hash=secret.digest(session_id),
        person_id=person.id,
        csrf_token=csrf_token,
        device=device and device[:DEVICE_LENGTH],
        expires_at=unit.now + timedelta(days=days),
    )
    return session_id, Me(person=person, csrf_token=csrf_token)


def _wrong_credentials() -> DomainError:
    return DomainError(
        Kind.unauthenticated, "wrong_credentials", N_("The mail address or the password is wrong.")
    )


async def close_session(unit: UnitOfWork, *, actor: Actor) -> None:
    """End the caller's session; nothing to do for somebody who has none.

    Raises:
        DomainError: `session_needed` for a token.
    """
    if actor.person_id is not None:
        require_session(actor)
    if actor.session_hash is not None:
        await sessions.close(unit.connection, actor.session_hash)


async def by_session(
    connection: AsyncConnection, session_id: str, *, now: datetime, policy: Policy
) -> tuple[Actor, str] | None:
    """Who calls with this session, and the CSRF token that their writes must carry."""
    if not secret.is_opaque(session_id):
        return None
    id_hash = secret.digest(session_id)
    session = await sessions.opened(connection, id_hash, now=now)
    return (_actor(session.person, policy, session_hash=id_hash), session.csrf_token) if session else None


async def by_token(connection: AsyncConnection, text: str, *, now: datetime, policy: Policy) -> Actor | None:
    """Who calls with this token. Notes its use, once a minute; the connection must commit by itself."""
    parsed = secret.parse_token(text)
    if parsed is None:
        return None
    token_id, given = parsed
    token = await queries.bearer(connection, token_id, now=now)
    if token is None or not hmac.compare_digest(secret.digest(given), token.secret_hash):
        return None
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        await queries.note_use(connection, token_id, now=now)
    return _actor(token.person, policy, scopes=frozenset(map(TokenScope, token.scopes)))


async def actor_of(connection: AsyncConnection, person_id: UUID, *, policy: Policy) -> Actor:
    """The person as somebody who calls with all their rights.

    Raises:
        DomainError: `not_found`.
    """
    person = await queries.person(connection, person_id)
    if person is None:
        raise not_found("person")
    return _actor(person, policy)


async def me(connection: AsyncConnection, *, actor: Actor, now: datetime) -> Me:
    """Who is signed in.

    Raises:
        DomainError: `sign_in_required`.
    """
    person = await queries.person(connection, require_person(actor, TokenScope.read))
    if person is None:
        raise not_found("person")
    session = actor.session_hash and await sessions.opened(connection, actor.session_hash, now=now)
    return Me(
        person=person,
        csrf_token=session.csrf_token if session else None,
        scopes=None if actor.scopes is None else sorted(actor.scopes),
    )


async def create_token(unit: UnitOfWork, *, actor: Actor, new: NewToken) -> MadeToken:
    """Make a token for a program of the caller's.

    Raises:
        DomainError: `session_needed`, `name_...`, `expires_in_the_past`, `too_many_tokens`.
    """
    person_id = require_session(actor)
    if new.expires_at is not None and new.expires_at <= unit.now:
        raise invalid("expires_in_the_past", "/expires_at", N_("This time has passed already."))
    await queries.lock_person(unit.connection, person_id)
    if len(await queries.tokens_of(unit.connection, person_id)) >= MAX_TOKENS:
        raise conflict(
            "too_many_tokens", N_("Nobody may have more than {limit} tokens; delete one."), limit=MAX_TOKENS
        )
    token_id, hidden = unit.new_id(), secret.new()
    name, scopes = clean_name(new.name, "/name"), sorted(set(new.scopes))
    await queries.add_token(
        unit.connection,
        id=token_id,
        person_id=person_id,
        name=name,
        secret_hash=secret.digest(hidden),
        scopes=[scope.value for scope in scopes],
        expires_at=new.expires_at,
    )
    return MadeToken(
        id=token_id,
        name=name,
        scopes=scopes,
        expires_at=new.expires_at,
        token=secret.token_text(token_id, hidden),
    )


async def list_tokens(connection: AsyncConnection, *, actor: Actor) -> Tokens:
    """The caller's tokens, without their secrets.

    Raises:
        DomainError: `session_needed`.
    """
    return Tokens(items=await queries.tokens_of(connection, require_session(actor)))


async def delete_token(unit: UnitOfWork, *, actor: Actor, token_id: UUID) -> None:
    """Delete one of the caller's tokens; it stops working with the next request.

    Raises:
        DomainError: `session_needed`, `not_found`.
    """
    person_id = require_session(actor)
    if not await queries.revoke_token(unit.connection, token_id, person_id=person_id, now=unit.now):
        raise not_found("token")


async def create_ticket(unit: UnitOfWork, *, actor: Actor) -> LiveTicket:
    """Give the caller a ticket for the live socket: for one use, within a minute.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`.
    """
    person_id = require_person(actor, TokenScope.read)
    ticket, expires_at = secret.new(), unit.now + TICKET_LIFE
    await queries.add_ticket(
        unit.connection, id_hash=secret.digest(ticket), person_id=person_id, expires_at=expires_at
    )
    return LiveTicket(ticket=ticket, expires_at=expires_at)


async def redeem_ticket(connection: AsyncConnection, ticket: str, now: datetime) -> UUID | None:
    """Whose ticket it is, used up hereby (the caller commits); None if it is used, run out or none."""
    if not secret.is_opaque(ticket):
        return None
    return await queries.take_ticket(connection, secret.digest(ticket), now=now)


def _actor(
    person: Person,
    policy: Policy,
    *,
    session_hash: bytes | None = None,
    scopes: frozenset[TokenScope] | None = None,
) -> Actor:
    return Actor(
        person_id=person.id,
        is_admin=person.is_admin,
        email_verified=person.email_verified,
        second_factor=person.second_factor,
        policy=policy,
        locale=person.locale,
        time_zone=person.time_zone,
        session_hash=session_hash,
        scopes=scopes,
    )
