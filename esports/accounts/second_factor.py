"""Second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it is lost.

A code is good for its own 30 seconds and those beside them, for clocks differ, and once: the last time step
that was used is kept, and a code of it or of an earlier one is refused. The secret is kept as it is, since
codes are computed from it; recovery codes are kept by their SHA-256, for nobody can search 80 random bits.
"""

import base64
import re
import secrets
from datetime import datetime
from uuid import UUID

import pyotp
from pyotp.exceptions import OTPVerificationError
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import queries, secret
from esports.accounts.access import Actor, require_session
from esports.accounts.queries import factors, sessions
from esports.accounts.wire_proofs import FactorState, NewFactor, RecoveryCodes
from esports.errors import DomainError, Kind, conflict, invalid, not_found
from esports.i18n import N_
from esports.qr import square
from esports.uow import UnitOfWork

ISSUER = "Esports Week"
SECRET_BYTES = 20
"""What RFC 4226 recommends, and every authenticator app takes."""
WINDOW = 1
RECOVERY_CODES = 10
RECOVERY_BYTES = 10
APP_CODE = re.compile(r"[0-9]{6}")
WRONG = N_("This code is wrong or was used before; wait for the next one.")


async def enrol(unit: UnitOfWork, *, actor: Actor) -> NewFactor:
    """Give the caller a secret for their app; it counts for nothing until a code of it is shown.

    Raises:
        DomainError: `sign_in_required`, `session_needed`, `second_factor_on`.
    """
    person = await queries.person(unit.connection, require_session(actor))
    if person is None:
        raise not_found("person")
    hidden = secrets.token_bytes(SECRET_BYTES)
    if not await factors.begin(unit.connection, person.id, hidden):
        raise _on()
    app = _app(hidden)
    uri = app.provisioning_uri(name=person.email, issuer_name=ISSUER)
    return NewFactor(secret=app.secret, uri=uri, square=square(uri))


async def confirm(unit: UnitOfWork, *, actor: Actor, code: str) -> RecoveryCodes:
    """Turn the second factor on, by a first code. The caller's other sessions, opened without it, end.

    Raises:
        DomainError: `sign_in_required`, `session_needed`, `second_factor_not_begun`, `second_factor_on`,
            `second_factor_wrong`.
    """
    person_id = require_session(actor)
    factor = await factors.of_person(unit.connection, person_id)
    if factor is None:
        raise conflict("second_factor_not_begun", N_("Ask for a secret for your app first."))
    if factor.confirmed_at is not None:
        raise _on()
    if not await _spend(unit, person_id, factor.secret, code):
        raise invalid("second_factor_wrong", "/code", WRONG)
    await factors.confirm(unit.connection, person_id, now=unit.now)
    await sessions.end_all(unit.connection, person_id, but=actor.session_hash)
    return await _fresh_codes(unit, person_id)


async def renew_codes(unit: UnitOfWork, *, actor: Actor) -> RecoveryCodes:
    """Give the caller, who has shown their password, new recovery codes; those of before work no more.

    Raises:
        DomainError: `sign_in_required`, `session_needed`, `second_factor_off`.
    """
    person_id = require_session(actor)
    factor = await factors.of_person(unit.connection, person_id)
    if factor is None or factor.confirmed_at is None:
        raise off()
    await factors.drop_codes(unit.connection, person_id)
    return await _fresh_codes(unit, person_id)


async def state(connection: AsyncConnection, *, actor: Actor) -> FactorState:
    """How the caller's second factor stands.

    Raises:
        DomainError: `sign_in_required`, `session_needed`.
    """
    left = await factors.codes_left(connection, require_session(actor))
    return FactorState(on=actor.second_factor, recovery_codes=left)


async def demand(unit: UnitOfWork, person_id: UUID, code: str | None) -> None:
    """Go on only if the person has no second factor, or shows a code of it, which is used up hereby.

    Raises:
        DomainError: `second_factor_needed`, `second_factor_wrong`.
    """
    factor = await factors.of_person(unit.connection, person_id)
    if factor is None or factor.confirmed_at is None:
        return
    if not code:
        raise DomainError(
            Kind.unauthenticated,
            "second_factor_needed",
            N_("Send also the code that your authenticator app shows, or a recovery code."),
        )
    if not await _spend(unit, person_id, factor.secret, code) and not await factors.spend_code(
        unit.connection, person_id, secret.digest(_plain(code))
    ):
        raise DomainError(Kind.unauthenticated, "second_factor_wrong", WRONG)


async def _fresh_codes(unit: UnitOfWork, person_id: UUID) -> RecoveryCodes:
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    await factors.add_codes(unit.connection, person_id, [secret.digest(_plain(one)) for one in codes])
    return RecoveryCodes(codes=codes)


async def _spend(unit: UnitOfWork, person_id: UUID, hidden: bytes, code: str) -> bool:
    step = step_of(hidden, code, unit.now)
    return step is not None and await factors.spend_step(unit.connection, person_id, step)


def step_of(hidden: bytes, code: str, now: datetime) -> int | None:
    """The time step, of those around `now`, whose code this is."""
    digits = code.replace(" ", "")
    if not APP_CODE.fullmatch(digits):
        return None
    try:
        return _app(hidden).verify_and_get_timecode(digits, for_time=now, valid_window=WINDOW)
    except OTPVerificationError:
        return None


def _app(hidden: bytes) -> pyotp.TOTP:
    return pyotp.TOTP(base64.b32encode(hidden).decode())


def _recovery_code() -> str:
    text = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _plain(code: str) -> str:
    """A recovery code without what people put in or leave out when they type it."""
    return re.sub(r"[\s-]", "", code).lower()


def off() -> DomainError:
    """There is none to do it with."""
    return conflict("second_factor_off", N_("You have no second factor."))


def _on() -> DomainError:
    return conflict("second_factor_on", N_("You have a second factor already; take it off first."))
