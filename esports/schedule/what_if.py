"""Use cases that plan what is not there and write nothing: what if, and who is in several tournaments."""

import asyncio
from uuid import UUID

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.errors import conflict, invalid
from esports.events import service as events
from esports.i18n import N_
from esports.schedule import queries
from esports.schedule.crossing import crossings
from esports.schedule.crossing_wire import Crossings
from esports.schedule.modelling import Week
from esports.schedule.outcome import difference
from esports.schedule.queries import playing
from esports.schedule.service import check_days
from esports.schedule.settings_wire import Settings
from esports.schedule.supposing import supposed, whole_week
from esports.schedule.what_if_wire import Difference, WhatIf
from esports.uow import UnitOfWork

MOST_MATCHES = 6_000


async def what_if(unit: UnitOfWork, *, actor: Actor, event_id: UUID, asked: WhatIf) -> Difference:
    """What would be other than it is.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `unknown_venue`, `unknown_tournament`,
            `days_reversed`, `day_outside`, `too_many_matches`.
    """
    week = await _week(unit, actor, event_id)
    known = {one.id for one in week.venues}
    named = {
        "stations": [one.venue for one in asked.stations],
        "closes": [one.venue for one in asked.closes],
    }
    for field, venues in named.items():
        for place, venue in enumerate(venues):
            if venue not in known:
                pointer = f"/{field}/{place}/venue"
                raise invalid("unknown_venue", pointer, N_("There is no such venue in this event."))
    inside = await playing.tournaments_of(unit.connection, event_id)
    for place, other in enumerate(asked.best_of):
        if other.tournament not in inside:
            pointer = f"/best_of/{place}/tournament"
            raise invalid("unknown_tournament", pointer, N_("There is no such tournament in this event."))
    check_days(week.event, inside, asked.days)
    return await asyncio.to_thread(difference, week, supposed(week, asked))


async def crossing(unit: UnitOfWork, *, actor: Actor, event_id: UUID) -> Crossings:
    """Which tournaments share people, what comes of it, and which days would lower it.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `too_many_matches`.
    """
    return await asyncio.to_thread(crossings, await _week(unit, actor, event_id))


async def _week(unit: UnitOfWork, actor: Actor, event_id: UUID) -> Week:
    """The whole week, for who may plan it."""
    await events.get(unit.connection, event_id)
    await access.require(unit.connection, actor, Permission.manage_event, event_id)
    row = await queries.schedule(unit.connection, event_id)
    week = await whole_week(unit, event_id, row.settings if row else Settings())
    if len(week.matches) > MOST_MATCHES:
        raise conflict("too_many_matches", N_("There are too many matches to do that in a moment."))
    await queries.take_time(unit.connection)
    return week
