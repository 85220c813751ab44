"""What workers do for webhooks and chat groups: turn facts into messages, and try each until it arrives or a
day is over.
"""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from esports.i18n import DEFAULT
from esports.jobs import DeliverWebhook
from esports.journal import store
from esports.journal.facts import Item, MatchCalled, Visibility
from esports.uow import UnitOfWork
from esports.webhooks import queries, signing
from esports.webhooks.chat_words import CalledMatch, Told, kind_of, words
from esports.webhooks.chats import Chats
from esports.webhooks.outgoing import Outcome, Reply, Sender

AFTER = [timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)] + [
    timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)
]
"""When a message is tried again, counted from the first attempt."""
JITTER = 0.1
REST = timedelta(seconds=30)
"""How long nothing is sent to a receiver that did not answer: it must not keep workers from the others.
Nor to one that says it was sent too much: chat groups take some twenty messages a minute.
"""
TOO_MUCH = 429
BODY_BYTES = 20_000
JOURNALS, FACTS = 20, 100
"""How many journals, and facts of each, one pass takes."""
SILENT = {Outcome.timeout, Outcome.unreachable}


async def collect(unit: UnitOfWork) -> int:
    """Turn what has happened since into messages, each once; returns how many journals were behind."""
    behind = await queries.behind(unit.connection, limit=JOURNALS)
    for one in behind:
        items = await store.read(unit.connection, one.journal_id, after=one.seq, limit=FACTS)
        calls = [item.fact.match_id for item in items if isinstance(item.fact, MatchCalled)]
        matches = await queries.called(unit.connection, calls) if calls and one.kinds is not None else {}
        rows = [
            {"id": unit.new_id(), "webhook_id": one.webhook_id, "journal_id": one.journal_id, **message}
            for item in items
            if item.visibility is Visibility.public and (message := _message(item, one, matches)) is not None
        ]
        if rows:
            await queries.add_messages(unit.connection, rows)
        for row in rows:
            unit.enqueue(DeliverWebhook(row["id"]))
        await queries.move(unit.connection, one.webhook_id, one.journal_id, items[-1].seq)
    return len(behind)


def _message(item: Item, one: queries.Behind, matches: Mapping[UUID, CalledMatch]) -> dict[str, Any] | None:
    """What is to be told of an item; None where a chat group has not chosen it."""
    if one.kinds is None:
        body = body_of(item, one.event_id, one.journal_id)
        return {"seq": item.seq, "kind": type(item.fact).__name__, "body": body}
    kind = kind_of(item.fact)
    if kind is None or not getattr(one.kinds, kind):
        return None
    told = Told(
        event=one.event,
        event_slug=one.event_slug,
        tournament=one.tournament,
        tournament_slug=one.tournament_slug,
        fact=item.fact,
        match=matches.get(item.fact.match_id) if isinstance(item.fact, MatchCalled) else None,
    )
    return {"seq": item.seq, "kind": kind, "body": msgspec.json.encode(told).decode()}


def body_of(item: Item, event_id: UUID, tournament_id: UUID) -> str:
    """What is sent: the fact as the public journal has it; without it where it would be too big."""
    data = {"event": event_id, "tournament": tournament_id, "seq": item.seq, "fact": item.fact}
    told = {"type": type(item.fact).__name__, "timestamp": item.at, "data": data}
    body = msgspec.json.encode(told)
    if len(body) > BODY_BYTES:
        body = msgspec.json.encode({**told, "data": {**data, "fact": None}})
    return body.decode()


async def deliver(unit: UnitOfWork, sender: Sender, chats: Chats, message_id: UUID) -> None:
    """Try to deliver a message that waits, and see to the next try if it does not arrive.

    The message's row is locked while the receiver is spoken to. One whose webhook is disabled waits until
    it is enabled; one whose receiver rests comes later, and that counts as no attempt.
    """
    held = await queries.hold(unit.connection, message_id)
    if held is None or held.disabled_at is not None:
        return
    if held.rests_until is not None and held.rests_until > unit.now:
        unit.enqueue(DeliverWebhook(message_id), due_at=held.rests_until + random.random() * REST)  # noqa: S311
        return
    reply = await (_say(chats, held) if held.way == "chat" else _post(unit, sender, held, message_id))
    await queries.add_attempt(unit.connection, unit.new_id(), message_id, reply, at=unit.now)
    attempts = held.attempts + 1
    state = "sent" if reply.outcome is Outcome.delivered else "waiting"
    if reply.outcome is Outcome.gone:
        await queries.change(unit.connection, held.webhook_id, disabled_at=unit.now)
    elif state == "waiting" and attempts > len(AFTER):
        state = "failed"
    elif state == "waiting":
        unit.enqueue(DeliverWebhook(message_id), due_at=unit.clock() + wait(attempts))
    if reply.outcome in SILENT or reply.status == TOO_MUCH:
        await queries.change(unit.connection, held.webhook_id, rests_until=unit.clock() + REST)
    await queries.settle(unit.connection, message_id, state=state, attempts=attempts)


def wait(attempts: int) -> timedelta:
    """From that many attempts to the next, a little more or less, so that not all come at once."""
    before = AFTER[attempts - 2] if attempts > 1 else timedelta(0)
    return (AFTER[attempts - 1] - before) * random.uniform(1, 1 + JITTER)  # noqa: S311


async def _post(unit: UnitOfWork, sender: Sender, held: queries.Held, message_id: UUID) -> Reply:
    """Send a webhook its message, signed."""
    body = held.body.encode()
    headers = signing.headers(f"msg_{message_id.hex}", unit.clock(), body, _live(held, unit.now))
    return await sender.post(held.url, body, headers)


async def _say(chats: Chats, held: queries.Held) -> Reply:
    """Tell a chat group, in its language."""
    told = msgspec.json.decode(held.body, type=Told)
    return await chats.send(held.url, *words(told, held.locale or DEFAULT, chats.home))


def _live(held: queries.Held, now: datetime) -> list[bytes]:
    """The secrets to sign with, the newest first."""
    until = held.old_secret_until
    old = held.old_secret if until is not None and until > now else None
    return [secret for secret in (held.secret, old) if secret is not None]
