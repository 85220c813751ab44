"""Every SQL statement about what waits for a referee."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.brackets import matches, slots
from esports.db.schema.entries import entries
from esports.db.schema.matches import pauses, proposals, reports
from esports.db.schema.refereeing import cases, presences
from esports.db.schema.schedule import bookings
from esports.db.schema.tournaments import stages, tournaments
from esports.matches.queries import PAUSED
from esports.refereeing.queries import _cases, _with_notes
from esports.refereeing.queries.presences import COUNTS, STANDS_STILL
from esports.refereeing.queue_wire import WaitingProposal
from esports.refereeing.wire import Case

LONGEST_QUEUE = 200
PAIRED_AT_ONCE = ("round_robin", "free_for_all", "judged")
"""Formats whose matches can be played from the start on: without a planned time none of them is late."""


async def waiting(
    connection: AsyncConnection,
    event_id: UUID,
    *,
    now: datetime,
    late: datetime,
    tournament_id: UUID | None,
    person_id: UUID | None,
    match_id: UUID | None = None,
) -> list[Row[Any]]:
    """The matches of running tournaments that need a person, each with the moments from which it does; and
    of finished ones those of which somebody else than this person has proposed a correction.

    `late` is the moment before which a match must have become ready, and its planned time have come, to count
    as late.
    """
    source = matches.alias("source")
    fed = (
        select(func.max(source.c.settled_at))
        .select_from(slots)
        .join(source, source.c.id == slots.c.source_match_id)
        .where(slots.c.match_id == matches.c.id)
        .scalar_subquery()
    )
    planned = select(bookings.c.starts_at).where(bookings.c.match_id == matches.c.id).scalar_subquery()
    ready_at = func.greatest(stages.c.started_at, fed, planned)
    due = (
        select(func.min(reports.c.due_at))
        .where(reports.c.match_id == matches.c.id, reports.c.state == "claimed")
        .scalar_subquery()
    )
    playing = (
        select(func.array_agg(aggregate_order_by(slots.c.entry_id, slots.c.slot)))
        .where(slots.c.match_id == reports.c.match_id)
        .scalar_subquery()
    )
    entered = (
        select(func.max(reports.c.created_at))
        .where(reports.c.match_id == matches.c.id, reports.c.state == "entered")
        .where(reports.c.entries == playing)
        .where(tournaments.c.second_person != "off")
        .scalar_subquery()
    )
    alone = (
        select(func.min(presences.c.due_at))
        .where(presences.c.match_id == matches.c.id, presences.c.due_at <= now, COUNTS, ~STANDS_STILL)
        .where(tournaments.c.no_show_minutes.is_not(None), tournaments.c.state == "running")
        .correlate(matches, tournaments)
        .scalar_subquery()
    )
    paused = exists().where(pauses.c.match_id == matches.c.id, PAUSED)
    overrun = (
        select(func.min(pauses.c.due_at))
        .where(pauses.c.match_id == matches.c.id, pauses.c.due_at <= now, PAUSED)
        .correlate(matches)
        .scalar_subquery()
    )
    held = exists().where(cases.c.match_id == matches.c.id, cases.c.closed_at.is_(None))
    proposed = exists().where(proposals.c.match_id == matches.c.id, _by_others(person_id))
    untouched = and_(matches.c.phase == "ready", matches.c.state.in_(("idle", "called")))
    has_turn = or_(stages.c.format.not_in(PAIRED_AT_ONCE), planned.is_not(None))
    query = (
        select(
            *(matches.c[name] for name in ("id", "number", "phase", "state", "revision")),
            tournaments.c.id.label("tournament"),
            tournaments.c.name.label("tournament_name"),
            tournaments.c.slug.label("tournament_slug"),
            stages.c.id.label("stage"),
            stages.c.name.label("stage_name"),
            ready_at.label("ready_at"),
            due.label("due_at"),
            entered.label("entered_at"),
            alone.label("alone_since"),
            paused.label("is_paused"),
            overrun.label("overrun_at"),
            (untouched & (ready_at < late) & has_turn).label("is_late"),
        )
        .join(stages, stages.c.id == matches.c.stage_id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .where(tournaments.c.event_id == event_id)
        .where(
            or_(
                tournaments.c.state.in_(("running", "paused")),
                and_(tournaments.c.state == "finished", proposed),
            )
        )
        .where(
            or_(
                and_(matches.c.phase == "ready", matches.c.state == "disputed"),
                and_(
                    matches.c.phase == "ready",
                    matches.c.state == "reported",
                    or_(due.is_(None), and_(due < now, ~paused)),
                ),
                matches.c.phase == "stale",
                and_(matches.c.phase == "ready", entered.is_not(None)),
                and_(matches.c.phase == "ready", alone.is_not(None)),
                and_(matches.c.phase == "ready", overrun.is_not(None)),
                held,
                proposed,
                and_(untouched, ready_at < late, has_turn),
            )
        )
        .order_by(matches.c.id)
        .limit(LONGEST_QUEUE)
    )
    if tournament_id is not None:
        query = query.where(tournaments.c.id == tournament_id)
    if match_id is not None:
        query = query.where(matches.c.id == match_id)
    return list(await connection.execute(query))


def _by_others(person_id: UUID | None) -> ColumnElement[bool]:
    return proposals.c.closed_at.is_(None) & proposals.c.proposed_by.is_distinct_from(person_id)


async def waiting_proposals(
    connection: AsyncConnection, match_ids: Sequence[UUID], person_id: UUID | None
) -> dict[UUID, WaitingProposal]:
    """The corrections of these matches that somebody else has proposed, by match."""
    columns = (proposals.c[name] for name in ("id", "body", "proposed_at"))
    query = (
        select(*columns, proposals.c.match_id.label("match"), people.c.display_name.label("by"))
        .outerjoin(people, people.c.id == proposals.c.proposed_by)
        .where(proposals.c.match_id.in_(match_ids), _by_others(person_id))
    )
    found = [to_struct(row, WaitingProposal) for row in await connection.execute(query)]
    return {one.match: one for one in found}


async def open_cases(connection: AsyncConnection, match_ids: Sequence[UUID]) -> dict[UUID, Case]:
    """The open cases of these matches, by match."""
    query = _cases().where(cases.c.match_id.in_(match_ids), cases.c.closed_at.is_(None))
    found = [to_struct(row, Case) for row in await connection.execute(query)]
    return {one.match: one for one in await _with_notes(connection, found)} if found else {}


async def sides(connection: AsyncConnection, match_ids: Sequence[UUID]) -> dict[UUID, list[str | None]]:
    """The names of who is in these matches, in slot order."""
    query = (
        select(slots.c.match_id, entries.c.name)
        .outerjoin(entries, entries.c.id == slots.c.entry_id)
        .where(slots.c.match_id.in_(match_ids))
        .order_by(slots.c.match_id, slots.c.slot)
    )
    found: dict[UUID, list[str | None]] = {match: [] for match in match_ids}
    for row in await connection.execute(query):
        found[row.match_id].append(row.name)
    return found
