"""`esports operator add EMAIL`: make somebody an operator of the whole site."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from esports.cli import operator_factor
from esports.cli.words import say
from esports.errors import DomainError, SettingsError

if TYPE_CHECKING:
    from esports.settings import Settings
    from esports.uow import UnitOfWork

SHORTEST, LONGEST = 8, 128


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `operator add` and `operator factor`."""
    parser = subparsers.add_parser(
        "operator",
        help=say("make operators of the whole site, help who lost a second factor"),
        description=say("Operators of the whole site create events and may do everything."),
    )
    actions = parser.add_subparsers(metavar=say("ACTION"), required=True, title=say("actions"))
    add = actions.add_parser(
        "add",
        help=say("make an operator"),
        description=say(
            "Make an account for an operator, or promote the person who has this address already, "
            "who keeps their password. A new account's password is asked for, read from a file, "
            "or made and printed."
        ),
    )
    add.add_argument("email", metavar="EMAIL", help=say("the address to sign in with"))
    add.add_argument(
        "--password-file",
        type=Path,
        metavar=say("FILE"),
        help=say("read the password from the first line of this file; - for standard input"),
    )
    add.add_argument("--json", action="store_true", help=say("print JSON for programs"))
    add.set_defaults(run=run)
    operator_factor.add_parser(actions)


def run(arguments: argparse.Namespace) -> int:
    """Make or promote the person; tell what happened."""
    import asyncio

    from esports.cli.surroundings import settings

    chosen = settings()
    password, made_up = _password(arguments.password_file)
    made = asyncio.run(_add(chosen, arguments.email, password))
    told = {"email": arguments.email, "created": made, "password": password if made and made_up else None}
    if arguments.json:
        print(json.dumps(told))
    elif made:
        print(say("{email} is an operator now, with a new account.", email=arguments.email))
        if made_up:
            print(say("password (shown this once): {password}", password=password))
    else:
        print(say("{email} had an account and is an operator now.", email=arguments.email))
    return 0


async def _add(settings: "Settings", email: str, password: str) -> bool:
    from esports.cli import database

    await database.check(settings)
    async with database.unit(settings) as unit:
        return await ensure(unit, email, password)


async def ensure(unit: "UnitOfWork", email: str, password: str) -> bool:
    """Make the operator and commit; whether an account was made.

    Raises:
        SettingsError: the address or the password does not fit.
    """
    from esports.accounts import service

    if not SHORTEST <= len(password) <= LONGEST:
        raise SettingsError(
            "A password has {shortest} to {longest} characters.", shortest=SHORTEST, longest=LONGEST
        )
    try:
        made = await service.ensure_operator(unit, email=email, password=password)
    except DomainError as error:
        raise SettingsError(
            "{email} cannot be an operator: {reason}",
            email=email,
            reason=say(error.detail, **error.params),
        ) from error
    await unit.commit()
    return made


def _password(file: Path | None) -> tuple[str, bool]:
    """The password, and whether it was made up here."""
    import getpass
    import secrets

    if file is not None:
        try:
            text = sys.stdin.readline() if str(file) == "-" else file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError("{file} cannot be read: {reason}", file=file, reason=error) from error
        return (text.splitlines() or [""])[0], False
    if sys.stdin.isatty():
        typed = getpass.getpass(say("Password (empty: make one): "))
        if typed:
            return typed, False
    return secrets.token_urlsafe(12), True
