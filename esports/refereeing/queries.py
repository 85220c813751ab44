"""Every SQL statement about lobby codes, cases and the referees' queue."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, Select, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.brackets import matches, slots
from esports.db.schema.entries import entries
from esports.db.schema.matches import pauses, proposals, reports
from esports.db.schema.refereeing import case_notes, cases, evidence, lobby_codes, match_links, presences
from esports.db.schema.schedule import bookings
from esports.db.schema.tournaments import stages, tournaments
from esports.matches.queries import PAUSED, THIS_SITTING
from esports.refereeing.wire import (
    Case,
    EvidenceItem,
    EvidencePicture,
    MatchLink,
    Note,
    Paused,
    Presence,
    StoredEvidence,
    WaitingProposal,
)

LONGEST_QUEUE = 200
PAIRED_AT_ONCE = ("round_robin", "free_for_all", "judged")
"""Formats whose matches can be played from the start on: without a planned time none of them is late."""


async def lobby_code(connection: AsyncConnection, match_id: UUID, playing: Sequence[UUID]) -> str | None:
    """The code of the match's lobby, if it is meant for those who play now."""
    query = select(lobby_codes.c.code).where(
        lobby_codes.c.match_id == match_id, lobby_codes.c.entries == list(playing)
    )
    code: str | None = (await connection.execute(query)).scalar_one_or_none()
    return code


async def set_lobby_code(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    """Store the code of a match's lobby in the place of a former one."""
    statement = upsert(lobby_codes).values(**row)
    changed = {name: statement.excluded[name] for name in ("code", "entries", "set_by")}
    await connection.execute(
        statement.on_conflict_do_update(index_elements=[lobby_codes.c.match_id], set_=changed)
    )


def _cases() -> Select[Any]:
    plain = ("id", "slot", "words", "opened_at", "held_by", "decision", "closed_at")
    return select(
        *(cases.c[name] for name in plain),
        cases.c.match_id.label("match"),
        people.c.display_name.label("held_by_name"),
    ).outerjoin(people, people.c.id == cases.c.held_by)


async def open_case(connection: AsyncConnection, match_id: UUID) -> Case | None:
    """The open case of a match."""
    query = _cases().where(cases.c.match_id == match_id, cases.c.closed_at.is_(None))
    row = (await connection.execute(query)).one_or_none()
    return await _whole(connection, row) if row else None


async def case(connection: AsyncConnection, case_id: UUID) -> Case | None:
    """A case with its notes."""
    row = (await connection.execute(_cases().where(cases.c.id == case_id))).one_or_none()
    return await _whole(connection, row) if row else None


async def _whole(connection: AsyncConnection, row: Row[Any]) -> Case:
    (found,) = await _with_notes(connection, [to_struct(row, Case)])
    return found


async def _with_notes(connection: AsyncConnection, found: Sequence[Case]) -> list[Case]:
    query = (
        select(case_notes, people.c.display_name.label("by"))
        .outerjoin(people, people.c.id == case_notes.c.made_by)
        .where(case_notes.c.case_id.in_([one.id for one in found]))
        .order_by(case_notes.c.number)
    )
    notes: dict[UUID, list[Note]] = {one.id: [] for one in found}
    for row in await connection.execute(query):
        notes[row.case_id].append(to_struct(row, Note))
    return [msgspec.structs.replace(one, notes=notes[one.id]) for one in found]


async def add_case(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    """Insert a case."""
    await connection.execute(insert(cases).values(**row))


async def change_case(connection: AsyncConnection, case_id: UUID, **values: Any) -> None:
    """Store changed columns of a case."""
    await connection.execute(update(cases).where(cases.c.id == case_id).values(**values))


async def add_note(connection: AsyncConnection, case_id: UUID, **values: Any) -> None:
    """Write down one more note of a case. Needs the tournament's lock."""
    last = select(func.coalesce(func.max(case_notes.c.number), 0) + 1).where(case_notes.c.case_id == case_id)
    await connection.execute(
        insert(case_notes).values(case_id=case_id, number=last.scalar_subquery(), **values)
    )


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


async def add_link(connection: AsyncConnection, **row: Any) -> None:
    """Insert a link to a match."""
    await connection.execute(insert(match_links).values(**row))


async def link(
    connection: AsyncConnection, *, link_id: UUID | None = None, secret_hash: bytes | None = None
) -> MatchLink | None:
    """A link by its id, or by what is kept of its secret."""
    which = match_links.c.id == link_id if link_id else match_links.c.secret_hash == secret_hash
    query = select(
        match_links.c.id,
        match_links.c.match_id.label("match"),
        match_links.c.entries,
        match_links.c.made_at,
        match_links.c.revoked_at,
    ).where(which)
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, MatchLink) if row else None


async def revoke_link(connection: AsyncConnection, link_id: UUID, now: datetime) -> None:
    """End a link."""
    await connection.execute(update(match_links).where(match_links.c.id == link_id).values(revoked_at=now))


_NEXT_VERSION = (
    select(func.coalesce(func.max(reports.c.version), 0) + 1)
    .where(reports.c.match_id == presences.c.match_id)
    .scalar_subquery()
)
_PLAYING = (
    select(func.array_agg(aggregate_order_by(slots.c.entry_id, slots.c.slot)))
    .where(slots.c.match_id == presences.c.match_id)
    .scalar_subquery()
)
COUNTS = and_(presences.c.entries == _PLAYING, presences.c.before_version == _NEXT_VERSION)
"""Whether a side's word that it is ready is of those who play now, and of what they play now."""
STANDS_STILL = exists().where(
    pauses.c.match_id == presences.c.match_id, pauses.c.paused_at < presences.c.due_at, PAUSED
)
"""Whether the clock of a side that waits stands still: in a pause, where it had not run out before."""


async def ready(connection: AsyncConnection, match_id: UUID) -> list[Presence]:
    """The sides of a match that are ready, by slot."""
    query = (
        select(presences.c.slot, presences.c.said_at, presences.c.due_at)
        .where(presences.c.match_id == match_id, COUNTS)
        .order_by(presences.c.slot)
    )
    return [to_struct(row, Presence) for row in await connection.execute(query)]


async def ready_sides(connection: AsyncConnection, match_ids: Sequence[UUID]) -> dict[UUID, list[int]]:
    """The slots of the sides that are ready, by match."""
    query = (
        select(presences.c.match_id, presences.c.slot)
        .where(presences.c.match_id.in_(match_ids), COUNTS)
        .order_by(presences.c.slot)
    )
    found: dict[UUID, list[int]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.match_id, []).append(row.slot)
    return found


async def say_ready(connection: AsyncConnection, **row: Any) -> None:
    """Store that a side is ready, in the place of a word that does not count any more."""
    statement = upsert(presences).values(**row)
    changed = {name: statement.excluded[name] for name in row if name not in ("match_id", "slot")}
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["match_id", "slot"], set_=changed)
    )


async def take_back(connection: AsyncConnection, match_id: UUID, slot: int) -> None:
    """Forget that a side is ready."""
    await connection.execute(
        delete(presences).where(presences.c.match_id == match_id, presences.c.slot == slot)
    )


async def put_due(
    connection: AsyncConnection, match_id: UUID, slot: int | None, due: datetime | None
) -> None:
    """Store until when the side of this slot waits for the other, and that no other one waits."""
    of_match = update(presences).where(presences.c.match_id == match_id)
    await connection.execute(of_match.values(due_at=None, raised_at=None))
    if slot is not None:
        await connection.execute(of_match.where(presences.c.slot == slot).values(due_at=due))


async def put_began(connection: AsyncConnection, match_id: UUID, at: datetime | None) -> None:
    """Store when the match began to be played: since both sides are there, or not yet."""
    await connection.execute(update(matches).where(matches.c.id == match_id).values(began_at=at))


async def awaiting(connection: AsyncConnection, match_id: UUID, now: datetime) -> int | None:
    """The slot that has waited past its time, of which the referees were not told. None in a pause."""
    query = select(presences.c.slot).where(
        presences.c.match_id == match_id,
        presences.c.due_at <= now,
        presences.c.raised_at.is_(None),
        COUNTS,
        ~STANDS_STILL,
    )
    slot: int | None = (await connection.execute(query)).scalar_one_or_none()
    return slot


async def move_due(
    connection: AsyncConnection, match_id: UUID, *, since: datetime, now: datetime, minutes: int
) -> datetime | None:
    """Give the side that waits for the other the time of a pause that began at `since`; its new deadline.

    A word said in the pause gets all its `minutes` from now; one whose time was up before it gets nothing.
    """
    began = func.least(presences.c.due_at - timedelta(minutes=minutes), now)
    statement = (
        update(presences)
        .where(presences.c.match_id == match_id, presences.c.due_at > since, COUNTS)
        .values(due_at=presences.c.due_at + (now - func.greatest(since, began)))
        .returning(presences.c.due_at)
    )
    due: datetime | None = (await connection.execute(statement)).scalar_one_or_none()
    return due


async def raised(connection: AsyncConnection, match_id: UUID, slot: int, now: datetime) -> None:
    """Store that the referees were told."""
    await connection.execute(
        update(presences)
        .where(presences.c.match_id == match_id, presences.c.slot == slot)
        .values(raised_at=now)
    )


async def pause(connection: AsyncConnection, match_id: UUID) -> Paused | None:
    """The pause of a match that is in force."""
    query = select(pauses.c.paused_at, pauses.c.slot, pauses.c.reason, pauses.c.due_at).where(
        pauses.c.match_id == match_id, PAUSED
    )
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Paused) if row else None


async def count_pauses(connection: AsyncConnection, match_id: UUID, slot: int) -> int:
    """How often the side has paused the match."""
    query = select(func.count()).where(pauses.c.match_id == match_id, pauses.c.slot == slot, THIS_SITTING)
    count: int = (await connection.execute(query)).scalar_one()
    return count


async def add_pause(connection: AsyncConnection, **row: Any) -> None:
    """Insert a pause."""
    await connection.execute(insert(pauses).values(**row))


async def resume(connection: AsyncConnection, match_id: UUID, **values: Any) -> None:
    """End the pauses of a match."""
    await connection.execute(
        update(pauses).where(pauses.c.match_id == match_id, pauses.c.resumed_at.is_(None)).values(**values)
    )


def _evidence() -> Select[Any]:
    plain = ("id", "source", "slot", "link", "media_type", "width", "height", "made_at")
    return select(
        *(evidence.c[name] for name in plain),
        evidence.c.report_id.label("report"),
        people.c.display_name.label("by"),
    ).outerjoin(people, people.c.id == evidence.c.made_by)


async def evidence_of(
    connection: AsyncConnection, match_id: UUID, playing: Sequence[UUID] | None
) -> list[EvidenceItem]:
    """The evidence of a match, the first one first: all, or what was added while these played."""
    query = _evidence().where(evidence.c.match_id == match_id).order_by(evidence.c.made_at, evidence.c.id)
    if playing is not None:
        query = query.where(evidence.c.entries == list(playing))
    return [to_struct(row, EvidenceItem) for row in await connection.execute(query)]


async def evidence_by_id(connection: AsyncConnection, evidence_id: UUID) -> EvidenceItem:
    """One piece of evidence, which is there."""
    row = (await connection.execute(_evidence().where(evidence.c.id == evidence_id))).one()
    return to_struct(row, EvidenceItem)


async def evidence_by(
    connection: AsyncConnection, match_id: UUID, source: str, slot: int | None
) -> list[StoredEvidence]:
    """What one side of a match, its station or the staff have added. Needs the tournament's lock."""
    query = select(evidence.c.id, evidence.c.report_id.label("report"), evidence.c.digest).where(
        evidence.c.match_id == match_id,
        evidence.c.source == source,
        evidence.c.slot.is_not_distinct_from(slot),
    )
    return [to_struct(row, StoredEvidence) for row in await connection.execute(query)]


async def evidence_picture(connection: AsyncConnection, evidence_id: UUID) -> EvidencePicture | None:
    """A picture with its bytes."""
    query = select(
        evidence.c.match_id.label("match"), evidence.c.entries, evidence.c.media_type, evidence.c.body
    ).where(evidence.c.id == evidence_id, evidence.c.body.is_not(None))
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, EvidencePicture) if row else None


async def add_evidence(connection: AsyncConnection, **row: Any) -> None:
    """Insert a piece of evidence."""
    await connection.execute(insert(evidence).values(**row))
