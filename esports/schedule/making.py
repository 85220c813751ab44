"""Making a plan: asked for by an operator, made in the background, checked before it is kept."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.errors import conflict
from esports.events import service as events
from esports.i18n import N_
from esports.jobs import PlanSchedule
from esports.schedule import queries
from esports.schedule.guarding import streams
from esports.schedule.learning import learned
from esports.schedule.minors import limits
from esports.schedule.modelling import Week, users
from esports.schedule.queries import places, playing
from esports.schedule.reading import plan_of
from esports.schedule.solving import plan, plan_again
from esports.schedule.wire import LatelyOver, Plan, ScheduleRow, Told
from esports.uow import UnitOfWork

WRONG = Told(code="plan_wrong", text=N_("The plan that was made breaks a rule, and was not kept."))


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
        number = held.plan + 1
        await queries.change(unit.connection, event_id, plan=number, state="planning")
        unit.enqueue(PlanSchedule(event_id, number, again), dedupe_key=f"plan:{event_id}:{number}")
    return await plan_of(unit.connection, event_id, unit.now)


async def make(unit: UnitOfWork, event_id: UUID, number: int, *, again: bool = False) -> None:
    """Make the plan that was asked for, unless it was made already.

    The planner runs in a thread of its own, so that whatever else the process does goes on, and without a
    lock on the schedule: its job's row alone is held meanwhile.
    """
    held = await queries.schedule(unit.connection, event_id)
    if held is None or (held.plan, held.state) != (number, "planning"):
        return
    await queries.take_time(unit.connection)
    week = await week_of(unit, held)
    made = await asyncio.to_thread(plan_again if again else plan, week)
    held = await queries.hold(unit.connection, event_id)
    if (held.plan, held.state) != (number, "planning"):
        return
    problems = msgspec.to_builtins(made.problems if made.is_right else [WRONG])
    state = "ready" if made.is_right else "failed"
    if made.is_right:
        await queries.store_plan(unit.connection, event_id, made.rows)
    await queries.change(unit.connection, event_id, state=state, problems=problems, planned_at=unit.now)


async def week_of(unit: UnitOfWork, held: ScheduleRow) -> Week:
    """All that a plan of the event rests on at this moment."""
    event_id = held.event_id
    open_matches = await playing.open_matches(unit.connection, event_id)
    rest = timedelta(minutes=held.settings.rest)
    over = await playing.lately_over(unit.connection, event_id, unit.now - rest)
    inside = {entry for match in open_matches for entry in match.entries}
    inside |= {entry for one in over for entry in one.entries}
    people = await playing.people_of(unit.connection, sorted(inside))
    event = await events.get(unit.connection, event_id)
    venues = await places.venues_of(unit.connection, event_id)
    return Week(
        event=event,
        settings=held.settings,
        venues=venues,
        matches=open_matches,
        people=people,
        pins=await queries.pins_of(unit.connection, event_id),
        published=await queries.bookings_of(unit.connection, event_id),
        now=unit.now,
        resting=_resting(over, people, rest),
        learned=learned(held.settings, await playing.played(unit.connection, event_id)),
        limits=await limits(unit.connection, event, held.settings),
        referees=await playing.referees_of(unit.connection, event_id),
        streams=list(streams(event, held.settings.streams, {one.id for one in venues})),
    )


def _resting(
    over: Sequence[LatelyOver], people: Mapping[UUID, set[UUID]], rest: timedelta
) -> dict[UUID, datetime]:
    """Until when the entries and people of matches that are over rest."""
    found: dict[UUID, datetime] = {}
    for one in sorted(over, key=lambda one: one.at):
        found |= dict.fromkeys(users(one.entries, people), one.at + rest)
    return found
