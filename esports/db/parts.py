"""Statements that may share one round trip: each runs alone, or as a part of another one.

What a unit of work writes in the end it writes while it holds locks, so that others wait for each round
trip of it.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import BindParameter, TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection


class PartText(msgspec.Struct, frozen=True, eq=False):
    """A statement that writes, the name under which it is a part of another, and its parameters.

    No other part of a statement may have this name, or a parameter of the same name. What it returns the
    parts behind it may read by that name.
    """

    name: str
    sql: str
    parameters: tuple[BindParameter[Any], ...]


class Part(msgspec.Struct, frozen=True):
    """A statement with the values of its parameters."""

    written: PartText
    values: dict[str, Any]


NOTHING = PartText("nothing", "WITH nothing AS (SELECT 1) SELECT FROM nothing", ())
"""What parts stand beside that stand alone."""


async def run(connection: AsyncConnection, parts: Sequence[Part]) -> None:
    """Run parts as one statement, in no order."""
    if parts:
        given = {name: value for part in parts for name, value in part.values.items()}
        await connection.execute(_together(NOTHING, tuple(part.written for part in parts)), given)


def beside(whole: PartText, parts: Sequence[Part]) -> TextClause:
    """`whole`, which begins with WITH, and the parts, as one statement that gives what `whole` gives."""
    return _together(whole, tuple(part.written for part in parts))


@cache
def _together(whole: PartText, parts: tuple[PartText, ...]) -> TextClause:
    before = "".join(f"{part.name} AS ({part.sql}), " for part in parts)
    statement = text(whole.sql.replace("WITH ", f"WITH {before}", 1))
    return statement.bindparams(*whole.parameters, *(one for part in parts for one in part.parameters))
