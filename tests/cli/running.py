"""`esports` as a real process, as a person or a supervisor would start it."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_SECONDS = 60


def environ(**extra: str) -> dict[str, str]:
    """Our environment without any setting of the product, in English, plus `extra`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ESPORTS_", "LC_"))}
    return {**kept, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **extra}


def esports(
    *arguments: str, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "esports", *arguments],
        env=env or environ(),
        cwd=cwd or ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DEADLINE_SECONDS,
    )


def two_free_ports() -> int:
    """A port that is free together with the next one, below those that the system hands out."""
    for port in range(20_000 + os.getpid() % 5_000 * 2, 32_000, 2):
        with socket.socket() as one, socket.socket() as other:
            try:
                one.bind(("127.0.0.1", port))
                other.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise AssertionError("no two free ports")


class Up:
    """`esports up` (or another command that goes on) while the `with` block lasts.

    The output is read as it comes; `text` is all of it so far.
    """

    def __init__(
        self, *arguments: str, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "esports", *arguments],
            env=env or environ(),
            cwd=cwd or ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.text = ""

    def __enter__(self) -> "Up":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(DEADLINE_SECONDS)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def read_until(self, pattern: str) -> re.Match[str]:
        """Wait until the output has the pattern."""
        assert self.process.stdout is not None
        deadline = time.monotonic() + DEADLINE_SECONDS
        while not (found := re.search(pattern, self.text)):
            assert time.monotonic() < deadline, self.text
            if select.select([self.process.stdout], [], [], 0.2)[0]:
                part = os.read(self.process.stdout.fileno(), 65_536)
                assert part, f"it ended: {self.text}"
                self.text += part.decode()
        return found

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send a signal and wait for the end; the exit status. The rest of the output goes to `text`."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=DEADLINE_SECONDS)
        self.text += rest.decode()
        return self.process.returncode


def children(pid: int) -> dict[str, int]:
    """The living descendants of a process by what they are: postgres, valkey-server, serve, live, work."""
    listed = subprocess.run(["ps", "-wweo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    found: dict[str, int] = {}
    parents: Sequence[int] = [pid]
    for child, parent, command in ((int(row[0]), int(row[1]), row[2]) for row in rows if len(row) == 3):
        if parent in parents:
            words = command.split()
            program = Path(words[0]).name
            found[words[-1] if program.startswith("python") else program] = child
    return found
