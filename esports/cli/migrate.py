"""`esports migrate`: bring the database to the newest schema."""

import argparse
import json

from esports.cli.words import say


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `migrate`."""
    parser = subparsers.add_parser(
        "migrate",
        help=say("bring the database to the newest schema"),
        description=say(
            "Run every migration that the database lacks. Several may run at once: one works, "
            "the others wait."
        ),
    )
    parser.add_argument("--json", action="store_true", help=say("print JSON for programs"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check the server, migrate, tell the revision."""
    from esports.cli.surroundings import settings

    chosen = settings()
    import asyncio

    from esports.cli import database
    from esports.db import migrate

    asyncio.run(database.check(chosen))
    migrate.upgrade(chosen.database_url)
    revision = asyncio.run(database.revision(chosen))
    if arguments.json:
        print(json.dumps({"revision": revision}))
    else:
        print(say("The database is at revision {revision}.", revision=revision))
    return 0
