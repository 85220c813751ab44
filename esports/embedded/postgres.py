"""PostgreSQL, private to this machine: made once, started on a free port, stopped without loss."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from esports.embedded import orphan
from esports.embedded.find import Program
from esports.embedded.folder import Folder, write_private
from esports.embedded.privilege import Standing, choose
from esports.embedded.process import Child, Pause, Process, command, last_line, wait_until
from esports.errors import SettingsError

USER = DATABASE = "esports"
START_SECONDS = 120
"""Long, because it may have to recover from a crash."""
STOP_SECONDS = 15
RETRY_SECONDS = 10
"""For as long may the remains of a killed server be in the way."""

SMALL = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "max_wal_size": "256MB",
    "huge_pages": "off",
    "jit": "off",
    "autovacuum_max_workers": "1",
    "max_parallel_workers": "2",
}
SCRATCH = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For data that nobody will miss: tests."""


class Postgres(Child):
    """One server on one data folder. `scratch` trades durability for speed and is for tests alone."""

    name = "postgresql"
    stop_signal = signal.SIGINT
    """A fast shutdown: every session ends now, the files are closed in order. A kill loses nothing either."""
    stop_seconds = STOP_SECONDS

    def __init__(
        self, program: Program, folder: Folder, *, scratch: bool = False, pause: Pause = time.sleep
    ) -> None:
        self.program = program
        self._folder = folder
        self._scratch = scratch
        self._pause = pause
        self._standing: Standing | None = None
        self._port = 0
        self.is_new = False
        """Whether `start` had to make the database."""

    @property
    def url(self) -> str:
        """The address of its database, password and all."""
        password = self._folder.secret("postgres")
        return f"postgresql://{USER}:{password}@127.0.0.1:{self._port}/{DATABASE}"

    def start(self) -> None:
        """Start it, made first where there is none, and return when it takes connections.

        A second start keeps the port, so that the address stays true through a crash.

        Raises:
            SettingsError: it does not start; its last words are in the message.
        """
        standing = self._standing = self._standing or choose(self.program, self._folder.path)
        data = standing.folder / f"pg{self.program.major}"
        if not data.exists():
            self._refuse_to_begin_anew(data)
            self._make(standing, data)
        deadline = time.monotonic() + RETRY_SECONDS
        orphan.remove(data, self._pause)
        first = not self._port
        while not self._try_to_start(standing, data):
            self.wait(0)
            if time.monotonic() > deadline:
                raise SettingsError("PostgreSQL did not start: {reason}", reason=last_line(self._log))
            if first:
                self._port = 0
            self._pause(0.2)

    @property
    def _log(self) -> Path:
        return self._folder.path / "logs" / "postgresql.log"

    def _try_to_start(self, standing: Standing, data: Path) -> bool:
        self._port = self._port or free_port()
        settings = {**SMALL, **(SCRATCH if self._scratch else {}), "port": str(self._port)}
        if self.program.major >= 18:
            settings["io_method"] = "sync"
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        self._process = process = Process(
            [standing.program, "-D", data, *options],
            log=self._log,
            mode=standing.mode,
            death_signal=signal.SIGINT,
            environ={"LC_ALL": "C", "PATH": os.environ.get("PATH", ""), "TZ": "UTC"},
            folder=standing.folder,
        )
        pid_file = data / "postmaster.pid"
        answered = wait_until(
            lambda: process.exit_status() is not None or _is_ready(pid_file, process.pid),
            START_SECONDS,
            self._pause,
        )
        return answered and process.exit_status() is None

    @property
    def _place(self) -> Path:
        """The note of where the cluster of this folder lies: not always inside, see `privilege`."""
        return self._folder.path / "postgresql.place"

    def _refuse_to_begin_anew(self, data: Path) -> None:
        """An empty database in place of a full one would look like a loss of everything."""
        known = Path(self._place.read_text(encoding="utf-8")) if self._place.exists() else data
        if known != data and known.exists():
            raise SettingsError(
                "The database of {folder} lies in {known}, which this PostgreSQL {major} cannot use here: "
                "start it by the same user and version as before.",
                folder=self._folder.path,
                known=known,
                major=self.program.major,
            )

    def _make(self, standing: Standing, data: Path) -> None:
        """Make the cluster beside its final place, so that a broken attempt is never taken for one."""
        fresh = data.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        password = standing.folder / "initdb.password"
        write_private(password, self._folder.secret("postgres"))
        standing.give(password)
        locale = ["--locale=C", "--encoding=UTF8"]
        if self.program.major >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        initdb = standing.program.with_name("initdb")
        access = ["-U", USER, f"--pwfile={password}", "--auth=scram-sha-256"]
        try:
            self._run(standing, [initdb, "-D", fresh, "--no-sync", *access, *locale])
            self._run(
                standing,
                [standing.program, "--single", "-F", "-D", fresh, "postgres"],
                f"CREATE DATABASE {DATABASE}\n",
            )
            if not self._scratch:
                self._run(standing, [initdb, "--sync-only", "-D", fresh])
        finally:
            password.unlink(missing_ok=True)
        fresh.rename(data)
        self.is_new = True
        write_private(self._place, str(data))

    def _run(self, standing: Standing, program: Sequence[str | Path], words: str = "") -> None:
        done = subprocess.run(
            command(program, mode=standing.mode),
            input=words,
            capture_output=True,
            text=True,
            cwd=standing.folder,
            env={"LC_ALL": "C", "PATH": os.environ.get("PATH", "")},
            start_new_session=True,
        )
        if done.returncode != 0:
            reason = (done.stderr.strip().splitlines() or [""])[-1]
            raise SettingsError("The database could not be made: {reason}", reason=reason)


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _is_ready(pid_file: Path, pid: int) -> bool:
    """The eighth line of postmaster.pid says so, which is where pg_ctl looks too."""
    try:
        lines = pid_file.read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and int(lines[0]) == pid and lines[7].strip() == "ready"
