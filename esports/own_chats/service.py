"""Use cases of a person's own chats and phones: add, try, take out, and see how notices went to them."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import queries as accounts
from esports.accounts.access import Actor, require_session
from esports.errors import conflict, not_found
from esports.i18n import N_
from esports.jobs import TryChat
from esports.own_chats import queries
from esports.own_chats.wire import ChatNotices, NewOwnChat, OwnChat, OwnChats
from esports.text import clean_name
from esports.uow import UnitOfWork
from esports.webhooks.chat_service import usable

MOST = 3
"""Chats and phones of one person."""


async def list_of(connection: AsyncConnection, *, actor: Actor) -> OwnChats:
    """The caller's chats.

    Raises:
        DomainError: `sign_in_required`, `session_needed`.
    """
    return OwnChats(items=await queries.of_person(connection, require_session(actor)))


async def add(unit: UnitOfWork, *, actor: Actor, new: NewOwnChat) -> OwnChat:
    """Tell this chat one's notices from now on, of the kinds that are chosen for chats: these are, where the
    caller wishes so, all that are mailed. Only services with hosts of their own are taken: what an
    installation opens besides is for those whom it trusts with an event.

    Raises:
        DomainError: what `list_of` refuses; `chat_url`, `chat_service`, `chat_several`,
            `too_many_own_chats`, what a name is refused for.
    """
    person_id = require_session(actor)
    name = clean_name(new.name, "/name")
    url = await usable(new.url, frozenset())
    # Of two who come at once the second counts the first.
    await accounts.lock_person(unit.connection, person_id)
    if len(await queries.of_person(unit.connection, person_id)) >= MOST:
        raise conflict(
            "too_many_own_chats", N_("You have at most {most} chats and phones of your own."), most=MOST
        )
    chat_id = unit.new_id()
    await queries.add(unit.connection, id=chat_id, person_id=person_id, name=name, url=url)
    if new.all_that_is_mailed:
        await _mailed_too(unit, person_id)
    return await _found(unit.connection, person_id, chat_id)


async def remove(unit: UnitOfWork, *, actor: Actor, chat_id: UUID) -> None:
    """Tell this chat nothing any more; its log goes too.

    Raises:
        DomainError: what `list_of` refuses, `not_found`.
    """
    await _found(unit.connection, require_session(actor), chat_id)
    await queries.remove(unit.connection, chat_id)


async def send_test(unit: UnitOfWork, *, actor: Actor, chat_id: UUID) -> OwnChat:
    """Send a chat a test; one that was paused is spoken to again.

    Raises:
        DomainError: what `remove` refuses.
    """
    person_id = require_session(actor)
    await _found(unit.connection, person_id, chat_id)
    await queries.resume(unit.connection, chat_id)
    unit.enqueue(TryChat(chat_id))
    return await _found(unit.connection, person_id, chat_id)


async def sent_to(
    connection: AsyncConnection, *, actor: Actor, chat_id: UUID, before: UUID | None, limit: int
) -> ChatNotices:
    """How notices fare on their way to a chat of the caller's.

    Raises:
        DomainError: what `list_of` refuses, `not_found`.
    """
    await _found(connection, require_session(actor), chat_id)
    found = await queries.sent_to(connection, chat_id, limit=limit + 1, before=before)
    cursor = str(found[limit - 1].id) if len(found) > limit else None
    return ChatNotices(items=found[:limit], next_cursor=cursor)


async def _mailed_too(unit: UnitOfWork, person_id: UUID) -> None:
    """Have each kind that is mailed sent to chats as well."""
    person = await accounts.person(unit.connection, person_id)
    if person is None:
        raise not_found("person")
    ways = msgspec.structs.asdict(person.notices)
    chosen = {kind: "both" if way == "mail" else way for kind, way in ways.items()}
    await accounts.change_person(unit.connection, person_id, {"notices": chosen})


async def _found(connection: AsyncConnection, person_id: UUID, chat_id: UUID) -> OwnChat:
    found = await queries.one_of(connection, person_id, chat_id)
    if found is None:
        raise not_found("chat")
    return found
