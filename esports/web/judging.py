"""Where a registrant hands in for a judged stage, and where a judge marks."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor, TokenScope, require_person
from esports.engine.model import Format
from esports.errors import not_found
from esports.http.provide import Parts
from esports.judging import progress, service
from esports.tournaments import queries as tournament_queries
from esports.tournaments.wire import Stage, Tournament
from esports.web.caster import snapshot, tournament_named
from esports.web.page import page

Call = Request[Actor, Any, Any]


async def judged_stage(connection: AsyncConnection, tournament: Tournament) -> Stage:
    """The judged stage that is on, else the last one that was, else the first.

    Raises:
        DomainError: `not_found`.
    """
    stages = await tournament_queries.stages_of(connection, tournament.id)
    judged = [one for one in stages if one.format == Format.judged]
    on = [one for one in judged if one.state == "running"]
    over = [one for one in judged if one.state == "finished"]
    if not judged:
        raise not_found("stage")
    return (on or over[::-1] or judged)[0]


@get("/events/{event:str}/{tournament:str}/judging", include_in_schema=False)
async def judging_page(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    event: FromPath[str],
    tournament: FromPath[str],
) -> Response[str]:
    """The caller's own part in a judged stage: the work to hand in, the works to mark."""
    person = require_person(actor, TokenScope.read)
    async with snapshot(parts) as connection:
        of, found = await tournament_named(connection, actor, event, tournament)
        stage = await judged_stage(connection, found)
        told = await progress.look(connection, actor, stage.id, parts.clock())
        own = await service.own_work(connection, stage.id, person)
    return page(
        request,
        "judging.html",
        event=of,
        tournament=found,
        stage=stage,
        judging=told,
        own=own,
        data={"judging": told, "own": own},
    )


handlers = [judging_page]
