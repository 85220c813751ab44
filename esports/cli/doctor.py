"""`esports doctor`: look at everything that could be wrong, and say what is."""

import argparse
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from esports.cli.surroundings import DEFAULT_DATA, refuse_taken_port
from esports.cli.words import say
from esports.errors import SettingsError

if TYPE_CHECKING:
    from esports.embedded.find import Program
    from esports.settings import Settings


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `doctor`."""
    parser = subparsers.add_parser(
        "doctor",
        help=say("look at everything that could be wrong"),
        description=say(
            "Look at the settings, the server programs, the data folder, the ports, the database and "
            "Redis, and say what is wrong. The exit status is 1 if anything is."
        ),
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=DEFAULT_DATA,
        metavar=say("DIR"),
        help=say("the data folder to look at (default: %(default)s)"),
    )
    parser.add_argument("--json", action="store_true", help=say("print JSON for programs"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every finding."""
    findings = list(examine(arguments.data))
    if arguments.json:
        print(json.dumps({"findings": [asdict(finding) for finding in findings]}, ensure_ascii=False))
    else:
        for finding in findings:
            print(f"{'ok ' if finding.ok else '!! '} {finding.name}: {finding.detail}")
    return 0 if all(finding.ok for finding in findings) else 1


def examine(data: Path) -> Iterator[Finding]:
    """Look at one thing after another; what needs a running server is looked at only where one is."""
    import platform

    from esports.embedded import find
    from esports.embedded.folder import running
    from esports.settings import load

    yield Finding(say("Python"), True, platform.python_version())
    try:
        settings = load(os.environ)
    except SettingsError as error:
        yield Finding(say("settings"), False, say(error.message, **error.params))
        return
    yield Finding(say("settings"), True, say("they fit"))
    for name, url, finder in (
        ("PostgreSQL", settings.database_url, find.postgres),
        ("Valkey", settings.redis_url, find.redis),
    ):
        if not url:
            yield _look(name, partial(_describe, finder))
    noted = running(data)
    yield Finding(
        say("data folder"),
        True,
        say("nothing runs in {folder}", folder=data.absolute())
        if noted is None
        else say("running at {address}", address=noted.get("address", "?")),
    )
    if noted is None:
        for port in (settings.port, settings.live_port):
            yield _look(say("port {port}", port=port), partial(_free, settings.host, port))
    if settings.database_url or noted:
        yield from _look_at_servers(data)


def _look_at_servers(data: Path) -> Iterator[Finding]:
    import asyncio

    from esports.cli.surroundings import settings

    chosen = settings(data)
    yield _look(say("database"), lambda: asyncio.run(_database(chosen)))
    if chosen.redis_url:
        yield _look("Redis", lambda: asyncio.run(_redis(chosen)))


def _look(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except SettingsError as error:
        return Finding(name, False, say(error.message, **error.params))


def _free(host: str, port: int) -> str:
    refuse_taken_port(host, port)
    return say("free")


async def _database(settings: "Settings") -> str:
    from esports.cli import database

    await database.check(settings)
    revision = await database.revision(settings)
    newest = database.newest(settings)
    if revision != newest:
        raise SettingsError(
            "The schema is at {revision}, not at {newest}: run `esports migrate`.",
            revision=revision,
            newest=newest,
        )
    return say("answers, at revision {revision}", revision=revision)


async def _redis(settings: "Settings") -> str:
    from esports.cli import wakeups

    return say("answers, version {version}", version=await wakeups.check(settings))


def _describe(finder: "Callable[[Mapping[str, str]], Program]") -> str:
    program = finder(os.environ)
    return f"{'.'.join(map(str, program.version))} ({program.source}: {program.path})"
