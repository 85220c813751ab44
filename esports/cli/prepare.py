"""Makes a database ready for the roles: checks the servers, migrates, makes the first operator.

`python -m esports.cli.prepare` reads its settings from the environment and prints one JSON object:
`{"made", "email", "password"}`, where `password` is there only if it was generated just now, or
`{"error", "params"}` in the form of a `SettingsError`.
"""

import asyncio
import json
import os
import secrets
from collections.abc import Mapping
from typing import Any

from esports.cli import database, operator, wakeups
from esports.db import migrate
from esports.errors import SettingsError
from esports.settings import Settings, load

DEFAULT_EMAIL = "operator@localhost"


def prepare(environ: Mapping[str, str]) -> dict[str, Any]:
    """Do it all; what is to be told about the operator."""
    settings = load(environ)
    asyncio.run(database.check(settings))
    asyncio.run(wakeups.check(settings))
    migrate.upgrade(settings.database_url)
    return asyncio.run(first_operator(settings, environ))


async def first_operator(settings: Settings, environ: Mapping[str, str]) -> dict[str, Any]:
    """Make an operator where there is none yet, as the environment names one or with a new password."""
    email = environ.get("ESPORTS_OPERATOR_EMAIL") or DEFAULT_EMAIL
    given = environ.get("ESPORTS_OPERATOR_PASSWORD")
    password = given or secrets.token_urlsafe(12)
    async with database.unit(settings) as unit:
        if await database.has_operator(unit.connection):
            return {"made": False}
        made = await operator.ensure(unit, email, password)
    return {"made": True, "email": email, "password": password if made and not given else None}


def main() -> int:
    """Print the outcome as JSON."""
    try:
        print(json.dumps(prepare(os.environ)))
    except SettingsError as error:
        params = {name: str(value) for name, value in error.params.items()}
        print(json.dumps({"error": error.message, "params": params}))
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
