"""Reminding people of their next match a while before it starts."""

from datetime import datetime, timedelta
from uuid import UUID

from esports.events import queries as events
from esports.notifications.queries.crowds import everybody_of
from esports.notifications.queries.reminders import who_likes
from esports.notifications.telling import Told, tell
from esports.notifications.wire import MatchSoon
from esports.schedule import queries
from esports.schedule.queries import places, playing
from esports.uow import UnitOfWork


async def remind(unit: UnitOfWork, event_id: UUID, starts_at: datetime, minutes: int) -> None:
    """Tell the people of the matches that are published for this moment, each once for it: those who want to
    hear of it so many `minutes` before, and those who wanted to sooner and have not.

    It goes by what is published now: who was moved meanwhile hears of it at their own time. After the start,
    however long no worker ran, nothing is said; nor of matches that are called or played already.
    """
    event = await events.by_id(unit.connection, event_id)
    if event is None or not starts_at - timedelta(minutes=minutes) <= unit.now < starts_at:
        return
    published = await queries.published(unit.connection, event_id)
    placed = {one.match: one for one in published if one.starts_at == starts_at}
    coming = [
        one
        for one in await playing.open_matches(unit.connection, event_id)
        if one.id in placed and one.state == "idle"
    ]
    inside = sorted({entry for match in coming for entry in match.entries})
    people = await everybody_of(unit.connection, inside)
    names = await playing.entry_names(unit.connection, inside)
    wanted = {one.station for one in placed.values() if one.station is not None}
    stations = await places.station_names(unit.connection, wanted)
    told: list[tuple[UUID, MatchSoon]] = []
    for match in coming:
        place = placed[match.id]
        payload = MatchSoon(
            match_id=match.id,
            number=match.number,
            tournament=match.tournament,
            tournament_slug=place.tournament_slug,
            event=event.name,
            event_slug=event.slug,
            time_zone=event.time_zone,
            names=[names[entry] for entry in match.entries],
            starts_at=starts_at,
            station=stations.get(place.station) if place.station else None,
        )
        told += [(person, payload) for entry in match.entries for person in people[entry]]
    wanting = await who_likes(unit.connection, {person for person, _ in told}, minutes)
    told.sort(key=lambda one: (one[0], one[1].match_id))
    notices = [
        Told(person, payload, f"soon:{payload.match_id}:{starts_at.isoformat()}")
        for person, payload in told
        if person in wanting
    ]
    await tell(unit, notices)
