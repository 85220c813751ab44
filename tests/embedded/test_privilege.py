"""Every way in which this user can run PostgreSQL really runs it."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from esports.embedded import find, privilege
from esports.embedded.folder import Folder
from esports.embedded.postgres import Postgres
from esports.embedded.process import command
from esports.errors import SettingsError

ROOT = os.geteuid() == 0


@pytest.fixture
def reachable(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A stand-in for /var/lib that everybody can read."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as place:
        Path(place).chmod(0o755)
        monkeypatch.setattr(privilege, "REACHABLE", Path(place) / "esports-week")
        yield Path(place)


@pytest.mark.fault
async def test_the_chosen_way_runs_a_server(folder: Folder, reachable: Path) -> None:
    await serve(folder)


@pytest.mark.fault
async def test_without_namespaces_root_drops_to_somebody_who_exists(
    folder: Folder, reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = privilege._works
    monkeypatch.setattr(privilege, "_works", lambda mode, *rest: mode != "namespace" and works(mode, *rest))
    await serve(folder)
    assert (reachable / "esports-week").exists() == ROOT


def test_nothing_that_works_is_one_clear_line(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(privilege, "_works", lambda *_: False)
    monkeypatch.setattr(privilege, "_dropped", lambda *_: None)
    with pytest.raises(SettingsError, match="run as an ordinary user"):
        privilege.choose(find.postgres(os.environ), folder.path)


def test_the_launcher_ends_with_a_parent_that_is_gone() -> None:
    line = command(["/bin/echo", "started"])
    line[line.index(str(os.getpid()))] = "1"
    done = subprocess.run(line, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")


async def serve(folder: Folder) -> None:
    """Start, ask, stop."""
    server = Postgres(find.postgres(os.environ), folder)
    server.start()
    try:
        connection = await asyncpg.connect(server.url)
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()
    finally:
        server.ask_to_stop()
        server.wait()
