"""Use cases of a person's own settings and sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import queries
from esports.accounts.access import Actor, TokenScope, require_person, require_session
from esports.accounts.queries import sessions
from esports.accounts.service import clean_display_name
from esports.accounts.wire import Person, PersonChanges, QuietHours, Sessions
from esports.clock import time_zones
from esports.errors import invalid, not_found, refuse_stale
from esports.i18n import N_
from esports.uow import UnitOfWork


async def change(unit: UnitOfWork, *, actor: Actor, changes: PersonChanges, expected: int | None) -> Person:
    """Store what the caller chooses for themselves.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `stale_revision`, `name_...`,
            `unknown_time_zone`, `quiet_hours_incomplete`, `time_zone_needed`.
    """
    person_id = require_person(actor, TokenScope.manage)
    await queries.lock_person(unit.connection, person_id)
    before = await queries.person(unit.connection, person_id)
    if before is None:
        raise not_found("person")
    refuse_stale(expected, before.revision)
    return await queries.change_person(unit.connection, person_id, _checked(changes, before))


def _checked(changes: PersonChanges, before: Person) -> dict[str, Any]:
    given = {
        name: value for name, value in msgspec.structs.asdict(changes).items() if value is not msgspec.UNSET
    }
    if "display_name" in given:
        given["display_name"] = clean_display_name(given["display_name"])
    if given.get("time_zone") is not None and given["time_zone"] not in time_zones():
        raise invalid("unknown_time_zone", "/time_zone", N_("There is no such time zone."))
    if given.get("quiet_hours") is not None:
        given["quiet_hours"] = _hours(given["quiet_hours"])
    quiet = given.get("quiet_hours", before.quiet_hours)
    if quiet is not None and given.get("time_zone", before.time_zone) is None:
        raise invalid("time_zone_needed", "/time_zone", N_("Quiet hours need a time zone."))
    return given


def _hours(given: QuietHours) -> dict[str, Any] | None:
    """As they are kept; None where there shall be none."""
    hours = msgspec.structs.asdict(given)
    missing = [name for name, value in hours.items() if value is None]
    if len(missing) == 1:
        raise invalid(
            "quiet_hours_incomplete",
            f"/quiet_hours/{missing[0]}",
            N_("Quiet hours have a beginning and an end."),
        )
    return None if missing else hours


async def list_sessions(connection: AsyncConnection, *, actor: Actor, now: datetime) -> Sessions:
    """Where the caller is signed in.

    Raises:
        DomainError: `sign_in_required`, `session_needed`.
    """
    person_id = require_session(actor)
    return Sessions(items=await sessions.of_person(connection, person_id, here=actor.session_hash, now=now))


async def end_session(unit: UnitOfWork, *, actor: Actor, session_id: UUID) -> None:
    """End one of the caller's sessions, this one too if they like.

    Raises:
        DomainError: `sign_in_required`, `session_needed`, `not_found`.
    """
    person_id = require_session(actor)
    if not await sessions.end(unit.connection, session_id, person_id=person_id):
        raise not_found("session")


async def end_other_sessions(unit: UnitOfWork, *, actor: Actor) -> None:
    """End all of the caller's sessions but this one.

    Raises:
        DomainError: `sign_in_required`, `session_needed`.
    """
    await sessions.end_all(unit.connection, require_session(actor), but=actor.session_hash)
