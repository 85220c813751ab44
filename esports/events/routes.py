"""HTTP for events."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from esports.accounts.access import Actor
from esports.events import service
from esports.events.wire import Event, EventChanges, Events, NewEvent, NewStaff, Staff, StaffList
from esports.http.callers import READER
from esports.http.openapi import reads, writes
from esports.http.write import expected_revision, read, write
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]


@post("/events", **writes(Event, 201))
async def create_event(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], data: JSONBody[NewEvent]
) -> Response[bytes]:
    """Set up an event; the caller becomes its owner. For site admins."""
    return await write(request, unit, lambda: service.create(unit, actor=actor, new=data), status=201)


@get("/events", **reads(Events))
async def list_events(
    request: Call, unit: NamedDependency[UnitOfWork], cursor: FromQuery[UUID | None] = None
) -> Response[bytes]:
    """All events, the newest first."""
    return read(request, await service.page(unit.connection, cursor))


@get("/events/{event:uuid}", **reads(Event))
async def get_event(
    request: Call, unit: NamedDependency[UnitOfWork], event: FromPath[UUID]
) -> Response[bytes]:
    """One event."""
    return read(request, await service.get(unit.connection, event))


@patch("/events/{event:uuid}", **writes(Event, if_match=True))
async def change_event(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    event: FromPath[UUID],
    data: JSONBody[EventChanges],
) -> Response[bytes]:
    """Edit an event. Send the revision that you saw as `If-Match`."""
    expected = expected_revision(request)
    return await write(
        request,
        unit,
        lambda: service.change(unit, actor=actor, event_id=event, changes=data, expected=expected),
    )


@post("/events/{event:uuid}/staff", **writes(Staff, 201))
async def add_staff(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    event: FromPath[UUID],
    data: JSONBody[NewStaff],
) -> Response[bytes]:
    """Give a person a role: operator, referee, caster or judge."""
    return await write(
        request,
        unit,
        lambda: service.add_staff(unit, actor=actor, event_id=event, new=data),
        status=201,
    )


@get("/events/{event:uuid}/staff", **reads(StaffList, who=READER))
async def list_staff(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], event: FromPath[UUID]
) -> Response[bytes]:
    """Everybody with a role in the event; for its staff."""
    found = await service.staff(unit.connection, actor=actor, event_id=event)
    return read(request, StaffList(items=found))


handlers = [create_event, list_events, get_event, change_event, add_staff, list_staff]
