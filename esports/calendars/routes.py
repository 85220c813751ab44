"""HTTP for the link to one's own calendar."""

from litestar import Response, delete, get, post
from litestar.di import NamedDependency

from esports.accounts.access import Actor
from esports.accounts.private import Call, private
from esports.calendars import service
from esports.calendars.wire import CalendarLink, MadeCalendarLink
from esports.http.callers import READER_IN_PERSON, WRITER_IN_PERSON
from esports.http.openapi import reads, writes
from esports.http.write import read, write
from esports.uow import UnitOfWork


@get("/me/calendar", **reads(CalendarLink, who=READER_IN_PERSON))
async def see_calendar_link(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """Whether there is a link to the caller's calendar, and since when."""
    return private(read(request, await service.link(unit.connection, actor=actor)))


@post("/me/calendar", **writes(MadeCalendarLink, 201, who=WRITER_IN_PERSON))
async def renew_calendar_link(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """Get a link for calendar programs to the caller's matches, shown this once; it ends the one before."""
    made = await write(request, unit, lambda: service.renew(unit, actor=actor), status=201, secret=True)
    return private(made)


@delete("/me/calendar", **writes(None, 204, who=WRITER_IN_PERSON))
async def revoke_calendar_link(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor]
) -> Response[None]:
    """End the link to the caller's calendar."""
    return await write(request, unit, lambda: service.revoke(unit, actor=actor))


handlers = [see_calendar_link, renew_calendar_link, revoke_calendar_link]
