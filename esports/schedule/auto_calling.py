"""Matches that are called by themselves: when their station is free, their people rested, their time near."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.brackets import queries as brackets
from esports.events import service as events
from esports.journal.facts import CallingSet, Visibility
from esports.refereeing.held import HeldMatch
from esports.schedule import queries
from esports.schedule.calling import Floor, floor_of, put
from esports.schedule.queries import playing
from esports.schedule.rows import OpenMatch
from esports.schedule.settings_wire import Calling
from esports.schedule.wire import ScheduledMatch
from esports.tournaments import queries as tournaments
from esports.uow import UnitOfWork


async def set_calling(unit: UnitOfWork, *, actor: Actor, event_id: UUID, new: Calling) -> Calling:
    """Have matches called by themselves, or pause that. The same again is harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    await events.get(unit.connection, event_id)
    await access.require(unit.connection, actor, Permission.report_result, event_id)
    held = await queries.hold(unit.connection, event_id)
    if new != (held.calling or Calling()):
        await queries.change(unit.connection, event_id, calling=msgspec.to_builtins(new))
        fact = CallingSet(by_itself=new.by_itself, ahead=new.ahead, early=new.early)
        unit.record(event_id, fact, visibility=Visibility.staff)
    return new


async def call_next(unit: UnitOfWork, event_id: UUID) -> bool:
    """Call the next match of the event whose turn it is; tells whether there was one.

    One at a time, each in a unit of its own: so it holds no more than one tournament, after the schedule.
    """
    held = await queries.hold(unit.connection, event_id)
    if held.calling is None or not held.calling.by_itself:
        return False
    open_matches = {one.id: one for one in await playing.open_matches(unit.connection, event_id)}
    floor = await floor_of(unit, event_id, open_matches)
    by_hand = await queries.by_hand(unit.connection, event_id)
    published = [
        one for one in await queries.published(unit.connection, event_id) if one.match in open_matches
    ]
    for match in due(held.calling, published, open_matches, unit.now):
        known = open_matches[match.match]
        if match.station is None or match.match in by_hand:
            continue
        if floor.hindrance(match, known.entries) is not None:
            continue
        if await _call(unit, match, known, floor):
            return True
    return False


def due(
    calling: Calling,
    published: Sequence[ScheduledMatch],
    open_matches: dict[UUID, OpenMatch],
    now: datetime,
) -> Iterator[ScheduledMatch]:
    """The matches that can be played and whose time is near, by start; `published` are by start, too."""
    near = now + timedelta(minutes=calling.ahead)
    first: dict[UUID | None, UUID] = {}
    for match in published:
        if match.state != "idle":
            continue
        head = first.setdefault(match.station, match.match) == match.match
        everybody = head and calling.early and open_matches[match.match].began_at is not None
        is_near = match.starts_at is not None and match.starts_at <= near
        if match.phase == "ready" and (is_near or everybody):
            yield match


async def _call(unit: UnitOfWork, place: ScheduledMatch, known: OpenMatch, floor: Floor) -> bool:
    """Call the match, unless something happened to it before its tournament was held."""
    tournament = await tournaments.by_id(unit.connection, known.tournament_id, lock=True)
    match = await brackets.by_id(unit.connection, known.id)
    if tournament is None or match is None or tournament.state != "running":
        return False
    held = HeldMatch(tournament, match)
    if place.station is None or (match.row.phase, match.row.state) != ("ready", "idle"):
        return False
    if floor.hindrance(place, held.playing) is not None:
        return False
    await put(unit, held, "called")
    return True
