"""What a report rests on, in one statement: its match, all that its result can reach, whose word it is."""

from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets import queries as brackets
from esports.brackets.wire import Match
from esports.db.rows import to_struct
from esports.matches.queries import PART_IN
from esports.matches.report_wire import PartIn

MATCHES, PART = brackets.REACH.subquery(), PART_IN.subquery()
REACHED = select(*MATCHES.c, *PART.c).select_from(MATCHES.join(PART, true()))
"""Built once, for it runs at every report."""


async def reached(
    connection: AsyncConnection, match_id: UUID, person_id: UUID | None
) -> tuple[list[Match], PartIn]:
    """The match and all that its result can reach, by number; and what this person is to it."""
    given = {"match_id": match_id, "person_id": person_id}
    rows = (await connection.execute(REACHED, given)).all()
    return brackets.found_in(rows), to_struct(rows[0], PartIn)
