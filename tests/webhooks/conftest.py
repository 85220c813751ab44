"""A webhook of an event that sends to a receiver of the test's own."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from esports.clock import utc_now
from esports.db.schema.journal import outbox
from esports.http.provide import Parts
from esports.uow import unit_of_work
from esports.webhooks import delivery
from esports.webhooks.chats import Chats
from esports.webhooks.outgoing import Sender
from tests.support.desk import Desk, desk
from tests.webhooks.receiver import Receiver, receiving

__all__ = ["desk"]


class Hooks:
    """Works as the workers do, at a time of the test's choice, for one event and one receiver."""

    def __init__(self, parts: Parts, desk: Desk, receiver: Receiver) -> None:
        self.parts = parts
        self.desk = desk
        self.receiver = receiver
        self.now = utc_now()
        self.sender = Sender(unsafe=True, seconds=30)
        self.chats = Chats(self.sender, opened=frozenset({"json", "mmost"}), home="https://week.example")
        self.event: Any = None
        self.made: Any = None

    def clock(self) -> datetime:
        """The time that rules see."""
        return self.now

    async def collect(self) -> int:
        """Turn facts into messages."""
        async with unit_of_work(self.parts.engine, self.parts.waker, clock=self.clock) as unit:
            behind = await delivery.collect(unit)
            await unit.commit()
        return behind

    async def deliver(self, message: str) -> None:
        """Try a message."""
        async with unit_of_work(self.parts.engine, self.parts.waker, clock=self.clock) as unit:
            await delivery.deliver(unit, self.sender, self.chats, UUID(message))
            await unit.commit()

    async def due(self, message: str) -> list[timedelta]:
        """When its jobs are due, counted from now, the last one last."""
        async with self.parts.engine.connect() as connection:
            query = select(outbox.c.due_at).where(outbox.c.payload["message_id"].astext == message)
            rows = await connection.execute(query.order_by(outbox.c.due_at))
            return [row.due_at - self.now for row in rows]

    async def log(self) -> list[Any]:
        """The webhook's messages, the newest first."""
        found = await self.desk.get(f"/webhooks/{self.made['id']}/messages")
        return list(found["items"])

    async def only(self) -> str:
        """The id of the oldest message that waits."""
        return str([one for one in await self.log() if one["state"] == "waiting"][-1]["id"])

    async def webhook(self) -> Any:
        """The webhook as its owner sees it."""
        (found,) = (await self.desk.get(f"/events/{self.event['id']}/webhooks"))["items"]
        return found


@pytest.fixture
async def hooks(parts: Parts, desk: Desk) -> AsyncIterator[Hooks]:
    """A webhook of a new event, in which nothing has happened yet."""
    async with receiving() as receiver:
        hooks = Hooks(parts, desk, receiver)
        before = parts.settings
        parts.settings = msgspec.structs.replace(before, webhooks_anywhere=True)
        hooks.event = await desk.event()
        hooks.made = await desk.post(f"/events/{hooks.event['id']}/webhooks", {"url": receiver.url})
        yield hooks
        parts.settings = before
