"""The API of an event's chat groups."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from esports.accounts.access import Actor
from esports.http.callers import READER
from esports.http.openapi import reads, writes
from esports.http.provide import Parts
from esports.http.write import read, write
from esports.uow import UnitOfWork
from esports.webhooks import chat_service
from esports.webhooks.chat_wire import Chat, ChatChanges, ChatList, NewChat
from esports.webhooks.wire import Message, Messages

Call = Request[Actor, Any, Any]
Limit = Annotated[int, QueryParameter(ge=1, le=100)]


@get("/events/{event:uuid}/chats", **reads(ChatList, who=READER))
async def list_chats(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], event: FromPath[UUID]
) -> Response[bytes]:
    """The chat groups of an event, for its owners."""
    return read(request, await chat_service.list_of(unit.connection, actor=actor, event_id=event))


@post("/events/{event:uuid}/chats", **writes(Chat, 201))
async def add_chat(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    event: FromPath[UUID],
    data: JSONBody[NewChat],
) -> Response[bytes]:
    """Tell a chat group or a phone what happens from now on, through Apprise."""
    opened = parts.settings.opened_chats
    return await write(
        request,
        unit,
        lambda: chat_service.create(unit, actor=actor, event_id=event, new=data, opened=opened),
        status=201,
    )


@patch("/chats/{chat:uuid}", **writes(Chat))
async def change_chat(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    chat: FromPath[UUID],
    data: JSONBody[ChatChanges],
) -> Response[bytes]:
    """Have a group told other things, or in another language."""
    return await write(
        request, unit, lambda: chat_service.change(unit, actor=actor, chat_id=chat, changes=data)
    )


@delete("/chats/{chat:uuid}", **writes(None, 204))
async def remove_chat(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], chat: FromPath[UUID]
) -> Response[None]:
    """Tell this group nothing any more."""
    return await write(request, unit, lambda: chat_service.remove(unit, actor=actor, chat_id=chat))


@post("/chats/{chat:uuid}/test", **writes(Message, 201))
async def send_test(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], chat: FromPath[UUID]
) -> Response[bytes]:
    """Send a test. One that was said to be gone is spoken to again, and told what has waited."""
    return await write(
        request, unit, lambda: chat_service.send_test(unit, actor=actor, chat_id=chat), status=201
    )


@get("/chats/{chat:uuid}/messages", **reads(Messages, who=READER))
async def list_chat_messages(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    chat: FromPath[UUID],
    cursor: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> Response[bytes]:
    """What was sent to a group or waits, with every attempt of the last 30 days, the newest first."""
    found = await chat_service.messages(
        unit.connection, actor=actor, chat_id=chat, before=cursor, limit=limit
    )
    return read(request, found)


handlers = [list_chats, add_chat, change_chat, remove_chat, send_test, list_chat_messages]
