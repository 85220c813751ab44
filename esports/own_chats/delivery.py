"""What workers do for people's own chats: send a notice in the words of its mail, and a test.

The log of an attempt is the delivery of its notice, as for mail; what goes wrong is tried again by the
outbox. A chat from which nothing has come back for long is paused: its owner is told, and resumes it by a
test. What was to go there stands in the inbox, and from then on goes by mail.
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from esports.i18n import N_, translate
from esports.jobs import TellChatPaused
from esports.notifications import digest
from esports.notifications import queries as notices
from esports.notifications.telling import Told, tell
from esports.notifications.timing import is_over
from esports.notifications.wire import ChatPaused, Delivery
from esports.own_chats import queries
from esports.own_chats.queries import Target, channel_of
from esports.uow import UnitOfWork
from esports.webhooks.chat_words import harmless
from esports.webhooks.chats import Chats
from esports.webhooks.outgoing import Outcome, Reply

PATIENCE = timedelta(minutes=15)
"""How long a chat may fail before it is paused: less than for how long the outbox tries."""
FINAL = {Outcome.gone, Outcome.malformed_url, Outcome.private_address}
TITLE = N_("Esports Week")
TESTED = N_("This is a test: your notices can be told here.")


async def deliver(unit: UnitOfWork, chats: Chats, notice_id: UUID, chat_id: UUID) -> str | None:
    """Send a notice to a chat of its reader's, with what else waits for it there; returns why it did not
    arrive, for a retry.

    As by mail each goes once, and not what is turned off or of no use by now. Nothing goes to a chat that is
    paused or gone.
    """
    channel = channel_of(chat_id)
    target = await queries.target(unit.connection, chat_id)
    if target is None:
        return None
    held = await notices.hold_deliveries(unit.connection, notice_id, channel)
    if notice_id not in held:
        return None
    letters = [
        one
        for one in await notices.letters(unit.connection, list(held), channel)
        if one.wanted and target.paused_at is None and not is_over(one.payload, unit.now)
    ]
    wanted = [letter.id for letter in letters]
    await notices.drop(unit.connection, held.keys() - wanted, channel)
    if notice_id not in wanted:
        return None
    message = digest.render(letters, home=chats.home)
    reply = await chats.send(target.url, harmless(message.subject), harmless(message.text))
    paused = await _note(unit, chat_id, target, reply)
    if reply.outcome is Outcome.delivered:
        await _settle(unit, channel, held, wanted, "sent", None)
        return None
    error = f"{reply.status or ''} {reply.outcome}".strip()
    await _settle(unit, channel, held, [notice_id], "failed", error)
    if paused:
        await notices.drop(unit.connection, wanted, channel)
        unit.enqueue(TellChatPaused(chat_id))
        return None
    return error


async def announce_pause(unit: UnitOfWork, chat_id: UUID) -> None:
    """Tell whose chat is paused, once for each pause; nothing where it is spoken to again meanwhile.

    A test that fails says so where it was asked for.
    """
    pause = await queries.pause(unit.connection, chat_id)
    if pause is not None:
        told = ChatPaused(chat=pause.name, outcome=pause.outcome)
        key = f"chat-paused:{chat_id}:{pause.paused_at.isoformat()}"
        await tell(unit, [Told(pause.person_id, told, key)])


async def send_test(unit: UnitOfWork, chats: Chats, chat_id: UUID) -> None:
    """Send a test to a chat; how it went stands with it."""
    target = await queries.target(unit.connection, chat_id)
    if target is not None:
        title, told = translate(target.locale, TITLE), translate(target.locale, TESTED)
        await _note(unit, chat_id, target, await chats.send(target.url, title, told))


async def _note(unit: UnitOfWork, chat_id: UUID, target: Target, reply: Reply) -> bool:
    """Store how an attempt went; whether the chat is paused by it."""
    now = unit.clock()
    long = target.failing_since is not None and now - target.failing_since >= PATIENCE
    paused = reply.outcome in FINAL or (long and reply.outcome is not Outcome.delivered)
    await queries.note(unit.connection, chat_id, reply, at=now, paused=paused)
    return paused


async def _settle(
    unit: UnitOfWork,
    channel: str,
    held: dict[UUID, Delivery],
    notice_ids: Collection[UUID],
    state: str,
    error: str | None,
) -> None:
    at = unit.clock()
    for one in notice_ids:
        tried = Delivery(state=state, attempts=held[one].attempts + 1, last_error=error)
        await notices.set_delivery(
            unit.connection, one, channel, tried, tried_at=at, delivered_at=None if error else at
        )
