"""The data folder: one owner at a time, secrets in 0600 files, and a note of what runs there."""

import fcntl
import json
import os
import secrets
from pathlib import Path
from types import TracebackType
from typing import Any

from esports.embedded.process import wait_until
from esports.errors import SettingsError

LOCK = "lock"
RUNNING = "running.json"
LOCK_PATIENCE_SECONDS = 0.3
"""Longer than a glance of `running` holds the lock."""


class Folder:
    """A data folder that this process owns while the `with` block lasts.

    Raises:
        SettingsError: it cannot be written, or another process owns it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock = -1

    def __enter__(self) -> "Folder":
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise SettingsError(
                "The data folder {folder} cannot be written: {reason}.",
                folder=self.path,
                reason=error.strerror,
            ) from error
        if not wait_until(self._try_to_lock, LOCK_PATIENCE_SECONDS):
            os.close(self._lock)
            raise self._taken()
        return self

    def _try_to_lock(self) -> bool:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        (self.path / RUNNING).unlink(missing_ok=True)
        os.close(self._lock)

    def _taken(self) -> SettingsError:
        address = (running(self.path) or {}).get("address")
        if address:
            return SettingsError("Already running in {folder}: {address}", folder=self.path, address=address)
        return SettingsError("Already running in {folder}.", folder=self.path)

    def secret(self, name: str) -> str:
        """The password of that name: made at the first time, then the same for ever."""
        path = self.path / f"{name}.password"
        if not path.exists():
            write_private(path, secrets.token_urlsafe(24))
        return path.read_text(encoding="ascii")

    def note(self, **values: Any) -> None:
        """Write down what runs here, for other commands on this machine to read."""
        write_private(self.path / RUNNING, json.dumps({"pid": os.getpid(), **values}))


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def running(path: Path) -> dict[str, Any] | None:
    """What the owner of the folder noted; None where nobody owns it."""
    try:
        lock = os.open(path / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        try:
            noted: dict[str, Any] = json.loads((path / RUNNING).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return noted
    finally:
        os.close(lock)
    return None
