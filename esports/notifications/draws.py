"""Telling everybody of a drawn stage where and whom they play first."""

from typing import Any
from uuid import UUID

import msgspec

from esports.events import queries as events
from esports.jobs import AnnounceDraw
from esports.notifications import telling
from esports.notifications.entry_wire import DrawPublished
from esports.notifications.queries.draws import FirstMatch, first_matches, seated
from esports.notifications.telling import Told, tell_part
from esports.tournaments import queries as tournaments
from esports.uow import UnitOfWork


async def announce(unit: UnitOfWork, stage_id: UUID, *, after: UUID | None = None) -> None:
    """Tell the people of the entries that play in a stage, each once for each draw of it.

    It goes by the stage of now: of one that is not played, not any more or not yet again, nothing is told.
    A part of them is told in this unit, of those whose ids come behind `after`; the others are the next
    job's.
    """
    stage = await tournaments.stage(unit.connection, stage_id)
    if stage is None or stage.state != "running":
        return
    tournament = await tournaments.by_id(unit.connection, stage.tournament)
    event = await events.by_id(unit.connection, tournament.event) if tournament else None
    if tournament is None or event is None or tournament.state not in ("running", "paused"):
        return
    found = await seated(unit.connection, stage_id, after=after, limit=telling.AT_ONCE + 1)
    firsts = await first_matches(unit.connection, stage_id, [one.entry_id for one in found])
    notices = []
    for one in found:
        told = DrawPublished(
            tournament_id=tournament.id,
            event=event.name,
            event_slug=event.slug,
            time_zone=event.time_zone,
            tournament=tournament.name,
            tournament_slug=tournament.slug,
            stage=stage.name,
            name=one.name,
            **_first(firsts.get(one.entry_id)),
        )
        notices.append(Told(one.person_id, told, f"draw:{stage_id}:{stage.draw_seed}"))
    await tell_part(unit, notices, lambda last: AnnounceDraw(stage_id, after=last))


def _first(match: FirstMatch | None) -> dict[str, Any]:
    """What a notice says of an entry's first match."""
    if match is None:
        return dict.fromkeys(("group", "match_id", "number", "starts_at", "station")) | {"names": []}
    fields = msgspec.structs.asdict(match)
    del fields["entry_id"]
    return fields
