"""`esports up`: everything on one machine, until Ctrl-C."""

import argparse
from pathlib import Path

from esports.cli.parsing import port
from esports.cli.surroundings import DEFAULT_DATA
from esports.cli.words import say


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `up`."""
    parser = subparsers.add_parser(
        "up",
        help=say("run everything on this machine"),
        description=say(
            "Run everything on this machine: a private PostgreSQL and Valkey (or the servers that "
            "ESPORTS_DATABASE_URL and ESPORTS_REDIS_URL name), the API and the pages, the live gateway and "
            "the worker. Ctrl-C drains and stops all of it. On the first start an operator is made, "
            "from ESPORTS_OPERATOR_EMAIL and ESPORTS_OPERATOR_PASSWORD where they are set."
        ),
    )
    add_place(parser)
    parser.set_defaults(run=run)


def add_place(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where everything runs."""
    parser.add_argument(
        "--data",
        type=Path,
        default=DEFAULT_DATA,
        metavar=say("DIR"),
        help=say("where everything is kept (default: %(default)s)"),
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar=say("HOST"),
        help=say("address to listen on; 0.0.0.0 for the whole network (default: %(default)s)"),
    )
    parser.add_argument(
        "--port",
        type=port,
        default=8000,
        metavar=say("N"),
        help=say("port of the pages; the live gateway takes the next one (default: %(default)s)"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Run it all and wait for a signal."""
    from esports.cli.house import House
    from esports.embedded.process import Interrupted

    try:
        with House(arguments.data, arguments.host, arguments.port) as house:
            house.welcome()
            house.watch()
            print(say("Stopping: what runs is finished first."), flush=True)
    except Interrupted:
        pass
    print(say("Stopped."), flush=True)
    return 0
