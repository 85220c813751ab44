"""`esports operator factor EMAIL --remove`: help somebody who has lost the phone with their second factor."""

import argparse
import json
from typing import TYPE_CHECKING

from esports.cli.words import say
from esports.errors import DomainError, SettingsError

if TYPE_CHECKING:
    from esports.settings import Settings


def add_parser(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `operator factor`."""
    factor = actions.add_parser(
        "factor",
        help=say("take off a second factor that was lost"),
        description=say(
            "Take off the second factor of somebody who has lost it, once you are sure that it is they who "
            "ask. They are signed out everywhere and get a mail, and it is kept in the journal of their "
            "account; their password stays."
        ),
    )
    factor.add_argument("email", metavar="EMAIL", help=say("the address that they sign in with"))
    factor.add_argument("--remove", action="store_true", required=True, help=say("really take it off"))
    factor.add_argument("--json", action="store_true", help=say("print JSON for programs"))
    factor.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take it off; tell what happened."""
    import asyncio

    from esports.cli.surroundings import settings

    asyncio.run(_remove(settings(), arguments.email))
    if arguments.json:
        print(json.dumps({"email": arguments.email, "removed": True}))
    else:
        print(say("{email} has no second factor any more, and is told by mail.", email=arguments.email))
    return 0


async def _remove(settings: "Settings", email: str) -> None:
    from esports.accounts import factor_removal
    from esports.cli import database

    await database.check(settings)
    async with database.unit(settings) as unit:
        try:
            await factor_removal.remove_lost(unit, email=email)
        except DomainError as error:
            raise SettingsError(
                "The second factor of {email} cannot be taken off: {reason}",
                email=email,
                reason=say(error.detail, **error.params),
            ) from error
        await unit.commit()
