"""A database of journals."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db.engine import create_engine
from esports.settings import Settings
from tests.support.rows import clear


@pytest.fixture
async def engine(postgres_url: str) -> AsyncIterator[AsyncEngine]:
    """A pool on the worker's database; its tables are empty."""
    made = create_engine(Settings(database_url=postgres_url), application="test")
    await clear(made)
    yield made
    await made.dispose()
