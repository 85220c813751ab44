"""Telling people that their entry has come in, and that it goes on."""

from collections.abc import Sequence
from uuid import UUID

from esports.brackets.draw import qualified
from esports.events import queries as events
from esports.jobs import AnnounceQualified
from esports.notifications import telling
from esports.notifications.entry_wire import EntryQualified
from esports.notifications.queries import OVER, entering
from esports.notifications.service import notify
from esports.notifications.telling import Told, tell, tell_part
from esports.tournaments import queries as tournaments
from esports.tournaments.wire import Stage
from esports.uow import UnitOfWork


async def announce_received(unit: UnitOfWork, entry_id: UUID) -> None:
    """Tell who registered the entry that it has arrived, once, and how it stands; nothing of one that has
    left or was refused meanwhile.
    """
    found = await entering.received(unit.connection, entry_id)
    if found is not None:
        person_id, payload = found
        await notify(unit, person_id, payload, dedupe_key=f"received:{entry_id}")


async def announce_qualified(unit: UnitOfWork, entry_id: UUID) -> None:
    """Tell everybody of an entry by which place in another tournament it came in, once."""
    payload = await entering.qualified(unit.connection, entry_id)
    if payload is None:
        return
    people = await entering.people_in(unit.connection, [entry_id], limit=telling.AT_ONCE)
    await tell(unit, [Told(one.person_id, payload, f"qualified:{entry_id}") for one in people])


async def announce_going_on(unit: UnitOfWork, stage_id: UUID, *, after: UUID | None = None) -> None:
    """Tell everybody of the entries that go on from a stage, once, while it is finished.

    Where a correction lets others go on, these hear of it. A part of them is told in this unit, of those
    whose ids come behind `after`; the others are the next job's.
    """
    stage = await tournaments.stage(unit.connection, stage_id)
    if stage is None or stage.state != "finished" or stage.qualifies is None:
        return
    tournament = await tournaments.by_id(unit.connection, stage.tournament)
    following = _behind(await tournaments.stages_of(unit.connection, stage.tournament), stage)
    if tournament is None or following is None or tournament.state in OVER:
        return
    event = await events.by_id(unit.connection, tournament.event)
    if event is None:
        return
    going_on = await qualified(unit.connection, tournament, stage, stage.qualifies)
    found = await entering.people_in(unit.connection, going_on, after=after, limit=telling.AT_ONCE + 1)
    notices = []
    for one in found:
        told = EntryQualified(
            tournament_id=tournament.id,
            event=event.name,
            event_slug=event.slug,
            tournament=tournament.name,
            tournament_slug=tournament.slug,
            name=one.name,
            stage=following.name,
        )
        notices.append(Told(one.person_id, told, f"qualified:{stage_id}:{one.entry_id}"))
    await tell_part(unit, notices, lambda last: AnnounceQualified(stage_id, after=last))


def _behind(stages: Sequence[Stage], stage: Stage) -> Stage | None:
    """The stage that follows."""
    return next((one for one in stages if one.position == stage.position + 1), None)
