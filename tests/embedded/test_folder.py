"""The data folder has one owner, keeps its secrets to itself, and tells what runs there."""

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from esports.embedded.folder import RUNNING, Folder, running
from esports.errors import SettingsError

ENTER = """
import os, sys
from pathlib import Path
from esports.embedded.folder import Folder
if os.geteuid() == 0:
    os.setuid(65534)
Folder(Path(sys.argv[1])).__enter__()
"""


def mode(path: Path) -> int:
    """The permission bits."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_second_owner_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    with Folder(tmp_path) as folder:
        folder.note(address="http://127.0.0.1:8000")
        with pytest.raises(SettingsError, match=r"Already running .* http://127\.0\.0\.1:8000"):
            Folder(tmp_path).__enter__()
    with Folder(tmp_path):
        pass


def test_a_second_owner_is_refused_before_the_first_one_has_an_address(tmp_path: Path) -> None:
    with Folder(tmp_path), pytest.raises(SettingsError, match="Already running"):
        Folder(tmp_path).__enter__()


def test_what_runs_is_known_while_it_runs(tmp_path: Path) -> None:
    assert running(tmp_path / "nowhere") is None
    with Folder(tmp_path) as folder:
        assert running(tmp_path) == {}
        folder.note(database_url="postgresql://x")
        assert running(tmp_path) == {"pid": os.getpid(), "database_url": "postgresql://x"}
    assert running(tmp_path) is None


def test_the_note_of_a_killed_owner_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    (tmp_path / RUNNING).write_text('{"pid": 1}')
    assert running(tmp_path) is None


def test_secrets_last_and_are_private(tmp_path: Path) -> None:
    with Folder(tmp_path / "data") as folder:
        first = folder.secret("postgres")
        assert folder.secret("postgres") == first
        assert folder.secret("valkey") != first
        folder.note(database_url=first)
        assert mode(folder.path) == 0o700
        assert {mode(folder.path / name) for name in ("postgres.password", RUNNING, "lock")} == {0o600}


def test_a_folder_that_cannot_be_written_is_one_clear_line() -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", ENTER, f"{place}/data"],
            capture_output=True,
            text=True,
        )
    assert done.stderr.splitlines()[-1].startswith(
        f"esports.errors.SettingsError: The data folder {place}/data cannot be written: Permission denied"
    )
