"""A database of journals."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db.engine import create_engine
from esports.settings import Settings
from tests.support.rows import clear


@pytest.fixture
async def engine(postgres_url: str) -> AsyncIterator[AsyncEngine]:
    """A pool on the worker's database; whatever a test wrote is gone afterwards."""
    made = create_engine(Settings(database_url=postgres_url), application="test")
    yield made
    await clear(made)
    await made.dispose()
