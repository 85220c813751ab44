"""Making a plan: asked for by an operator, made in the background, checked before it is kept."""

import asyncio
import itertools
import time
from typing import Any
from uuid import UUID

import msgspec

from esports import log
from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.errors import conflict
from esports.events import service as events
from esports.i18n import N_
from esports.jobs import PlanSchedule
from esports.planning.checker import violations
from esports.planning.conflicts import conflicts
from esports.planning.improve import improve_with_reasons
from esports.planning.native import compiled
from esports.schedule import queries
from esports.schedule.modelling import Dial, Week, is_played, model_of, placed
from esports.schedule.reading import plan_of
from esports.schedule.wire import Plan, Told
from esports.schedule.words import Words
from esports.uow import UnitOfWork

WRONG = Told(code="plan_wrong", text=N_("The plan that was made breaks a rule, and was not kept."))
MOST_PROBLEMS = 100
SECONDS, TRIES, SEED = 5, 10, 1
"""How long a better plan is searched, and how often for each match at most: a small week has it at once."""

logger = log.get(__name__)


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as rows, with what stands against it; `is_right` is what the checker says."""

    rows: list[dict[str, Any]]
    problems: list[Told]
    is_right: bool


async def ask(unit: UnitOfWork, *, actor: Actor, event_id: UUID) -> Plan:
    """Have a plan made of all matches that are not over; while one is being made, it is that one.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `no_stations`.
    """
    await events.get(unit.connection, event_id)
    await access.require(unit.connection, actor, Permission.manage_event, event_id)
    held = await queries.hold(unit.connection, event_id)
    working = [
        one
        for venue in await queries.venues_of(unit.connection, event_id)
        for one in venue.stations
        if not one.out_of_order
    ]
    if not working:
        raise conflict("no_stations", N_("There is no station to plan with; add one first."))
    if held.state != "planning":
        number = held.plan + 1
        await queries.change(unit.connection, event_id, plan=number, state="planning")
        unit.enqueue(PlanSchedule(event_id, number), dedupe_key=f"plan:{event_id}:{number}")
    return await plan_of(unit.connection, event_id)


async def make(unit: UnitOfWork, event_id: UUID, number: int) -> None:
    """Make the plan that was asked for, unless it was made already.

    The planner runs in a thread of its own, so that whatever else the process does goes on, and without a
    lock on the schedule: its job's row alone is held meanwhile.
    """
    held = await queries.schedule(unit.connection, event_id)
    if held is None or (held.plan, held.state) != (number, "planning"):
        return
    await queries.take_time(unit.connection)
    open_matches = await queries.open_matches(unit.connection, event_id)
    inside = sorted({entry for match in open_matches for entry in match.entries})
    week = Week(
        event=await events.get(unit.connection, event_id),
        settings=held.settings,
        venues=await queries.venues_of(unit.connection, event_id),
        matches=open_matches,
        people=await queries.people_of(unit.connection, inside),
        pins=await queries.pins_of(unit.connection, event_id),
        published=await queries.bookings_of(unit.connection, event_id),
        now=unit.now,
    )
    made = await asyncio.to_thread(plan, week)
    held = await queries.hold(unit.connection, event_id)
    if (held.plan, held.state) != (number, "planning"):
        return
    problems = msgspec.to_builtins(made.problems if made.is_right else [WRONG])
    state = "ready" if made.is_right else "failed"
    if made.is_right:
        await queries.store_plan(unit.connection, event_id, made.rows)
    await queries.change(unit.connection, event_id, state=state, problems=problems, planned_at=unit.now)


def plan(week: Week) -> Made:
    """The plan of a week: pure, and slow for many matches."""
    model = model_of(week)
    words = Words(week)
    tries = itertools.count()
    begun, most = time.monotonic(), TRIES * max(1, len(model.matches))
    found, decisions = improve_with_reasons(
        model,
        lambda: max((time.monotonic() - begun) / SECONDS, next(tries) / most),
        SEED,
        native=compiled(),
    )
    wrong = violations(placed(model, found), found)
    for one in wrong:
        logger.error("a plan breaks a rule", code=one.code, detail=str(one))
    dial, played = Dial(week.event), {str(match.id) for match in week.matches if is_played(match)}
    asked = {match.id: match for match in model.matches}
    start_of = {booking.match: booking.start for booking in found.bookings}
    rows = []
    for decision in decisions:
        if decision.match in played:
            continue
        start = start_of.get(decision.match)
        end = None if start is None else start + asked[decision.match].duration.planned
        rows.append(
            {
                "match_id": UUID(decision.match),
                "station_id": None if decision.station is None else UUID(decision.station),
                "starts_at": None if start is None else dial.back(start),
                "ends_at": None if end is None else dial.back(end),
                "reason": msgspec.to_builtins(words.reason(decision)),
            }
        )
    problems = [words.conflict(one) for one in conflicts(model)[:MOST_PROBLEMS]]
    return Made(rows=rows, problems=problems, is_right=not wrong)
