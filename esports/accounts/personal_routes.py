"""HTTP for a person's own settings, sessions and second factor."""

from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from esports.accounts import factor_removal, personal, second_factor
from esports.accounts.access import Actor
from esports.accounts.private import Call, private, shown_again
from esports.accounts.wire import Person, PersonChanges, Sessions
from esports.accounts.wire_proofs import Confirmation, FactorCode, FactorState, NewFactor, RecoveryCodes
from esports.http.callers import READER_IN_PERSON, WRITER_IN_PERSON
from esports.http.limits import Limit, admit
from esports.http.openapi import reads, writes
from esports.http.provide import Parts, open_unit
from esports.http.write import expected_revision, read, write
from esports.uow import UnitOfWork

CONFIRM_LIMIT = Limit(name="second-factor-confirm", count=10, seconds=600)
"""Codes per person to turn a second factor on."""


@patch("/me", **writes(Person, if_match=True))
async def change_me(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    data: JSONBody[PersonChanges],
) -> Response[bytes]:
    """Edit one's own settings. Send the person's `revision` that you saw as `If-Match`."""
    expected = expected_revision(request)
    changed = await write(
        request, unit, lambda: personal.change(unit, actor=actor, changes=data, expected=expected)
    )
    return private(changed)


@get("/sessions", **reads(Sessions, who=READER_IN_PERSON))
async def list_sessions(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """Where the caller is signed in."""
    found = await personal.list_sessions(unit.connection, actor=actor, now=unit.now)
    return private(read(request, found))


@delete("/sessions", **writes(None, 204, who=WRITER_IN_PERSON))
async def end_other_sessions(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor]
) -> Response[None]:
    """Sign out everywhere but here."""
    return await write(request, unit, lambda: personal.end_other_sessions(unit, actor=actor))


@delete("/sessions/{session:uuid}", **writes(None, 204, who=WRITER_IN_PERSON))
async def end_session(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], session: FromPath[UUID]
) -> Response[None]:
    """Sign out in one place."""
    return await write(request, unit, lambda: personal.end_session(unit, actor=actor, session_id=session))


@post("/second-factor", **writes(NewFactor, 201, who=WRITER_IN_PERSON, refusals=(429,)))
async def enrol_second_factor(
    request: Call, parts: NamedDependency[Parts], data: JSONBody[Confirmation]
) -> Response[bytes]:
    """Get a secret for an authenticator app, shown this once; `confirm` turns the second factor on."""
    await shown_again(request, parts, data.password)
    async with open_unit(request) as unit:
        made = await write(
            request,
            unit,
            lambda: second_factor.enrol(unit, actor=request.user),
            status=201,
            secret=True,
        )
    return private(made)


@post("/second-factor/confirm", **writes(RecoveryCodes, who=WRITER_IN_PERSON, refusals=(429,)))
async def confirm_second_factor(
    request: Call, parts: NamedDependency[Parts], data: JSONBody[FactorCode]
) -> Response[bytes]:
    """Turn the second factor on by a code of the app. The reply has the recovery codes, shown this once.

    The caller's other sessions, which were opened without it, end.
    """
    await admit(parts, CONFIRM_LIMIT, str(request.user.person_id))
    async with open_unit(request) as unit:
        made = await write(
            request,
            unit,
            lambda: second_factor.confirm(unit, actor=request.user, code=data.code),
            secret=True,
        )
    return private(made)


@get("/second-factor", **reads(FactorState, who=READER_IN_PERSON))
async def get_second_factor(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """Whether the caller's second factor is on, and how many recovery codes are left."""
    return private(read(request, await second_factor.state(unit.connection, actor=actor)))


@post("/second-factor/recovery-codes", **writes(RecoveryCodes, who=WRITER_IN_PERSON, refusals=(429,)))
async def renew_recovery_codes(
    request: Call, parts: NamedDependency[Parts], data: JSONBody[Confirmation]
) -> Response[bytes]:
    """Get new recovery codes, shown this once; those of before stop to work."""
    await shown_again(request, parts, data.password)
    async with open_unit(request) as unit:
        made = await write(
            request, unit, lambda: second_factor.renew_codes(unit, actor=request.user), secret=True
        )
    return private(made)


@post("/second-factor/disable", **writes(None, 204, who=WRITER_IN_PERSON, refusals=(429,)))
async def disable_second_factor(
    request: Call, parts: NamedDependency[Parts], data: JSONBody[Confirmation]
) -> Response[None]:
    """Take the second factor off, and its recovery codes with it."""
    await shown_again(request, parts, data.password)
    async with open_unit(request) as unit:
        return await write(request, unit, lambda: factor_removal.disable(unit, actor=request.user))


handlers = [
    change_me,
    list_sessions,
    end_other_sessions,
    end_session,
    get_second_factor,
    enrol_second_factor,
    renew_recovery_codes,
    confirm_second_factor,
    disable_second_factor,
]
