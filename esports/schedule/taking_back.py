"""Taking back the last change of a plan that is not published."""

import asyncio
from uuid import UUID

import msgspec

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.errors import conflict
from esports.events import service as events
from esports.i18n import N_
from esports.journal.facts import PlanTakenBack, Visibility
from esports.schedule import queries
from esports.schedule.asking import begin
from esports.schedule.making import week_of
from esports.schedule.placing import holds
from esports.schedule.queries import places, playing, steps
from esports.schedule.reading import plan_of
from esports.schedule.rows import Booking
from esports.schedule.searching import SECONDS
from esports.schedule.step_wire import PlannedRow, Step
from esports.schedule.wire import Plan, Search
from esports.uow import UnitOfWork


async def take_back(unit: UnitOfWork, *, actor: Actor, event_id: UUID, plan: int) -> Plan:
    """Give back the pins, the wishes and the plan that were there before the last change.

    Where that plan does not hold any more, for something has happened since, one is made anew.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `plan_changed`, `nothing_to_undo`.
    """
    await events.get(unit.connection, event_id)
    await access.require(unit.connection, actor, Permission.manage_event, event_id)
    held = await queries.hold(unit.connection, event_id)
    if held.plan != plan:
        raise conflict("plan_changed", N_("There is a newer plan than the one that you looked at."))
    found = await steps.newest(unit.connection, event_id)
    if found is None:
        raise conflict("nothing_to_undo", N_("There is no change of the plan that could be taken back."))
    number, before = found
    stations = {
        one.id for venue in await places.venues_of(unit.connection, event_id) for one in venue.stations
    }
    await steps.put_demands(unit.connection, event_id, before.pins, before.wishes, stations)
    await steps.remove(unit.connection, event_id, number)
    if await _stands(unit, event_id, before, stations):
        await _put(unit, event_id, held.plan + 1, before)
    else:
        await begin(unit, event_id, held.plan + 1, Search(seconds=SECONDS, began_at=unit.now))
    unit.record(event_id, PlanTakenBack(plan=held.plan), visibility=Visibility.staff)
    return await plan_of(unit.connection, event_id, unit.now)


async def _stands(unit: UnitOfWork, event_id: UUID, before: Step, stations: set[UUID]) -> bool:
    """Whether the plan can be as it was: a plan is checked before anyone sees it, this one again."""
    if before.state != "ready":
        return all(row.station_id is None or row.station_id in stations for row in before.rows)
    held = await queries.hold(unit.connection, event_id)
    week = await week_of(unit, event_id, held.settings, unit.now)
    return await asyncio.to_thread(holds, week, [_booking(row) for row in before.rows])


def _booking(row: PlannedRow) -> Booking | UUID:
    """The row's booking; of a match without a place, its id."""
    if row.station_id is None or row.starts_at is None or row.ends_at is None:
        return row.match_id
    return Booking(
        match_id=row.match_id,
        station_id=row.station_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        referees=row.referees,
        stream=row.stream,
    )


async def _put(unit: UnitOfWork, event_id: UUID, number: int, before: Step) -> None:
    there = {one.id for one in await playing.open_matches(unit.connection, event_id)}
    rows = [
        {**msgspec.structs.asdict(row), "reason": msgspec.to_builtins(row.reason)}
        for row in before.rows
        if row.match_id in there
    ]
    await queries.store_plan(unit.connection, event_id, rows)
    await queries.change(
        unit.connection,
        event_id,
        plan=number,
        state=before.state,
        problems=None if before.problems is None else msgspec.to_builtins(before.problems),
        planned_at=before.planned_at,
        search=None if before.search is None else msgspec.to_builtins(before.search),
    )
