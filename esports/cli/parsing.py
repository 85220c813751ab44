"""Builds the parser out of the commands' own parts."""

import argparse
from collections.abc import Iterable, Sequence
from typing import Protocol

from esports.cli.words import say


class Command(Protocol):
    """A module of this package that adds one or more subcommands."""

    def add_parser(self, subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        """Add them."""


def parse(commands: Iterable[Command], argv: Sequence[str]) -> argparse.Namespace:
    """The arguments, with `run`. What a command does not know ends the program with status 2, unless it
    sets `passes_on`, which puts the rest into `rest`.
    """
    parser = argparse.ArgumentParser(
        prog="esports",
        description=say("Esports Week: tournaments for a week of esports events, on your own machine."),
        epilog=say("`esports COMMAND --help` tells more about each command."),
    )
    subparsers = parser.add_subparsers(metavar=say("COMMAND"), required=True, title=say("commands"))
    for command in commands:
        command.add_parser(subparsers)
    arguments, rest = parser.parse_known_args(argv)
    if rest and not getattr(arguments, "passes_on", False):
        parser.error(say("unknown arguments: {arguments}", arguments=" ".join(rest)))
    arguments.rest = rest
    return arguments


def port(text: str) -> int:
    """An argparse type: a port that can be listened on, whose neighbour can be too."""
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 65534:
        raise argparse.ArgumentTypeError(say("a port is a number from 1 to 65534"))
    return number
