"""Links by which a phone without an account reports one match, as long as that match is played."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access, secret
from esports.accounts.access import Actor, Permission
from esports.brackets import queries as brackets
from esports.brackets.view import match_view
from esports.errors import DomainError, Kind, not_found
from esports.i18n import N_
from esports.matches import claims
from esports.matches import queries as matches
from esports.matches.claimed import Table
from esports.matches.own import refuse_own
from esports.matches.report_wire import NewReport, Report
from esports.qr import square
from esports.refereeing.held import HeldMatch, enter, refuse_over
from esports.refereeing.link_wire import MadeLink, MatchLink, Station, StationReport
from esports.refereeing.queries import links as link_queries
from esports.refereeing.queries import pauses as pause_queries
from esports.refereeing.queries import presences as presence_queries
from esports.tournaments import queries as tournament_queries
from esports.uow import UnitOfWork

SIDES = 2


async def make(unit: UnitOfWork, *, actor: Actor, match_id: UUID, home: str) -> MadeLink:
    """Make a link to a match that can be played between two; its secret is told this once.

    `home` is the address of the product's pages, to which the QR code leads.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `own_match`, `tournament_not_running`,
            `match_not_ready`, `reports_by_staff` for a lobby.
    """
    held = await enter(unit, actor, match_id)
    await access.require(unit.connection, actor, Permission.report_result, held.tournament.event)
    await refuse_own(unit.connection, actor, match_id)
    refuse_over(held)
    if len(held.match.slots) != SIDES:
        raise DomainError(
            Kind.forbidden, "reports_by_staff", N_("The results of this match are entered by the referees.")
        )
    told, link_id = secret.new(), unit.new_id()
    await link_queries.add_link(
        unit.connection,
        id=link_id,
        match_id=match_id,
        entries=held.playing,
        secret_hash=secret.digest(told),
        made_by=unit.actor_id,
        made_at=unit.now,
    )
    path = f"/station#{told}"
    url = f"{home.rstrip('/')}{path}"
    return MadeLink(id=link_id, match=match_id, path=path, url=url, square=square(url))


async def revoke(unit: UnitOfWork, *, actor: Actor, link_id: UUID) -> MatchLink:
    """End a link; again is harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    found = await link_queries.link(unit.connection, link_id=link_id)
    if found is None:
        raise not_found("link")
    held = await enter(unit, actor, found.match, asked="link")
    await access.require(unit.connection, actor, Permission.report_result, held.tournament.event)
    if found.revoked_at is None:
        await link_queries.revoke_link(unit.connection, link_id, unit.now)
    return await link_queries.link(unit.connection, link_id=link_id) or found


async def look(connection: AsyncConnection, told: str) -> Station:
    """The match of a link, for whoever holds it.

    Raises:
        DomainError: `link_over`.
    """
    link = await _link(connection, told)
    match = await brackets.by_id(connection, link.match)
    stage = await brackets.stage_of(connection, link.match)
    tournament = await tournament_queries.by_id(connection, stage.tournament) if stage else None
    if match is None or stage is None or tournament is None:
        raise _over()
    if match.row.phase != "ready" or [slot.entry_id for slot in match.slots] != link.entries:
        raise _over()
    pause = await pause_queries.pause(connection, link.match)
    allowed = tournament.reporting.pauses_per_side
    used = [await pause_queries.count_pauses(connection, link.match, slot) for slot in range(SIDES)]
    return Station(
        match=match_view(match),
        names=await matches.names(connection, link.entries),
        tournament=tournament.name,
        stage=stage.name,
        ready=await presence_queries.ready(connection, link.match),
        pause=msgspec.structs.replace(pause, reason=None) if pause else None,
        pauses_left=[max(0, allowed - count) for count in used],
    )


async def report(unit: UnitOfWork, new: StationReport) -> Report:
    """Take the station's report: it waits for the sides, the deadline or a referee, and confirms nothing.

    Raises:
        DomainError: `link_over`, and what `matches.claims.claim` refuses.
    """
    link = await _link(unit.connection, new.secret)
    stage = await brackets.stage_of(unit.connection, link.match)
    if stage is None:
        raise _over()
    tournament = await tournament_queries.by_id(unit.connection, stage.tournament, lock=True)
    # It may have been revoked before the tournament was ours.
    link = await _link(unit.connection, new.secret)
    held = (
        Table(tournament, stage, await brackets.reach(unit.connection, link.match), link.match)
        if tournament
        else None
    )
    if held is None or held.playing != link.entries or held.match.row.phase != "ready":
        raise _over()
    fields = {name: getattr(new, name) for name in NewReport.__struct_fields__}
    return await claims.claim(unit, held, None, NewReport(**fields))


async def held_by_link(unit: UnitOfWork, told: str) -> HeldMatch:
    """The match of a link with its tournament held, while it is played by those it was made for.

    Raises:
        DomainError: `link_over`.
    """
    link = await _link(unit.connection, told)
    located = await brackets.locate_match(unit.connection, link.match)
    tournament = (
        await tournament_queries.by_id(unit.connection, located[0], lock=True)
        if located is not None
        else None
    )
    # It may have been revoked before the tournament was ours.
    link = await _link(unit.connection, told)
    match = await brackets.by_id(unit.connection, link.match)
    if tournament is None or match is None:
        raise _over()
    held = HeldMatch(tournament, match)
    if held.playing != link.entries or match.row.phase != "ready":
        raise _over()
    return held


async def _link(connection: AsyncConnection, told: str) -> MatchLink:
    link = await link_queries.link(connection, secret_hash=secret.digest(told))
    if link is None or link.revoked_at is not None:
        raise _over()
    return link


def _over() -> DomainError:
    """The same for a link that never was: nobody learns which."""
    return DomainError(
        Kind.forbidden, "link_over", N_("This link is not in force: the match is over, or it was revoked.")
    )
