"""Telling people that they can check in, and before it is too late that they have not."""

from uuid import UUID

from esports.events import queries as events
from esports.jobs import AnnounceCheckIn
from esports.notifications.queries.reminders import absent
from esports.notifications.telling import AT_ONCE, Told, tell
from esports.notifications.wire import CheckInClosing, CheckInOpen
from esports.tournaments import queries as tournaments
from esports.tournaments.timetable import last_call
from esports.uow import UnitOfWork


async def announce(
    unit: UnitOfWork, tournament_id: UUID, *, closing: bool = False, after: UUID | None = None
) -> None:
    """Tell those who have to check in and have not, each once for each opening and each close.

    It goes by the window of now: before it, after it, and where it is `closing` also long before its end,
    nothing is said. `AT_ONCE` people are told in this unit, of those whose ids come behind `after`; the
    others are the next job's.
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
    found = await absent(unit.connection, tournament_id, each=each, after=after, limit=AT_ONCE + 1)
    form = CheckInClosing if closing else CheckInOpen
    moment = window and (window.closes_at if closing else window.opens_at)
    key = f"check-in-{'closes' if closing else 'opens'}:{tournament_id}:{moment and moment.isoformat()}"
    notices = []
    for person_id, name, waiting in found[:AT_ONCE]:
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
    await tell(unit, notices)
    if len(found) > AT_ONCE:
        last = found[AT_ONCE - 1][0]
        rest = AnnounceCheckIn(tournament_id, closing=closing, after=last)
        unit.enqueue(rest, dedupe_key=f"{key}:{last}")
