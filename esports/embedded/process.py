"""One child process: started through `launch`, in a session of its own, so that Ctrl-C is ours alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

LAUNCH = Path(__file__).with_name("launch.py")
POLL_SECONDS = 0.02
LOG_LIMIT_BYTES = 8_388_608

Pause = Callable[[float], None]
"""Waits that many seconds; raises `Interrupted` where somebody asked for the end."""


def command(
    program: Sequence[str | Path], *, mode: str = "same", death_signal: signal.Signals = signal.SIGTERM
) -> list[str]:
    """The command line that runs `program` as `mode` says and ends it when this process dies."""
    python = [sys.executable, "-I", "-S", str(LAUNCH)]
    return [*python, str(os.getpid()), str(int(death_signal)), mode, *map(str, program)]


def open_log(path: Path) -> int:
    """A descriptor that appends to the log; the last run's is put aside when it has grown large."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(".old.log"))
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def last_line(path: Path) -> str:
    """The last line of a log that says something, for an error of one line."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return ""
    serious = [line for line in lines[-20:] if "FATAL" in line or "PANIC" in line]
    return (serious or lines or [""])[-1]


class Interrupted(Exception):
    """Somebody asked for the end while something was still being waited for."""


class Process:
    """A child that logs to a file. It is started once; a restart is a new one."""

    def __init__(
        self,
        program: Sequence[str | Path],
        *,
        log: Path,
        mode: str = "same",
        death_signal: signal.Signals = signal.SIGTERM,
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        descriptor = open_log(log)
        try:
            self._popen = subprocess.Popen(
                command(program, mode=mode, death_signal=death_signal),
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                env=environ,
                cwd=folder,
                start_new_session=True,
            )
        finally:
            os.close(descriptor)
        self.log = log

    @property
    def pid(self) -> int:
        """The process id; `launch` execs, so it is the server's own."""
        return self._popen.pid

    def exit_status(self) -> int | None:
        """None while it runs."""
        return self._popen.poll()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, if it still runs."""
        self._popen.send_signal(number)

    def wait(self, seconds: float) -> bool:
        """Wait for its end; False if it is still there."""
        try:
            self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        """End it and all it started, without asking."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._popen.wait()


class Child:
    """What runs as one process at a time: asked to end by `stop_signal`, killed after `stop_seconds`."""

    stop_signal = signal.SIGTERM
    stop_seconds: float
    """How long an orderly end may take."""
    _process: Process | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process else None

    def exit_status(self) -> int | None:
        """None while it runs."""
        return self._process.exit_status() if self._process else 0

    def ask_to_stop(self) -> None:
        """Ask for an orderly end; returns at once."""
        if self._process:
            self._process.signal(self.stop_signal)

    def wait(self, seconds: float | None = None) -> None:
        """Wait for the end that was asked for; after `seconds` (`stop_seconds`) it is killed."""
        if self._process and not self._process.wait(self.stop_seconds if seconds is None else seconds):
            self._process.kill()
        self._process = None


def wait_until(condition: Callable[[], bool], seconds: float, pause: Pause = time.sleep) -> bool:
    """Look again and again until `condition` holds; False after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        pause(POLL_SECONDS)
    return True
