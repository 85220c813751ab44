"""Use cases of an event's chat groups: set them up, choose what they are told, try them."""

import asyncio
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor, Permission, TokenScope, require, require_person
from esports.errors import conflict, invalid, not_found
from esports.events import service as events
from esports.i18n import N_
from esports.jobs import DeliverWebhook
from esports.text import clean_name
from esports.uow import UnitOfWork
from esports.webhooks import queries
from esports.webhooks.chat_wire import Chat, ChatChanges, ChatList, NewChat
from esports.webhooks.chat_words import TEST, Told
from esports.webhooks.service import page_of
from esports.webhooks.services import NotAnAddress, apprise_url, plugin_of, service_of
from esports.webhooks.wire import Message, Messages

MOST = 10
"""Chat groups of one event."""
REFUSALS = {
    "chat_url": N_("This is no address that a message can be sent to; it must have no ? and no #."),
    "chat_service": N_("Messages cannot be sent to this service here."),
    "chat_several": N_("This address is of several groups; please add each by itself."),
}


async def list_of(connection: AsyncConnection, *, actor: Actor, event_id: UUID) -> ChatList:
    """An event's chat groups.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `scope_missing`, `forbidden`, `second_factor_required`.
    """
    event = await events.get(connection, event_id)
    await require(connection, actor, Permission.manage_webhooks, event.id)
    return ChatList(items=await queries.chats(connection, event.id))


async def create(
    unit: UnitOfWork, *, actor: Actor, event_id: UUID, new: NewChat, opened: frozenset[str]
) -> Chat:
    """Tell this group of what happens from now on.

    Raises:
        DomainError: what `list_of` refuses; `chat_url`, `chat_service`, `chat_several`, `too_many_chats`,
            what a name is refused for.
    """
    event = await events.get(unit.connection, event_id)
    await require(unit.connection, actor, Permission.manage_webhooks, event.id)
    url = await usable(new.url, opened)
    if len(await queries.chats(unit.connection, event.id)) >= MOST:
        raise conflict("too_many_chats", N_("An event has at most {most} chat groups."), most=MOST)
    chat_id = unit.new_id()
    await queries.add(
        unit.connection,
        id=chat_id,
        event_id=event.id,
        way="chat",
        name=clean_name(new.name, "/name"),
        url=url,
        locale=new.locale,
        kinds=msgspec.structs.asdict(new.kinds),
    )
    return await _found(unit.connection, actor, chat_id)


async def usable(pasted: str, opened: frozenset[str]) -> str:
    """The address as Apprise writes it, if a message can be sent there.

    Raises:
        DomainError: `chat_url`, `chat_service`, `chat_several`.
    """
    url = apprise_url(pasted.strip())
    try:
        await asyncio.to_thread(plugin_of, url, service_of(url, opened))
    except NotAnAddress as refused:
        raise invalid(refused.code, "/url", REFUSALS[refused.code]) from None
    return url


async def change(unit: UnitOfWork, *, actor: Actor, chat_id: UUID, changes: ChatChanges) -> Chat:
    """Have a group told other things, or in another language.

    Raises:
        DomainError: what `list_of` refuses, what a name is refused for.
    """
    await _found(unit.connection, actor, chat_id)
    asked = msgspec.structs.asdict(changes)
    values = {name: value for name, value in asked.items() if value is not msgspec.UNSET}
    if "name" in values:
        values["name"] = clean_name(values["name"], "/name")
    if "kinds" in values:
        values["kinds"] = msgspec.structs.asdict(values["kinds"])
    if values:
        await queries.change(unit.connection, chat_id, **values)
    return await _found(unit.connection, actor, chat_id)


async def remove(unit: UnitOfWork, *, actor: Actor, chat_id: UUID) -> None:
    """Tell this group nothing any more; its log goes too.

    Raises:
        DomainError: what `list_of` refuses.
    """
    await _found(unit.connection, actor, chat_id)
    await queries.remove(unit.connection, chat_id)


async def send_test(unit: UnitOfWork, *, actor: Actor, chat_id: UUID) -> Message:
    """Send a group a test. One that was said to be gone is spoken to again, and told what has waited.

    Raises:
        DomainError: what `list_of` refuses.
    """
    chat = await _found(unit.connection, actor, chat_id)
    event_id = await queries.event_of(unit.connection, chat_id)
    event = await events.get(unit.connection, event_id) if event_id else None
    if event is None:
        raise not_found("chat group")
    if chat.disabled_at is not None:
        await queries.change(unit.connection, chat_id, disabled_at=None, rests_until=None)
        for waiting in await queries.waiting(unit.connection, chat_id):
            unit.enqueue(DeliverWebhook(waiting))
    message_id = unit.new_id()
    body = msgspec.json.encode(Told(event=event.name, event_slug=event.slug)).decode()
    row = {"id": message_id, "webhook_id": chat_id, "journal_id": message_id, "seq": 0, "kind": TEST}
    await queries.add_messages(unit.connection, [{**row, "body": body}])
    unit.enqueue(DeliverWebhook(message_id))
    found = await queries.message(unit.connection, message_id)
    if found is None:
        raise not_found("message")
    return found


async def messages(
    connection: AsyncConnection, *, actor: Actor, chat_id: UUID, before: UUID | None, limit: int
) -> Messages:
    """A page of a group's log, the newest first.

    Raises:
        DomainError: what `list_of` refuses.
    """
    await _found(connection, actor, chat_id)
    return await page_of(connection, chat_id, before=before, limit=limit)


async def _found(connection: AsyncConnection, actor: Actor, chat_id: UUID) -> Chat:
    require_person(actor, TokenScope.manage)
    event_id = await queries.event_of(connection, chat_id)
    found = await queries.chat(connection, chat_id)
    if event_id is None or found is None:
        raise not_found("chat group")
    await require(connection, actor, Permission.manage_webhooks, event_id)
    return found
