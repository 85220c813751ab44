"""Every SQL statement about lobby codes and cases; what else referees do has files of its own beside this."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.refereeing import case_notes, cases, lobby_codes
from esports.refereeing.wire import Case, Note


async def lobby_code(connection: AsyncConnection, match_id: UUID, playing: Sequence[UUID]) -> str | None:
    """The code of the match's lobby, if it is meant for those who play now."""
    query = select(lobby_codes.c.code).where(
        lobby_codes.c.match_id == match_id, lobby_codes.c.entries == list(playing)
    )
    code: str | None = (await connection.execute(query)).scalar_one_or_none()
    return code


async def set_lobby_code(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    """Store the code of a match's lobby in the place of a former one."""
    statement = upsert(lobby_codes).values(**row)
    changed = {name: statement.excluded[name] for name in ("code", "entries", "set_by")}
    await connection.execute(
        statement.on_conflict_do_update(index_elements=[lobby_codes.c.match_id], set_=changed)
    )


def _cases() -> Select[Any]:
    plain = ("id", "slot", "words", "opened_at", "held_by", "decision", "closed_at")
    return select(
        *(cases.c[name] for name in plain),
        cases.c.match_id.label("match"),
        people.c.display_name.label("held_by_name"),
    ).outerjoin(people, people.c.id == cases.c.held_by)


async def open_case(connection: AsyncConnection, match_id: UUID) -> Case | None:
    """The open case of a match."""
    query = _cases().where(cases.c.match_id == match_id, cases.c.closed_at.is_(None))
    row = (await connection.execute(query)).one_or_none()
    return await _whole(connection, row) if row else None


async def case(connection: AsyncConnection, case_id: UUID) -> Case | None:
    """A case with its notes."""
    row = (await connection.execute(_cases().where(cases.c.id == case_id))).one_or_none()
    return await _whole(connection, row) if row else None


async def _whole(connection: AsyncConnection, row: Row[Any]) -> Case:
    (found,) = await _with_notes(connection, [to_struct(row, Case)])
    return found


async def _with_notes(connection: AsyncConnection, found: Sequence[Case]) -> list[Case]:
    query = (
        select(case_notes, people.c.display_name.label("by"))
        .outerjoin(people, people.c.id == case_notes.c.made_by)
        .where(case_notes.c.case_id.in_([one.id for one in found]))
        .order_by(case_notes.c.number)
    )
    notes: dict[UUID, list[Note]] = {one.id: [] for one in found}
    for row in await connection.execute(query):
        notes[row.case_id].append(to_struct(row, Note))
    return [msgspec.structs.replace(one, notes=notes[one.id]) for one in found]


async def add_case(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    """Insert a case."""
    await connection.execute(insert(cases).values(**row))


async def change_case(connection: AsyncConnection, case_id: UUID, **values: Any) -> None:
    """Store changed columns of a case."""
    await connection.execute(update(cases).where(cases.c.id == case_id).values(**values))


async def add_note(connection: AsyncConnection, case_id: UUID, **values: Any) -> None:
    """Write down one more note of a case. Needs the tournament's lock."""
    last = select(func.coalesce(func.max(case_notes.c.number), 0) + 1).where(case_notes.c.case_id == case_id)
    await connection.execute(
        insert(case_notes).values(case_id=case_id, number=last.scalar_subquery(), **values)
    )
