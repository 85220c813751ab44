"""`esports erasures`: who was erased, and the same again after a backup was restored."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from esports.cli.words import say
from esports.errors import SettingsError

if TYPE_CHECKING:
    from esports.settings import Settings


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `erasures`."""
    parser = subparsers.add_parser(
        "erasures",
        help=say("list whom people had erased, and erase them again after a restore"),
        description=say(
            "Print the ids of the accounts that were erased, one a line; they say nothing about anybody. "
            "Keep the list apart from the backups. After a backup was restored, --again erases whom it "
            "brought back."
        ),
    )
    parser.add_argument(
        "--again",
        type=Path,
        metavar=say("FILE"),
        help=say("erase whoever this list names and is there again; - for standard input"),
    )
    parser.add_argument("--json", action="store_true", help=say("print JSON for programs"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the list, or work on one; tell how many were there again."""
    import asyncio

    from esports.cli.surroundings import settings

    chosen = settings()
    if arguments.again is None:
        ids = asyncio.run(_erased(chosen))
        print(json.dumps({"erased": ids}) if arguments.json else "\n".join(ids))
        return 0
    listed = _read(arguments.again)
    done = asyncio.run(_again(chosen, listed))
    if arguments.json:
        print(json.dumps({"listed": len(listed), "erased_again": done}))
    else:
        print(say("{done} of {listed} were there again, and are erased.", done=done, listed=len(listed)))
    return 0


def _read(file: Path) -> list[UUID]:
    """The ids of a list, all of them before anything is done."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("{file} cannot be read: {reason}", file=file, reason=error) from error
    ids = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                ids.append(UUID(line.strip()))
            except ValueError as error:
                raise SettingsError(
                    "{file}, line {number}: this is no id.", file=file, number=number
                ) from error
    return ids


async def _erased(settings: "Settings") -> list[str]:
    from esports.cli import database
    from esports.privacy.queries import erasure

    await database.check(settings)
    async with database.unit(settings) as unit:
        return [str(one) for one in await erasure.erased(unit.connection)]


async def _again(settings: "Settings", listed: list[UUID]) -> int:
    """Each in a commit of its own, so that what is done stays done."""
    from esports.cli import database
    from esports.privacy import again

    await database.check(settings)
    done = 0
    for person_id in listed:
        async with database.unit(settings) as unit:
            done += await again.erase_again(unit, person_id)
            await unit.commit()
    return done
