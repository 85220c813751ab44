"""Valkey (or Redis), private to this machine. It holds wake-ups and queues; PostgreSQL is the truth."""

import socket
import time
from pathlib import Path

from esports.embedded.find import Program
from esports.embedded.folder import Folder, write_private
from esports.embedded.postgres import free_port
from esports.embedded.process import Child, Pause, Process, last_line, wait_until
from esports.errors import SettingsError

START_SECONDS = 30
STOP_SECONDS = 5


class Valkey(Child):
    """One server on one data folder. `scratch` keeps nothing on disk and is for tests alone."""

    name = "valkey"
    stop_seconds = STOP_SECONDS

    def __init__(
        self, program: Program, folder: Folder, *, scratch: bool = False, pause: Pause = time.sleep
    ) -> None:
        self.program = program
        self._folder = folder
        self._scratch = scratch
        self._pause = pause
        self._port = 0

    @property
    def url(self) -> str:
        """Its address, password and all."""
        return f"redis://:{self._folder.secret('valkey')}@127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Start it and return when it answers. A second start keeps the port.

        Raises:
            SettingsError: it does not start; its last words are in the message.
        """
        first = not self._port
        attempts = 3 if first else 1
        for _ in range(attempts):
            self._port = free_port() if first else self._port
            if self._try_to_start():
                return
            self.wait(0)
        raise SettingsError("Valkey did not start: {reason}", reason=last_line(self._log))

    def _try_to_start(self) -> bool:
        data = self._folder.path / "valkey"
        data.mkdir(mode=0o700, exist_ok=True)
        config = self._folder.path / "valkey.conf"
        write_private(config, self._config(data))
        self._process = process = Process([self.program.path, config], log=self._log)
        answered = wait_until(
            lambda: process.exit_status() is not None or self._answers(), START_SECONDS, self._pause
        )
        return answered and process.exit_status() is None

    @property
    def _log(self) -> Path:
        return self._folder.path / "logs" / "valkey.log"

    def _config(self, data: Path) -> str:
        """The password stands in a file that only we read, not in the list of processes."""
        lines = [
            "bind 127.0.0.1",
            f"port {self._port}",
            f"requirepass {self._folder.secret('valkey')}",
            f'dir "{data}"',
            f"appendonly {'no' if self._scratch else 'yes'}",
            'save ""',
            "maxmemory-policy noeviction",
            "databases 64",
        ]
        return "\n".join(lines) + "\n"

    def _answers(self) -> bool:
        """It accepts the password and is done loading."""
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._folder.secret('valkey')}\r\nPING\r\n".encode())
                reply = b""
                while reply.count(b"\r\n") < 2:
                    part = connection.recv(256)
                    if not part:
                        return False
                    reply += part
        except OSError:
            return False
        return reply == b"+OK\r\n+PONG\r\n"
