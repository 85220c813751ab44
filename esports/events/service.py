"""Use cases of events: set one up, edit it, give people their roles."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts import service as accounts
from esports.accounts.access import Actor, Permission, Role
from esports.clock import time_zones
from esports.errors import invalid, not_found
from esports.errors import refuse_stale as refuse_stale
from esports.events import queries
from esports.events.wire import Event, EventChanges, Events, NewEvent, NewStaff, Staff
from esports.i18n import N_
from esports.journal.facts import Change, EventChanged, EventCreated
from esports.text import clean_name
from esports.uow import UnitOfWork

MAX_DAYS = 366
PAGE = 50


async def create(unit: UnitOfWork, *, actor: Actor, new: NewEvent) -> Event:
    """Set up an event; whoever does it becomes its owner.

    Raises:
        DomainError: `forbidden`, `unknown_time_zone`, `days_reversed`, `slug_taken`.
    """
    await access.require(unit.connection, actor, Permission.create_event, None)
    event = Event(
        id=unit.new_id(),
        revision=1,
        **{**msgspec.structs.asdict(new), "name": clean_name(new.name, "/name")},
    )
    _check(event)
    await queries.add(unit.connection, created_by=actor.person_id, **msgspec.structs.asdict(event))
    await queries.add_staff(
        unit.connection, id=unit.new_id(), event_id=event.id, person_id=actor.person_id, role=Role.owner
    )
    await unit.open_journal(event.id, "event")
    unit.record(event.id, EventCreated(event_id=event.id, name=event.name), [Change("event", _view(event))])
    return event


async def change(
    unit: UnitOfWork, *, actor: Actor, event_id: UUID, changes: EventChanges, expected: int | None
) -> Event:
    """Edit an event.

    Raises:
        DomainError: `not_found`, `forbidden`, `stale_revision`, and what `create` refuses.
    """
    before = await queries.by_id(unit.connection, event_id, lock=True)
    if before is None:
        raise not_found("event")
    await access.require(unit.connection, actor, Permission.manage_event, event_id)
    refuse_stale(expected, before.revision)
    values = {
        name: value for name, value in msgspec.structs.asdict(changes).items() if value is not msgspec.UNSET
    }
    if "name" in values:
        values["name"] = clean_name(values["name"], "/name")
    after = msgspec.structs.replace(before, **values, revision=before.revision + 1)
    _check(after)
    await queries.change(unit.connection, event_id, values)
    unit.record(event_id, EventChanged(event_id=event_id, name=after.name), [Change("event", _view(after))])
    return after


async def get(connection: AsyncConnection, event_id: UUID) -> Event:
    """The event.

    Raises:
        DomainError: `not_found`.
    """
    event = await queries.by_id(connection, event_id)
    if event is None:
        raise not_found("event")
    return event


async def page(connection: AsyncConnection, cursor: UUID | None) -> Events:
    """A page of events, the newest first."""
    found = await queries.page(connection, before=cursor, limit=PAGE + 1)
    return Events(items=found[:PAGE], next_cursor=str(found[PAGE - 1].id) if len(found) > PAGE else None)


async def add_staff(unit: UnitOfWork, *, actor: Actor, event_id: UUID, new: NewStaff) -> Staff:
    """Give a person a role in the event.

    Raises:
        DomainError: `not_found`, `forbidden`, `unknown_person`, `role_held_already`.
    """
    await get(unit.connection, event_id)
    await access.require(unit.connection, actor, Permission.manage_staff, event_id)
    person = await accounts.find_person(unit.connection, new.email)
    if person is None:
        raise invalid("unknown_person", "/email", N_("Nobody with this address has an account yet."))
    await queries.add_staff(
        unit.connection, id=unit.new_id(), event_id=event_id, person_id=person.id, role=new.role
    )
    return Staff(person=person.id, display_name=person.display_name, role=new.role)


async def staff(connection: AsyncConnection, *, actor: Actor, event_id: UUID) -> list[Staff]:
    """Everybody with a role in the event, for its staff."""
    await get(connection, event_id)
    await access.require(connection, actor, Permission.see_private, event_id)
    return await queries.staff_of(connection, event_id)


async def event_view(connection: AsyncConnection, event_id: UUID, *, staff: bool = False) -> dict[str, Any]:
    """The event's board: what it is and what is on."""
    event = await get(connection, event_id)
    version = await queries.schedule_version(connection, event_id)
    return {
        "event": _view(event),
        "tournaments": await queries.programme(connection, event_id, drafts=staff),
        "schedule": {"version": version} if version else None,
    }


def _check(event: Event) -> None:
    if event.time_zone not in time_zones():
        raise invalid("unknown_time_zone", "/time_zone", N_("There is no such time zone."))
    if event.ends_on < event.starts_on:
        raise invalid("days_reversed", "/ends_on", N_("The last day is before the first."))
    if (event.ends_on - event.starts_on).days > MAX_DAYS:
        raise invalid("too_long", "/ends_on", N_("An event lasts a year at most."))


def _view(event: Event) -> dict[str, Any]:
    view: dict[str, Any] = msgspec.to_builtins(event)
    return view
