"""The API of a person's own chats and phones."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from esports.accounts.access import Actor
from esports.accounts.private import Call, private
from esports.http.callers import READER_IN_PERSON, WRITER_IN_PERSON
from esports.http.limits import Limit, admit
from esports.http.openapi import reads, writes
from esports.http.provide import Parts, open_unit
from esports.http.write import read, write
from esports.own_chats import service
from esports.own_chats.wire import ChatNotices, NewOwnChat, OwnChat, OwnChats
from esports.uow import UnitOfWork

TEST_LIMIT = Limit(name="own-chat-test", count=10, seconds=600)
"""Tests per person: they are for somebody's own chat, and must not be a way to plague others'."""


@get("/me/chats", **reads(OwnChats, who=READER_IN_PERSON))
async def list_own_chats(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """One's own chats and phones."""
    return private(read(request, await service.list_of(unit.connection, actor=actor)))


@post("/me/chats", **writes(OwnChat, 201, who=WRITER_IN_PERSON))
async def add_own_chat(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    data: JSONBody[NewOwnChat],
) -> Response[bytes]:
    """Have one's notices told to a chat or phone of one's own, through Apprise."""
    made = await write(request, unit, lambda: service.add(unit, actor=actor, new=data), status=201)
    return private(made)


@delete("/me/chats/{chat:uuid}", **writes(None, 204, who=WRITER_IN_PERSON))
async def remove_own_chat(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], chat: FromPath[UUID]
) -> Response[None]:
    """Tell this chat nothing any more."""
    return await write(request, unit, lambda: service.remove(unit, actor=actor, chat_id=chat))


@post("/me/chats/{chat:uuid}/test", **writes(OwnChat, who=WRITER_IN_PERSON, refusals=(429,)))
async def test_own_chat(
    request: Call, parts: NamedDependency[Parts], chat: FromPath[UUID]
) -> Response[bytes]:
    """Send a test; one that was paused is spoken to again."""
    await admit(parts, TEST_LIMIT, str(request.user.person_id))
    async with open_unit(request) as unit:
        tried = await write(request, unit, lambda: service.send_test(unit, actor=request.user, chat_id=chat))
    return private(tried)


@get("/me/chats/{chat:uuid}/notices", **reads(ChatNotices, who=READER_IN_PERSON))
async def list_own_chat_notices(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    chat: FromPath[UUID],
    cursor: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Response[bytes]:
    """What went to a chat of one's own or waits, the newest first."""
    found = await service.sent_to(unit.connection, actor=actor, chat_id=chat, before=cursor, limit=limit)
    return private(read(request, found))


handlers = [list_own_chats, add_own_chat, remove_own_chat, test_own_chat, list_own_chat_notices]
