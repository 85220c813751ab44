"""Telling people of their matches whose published start or station is another one."""

from collections import defaultdict
from uuid import UUID

import msgspec

from esports.events import queries as events
from esports.jobs import AnnounceSchedule
from esports.notifications.queries import ready_match
from esports.notifications.telling import AT_ONCE, Told, tell
from esports.notifications.wire import CalledToStation, MovedMatch, ScheduleChanged
from esports.schedule import queries
from esports.schedule.queries import places, playing
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
    people = await playing.people_of(unit.connection, match.entries)
    called = {one for entry in match.entries for one in people.get(entry, ())}
    await tell(unit, [Told(person, told, f"called:{match_id}:{revision}") for person in sorted(called)])


async def announce(unit: UnitOfWork, publication_id: UUID, after: UUID | None = None) -> None:
    """Tell each person once of all of their matches that a publication moved, as they are published now.

    Matches that are over by now say nothing. `AT_ONCE` people are told in this unit, of those whose ids come
    after `after`; the others are the next job's.
    """
    publication = await queries.publication_by_id(unit.connection, publication_id)
    event = await events.by_id(unit.connection, publication.event_id) if publication else None
    if publication is None or event is None:
        return
    before = {
        move.match_id: move.before.starts_at if move.before else None
        for move in publication.moves
        if move.is_told
    }
    open_matches = await playing.open_matches(unit.connection, event.id)
    moved = [match for match in open_matches if match.id in before]
    placed = {one.match: one for one in await queries.published(unit.connection, event.id)}
    stations = await places.station_names(
        unit.connection, {one.station for one in placed.values() if one.station is not None}
    )
    people = await playing.people_of(
        unit.connection, sorted({one for match in moved for one in match.entries})
    )
    names = await playing.entry_names(
        unit.connection, sorted({one for match in moved for one in match.entries})
    )
    slugs = await playing.slugs_of(unit.connection, event.id)
    lines: dict[UUID, list[MovedMatch]] = defaultdict(list)
    for match in moved:
        place = placed.get(match.id)
        line = MovedMatch(
            match_id=match.id,
            number=match.number,
            tournament=match.tournament,
            tournament_slug=slugs[match.tournament_id],
            names=[names[one] for one in match.entries],
            starts_at=place.starts_at if place else None,
            station=stations[place.station] if place and place.station else None,
            before=before[match.id],
        )
        for person in {one for entry in match.entries for one in people.get(entry, ())}:
            lines[person].append(line)
    due = sorted(person for person in lines if after is None or person > after)
    notices = []
    for person in due[:AT_ONCE]:
        own = lines[person]
        own.sort(key=lambda line: (line.starts_at is None, line.starts_at or unit.now, line.match_id))
        told = ScheduleChanged(
            event=event.name,
            event_slug=event.slug,
            time_zone=event.time_zone,
            matches=own[:MOST],
            more=max(0, len(own) - MOST),
        )
        notices.append(Told(person, told, f"schedule:{publication_id}"))
    await tell(unit, notices)
    if len(due) > AT_ONCE:
        last = due[AT_ONCE - 1]
        key = f"schedule-told:{publication_id}:{last}"
        # Due since then, and so before the mails to those who were told: inboxes do not wait for these.
        since = await queries.published_at(unit.connection, publication_id)
        unit.enqueue(AnnounceSchedule(publication_id, after=last), due_at=since, dedupe_key=key)
