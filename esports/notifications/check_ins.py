"""Telling people that they can check in, and before it is too late that they have not."""

from uuid import UUID

from esports.events import queries as events
from esports.jobs import AnnounceCheckIn
from esports.notifications import telling
from esports.notifications.queries.reminders import absent
from esports.notifications.telling import Told, tell_part
from esports.notifications.wire import CheckInClosing, CheckInOpen
from esports.tournaments import queries as tournaments
from esports.tournaments.timetable import last_call
from esports.uow import UnitOfWork


async def announce(
    unit: UnitOfWork, tournament_id: UUID, *, closing: bool = False, after: UUID | None = None
) -> None:
    """Tell those who have to check in and have not, each once for each opening and each close.

    It goes by the window of now: before it, after it, and where it is `closing` also long before its end,
    nothing is said. A part of them is told in this unit, of those whose ids come behind `after`; the others
    are the next job's.
    """
    tournament = await tournaments.by_id(unit.connection, tournament_id)
    if tournament is None or tournament.state != "check_in":
        return
    window = tournament.check_in
    if window is not None and not window.opens_at <= unit.now < window.closes_at:
        return
    if closing and (window is None or unit.now < last_call(window)):
        return
    event = await events.by_id(unit.connection, tournament.event)
    if event is None:
        return
    each = tournament.players_needed is not None
    found = await absent(unit.connection, tournament_id, each=each, after=after, limit=telling.AT_ONCE + 1)
    form = CheckInClosing if closing else CheckInOpen
    moment = window and (window.closes_at if closing else window.opens_at)
    key = f"check-in-{'closes' if closing else 'opens'}:{tournament_id}:{moment and moment.isoformat()}"
    notices = []
    for person_id, name, waiting in found:
        told = form(
            tournament_id=tournament_id,
            event=event.name,
            event_slug=event.slug,
            time_zone=event.time_zone,
            tournament=tournament.name,
            tournament_slug=tournament.slug,
            name=name,
            each=each,
            until=window.closes_at if window else None,
            waiting=waiting,
        )
        notices.append(Told(person_id, told, key))
    await tell_part(unit, notices, lambda last: AnnounceCheckIn(tournament_id, closing=closing, after=last))
