"""Worker processes for tests: real ones, with their settings in the environment and their log in a file."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec

from esports.settings import PREFIX, Settings

PROGRAM = """
import os
from esports.settings import load
from workers.main import main
main(load(os.environ))
"""
END_SECONDS = 30


class WorkerProcess:
    """One worker that has been started."""

    def __init__(self, settings: Settings, log: Path) -> None:
        values = msgspec.to_builtins(settings)
        told = {f"{PREFIX}{name.upper()}": str(value) for name, value in values.items()}
        self.log = log
        with log.open("ab") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM], env={**os.environ, **told}, stderr=file
            )

    def says(self, words: str) -> bool:
        """Whether its log has these words."""
        return words in self.log.read_text()

    def is_up(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it without a warning."""
        self._process.kill()
        self._process.wait(END_SECONDS)

    def ask_to_stop(self) -> None:
        """Send SIGTERM."""
        self._process.send_signal(signal.SIGTERM)

    def exit_status(self) -> int:
        """Wait for its end, and tell how it went."""
        return self._process.wait(END_SECONDS)

    def clean_up(self) -> None:
        """Make sure that it is gone."""
        if self.is_up():
            self.kill()
