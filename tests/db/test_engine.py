"""A server that cannot serve is told in one clear line."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from esports.db.engine import check_server, create_engine
from esports.errors import SettingsError
from esports.settings import Settings


async def test_a_server_that_is_new_enough_passes(postgres_url: str) -> None:
    engine = create_engine(Settings(database_url=postgres_url), application="test")
    await check_server(engine)
    await engine.dispose()


async def test_a_server_that_is_too_old_is_refused(postgres_url: str) -> None:
    engine = create_engine(Settings(database_url=postgres_url), application="test")
    with pytest.raises(SettingsError) as refused:
        await check_server(engine, oldest=990_000)
    assert str(refused.value).startswith("PostgreSQL 99 or newer is needed; the server is 1")
    await engine.dispose()


async def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    engine = create_engine(
        Settings(database_url="postgresql://me:secret@127.0.0.1:9/none"), application="test"
    )
    with pytest.raises(SettingsError) as refused:
        await check_server(engine)
    assert "127.0.0.1:9" in str(refused.value)
    assert "secret" not in str(refused.value)
    await engine.dispose()


async def test_an_error_does_not_tell_what_the_statement_was_given(postgres_url: str) -> None:
    """It goes into the log, whoever's address or birth date it was."""
    engine = create_engine(Settings(database_url=postgres_url), application="test")
    async with engine.connect() as connection:
        with pytest.raises(DBAPIError, match="division by zero") as failed:
            await connection.execute(
                text("SELECT 1/0 WHERE length(:email) > 0"), {"email": "mei@example.org"}
            )
    assert "mei@example.org" not in str(failed.value)
    await engine.dispose()
