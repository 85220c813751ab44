"""Every SQL statement about notices and their deliveries."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Row,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.accounts import people, staff
from esports.db.schema.brackets import matches, slots
from esports.db.schema.entries import entries
from esports.db.schema.events import events
from esports.db.schema.honours import qualifiers
from esports.db.schema.notifications import deliveries, notices, own_chats
from esports.db.schema.privacy import guardian_consents
from esports.db.schema.tournaments import stages, tournaments
from esports.notifications.operation_wire import Channel
from esports.notifications.wire import (
    CHAT,
    KINDS,
    MAIL,
    URGENT,
    ConsentRevoked,
    Delivery,
    EntryDecided,
    Letter,
    MatchReady,
    Notice,
    PlaceFree,
    ReadyMatch,
)

MOST_AS_ONE = 100
"""How many notices one mail tells of at most."""
OVER = ("finished", "archived", "cancelled")
WHERE = (
    tournaments.c.id.label("tournament_id"),
    tournaments.c.name.label("tournament"),
    tournaments.c.slug.label("tournament_slug"),
    events.c.name.label("event"),
    events.c.slug.label("event_slug"),
)
"""What every notice of a match or an entry says of where it is; joined to their tournament and its event."""


async def ready_match(connection: AsyncConnection, match_id: UUID) -> ReadyMatch | None:
    """The match and its sides, if it can be played at this moment."""
    same = matches.alias()
    last_round = (
        select(func.max(same.c.round))
        .where(same.c.stage_id == matches.c.stage_id, same.c.bracket == matches.c.bracket)
        .where(same.c.group_key.is_not_distinct_from(matches.c.group_key))
        .scalar_subquery()
    )
    query = (
        select(
            matches.c.id.label("match_id"),
            *WHERE,
            stages.c.name.label("stage"),
            stages.c.format,
            matches.c.number,
            matches.c.best_of,
            matches.c.bracket,
            matches.c.group_key.label("group"),
            matches.c.round,
            last_round.label("last_round"),
        )
        .join(stages, stages.c.id == matches.c.stage_id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .where(matches.c.id == match_id, matches.c.phase == "ready", tournaments.c.state.not_in(OVER))
    )
    found = (await connection.execute(query)).one_or_none()
    if found is None:
        return None
    sides = await _sides(connection, match_id)
    return ReadyMatch(
        notice=MatchReady(**found._mapping, names=[side.name for side in sides]),
        entries=[side.id for side in sides],
    )


async def _sides(connection: AsyncConnection, match_id: UUID) -> Sequence[Row[Any]]:
    query = (
        select(entries.c.id, entries.c.name)
        .join(slots, slots.c.entry_id == entries.c.id)
        .where(slots.c.match_id == match_id)
        .order_by(slots.c.slot)
    )
    return (await connection.execute(query)).all()


async def revoked_consent(
    connection: AsyncConnection, consent_id: UUID
) -> tuple[ConsentRevoked, datetime, list[UUID]] | None:
    """What is to be told of a consent that is withdrawn still, since when it is, and who runs the event."""
    query = (
        select(
            guardian_consents.c.changed_at,
            entries.c.id.label("entry_id"),
            entries.c.name.label("entry"),
            *WHERE,
        )
        .join(entries, entries.c.id == guardian_consents.c.entry_id)
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .where(guardian_consents.c.id == consent_id, guardian_consents.c.state == "revoked")
    )
    found = (await connection.execute(query)).one_or_none()
    if found is None:
        return None
    fields = dict(found._mapping)
    since: datetime = fields.pop("changed_at")
    told = ConsentRevoked(**fields)
    running = (
        select(staff.c.person_id)
        .distinct()
        .join(tournaments, tournaments.c.event_id == staff.c.event_id)
        .where(tournaments.c.id == told.tournament_id, staff.c.role.in_(("owner", "operator")))
        .order_by(staff.c.person_id)
    )
    return told, since, list((await connection.execute(running)).scalars())


async def place_free(connection: AsyncConnection, entry_id: UUID) -> tuple[UUID, PlaceFree] | None:
    """Who registered the entry, and what to tell them of its place, if it has one or is offered one."""
    query = (
        select(
            entries.c.person_id,
            entries.c.id.label("entry_id"),
            *WHERE,
            events.c.time_zone,
            entries.c.name,
            entries.c.offered_until.label("until"),
        )
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .where(entries.c.id == entry_id, entries.c.person_id.is_not(None))
        .where(entries.c.state.in_(("offered", "confirmed", "checked_in")), tournaments.c.state.not_in(OVER))
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    fields = dict(row._mapping)
    return fields.pop("person_id"), PlaceFree(**fields)


async def hold_inbox(connection: AsyncConnection, person_id: UUID) -> None:
    """Let nobody else change this person's notices until the transaction ends."""
    await connection.execute(
        select(people.c.id).where(people.c.id == person_id).with_for_update(key_share=True)
    )


async def decided(connection: AsyncConnection, entry_id: UUID) -> tuple[UUID, EntryDecided, int] | None:
    """Who registered the entry, what was decided on it, and its revision; None where that is over by now."""
    superseded = and_(entries.c.state == "withdrawn", qualifiers.c.superseded)
    query = (
        select(
            entries.c.person_id,
            entries.c.revision,
            entries.c.id.label("entry_id"),
            *WHERE,
            entries.c.name,
            entries.c.state,
            entries.c.refusal.label("message"),
        )
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .where(entries.c.id == entry_id, entries.c.person_id.is_not(None))
        .outerjoin(qualifiers, qualifiers.c.entry_id == entries.c.id)
        .where(or_(entries.c.state.in_(("confirmed", "waitlisted", "refused")), superseded))
        .where(tournaments.c.state.not_in(OVER))
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    fields = dict(row._mapping)
    person_id, revision = fields.pop("person_id"), fields.pop("revision")
    return person_id, EntryDecided(**fields), revision


def _notices(person_id: UUID) -> Select[Any]:
    return select(
        notices.c.id, notices.c.kind, notices.c.payload, notices.c.sent_at, notices.c.read_at
    ).where(notices.c.person_id == person_id)


async def newest(
    connection: AsyncConnection, person_id: UUID, *, limit: int, before: UUID | None = None
) -> list[Notice]:
    """A person's notices, the newest first, behind the cursor `before`."""
    query = _notices(person_id).order_by(notices.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(notices.c.id < before)
    return [Notice(**row._mapping) for row in await connection.execute(query)]


async def notice(connection: AsyncConnection, person_id: UUID, notice_id: UUID) -> Notice | None:
    """The notice, if it is this person's."""
    row = (await connection.execute(_notices(person_id).where(notices.c.id == notice_id))).one_or_none()
    return Notice(**row._mapping) if row else None


async def unread(connection: AsyncConnection, person_id: UUID) -> int:
    """How many notices the person has not read."""
    query = select(func.count()).where(notices.c.person_id == person_id, notices.c.read_at.is_(None))
    return int((await connection.execute(query)).scalar_one())


async def mark_read(
    connection: AsyncConnection, person_id: UUID, *, now: datetime, notice_id: UUID | None = None
) -> int:
    """Mark one notice, or all of the person's, as read; those that are stay. Tells how many it changed."""
    query = update(notices).where(notices.c.person_id == person_id, notices.c.read_at.is_(None))
    if notice_id is not None:
        query = query.where(notices.c.id == notice_id)
    return (await connection.execute(query.values(read_at=now))).rowcount


WAY = func.coalesce(people.c.notices[notices.c.kind].astext, MAIL)


def _wanted_in_chats() -> ColumnElement[bool]:
    return WAY.in_((CHAT, "both"))


def _wanted_by_mail() -> ColumnElement[bool]:
    in_use = exists().where(own_chats.c.person_id == people.c.id, own_chats.c.paused_at.is_(None))
    return WAY.in_((MAIL, "both")) | ((WAY == CHAT) & ~in_use)


def _letters(wanted: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            notices.c.id,
            notices.c.kind,
            notices.c.payload,
            notices.c.sent_at,
            people.c.display_name.label("name"),
            people.c.email.label("address"),
            people.c.locale,
            wanted.label("wanted"),
        )
        .join(people, people.c.id == notices.c.person_id)
        .where(notices.c.id.in_(bindparam("notice_ids", expanding=True)))
        .order_by(notices.c.id)
    )


MAILED = _letters(_wanted_by_mail())
CHATTED = _letters(_wanted_in_chats())
"""Made once, as what else a mail needs: to build these statements takes longer than to run them."""


async def letters(
    connection: AsyncConnection, notice_ids: Sequence[UUID], channel: str = MAIL
) -> list[Letter]:
    """Notices with their reader's name, address and language, and whether they want their kind by that
    channel by now; the oldest first.
    """
    query = MAILED if channel == MAIL else CHATTED
    rows = await connection.execute(query, {"notice_ids": list(notice_ids)})
    return [_letter(dict(row._mapping)) for row in rows]


def _letter(fields: dict[str, Any]) -> Letter:
    payload = msgspec.convert(fields.pop("payload"), KINDS[fields.pop("kind")])
    return Letter(payload=payload, **fields)


ASKED = notices.alias()
PATIENT = notices.c.kind.not_in(URGENT) & ASKED.c.kind.not_in(URGENT)
BESIDE = (notices.c.person_id == ASKED.c.person_id) & PATIENT & (deliveries.c.state == "waiting")
OWN = (notices.c.id == ASKED.c.id) & deliveries.c.state.in_(("waiting", "failed"))
HOLD = (
    select(notices.c.id, deliveries.c.state, deliveries.c.attempts, deliveries.c.last_error)
    .join(deliveries, deliveries.c.notice_id == notices.c.id)
    .join(ASKED, ASKED.c.id == bindparam("notice_id"))
    .where(deliveries.c.channel == bindparam("channel"), OWN | BESIDE)
    .order_by(notices.c.id)
    .limit(MOST_AS_ONE)
    .with_for_update(of=deliveries)
)


async def hold_deliveries(connection: AsyncConnection, notice_id: UUID, channel: str) -> dict[UUID, Delivery]:
    """The unsent delivery of a notice by one channel, and with it what else waits for the same person there,
    unless the notice is urgent; urgent ones go by themselves.

    In the order of their notices, and locked so to the transaction's end: who comes second waits, and finds
    nothing to send.
    """
    rows = await connection.execute(HOLD, {"notice_id": notice_id, "channel": channel})
    return {
        row.id: Delivery(state=row.state, attempts=row.attempts, last_error=row.last_error) for row in rows
    }


async def drop(connection: AsyncConnection, notice_ids: Collection[UUID], channel: str) -> None:
    """Let deliveries go that nobody wants any more."""
    if notice_ids:
        chosen = deliveries.c.notice_id.in_(notice_ids) & (deliveries.c.channel == channel)
        await connection.execute(update(deliveries).where(chosen).values(state="unwanted"))


SET = text("""
    UPDATE deliveries SET state = :state, attempts = :attempts, last_error = :last_error,
        tried_at = :tried_at, delivered_at = :delivered_at
    WHERE notice_id = :notice_id AND channel = :channel
""").bindparams(
    *(bindparam(name, type_=Text) for name in ("state", "last_error", "channel")),
    *(bindparam(name, type_=DateTime(timezone=True)) for name in ("tried_at", "delivered_at")),
    bindparam("attempts", type_=Integer),
    bindparam("notice_id", type_=Uuid),
)


async def set_delivery(
    connection: AsyncConnection,
    notice_id: UUID,
    channel: str,
    delivery: Delivery,
    *,
    tried_at: datetime,
    delivered_at: datetime | None,
) -> None:
    """Store how an attempt went."""
    which = {"notice_id": notice_id, "channel": channel}
    when = {"tried_at": tried_at, "delivered_at": delivered_at}
    await connection.execute(SET, {**msgspec.structs.asdict(delivery), **which, **when})


CHANNEL = func.split_part(deliveries.c.channel, literal_column("':'"), 1)
"""A delivery's channel, of a chat of somebody's own without which."""


async def channels(connection: AsyncConnection, event_id: UUID | None = None) -> list[Channel]:
    """How the notices of each channel fare, of one event or of all, by the channel's name."""
    states = {
        state: func.count().filter(deliveries.c.state == state).label(state)
        for state in ("waiting", "sent", "failed")
    }
    query = select(CHANNEL.label("channel"), *states.values()).group_by(CHANNEL).order_by(CHANNEL)
    if event_id is not None:
        query = query.join(notices, notices.c.id == deliveries.c.notice_id)
        query = query.where(notices.c.event_id == event_id)
    return [Channel(**row._mapping) for row in await connection.execute(query)]
