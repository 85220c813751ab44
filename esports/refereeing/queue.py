"""The referees' queue: every match of an event that needs a person, and why.

A proposed correction is among it, for everybody but who proposed it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.events import service as events
from esports.refereeing.queries import presences as presence_queries
from esports.refereeing.queries import waiting as waiting_queries
from esports.refereeing.queue_wire import Need, Queue, QueueItem, WaitingProposal
from esports.refereeing.wire import Case

LATE_AFTER = timedelta(minutes=60)
"""How long a match may wait for its first word before somebody should look."""
URGENT: tuple[Need, ...] = (
    "disputed",
    "help",
    "no_show",
    "second",
    "correction",
    "overrun",
    "unanswered",
    "stale",
    "late",
    "taken",
)
SHOWN = (
    "id", "number", "tournament", "tournament_name", "tournament_slug", "stage", "stage_name", "phase",
    "state", "revision",
)  # fmt: skip


async def queue(
    connection: AsyncConnection, actor: Actor, event_id: UUID, tournament_id: UUID | None, *, now: datetime
) -> Queue:
    """What waits for a person in the event, or in one tournament of it, the most urgent and oldest first.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    await events.get(connection, event_id)
    await access.require(connection, actor, Permission.report_result, event_id)
    items = await look(connection, event_id, now=now, tournament_id=tournament_id, person_id=actor.person_id)
    return Queue(items=items)


async def look(
    connection: AsyncConnection,
    event_id: UUID,
    *,
    now: datetime,
    tournament_id: UUID | None = None,
    match_id: UUID | None = None,
    person_id: UUID | None = None,
) -> list[QueueItem]:
    """The same, for this person if not for anybody; of one match perhaps."""
    rows = await waiting_queries.waiting(
        connection,
        event_id,
        now=now,
        late=now - LATE_AFTER,
        tournament_id=tournament_id,
        person_id=person_id,
        match_id=match_id,
    )
    ids = [row.id for row in rows]
    cases = await waiting_queries.open_cases(connection, ids)
    names = await waiting_queries.sides(connection, ids)
    present = await presence_queries.ready_sides(connection, ids)
    proposed = await waiting_queries.waiting_proposals(connection, ids, person_id)
    items = [
        _item(row, cases.get(row.id), proposed.get(row.id), names[row.id], present.get(row.id, []), now)
        for row in rows
    ]
    return sorted(items, key=_urgency)


def _item(
    row: Row[Any],
    case: Case | None,
    proposal: WaitingProposal | None,
    names: list[str | None],
    present: list[int],
    now: datetime,
) -> QueueItem:
    needs = dict(_needs(row, case, now))
    if proposal is not None:
        needs["correction"] = proposal.proposed_at
    known = [moment for moment in needs.values() if moment is not None]
    return QueueItem(
        **{name: getattr(row, name) for name in SHOWN},
        names=names,
        needs=sorted(needs, key=URGENT.index),
        since=min(known, default=None),
        case=case,
        present=present,
        proposal=proposal,
    )


def _needs(row: Row[Any], case: Case | None, now: datetime) -> Iterator[tuple[Need, datetime | None]]:
    """Why the match is in the queue, each with the moment since when, where that is known."""
    if row.phase == "ready" and row.state == "disputed":
        yield "disputed", None
    if row.phase == "ready" and row.overrun_at is not None:
        yield "overrun", row.overrun_at
    if row.phase == "ready" and row.alone_since is not None:
        yield "no_show", row.alone_since
    if row.phase == "ready" and row.entered_at is not None:
        yield "second", row.entered_at
    elif (
        row.phase == "ready"
        and row.state == "reported"
        and (row.due_at is None or (row.due_at < now and not row.is_paused))
    ):
        yield "unanswered", row.due_at
    if row.phase == "stale":
        yield "stale", None
    if row.is_late:
        yield "late", row.ready_at
    if case is not None:
        yield ("taken" if case.slot is None else "help"), case.opened_at


def _urgency(item: QueueItem) -> tuple[int, float, int, str]:
    since = item.since.timestamp() if item.since else 0.0
    return URGENT.index(item.needs[0]), since, item.number, str(item.id)
