"""Asking for a plan, for a longer search for a better one, or for its end."""

from uuid import UUID

import msgspec

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.errors import conflict
from esports.events import service as events
from esports.i18n import N_
from esports.jobs import PlanSchedule
from esports.schedule import queries
from esports.schedule.modelling import is_played
from esports.schedule.queries import places, playing
from esports.schedule.reading import plan_of
from esports.schedule.rows import ScheduleRow
from esports.schedule.searching import SECONDS
from esports.schedule.steps import keep
from esports.schedule.wire import Plan, Search
from esports.uow import UnitOfWork

NOTHING = N_("There is no search that could be stopped or go on.")


async def ask(unit: UnitOfWork, *, actor: Actor, event_id: UUID, again: bool = False) -> Plan:
    """Have a plan made of all matches that are not over; while one is being made, it is that one.

    Made `again`, it keeps what is published as far as it can.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `no_stations`, `nothing_published`.
    """
    await events.get(unit.connection, event_id)
    await access.require(unit.connection, actor, Permission.manage_event, event_id)
    held = await queries.hold(unit.connection, event_id)
    working = [
        one
        for venue in await places.venues_of(unit.connection, event_id)
        for one in venue.stations
        if not one.out_of_order
    ]
    if not working:
        raise conflict("no_stations", N_("There is no station to plan with; add one first."))
    if again and held.version == 0:
        raise conflict("nothing_published", N_("Nothing is published yet that could be kept."))
    if held.state != "planning":
        await keep(unit, event_id)
        search = None if again else Search(seconds=SECONDS, began_at=unit.now)
        await begin(unit, event_id, held.plan + 1, search, again=again)
    return await plan_of(unit.connection, event_id, unit.now)


async def search_longer(unit: UnitOfWork, *, actor: Actor, event_id: UUID, plan: int, seconds: int) -> Plan:
    """Search so many seconds in all for a better plan than the one that is there or being searched.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `plan_changed`, `no_search`,
            `being_played`.
    """
    held, search = await _searched(unit, actor, event_id, plan)
    if held.state == "planning":
        longer = msgspec.structs.replace(search, seconds=max(search.seconds, seconds))
        await queries.change(unit.connection, event_id, search=msgspec.to_builtins(longer))
        return await plan_of(unit.connection, event_id, unit.now)
    if held.state != "ready":
        raise conflict("no_search", NOTHING)
    if any(is_played(one) for one in await playing.open_matches(unit.connection, event_id)):
        raise conflict("being_played", N_("A match is being played; only the rest is planned again now."))
    await keep(unit, event_id)
    longer = msgspec.structs.replace(search, seconds=seconds, spent=0.0, tries=0, began_at=unit.now)
    await begin(unit, event_id, held.plan + 1, longer)
    return await plan_of(unit.connection, event_id, unit.now)


async def stop(unit: UnitOfWork, *, actor: Actor, event_id: UUID, plan: int) -> Plan:
    """Search no longer and keep the best plan that was found; at once, or when there is the first.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `plan_changed`, `no_search`.
    """
    held, search = await _searched(unit, actor, event_id, plan)
    if held.state == "planning" and search.turns:
        await queries.change(unit.connection, event_id, state="ready", planned_at=unit.now)
    elif held.state == "planning":
        ended = msgspec.to_builtins(msgspec.structs.replace(search, seconds=0))
        await queries.change(unit.connection, event_id, search=ended)
    return await plan_of(unit.connection, event_id, unit.now)


async def _searched(unit: UnitOfWork, actor: Actor, event_id: UUID, plan: int) -> tuple[ScheduleRow, Search]:
    """The schedule, held, and the search of the plan that the caller looked at."""
    await events.get(unit.connection, event_id)
    await access.require(unit.connection, actor, Permission.manage_event, event_id)
    held = await queries.hold(unit.connection, event_id)
    if held.plan != plan:
        raise conflict("plan_changed", N_("There is a newer plan than the one that you looked at."))
    if held.search is None:
        raise conflict("no_search", NOTHING)
    return held, held.search


async def begin(
    unit: UnitOfWork, event_id: UUID, number: int, search: Search | None, *, again: bool = False
) -> None:
    """Have a plan made; one whose search has had turns goes on from what is stored."""
    told = None if search is None else msgspec.to_builtins(search)
    await queries.change(unit.connection, event_id, plan=number, state="planning", search=told)
    enqueue(unit, PlanSchedule(event_id, number, again, search.turns if search else 0))


def enqueue(unit: UnitOfWork, job: PlanSchedule) -> None:
    """Have this turn of a plan made, once."""
    unit.enqueue(job, dedupe_key=f"plan:{job.event_id}:{job.plan}:{job.turn}")
