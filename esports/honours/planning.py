"""Decide where the entries of a tournament come from; the plan of the whole season must stay sound."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.engine.errors import EngineError
from esports.engine.progression_plan import read_plan
from esports.entries.service import OPEN_TO_STAFF
from esports.errors import DomainError, Kind, conflict, refuse_stale
from esports.honours import queries
from esports.honours.findings import Places
from esports.honours.season import Season, load, raw_plan
from esports.honours.sources import links_of
from esports.honours.wire import Link, NewPlan, Source, StoredPlan
from esports.i18n import N_
from esports.journal.facts import QualificationSet
from esports.tournaments import service as tournaments
from esports.uow import UnitOfWork


async def set_plan(
    unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, new: NewPlan, expected: int | None
) -> StoredPlan:
    """Decide whose places fill the seeds of a tournament. For who organises it and all its sources.

    The same plan again is a harmless repeat.

    Raises:
        DomainError: `not_found`, `forbidden`, `too_late`, `stale_revision`, `plan_unsound` with every
            finding, and what `sources.links_of` refuses.
    """
    target = await tournaments.get(unit.connection, actor, tournament_id)
    await access.require(unit.connection, actor, Permission.manage_tournament, target.event)
    links = await links_of(unit, actor, target, new)
    concerned = {target.id, *(link.source for link in links)}
    season = await held(unit, concerned)
    if season.tournaments[target.id].state not in OPEN_TO_STAFF:
        raise conflict("too_late", N_("Play has begun; this cannot be changed any more."))
    _, revision = season.plans.get(target.id, ([], 0))
    refuse_stale(expected, revision)
    direct = sorted(set(new.direct))
    hidden = await hidden_from(unit.connection, actor, season)
    _check(season, target.id, links, direct, season.names(hidden))
    former = [link for link in season.links if link.target == target.id]
    if target.id in season.plans and (former, season.plans[target.id][0]) == (links, direct):
        return stored(season, target.id, links, direct, revision, hidden)
    rows = [_row(unit, link, position) for position, link in enumerate(links, 1)]
    revision = await queries.store_plan(unit.connection, target.id, direct, rows)
    unit.record(target.id, QualificationSet(tournament_id=target.id))
    return stored(season, target.id, links, direct, revision, hidden)


async def held(unit: UnitOfWork, tournament_ids: set[UUID]) -> Season:
    """The whole season of these tournaments with their rows held, in the order of their ids.

    Raises:
        DomainError: `busy`, where the season grew while this waited.
    """
    together = await queries.season(unit.connection, tournament_ids)
    await queries.lock(unit.connection, together)
    if not await queries.season(unit.connection, tournament_ids) <= together:
        raise DomainError(
            Kind.conflict,
            "busy",
            N_("Others are changing the same thing; try again."),
            retry_after_seconds=1,
        )
    return await load(unit.connection, together)


async def hidden_from(connection: AsyncConnection, actor: Actor, season: Season) -> set[UUID]:
    """The drafts in the season that the caller may not know of."""
    return {
        one.id
        for one in season.tournaments.values()
        if not one.published and not await access.allows(connection, actor, Permission.see_private, one.event)
    }


def stored(
    season: Season,
    target: UUID,
    links: Sequence[Link],
    direct: list[int],
    revision: int,
    hidden: set[UUID],
) -> StoredPlan:
    """The plan as it travels."""
    sources = []
    for link in links:
        shown = None if link.source in hidden else season.tournaments[link.source]
        sources.append(
            Source(
                tournament=link.source,
                name=shown.name if shown else None,
                state=shown.state if shown else None,
                places=link.places,
                seeds=link.seeds,
                ahead=link.ahead,
            )
        )
    return StoredPlan(tournament=target, sources=sources, direct=direct, revision=revision)


def _check(
    season: Season, target: UUID, links: Sequence[Link], direct: list[int], names: Mapping[str, str]
) -> None:
    """Refuse a plan that does not fit into the season, with every finding.

    Raises:
        DomainError: `plan_unsound` with every finding.
    """
    others = [link for link in season.links if link.target != target]
    plans = {**season.plans, target: (direct, 0)}
    fed = {link.target for link in (*others, *links)}
    sizes = {
        one.id: one.capacity for one in season.tournaments.values() if one.capacity and one.id not in fed
    }
    whole = Season(season.tournaments, season.links, plans, season.entries)
    if not links and not others:
        return
    try:
        read_plan(raw_plan(whole, [*others, *links], sizes))
    except EngineError as error:
        place = Places(list(season.tournaments), target, others, links, names)
        raise DomainError(
            Kind.invalid,
            error.code,
            error.detail,
            errors=[place.told(one) for one in error.findings],
            params=error.params,
        ) from error


def _row(unit: UnitOfWork, link: Link, position: int) -> dict[str, Any]:
    return {
        "id": unit.new_id(),
        "target_id": link.target,
        "source_id": link.source,
        "position": position,
        "places": link.places,
        "seeds": link.seeds,
        "ahead": link.ahead,
    }
