"""One of the product's own processes under supervision: `esports serve`, `live` or `work`."""

import sys
from collections.abc import Mapping
from pathlib import Path

from esports.embedded.process import Child, Process, last_line


class Role(Child):
    """A subcommand of this very program, with its settings in the environment and its log in a file."""

    def __init__(
        self, name: str, environ: Mapping[str, str], *, logs: Path, folder: Path, stop_seconds: float
    ) -> None:
        self.name = name
        self.stop_seconds = stop_seconds
        self._environ = environ
        self._log = logs / f"{name}.log"
        self._folder = folder

    @property
    def last_words(self) -> str:
        """What it said last, for an error of one line."""
        return last_line(self._log)

    def start(self) -> None:
        """Start it; it is ready later."""
        self._process = Process(
            [sys.executable, "-m", "esports", self.name],
            log=self._log,
            environ=self._environ,
            folder=self._folder,
        )
