"""Telling people in which place their entry has ended."""

from uuid import UUID

from esports.events import queries as events
from esports.jobs import AnnounceResults
from esports.notifications import telling
from esports.notifications.queries.results import placed
from esports.notifications.telling import Told, tell_part
from esports.notifications.wire import EntryPlaced
from esports.tournaments import queries as tournaments
from esports.uow import UnitOfWork


async def announce(unit: UnitOfWork, tournament_id: UUID, *, after: UUID | None = None) -> None:
    """Tell everybody of the entries of a finished tournament their place, once for each place.

    Where a correction has moved an entry since, its people hear of the new place, and the others of nothing.
    A part of them is told in this unit, of those whose ids come behind `after`; the others are the next
    job's.
    """
    tournament = await tournaments.by_id(unit.connection, tournament_id)
    if tournament is None or tournament.state not in ("finished", "archived"):
        return
    event = await events.by_id(unit.connection, tournament.event)
    if event is None:
        return
    found = await placed(unit.connection, tournament_id, after=after, limit=telling.AT_ONCE + 1)
    notices = []
    for one in found:
        told = EntryPlaced(
            tournament_id=tournament_id,
            event=event.name,
            event_slug=event.slug,
            tournament=tournament.name,
            tournament_slug=tournament.slug,
            name=one.name,
            place=one.place,
            among=one.among,
        )
        notices.append(Told(one.person_id, told, f"placed:{one.entry_id}:{one.place}"))
    await tell_part(unit, notices, lambda last: AnnounceResults(tournament_id, after=last))
