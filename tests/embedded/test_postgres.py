"""PostgreSQL, private to one machine: it starts from anything a crash can leave, and loses nothing."""

import os
import signal
from pathlib import Path

import asyncpg
import pytest

from esports.embedded import find, orphan
from esports.embedded.folder import Folder
from esports.embedded.postgres import Postgres
from esports.embedded.process import wait_until
from esports.errors import SettingsError

pytestmark = pytest.mark.fault


async def write(url: str, word: str) -> None:
    """Keep a word."""
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE IF NOT EXISTS words (word text)")
    await connection.execute("INSERT INTO words VALUES ($1)", word)
    await connection.close()


async def read(url: str) -> list[str]:
    """All words."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT word FROM words")
    await connection.close()
    return [row["word"] for row in rows]


def kill(server: Postgres) -> None:
    """kill -9, and wait until the process is gone."""
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    assert wait_until(lambda: server.exit_status() is not None, 10)


async def test_it_sorts_and_upper_cases_alike_everywhere(postgres: Postgres) -> None:
    postgres.start()
    connection = await asyncpg.connect(postgres.url)
    assert await connection.fetchval("SELECT upper('ž')") == "Ž"
    assert await connection.fetchval("SELECT 'a' > 'B'")
    assert await connection.fetchval("SHOW server_encoding") == "UTF8"
    await connection.close()


async def test_a_wrong_password_is_refused(postgres: Postgres) -> None:
    postgres.start()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.url.replace("esports:", "esports:wrong", 1))


def test_the_password_is_not_in_the_list_of_processes(postgres: Postgres, folder: Folder) -> None:
    postgres.start()
    arguments = Path(f"/proc/{postgres.pid}/cmdline").read_text()
    assert folder.secret("postgres") not in arguments


async def test_a_stop_and_a_start_keep_everything(postgres: Postgres, folder: Folder) -> None:
    postgres.start()
    await write(postgres.url, "kept")
    postgres.ask_to_stop()
    postgres.wait()
    again = Postgres(postgres.program, folder)
    again.start()
    try:
        assert await read(again.url) == ["kept"]
    finally:
        again.ask_to_stop()
        again.wait()


async def test_kill_9_loses_nothing_and_keeps_the_address(postgres: Postgres) -> None:
    postgres.start()
    for number in range(5):
        url = postgres.url
        await write(url, str(number))
        kill(postgres)
        postgres.start()
        assert postgres.url == url
        assert await read(url) == [str(known) for known in range(number + 1)]


async def test_an_orphaned_server_is_stopped_first(postgres: Postgres, folder: Folder) -> None:
    postgres.start()
    await write(postgres.url, "kept")
    second = Postgres(postgres.program, folder)
    second.start()
    try:
        assert postgres.exit_status() == 0
        assert await read(second.url) == ["kept"]
    finally:
        second.ask_to_stop()
        second.wait()


async def test_a_pid_file_that_names_somebody_else_is_taken_away(postgres: Postgres, folder: Folder) -> None:
    postgres.start()
    kill(postgres)
    pid_file = folder.path / "pg18" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    postgres.start()
    await write(postgres.url, "alive")


def test_nobody_else_is_taken_for_an_orphan(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n")
    orphan.remove(tmp_path)
    assert not (tmp_path / "postmaster.pid").exists()


async def test_a_broken_first_start_is_begun_again(postgres: Postgres, folder: Folder) -> None:
    (folder.path / "pg18.new").mkdir()
    (folder.path / "pg18.new" / "PG_VERSION").write_text("18\n")
    postgres.start()
    await write(postgres.url, "made")


def test_an_empty_database_never_takes_the_place_of_a_full_one(postgres: Postgres, folder: Folder) -> None:
    postgres.start()
    postgres.ask_to_stop()
    postgres.wait()
    (folder.path / "pg18").rename(folder.path / "pg17")
    (folder.path / "postgresql.place").write_text(str(folder.path / "pg17"))
    with pytest.raises(SettingsError, match="by the same user and version as before"):
        Postgres(postgres.program, folder).start()


def test_a_server_that_cannot_start_says_why(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("esports.embedded.postgres.SMALL", {"shared_buffers": "nonsense"})
    monkeypatch.setattr("esports.embedded.postgres.RETRY_SECONDS", 0)
    server = Postgres(find.postgres(os.environ), folder)
    with pytest.raises(SettingsError, match="shared_buffers"):
        server.start()
