"""A database that is away is 503 with a code, whatever the driver calls it."""

import asyncpg
import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db.errors import from_database
from esports.errors import Kind
from esports.settings import Settings
from tests.support.app import new_client, refusal, started
from tests.support.wait import until

OURS = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'esports-api'"


async def test_a_closed_port_is_503(redis_url: str) -> None:
    settings = Settings(database_url="postgresql://nobody:x@127.0.0.1:9/none", redis_url=redis_url)
    async with started(settings) as app, new_client(app) as client:
        reply = await client.get("/api/v1/events")
        refusal(reply, 503, "database_unavailable")
        assert reply.headers["retry-after"] == "2"
        refusal(await client.get("/health/ready"), 503, "database_unavailable")
        assert (await client.get("/health/live")).status_code == 200


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        asyncpg.TooManyConnectionsError("sorry, too many clients already"),
        asyncpg.InterfaceError("connection is closed"),
        ConnectionRefusedError(111, "refused"),
    ],
)
def test_what_the_driver_raises_while_the_server_is_away(error: Exception) -> None:
    assert from_database(error).kind is Kind.unavailable


async def test_connections_that_the_server_closed_are_replaced(
    client: httpx.AsyncClient, engine: AsyncEngine, postgres_url: str
) -> None:
    """As after a restart of PostgreSQL; without the check at checkout this request is a 503."""
    assert (await client.get("/api/v1/events")).status_code == 200
    outside = await asyncpg.connect(postgres_url)
    assert await outside.fetchval(f"SELECT count(pg_terminate_backend(pid)) {OURS}") > 0

    async def gone() -> bool:
        return await outside.fetchval(f"SELECT count(*) {OURS}") == 0

    def heard() -> bool:
        """Whether this side has read of the end of each: the server is done with them before."""
        idle = engine.pool._pool._queue._queue  # type: ignore[attr-defined]
        return all(one.driver_connection is None or one.driver_connection.is_closed() for one in idle)

    await until(gone)
    await outside.close()
    await until(heard)
    assert (await client.get("/api/v1/events")).status_code == 200
