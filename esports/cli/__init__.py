"""`esports`: one command with subcommands. Each module here adds its own and is imported cheaply.

A module of this package offers `add_parser(subparsers)`, which sets `run=` to a function that takes the
parsed arguments and returns the exit status: 0 done, 1 failed, 2 wrong use. What a command needs beyond
argparse it imports inside that function, so that every command starts fast.
"""

import sys
from collections.abc import Sequence

from esports.cli import (
    bracket,
    demo,
    doctor,
    draft,
    erasures,
    migrate,
    operator,
    parsing,
    qualify,
    roles,
    tables,
    testing,
    up,
    verify,
)
from esports.cli.words import say
from esports.errors import SettingsError

COMMANDS = (
    up,
    demo,
    roles,
    migrate,
    operator,
    doctor,
    verify,
    erasures,
    bracket,
    draft,
    tables,
    qualify,
    testing,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    arguments = parsing.parse(COMMANDS, list(sys.argv[1:] if argv is None else argv))
    try:
        status: int = arguments.run(arguments)
    except SettingsError as error:
        print(f"esports: {say(error.message, **error.params)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    return status
