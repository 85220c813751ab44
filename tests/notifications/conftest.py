"""A database, units of work on it, and a mail server."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.clock import Clock, utc_now
from esports.db.engine import create_engine
from esports.db.wake import News
from esports.settings import Settings
from esports.uow import UnitOfWork, unit_of_work
from tests.drafts.conftest import hall
from tests.support.mail import Mailbox, mail_server
from tests.support.rows import clear

__all__ = ["hall"]


class Deaf:
    """Wakes nobody: these tests look into the database."""

    async def wake(self, journals: dict[UUID, int], *, jobs: bool) -> None:
        """Do nothing."""

    async def tell(self, news: News) -> None:
        """Do nothing."""


class Units:
    """Opens units of work as the product's processes do."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    def __call__(self, clock: Clock = utc_now) -> AbstractAsyncContextManager[UnitOfWork]:
        return unit_of_work(self.engine, Deaf(), clock=clock)


@pytest.fixture
async def units(postgres_url: str) -> AsyncIterator[Units]:
    """Units of work; the tables are empty."""
    engine = create_engine(Settings(database_url=postgres_url), application="test")
    await clear(engine)
    yield Units(engine)
    await engine.dispose()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server of this test's own."""
    with mail_server() as running:
        yield running
