"""Every SQL statement of a registration between the tournament's lock and the journal.

They are two, for everybody else who registers waits for each round trip.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Uuid, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.entries import entries
from esports.db.schema.entry_rules import entry_rules
from esports.entries.queries.rostering import ELSEWHERE
from esports.entries.queries.waitlist import TAKEN
from esports.entries.rules.wire import StoredRules

RULES = (
    select(
        func.jsonb_build_object(
            *("rules", entry_rules.c.rules),
            *("terms_version", entry_rules.c.terms_version),
            *("revision", entry_rules.c.revision),
            type_=JSONB,
        )
    )
    .where(entry_rules.c.tournament_id == bindparam("which"))
    .scalar_subquery()
)
MEETS = select(
    TAKEN.scalar_subquery().label("taken"),
    RULES.label("rules"),
    func.array(ELSEWHERE.scalar_subquery(), type_=ARRAY(Uuid)).label("elsewhere"),
)
MADE = ("registered_order", "present", "code_hash", "revision", "created_at")
"""The columns of an entry that nobody gives with a new one."""
GIVEN = tuple(column for column in entries.c if column.name not in MADE)
ADD = text(f"""
    WITH number AS (
        UPDATE tournaments SET registered_count = registered_count + 1 WHERE id = :tournament_id
        RETURNING registered_count
    )
    INSERT INTO entries (registered_order, {", ".join(column.name for column in GIVEN)})
    SELECT registered_count, {", ".join(f":{column.name}" for column in GIVEN)} FROM number
    RETURNING registered_order
""").bindparams(*(bindparam(column.name, type_=column.type) for column in GIVEN))  # noqa: S608 - constants


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """What a new entry meets: how many hold a place, the rules, and who of its people is in already."""

    taken: int
    rules: StoredRules
    elsewhere: frozenset[UUID]


async def met(
    connection: AsyncConnection, tournament_id: UUID, entry_id: UUID, people: Collection[UUID]
) -> Met:
    """What a new entry of these people meets. Needs the tournament's lock to mean anything."""
    given = {"which": tournament_id, "entry_id": entry_id, "people": list(people)}
    row = (await connection.execute(MEETS, given)).one()
    return Met(
        taken=row.taken,
        rules=msgspec.convert({"tournament": tournament_id, **(row.rules or {})}, StoredRules),
        elsewhere=frozenset(row.elsewhere),
    )


async def add(connection: AsyncConnection, row: Mapping[str, Any]) -> int:
    """Insert an entry at the end of the order of registration; gives its number. Needs the lock as well."""
    values = {column.name: row[column.name] for column in GIVEN}
    number: int = (await connection.execute(ADD, values)).scalar_one()
    return number
