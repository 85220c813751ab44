"""Use cases of what one match asks of plans: a wanted start, and what a place for it would mean."""

import asyncio
from uuid import UUID

from esports.accounts.access import Actor
from esports.journal.facts import MatchWanted, Visibility
from esports.schedule import queries
from esports.schedule.making import week_of
from esports.schedule.minors import OUTSIDE, watch
from esports.schedule.modelling import Dial, length_of
from esports.schedule.placing import against
from esports.schedule.queries import playing, steps
from esports.schedule.rows import Booking
from esports.schedule.service import moment_of, pinnable, refuse_station
from esports.schedule.settings_wire import Settings
from esports.schedule.step_wire import Finding, LookedAt, NewPlace, NewWish, Wish
from esports.schedule.steps import keep
from esports.uow import UnitOfWork


async def want(unit: UnitOfWork, *, actor: Actor, match_id: UUID, new: NewWish) -> Wish:
    """Say when a match should begin: plans come as near to it as they can, and hold to nothing.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `match_over`, `day_outside`.
    """
    event = await pinnable(unit, actor, match_id)
    at = None if new.starts_at is None else moment_of(event, new.starts_at)
    await keep(unit, event.id)
    await steps.set_wish(unit.connection, match_id, at)
    unit.record(event.id, MatchWanted(match_id=match_id, starts_at=at), visibility=Visibility.staff)
    return Wish(match=match_id, starts_at=at)


async def look(unit: UnitOfWork, *, actor: Actor, match_id: UUID, asked: NewPlace) -> LookedAt:
    """What it would mean to pin a match there, beside the newest plan; nothing is stored.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `match_over`, `unknown_station`,
            `day_outside`.
    """
    event = await pinnable(unit, actor, match_id)
    await refuse_station(unit, event.id, asked.station)
    starts_at = moment_of(event, asked.starts_at)
    row = await queries.schedule(unit.connection, event.id)
    settings = row.settings if row else Settings()
    week = await week_of(unit, event.id, settings, unit.now)
    match = next(one for one in week.matches if one.id == match_id)
    dial = Dial(event)
    ends_at = dial.back(dial.minute(starts_at) + length_of(week, match))
    plan = await queries.planned_bookings_of(unit.connection, event.id)
    known = plan.get(match_id)
    place = Booking(
        match_id=match_id,
        station_id=asked.station,
        starts_at=starts_at,
        ends_at=ends_at,
        stream=known.stream if known else None,
    )
    names = await playing.entry_names(unit.connection, match.entries)
    others = [one for one in plan.values() if one is not None]
    findings = await asyncio.to_thread(against, week, others, place, names)
    watched = await watch(unit.connection, event, settings)
    if watched is not None and watched.is_outside(place):
        warns = settings.minors.mode == "warn"
        findings.append(Finding(code=OUTSIDE.code, text=OUTSIDE.text, gives_way=warns))
    return LookedAt(
        match=match_id, station=asked.station, starts_at=starts_at, ends_at=ends_at, findings=findings
    )
