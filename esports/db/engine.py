"""The connection to PostgreSQL, with a deadline on everything that could wait."""

from typing import Any

import asyncpg
import msgspec
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from esports.db.errors import DATABASE_ERRORS
from esports.errors import SettingsError
from esports.settings import Settings

MINIMUM_SERVER_VERSION = 160_000


def encode(value: Any) -> str:
    """A JSON column's text."""
    return msgspec.json.encode(value).decode()


def create_engine(settings: Settings, *, application: str) -> AsyncEngine:
    """A pool for one process. Statement caches stay off behind pgbouncer by its URL's own parameters.

    What a statement was given stays out of its errors, for they are logged, and it is people's data.
    """
    engine = create_async_engine(
        settings.sqlalchemy_url,
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=3,
        hide_parameters=True,
        json_serializer=encode,
        json_deserializer=msgspec.json.decode,
        connect_args={
            "timeout": 5,
            "server_settings": {
                "application_name": f"esports-{application}",
                "statement_timeout": str(settings.statement_timeout_ms),
                "lock_timeout": str(settings.lock_timeout_ms),
                "idle_in_transaction_session_timeout": str(settings.idle_in_transaction_timeout_ms),
                "timezone": "UTC",
            },
        },
    )
    event.listen(engine.sync_engine, "checkout", refuse_closed)
    return engine


def refuse_closed(connection: Any, _record: Any, _proxy: Any) -> None:
    """Never hand out a connection whose server has gone: the pool opens fresh ones instead.

    The driver knows without asking; the pool's own ping costs three round trips at every use.
    """
    driver: asyncpg.Connection = connection.driver_connection
    if driver.is_closed():
        raise InvalidatePoolError("the server closed the connection")


async def check_server(engine: AsyncEngine, oldest: int = MINIMUM_SERVER_VERSION) -> None:
    """Make sure that a server answers, and that it is new enough: `oldest` is a `server_version_num`.

    Raises:
        SettingsError: unreachable, refused, or too old.
    """
    try:
        async with engine.connect() as connection:
            version = int((await connection.execute(text("SHOW server_version_num"))).scalar_one())
    except DATABASE_ERRORS as error:
        raise SettingsError(
            "The database at {where} cannot be used: {reason}",
            where=engine.url.set(drivername="postgresql").render_as_string(hide_password=True),
            reason=_reason(error),
        ) from error
    if version < oldest:
        raise SettingsError(
            "PostgreSQL {oldest} or newer is needed; the server is {version}.",
            oldest=oldest // 10_000,
            version=version // 10_000,
        )


def _reason(error: Exception) -> str:
    """The first line of what went wrong, without the driver's names around it."""
    cause = (error.orig.__cause__ or error.orig) if isinstance(error, DBAPIError) and error.orig else error
    return next(iter(str(cause).splitlines()), "") or type(cause).__name__
