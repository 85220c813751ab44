"""Who holds which seed of a tournament by now, and why."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor
from esports.engine.errors import EngineError
from esports.engine.progression_seats import FilledSeed, Filling
from esports.entries.service import OPEN_TO_STAFF
from esports.honours import queries
from esports.honours.planning import hidden_from, stored
from esports.honours.season import Season, filled, load, worded
from esports.honours.wire import LeftOver, Qualification, Reason, SeedLine
from esports.tournaments import service as tournaments


async def qualification(connection: AsyncConnection, actor: Actor, tournament_id: UUID) -> Qualification:
    """Who holds which seed of the tournament by now, and why.

    Raises:
        DomainError: `not_found`.
    """
    await tournaments.get(connection, actor, tournament_id)
    season = await load(connection, await queries.season(connection, [tournament_id]))
    hidden = await hidden_from(connection, actor, season)
    names = season.names(hidden)
    try:
        seeds, faults = filled(season, tournament_id)
        problems = [worded(reason, names) for _, reason in faults]
    except EngineError as error:
        seeds, problems = (), [Reason(text=one.detail, params=dict(one.params)) for one in error.findings]
        problems = [worded(reason, names) for reason in problems]
    present = season.present(tournament_id)
    plan = None
    if tournament_id in season.plans:
        links = [link for link in season.links if link.target == tournament_id]
        plan = stored(season, tournament_id, links, *season.plans[tournament_id], hidden)
    return Qualification(
        tournament=tournament_id,
        plan=plan,
        seeds=[
            SeedLine(
                seed=one.seed,
                filling=one.filling,
                name=one.entrant.name if one.entrant else None,
                entry=present[one.entrant.id].id if one.entrant and one.entrant.id in present else None,
                why=worded(Reason(text=one.text, params=one.params), names),
            )
            for one in seeds
        ],
        problems=problems,
        left_over=[] if problems else left_over(season, tournament_id, seeds),
    )


def left_over(season: Season, tournament_id: UUID, seeds: Sequence[FilledSeed]) -> list[LeftOver]:
    """Who came in as a qualifier and is none any more.

    Nobody is, while their source is being played again, or once play has begun here.
    """
    if season.tournaments[tournament_id].state not in OPEN_TO_STAFF:
        return []
    seated = {one.entrant.id for one in seeds if one.entrant}
    undecided = {str(one.params.get("source")) for one in seeds if one.filling is Filling.open}
    return [
        LeftOver(entry=entry.id, name=entry.name)
        for entry_id, entry in season.present(tournament_id).items()
        if entry.qualifier and entry_id not in seated and str(entry.qualifier) not in undecided
    ]
