"""What a worker process holds, on real servers, with tables emptied before each test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from arq.connections import ArqRedis

from esports.settings import Settings
from tests.support.mail import Mailbox, mail_server
from tests.support.rows import clear
from workers import main, queue
from workers.parts import Parts


@pytest.fixture
def settings(postgres_url: str, redis_url: str, redis_prefix: str, tmp_path: Path) -> Settings:
    """The settings of a worker whose mails become files."""
    return Settings(
        database_url=postgres_url,
        redis_url=redis_url,
        redis_prefix=redis_prefix,
        mail_dir=str(tmp_path / "mail"),
    )


@pytest.fixture
async def parts(settings: Settings) -> AsyncIterator[Parts]:
    """A worker's parts."""
    async with main.build(settings) as (made, _):
        await clear(made.engine)
        yield made


@pytest.fixture
async def redis_queue(settings: Settings) -> AsyncIterator[ArqRedis]:
    """The queue, empty."""
    async with queue.connect(settings) as client:
        await client.flushdb()
        yield client
        await client.flushdb()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server of this test's own."""
    with mail_server() as running:
        yield running
