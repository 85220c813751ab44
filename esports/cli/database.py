"""What commands ask of the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db import migrate
from esports.db.engine import check_server, create_engine
from esports.db.wake import News
from esports.settings import Settings
from esports.uow import UnitOfWork, unit_of_work


async def check(settings: Settings) -> None:
    """Raise `SettingsError` where the server does not answer or is too old."""
    engine = create_engine(settings, application="cli")
    try:
        await check_server(engine)
    finally:
        await engine.dispose()


async def revision(settings: Settings) -> str | None:
    """The schema's revision; None before the first migration."""
    engine = create_engine(settings, application="cli")
    try:
        async with engine.connect() as connection:
            query = text("SELECT version_num FROM alembic_version")
            return (await connection.execute(query)).scalar_one_or_none()
    except ProgrammingError:
        return None
    finally:
        await engine.dispose()


def newest(settings: Settings) -> str | None:
    """The revision that this version of the product wants."""
    return ScriptDirectory.from_config(migrate.configuration(settings.database_url)).get_current_head()


async def has_operator(connection: AsyncConnection) -> bool:
    """Whether anybody may run the site."""
    query = text("SELECT EXISTS (SELECT FROM people WHERE is_admin)")
    return bool((await connection.execute(query)).scalar_one())


class _Silent:
    """Wakes nobody: what a command changes is found by polling."""

    async def wake(self, journals: dict[UUID, int], *, jobs: bool) -> None:
        """Nothing."""

    async def tell(self, news: News) -> None:
        """Nothing."""


@asynccontextmanager
async def unit(settings: Settings) -> AsyncIterator[UnitOfWork]:
    """One unit of work on a connection of its own."""
    engine = create_engine(settings, application="cli")
    try:
        async with unit_of_work(engine, _Silent()) as opened:
            yield opened
    finally:
        await engine.dispose()
