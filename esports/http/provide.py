"""What handlers are given: the unit of work of their request, and the parts of the process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any, cast

from litestar import Request
from litestar.datastructures import State
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.clock import Clock
from esports.documents.apart import Documents
from esports.http.door import Door
from esports.http.middleware import WRITES, correlation_id_of
from esports.settings import Settings
from esports.uow import UnitOfWork, Waker, unit_of_work


class Parts:
    """The long-lived parts of one API process, kept in the application's state."""

    def __init__(
        self, settings: Settings, engine: AsyncEngine, redis: Redis, waker: Waker, clock: Clock
    ) -> None:
        self.settings = settings
        self.engine = engine
        self.redis = redis
        self.waker = waker
        self.clock = clock
        self.door = Door.for_pool(settings.database_pool_size)
        self.documents = Documents()


def parts_of(state: State) -> Parts:
    """The parts, from the application's state."""
    return cast(Parts, state["parts"])


async def provide_parts(state: State) -> Parts:
    """Give a handler the parts of its process."""
    return parts_of(state)


@asynccontextmanager
async def open_unit(request: Request[Any, Any, Any]) -> AsyncIterator[UnitOfWork]:
    """A unit of work for the caller; rolled back unless committed. One that writes passes the door first.

    For handlers that must do something slow first, while they hold no connection.
    """
    parts = parts_of(request.app.state)
    door = parts.door.passed() if request.method in WRITES else nullcontext()
    unit_of_caller = unit_of_work(
        parts.engine,
        parts.waker,
        clock=parts.clock,
        actor_id=request.user.person_id,
        correlation_id=correlation_id_of(request.scope),
    )
    async with door, unit_of_caller as unit:
        yield unit


async def provide_unit(request: Request[Any, Any, Any]) -> AsyncIterator[UnitOfWork]:
    """Give a handler its unit of work, opened for the caller; rolled back unless committed."""
    async with open_unit(request) as unit:
        yield unit
