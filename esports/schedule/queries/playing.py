"""Every SQL statement about the matches that are to be played: who is in them, and where they belong."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, cast, exists, func, or_, select, union_all
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import staff
from esports.db.schema.brackets import matches, slots
from esports.db.schema.entries import entries, roster_members
from esports.db.schema.matches import ACTIVE, results
from esports.db.schema.schedule import (
    bookings,
    stations,
)
from esports.db.schema.teams import team_members
from esports.db.schema.tournaments import tournaments
from esports.schedule.queries import OPEN
from esports.schedule.rows import LatelyOver, OpenMatch, PlayedMatch

OVER = ("finished", "archived", "cancelled")


async def open_matches(connection: AsyncConnection, event_id: UUID) -> list[OpenMatch]:
    """The matches of the event that are not over, with who is in them and which they wait for."""
    inside = (
        select(
            func.coalesce(func.jsonb_agg(aggregate_order_by(slots.c.entry_id, slots.c.slot)), cast([], JSONB))
        )
        .where(slots.c.match_id == matches.c.id, slots.c.entry_id.is_not(None))
        .scalar_subquery()
    )
    earlier = matches.alias()
    sources = (
        select(func.coalesce(func.jsonb_agg(slots.c.source_match_id.distinct()), cast([], JSONB)))
        .join(earlier, earlier.c.id == slots.c.source_match_id)
        .where(slots.c.match_id == matches.c.id, slots.c.entry_id.is_(None), earlier.c.phase.in_(OPEN))
        .scalar_subquery()
    )
    query = (
        select(
            matches.c.id,
            matches.c.number,
            matches.c.best_of,
            matches.c.state,
            matches.c.tournament_id,
            tournaments.c.name.label("tournament"),
            tournaments.c.title,
            matches.c.called_at,
            matches.c.began_at,
            inside.label("entries"),
            sources.label("sources"),
        )
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(tournaments.c.event_id == event_id, tournaments.c.state.not_in(OVER))
        .where(matches.c.phase.in_(OPEN))
        .order_by(matches.c.id)
    )
    return [to_struct(row, OpenMatch) for row in await connection.execute(query)]


async def played(connection: AsyncConnection, event_id: UUID) -> list[PlayedMatch]:
    """The matches of the event that were played, and not decided otherwise, of which is known how long."""
    query = (
        select(
            tournaments.c.title,
            matches.c.best_of,
            matches.c.called_at,
            matches.c.began_at,
            matches.c.ended_at,
        )
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .join(results, results.c.match_id == matches.c.id)
        .where(tournaments.c.event_id == event_id, matches.c.state == "confirmed")
        .where(ACTIVE, results.c.kind == "played", matches.c.ended_at.is_not(None))
        .where(or_(matches.c.called_at.is_not(None), matches.c.began_at.is_not(None)))
        .order_by(matches.c.id)
    )
    return [to_struct(row, PlayedMatch) for row in await connection.execute(query)]


async def called(connection: AsyncConnection, match_id: UUID) -> tuple[str, int] | None:
    """The station's name and the match's revision, if the match is called now."""
    query = (
        select(stations.c.name, matches.c.revision)
        .join(bookings, bookings.c.match_id == matches.c.id)
        .join(stations, stations.c.id == bookings.c.station_id)
        .where(matches.c.id == match_id, matches.c.state == "called")
    )
    row = (await connection.execute(query)).one_or_none()
    return (row.name, row.revision) if row else None


async def lately_over(connection: AsyncConnection, event_id: UUID, since: datetime) -> list[LatelyOver]:
    """The matches of the event that ended after this time."""
    inside = func.jsonb_agg(slots.c.entry_id)
    query = (
        select(tournaments.c.name, matches.c.number, matches.c.settled_at, inside)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .join(slots, slots.c.match_id == matches.c.id)
        .where(tournaments.c.event_id == event_id, slots.c.entry_id.is_not(None))
        .where(matches.c.state == "confirmed", matches.c.settled_at > since)
        .group_by(matches.c.id, tournaments.c.id)
    )
    return [
        LatelyOver(name=f"{name} #{number}", at=at, entries=[UUID(one) for one in entered])
        for name, number, at, entered in await connection.execute(query)
    ]


def who_plays(chosen: ColumnElement[bool]) -> Subquery:
    """The people (`person_id`) of the chosen entries (`entry_id`) who have an account: of the roster, else of
    the team, else who entered.
    """
    on_roster = (roster_members.c.entry_id == entries.c.id) & roster_members.c.person_id.is_not(None)
    in_team = team_members.c.team_id == entries.c.team_id
    rosters = select(entries.c.id.label("entry_id"), roster_members.c.person_id).join(
        roster_members, on_roster
    )
    teams = select(entries.c.id, team_members.c.person_id).join(team_members, in_team)
    holders = select(entries.c.id, entries.c.person_id).where(entries.c.person_id.is_not(None))
    without = ~exists().where(on_roster)
    return union_all(
        rosters.where(chosen),
        teams.where(chosen, without),
        holders.where(chosen, without, ~exists().where(in_team)),
    ).subquery()


async def people_of(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """The people of entries who have an account, see `who_plays`."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    whom = who_plays(entries.c.id.in_(entry_ids))
    for entry, person in await connection.execute(select(whom.c.entry_id, whom.c.person_id)):
        found[entry].add(person)
    return found


async def referees_of(connection: AsyncConnection, event_id: UUID) -> list[UUID]:
    """The referees among the event's staff, in the order in which they came."""
    query = select(staff.c.person_id).where(staff.c.event_id == event_id, staff.c.role == "referee")
    return list((await connection.execute(query.order_by(staff.c.id))).scalars())


async def located(connection: AsyncConnection, match_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, UUID]]:
    """The tournament and the stage of matches."""
    query = select(matches.c.id, matches.c.tournament_id, matches.c.stage_id).where(
        matches.c.id.in_(match_ids)
    )
    return {row.id: (row.tournament_id, row.stage_id) for row in await connection.execute(query)}


async def entry_names(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of entries."""
    query = select(entries.c.id, entries.c.name).where(entries.c.id.in_(entry_ids))
    return {row.id: row.name for row in await connection.execute(query)}


async def slugs_of(connection: AsyncConnection, event_id: UUID) -> dict[UUID, str]:
    """The short names of the event's tournaments."""
    query = select(tournaments.c.id, tournaments.c.slug).where(tournaments.c.event_id == event_id)
    return {row.id: row.slug for row in await connection.execute(query)}


async def hold_tournaments(connection: AsyncConnection, ids: Sequence[UUID]) -> None:
    """Lock the rows of tournaments in the order of their ids."""
    query = select(tournaments.c.id).where(tournaments.c.id.in_(ids)).order_by(tournaments.c.id)
    await connection.execute(query.with_for_update())


async def tournaments_of(connection: AsyncConnection, event_id: UUID) -> set[UUID]:
    """The ids of the event's tournaments."""
    query = select(tournaments.c.id).where(tournaments.c.event_id == event_id)
    return set((await connection.execute(query)).scalars())


async def match_event(connection: AsyncConnection, match_id: UUID) -> tuple[UUID, str] | None:
    """The event of a match, and the match's phase."""
    query = (
        select(tournaments.c.event_id, matches.c.phase)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(matches.c.id == match_id)
    )
    row = (await connection.execute(query)).one_or_none()
    return (row.event_id, row.phase) if row else None
