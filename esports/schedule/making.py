"""Making a plan in the background, turn by turn, and checking it before it is kept."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from esports.events import service as events
from esports.i18n import N_
from esports.jobs import PlanSchedule
from esports.schedule import queries
from esports.schedule.asking import enqueue
from esports.schedule.guarding import streams
from esports.schedule.learning import learned
from esports.schedule.minors import limits
from esports.schedule.modelling import Week, users
from esports.schedule.queries import places, playing, steps
from esports.schedule.rows import LatelyOver, ScheduleRow
from esports.schedule.searching import SECONDS, is_over
from esports.schedule.settings_wire import Settings
from esports.schedule.solving import Made, plan, plan_again
from esports.schedule.wire import Search, Told
from esports.uow import UnitOfWork

WRONG = Told(code="plan_wrong", text=N_("The plan that was made breaks a rule, and was not kept."))


async def make(unit: UnitOfWork, event_id: UUID, number: int, *, again: bool = False, turn: int = 0) -> None:
    """Make the plan that was asked for, or search a turn longer for a better one, unless that was done.

    The planner runs in a thread of its own, so that whatever else the process does goes on, and without a
    lock on the schedule: its job's row alone is held meanwhile. A search that is not over asks for its next
    turn; whoever ends or prolongs it meanwhile is heeded.
    """
    held = await queries.schedule(unit.connection, event_id)
    if held is None or (held.plan, held.state) != (number, "planning"):
        return
    search = held.search or Search(seconds=SECONDS, began_at=unit.now)
    if turn != search.turns:
        return
    await queries.take_time(unit.connection)
    week = await week_of(unit, event_id, held.settings, unit.now if again else search.began_at)
    if again:
        made = await asyncio.to_thread(plan_again, week)
    else:
        given = await queries.planned_bookings_of(unit.connection, event_id) if search.turns else None
        made = await asyncio.to_thread(plan, week, search, given)
    held = await queries.hold(unit.connection, event_id)
    if (held.plan, held.state) == (number, "planning"):
        await _keep(unit, held, made, len(week.matches))


async def _keep(unit: UnitOfWork, held: ScheduleRow, made: Made, matches: int) -> None:
    """Store a plan that is right, and have its search go on unless it is over."""
    search = made.search
    if search is not None and held.search is not None:
        search = msgspec.structs.replace(search, seconds=held.search.seconds)
    if made.is_right and made.rows is not None:
        await queries.store_plan(unit.connection, held.event_id, made.rows)
    goes_on = made.is_right and search is not None and not is_over(search, matches)
    if goes_on and search is not None:
        enqueue(unit, PlanSchedule(held.event_id, held.plan, turn=search.turns))
    await queries.change(
        unit.connection,
        held.event_id,
        state="planning" if goes_on else "ready" if made.is_right else "failed",
        problems=msgspec.to_builtins(made.problems if made.is_right else [WRONG]),
        planned_at=unit.now,
        search=None if search is None else msgspec.to_builtins(search),
    )


async def week_of(unit: UnitOfWork, event_id: UUID, settings: Settings, now: datetime) -> Week:
    """All that a plan rests on, as of this time."""
    open_matches = await playing.open_matches(unit.connection, event_id)
    rest = timedelta(minutes=settings.rest)
    over = await playing.lately_over(unit.connection, event_id, now - rest)
    inside = {entry for match in open_matches for entry in match.entries}
    inside |= {entry for one in over for entry in one.entries}
    people = await playing.people_of(unit.connection, sorted(inside))
    event = await events.get(unit.connection, event_id)
    venues = await places.venues_of(unit.connection, event_id)
    return Week(
        event=event,
        settings=settings,
        venues=venues,
        matches=open_matches,
        people=people,
        pins=await queries.pins_of(unit.connection, event_id),
        published=await queries.bookings_of(unit.connection, event_id),
        now=now,
        resting=_resting(over, people, rest),
        learned=learned(settings, await playing.played(unit.connection, event_id), open_matches, now),
        limits=await limits(unit.connection, event, settings),
        referees=await playing.referees_of(unit.connection, event_id),
        streams=list(streams(event, settings.streams, {one.id for one in venues})),
        wishes=await steps.wishes_of(unit.connection, event_id),
    )


def _resting(
    over: Sequence[LatelyOver], people: Mapping[UUID, set[UUID]], rest: timedelta
) -> dict[UUID, datetime]:
    """Until when the entries and people of matches that are over rest."""
    found: dict[UUID, datetime] = {}
    for one in sorted(over, key=lambda one: one.at):
        found |= dict.fromkeys(users(one.entries, people), one.at + rest)
    return found
