"""Telling people of their matches whose published start or station is another one."""

from uuid import UUID

import msgspec

from esports.events import queries as events
from esports.jobs import AnnounceSchedule
from esports.notifications import telling
from esports.notifications.queries import moved as moves
from esports.notifications.queries import ready_match
from esports.notifications.queries.crowds import everybody_of
from esports.notifications.telling import Told, tell, tell_part
from esports.notifications.wire import CalledToStation, ScheduleChanged
from esports.schedule.queries import event_of_publication, playing
from esports.uow import UnitOfWork

MOST = 20
"""How many matches one notice tells of; who has more finds them on the schedule's page."""


async def announce_call(unit: UnitOfWork, match_id: UUID) -> None:
    """Tell the people of a match to come to its station; nothing where the call was taken back meanwhile."""
    match = await ready_match(unit.connection, match_id)
    located = await playing.called(unit.connection, match_id)
    if match is None or located is None:
        return
    station, revision = located
    told = CalledToStation(**msgspec.structs.asdict(match.notice), station=station)
    people = await everybody_of(unit.connection, match.entries)
    called = {one for entry in match.entries for one in people[entry]}
    await tell(unit, [Told(person, told, f"called:{match_id}:{revision}") for person in sorted(called)])


async def announce(unit: UnitOfWork, publication_id: UUID, after: UUID | None = None) -> None:
    """Tell each person once of all of their matches that a publication moved, as they are published now.

    Matches that are over by now say nothing. A part of them is told in this unit, of those whose ids
    come behind `after`; the others are the next job's.
    """
    event_id = await event_of_publication(unit.connection, publication_id)
    event = await events.by_id(unit.connection, event_id) if event_id else None
    if event is None:
        return
    due = await moves.touched(unit.connection, publication_id, after=after, limit=telling.AT_ONCE + 1)
    told_of = {one for own in due.values() for one in own}
    lines = await moves.moved(unit.connection, publication_id, told_of)
    notices = []
    for person, touched in due.items():
        own = [lines[one] for one in touched if one in lines]
        own.sort(key=lambda line: (line.starts_at is None, line.starts_at or unit.now, line.match_id))
        told = ScheduleChanged(
            event=event.name,
            event_slug=event.slug,
            time_zone=event.time_zone,
            matches=own[:MOST],
            more=max(0, len(own) - MOST),
        )
        notices.append(Told(person, told, f"schedule:{publication_id}"))
    await tell_part(unit, notices, lambda last: AnnounceSchedule(publication_id, after=last))
