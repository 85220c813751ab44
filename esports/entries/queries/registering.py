"""Every SQL statement of a registration between the tournament's lock and the journal.

It is one, for everybody else who registers waits for each round trip; what is written goes along with the
journal.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.parts import Part, PartText
from esports.db.schema.entries import entries
from esports.db.schema.entry_rules import entry_rules
from esports.db.schema.tournaments import tournaments
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
REGISTERED = (
    select(tournaments.c.registered_count).where(tournaments.c.id == bindparam("which")).scalar_subquery()
)
MEETS = select(
    TAKEN.scalar_subquery().label("taken"),
    REGISTERED.label("registered"),
    RULES.label("rules"),
    func.array(ELSEWHERE.scalar_subquery(), type_=ARRAY(Uuid)).label("elsewhere"),
)
MADE = ("registered_order", "present", "code_hash", "revision", "created_at")
"""The columns of an entry that nobody gives with a new one."""
GIVEN = tuple(column for column in entries.c if column.name not in MADE)
COUNT = PartText(
    "counted",
    """
    UPDATE tournaments SET registered_count = registered_count + 1 WHERE id = :registered_in
    RETURNING registered_count
    """,
    (bindparam("registered_in", type_=Uuid),),
)
ADD = PartText(
    "registered",
    f"""
    INSERT INTO entries (registered_order, {", ".join(column.name for column in GIVEN)})
    SELECT registered_count, {", ".join(f":{column.name}" for column in GIVEN)} FROM counted
    """,  # noqa: S608 - constants
    tuple(bindparam(column.name, type_=column.type) for column in GIVEN),
)


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """What a new entry meets: how many hold a place, its number in the order of registration, the rules, and
    who of its people is in already.
    """

    taken: int
    number: int
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
        number=row.registered + 1,
        rules=msgspec.convert({"tournament": tournament_id, **(row.rules or {})}, StoredRules),
        elsewhere=frozenset(row.elsewhere),
    )


def adding(row: Mapping[str, Any]) -> tuple[Part, Part]:
    """The statements that put an entry in, as the last of those registered. They need the lock as well."""
    values = {column.name: row[column.name] for column in GIVEN}
    return Part(COUNT, {"registered_in": row["tournament_id"]}), Part(ADD, values)
