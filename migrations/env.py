"""Alembic's environment: asynchronous, one migrator at a time."""

import asyncio
import os
from typing import Any

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from esports.db.schema import metadata
from esports.settings import Settings, load

MIGRATION_LOCK = 7_305_202_511


def settings() -> Settings:
    """The database that was handed in, or the environment's."""
    url = context.config.attributes.get("url")
    if url:
        return Settings(database_url=url)
    return load(os.environ)


def include(_object: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Compare everything but Alembic's own table."""
    return not (kind == "table" and name == "alembic_version")


def run(connection: Connection) -> None:
    """Run the migrations in one transaction, after whoever migrates at the same time."""
    context.configure(connection=connection, target_metadata=metadata, include_object=include)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        connection.execute(text("SET LOCAL lock_timeout = '2s'"))
        context.run_migrations()


async def online() -> None:
    """Connect and migrate."""
    engine = create_async_engine(settings().sqlalchemy_url, poolclass=None)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


def offline() -> None:
    """Print the SQL instead."""
    context.configure(url=settings().sqlalchemy_url, target_metadata=metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    offline()
else:
    asyncio.run(online())
