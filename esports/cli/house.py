"""One machine's whole installation: servers, schema, first operator, roles; in order, and back."""

import http.client
import os
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from esports.cli import prepared
from esports.cli.surroundings import refuse_taken_port
from esports.cli.words import say
from esports.embedded import find
from esports.embedded.folder import Folder
from esports.embedded.postgres import Postgres
from esports.embedded.process import wait_until
from esports.embedded.role import Role
from esports.embedded.supervisor import Supervisor
from esports.embedded.valkey import Valkey
from esports.errors import SettingsError
from esports.settings import Settings, load

READY_SECONDS = 60
DRAIN_MARGIN_SECONDS = 10


class House:
    """Everything, running for as long as the `with` block lasts.

    Raises:
        SettingsError: something outside does not fit; what was started is stopped again.
        Interrupted: a signal came before everything was up.
    """

    def __init__(self, data: Path, host: str, port: int) -> None:
        self._data = data
        self.host = host
        self.port = port
        self.operator: dict[str, Any] = {}
        self._exit = ExitStack()
        self._supervisor = Supervisor(_tell_death)

    @property
    def address(self) -> str:
        """Where people find the pages."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    def __enter__(self) -> "House":
        with self._exit:
            settings = load(os.environ)
            for port in (self.port, self.port + 1):
                refuse_taken_port(self.host, port)
            self._folder = self._exit.enter_context(Folder(self._data))
            self._exit.enter_context(self._supervisor)
            environ = {**self._environ(), **self._start_servers(settings)}
            self._prepare(settings, environ)
            roles = self._start_roles(environ, settings)
            self._wait_until_ready(roles)
            self._exit = self._exit.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exit.close()

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Keep it all running until a signal asks for the end or `until` says so."""
        self._supervisor.watch(until)

    def welcome(self) -> None:
        """Say where it is, and once how to sign in."""
        print(say("Esports Week runs at {address}", address=self.address))
        print(say("  API and its documentation: {address}", address=f"{self.address}/api/docs"))
        print(say("  data and logs: {folder}", folder=self._folder.path))
        if self.operator.get("made"):
            print(say("  sign in as operator: {email}", email=self.operator["email"]))
            if self.operator.get("password"):
                print(say("  password (shown this once): {password}", password=self.operator["password"]))
        print(say("Ctrl-C stops everything."), flush=True)

    def _start_servers(self, settings: Settings) -> dict[str, str]:
        """Start those that are not named; the addresses of both."""
        pause = self._supervisor.pause
        database_url, redis_url = settings.database_url, settings.redis_url
        if not database_url:
            postgres = Postgres(find.postgres(os.environ), self._folder, pause=pause)
            _tell_start("PostgreSQL", postgres.program)
            self._supervisor.start([postgres])
            database_url = postgres.url
            if postgres.is_new:
                prepared.unmark(self._folder.path)
        if not redis_url:
            valkey = Valkey(find.redis(os.environ), self._folder, pause=pause)
            _tell_start("Valkey", valkey.program)
            self._supervisor.start([valkey])
            redis_url = valkey.url
        self._folder.note(address=self.address, database_url=database_url, redis_url=redis_url)
        return {"ESPORTS_DATABASE_URL": database_url, "ESPORTS_REDIS_URL": redis_url}

    def _environ(self) -> dict[str, str]:
        """What the roles are told: our environment, completed."""
        package_home = str(Path(__file__).resolve().parents[2])
        return {
            "ESPORTS_MAIL_DIR": str(self._folder.path / "mail"),
            **os.environ,
            "ESPORTS_HOST": self.host,
            "ESPORTS_PORT": str(self.port),
            "ESPORTS_LIVE_HOST": self.host,
            "ESPORTS_LIVE_PORT": str(self.port + 1),
            "PYTHONPATH": os.pathsep.join(filter(None, [package_home, os.environ.get("PYTHONPATH")])),
        }

    def _prepare(self, settings: Settings, environ: dict[str, str]) -> None:
        """Check, migrate, make the first operator; not again for servers of our own at the same version."""
        own = not (settings.database_url or settings.redis_url)
        if own and prepared.is_marked(self._folder.path):
            return
        self.operator = prepared.prepare(environ, self._folder.path, self._supervisor.pause)
        if own:
            prepared.mark(self._folder.path)

    def _start_roles(self, environ: dict[str, str], settings: Settings) -> list[Role]:
        told = {name: value for name, value in environ.items() if not name.startswith("ESPORTS_OPERATOR_")}

        def role(name: str) -> Role:
            return Role(
                name,
                told,
                logs=self._folder.path / "logs",
                folder=Path.cwd(),
                stop_seconds=settings.shutdown_grace_seconds + DRAIN_MARGIN_SECONDS,
            )

        # The worker stops after the other two, and starts after them: nobody waits for it at the start.
        self._supervisor.defer([role("work")])
        visible = [role("serve"), role("live")]
        self._supervisor.start(visible)
        return visible

    def _wait_until_ready(self, roles: list[Role]) -> None:
        def ready() -> bool:
            for role in roles:
                if role.exit_status() is not None:
                    raise SettingsError(
                        "`esports {role}` did not start: {reason}", role=role.name, reason=role.last_words
                    )
            return self._answers()

        if not wait_until(ready, READY_SECONDS, self._supervisor.pause):
            raise SettingsError(
                "The API did not answer within {seconds} s; see {folder}.",
                seconds=READY_SECONDS,
                folder=self._folder.path / "logs",
            )

    def _answers(self) -> bool:
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104
        connection = http.client.HTTPConnection(host, self.port, timeout=2)
        try:
            connection.request("GET", "/health/ready")
            if connection.getresponse().status != 200:
                return False
            with socket.create_connection((host, self.port + 1), timeout=2):
                return True
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _tell_start(name: str, program: find.Program) -> None:
    version = ".".join(map(str, program.version))
    print(say("Starting {name} {version} ({source})", name=name, version=version, source=program.source))


def _tell_death(name: str, status: int, seconds: float) -> None:
    print(
        say("{name} ended (status {status}); it is started again.", name=name, status=status),
        file=sys.stderr,
        flush=True,
    )
