"""What a worker process holds for as long as it lives, and hands to every job."""

import asyncpg
import msgspec
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.clock import Clock, utc_now
from esports.notifications.mail import Mailer
from esports.uow import Waker
from esports.webhooks.chats import Chats
from esports.webhooks.outgoing import Sender

SERVER_TROUBLE = (
    SQLAlchemyError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    RedisError,
    OSError,
    TimeoutError,
)
"""What a call raises while a server is away. SQLAlchemy lets asyncpg's own errors through on connecting."""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """The database, the wake-ups, the ways out for mail, webhooks and chat groups, and the clock."""

    engine: AsyncEngine
    waker: Waker
    mailer: Mailer
    sender: Sender = msgspec.field(default_factory=Sender)
    chats: Chats = msgspec.field(default_factory=lambda: Chats(Sender()))
    clock: Clock = utc_now
