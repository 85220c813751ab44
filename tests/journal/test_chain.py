"""The chain through a journal: whatever is changed behind everybody's back is found, and where."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.journal import chain, store
from esports.journal.chain import Fault
from tests.journal.test_store import append, draft, opened


async def written(engine: AsyncEngine) -> UUID:
    """A journal of three commits: lines 1, 2 and 3, 4."""
    journal_id = await opened(engine)
    for names in (["A"], ["B", "华"], ["D"]):
        async with engine.begin() as connection:
            await append(connection, journal_id, [draft(name) for name in names])
    return journal_id


async def found(engine: AsyncEngine, journal_id: UUID) -> list[Fault]:
    async with engine.connect() as connection:
        return await chain.faults(connection, journal_id)


async def test_what_was_written_through_the_door_is_whole(engine: AsyncEngine) -> None:
    assert await found(engine, await written(engine)) == []
    assert await found(engine, await opened(engine)) == []


async def test_each_commit_moves_the_head_to_a_link_of_its_own(engine: AsyncEngine) -> None:
    one, other = await written(engine), await written(engine)
    async with engine.begin() as connection:
        before = await store.head(connection, one)
        await append(connection, one, [draft("E")])
        after = await store.head(connection, one)
        twin = await store.head(connection, other)
    assert before
    assert after
    assert twin
    assert len(before.chain) == 32
    assert before.chain != after.chain
    assert before.chain == twin.chain, "what says the same is bound to the same, and can be noted elsewhere"


TAMPERING: dict[str, tuple[str, list[Fault]]] = {
    "a fact": (
        """UPDATE journal_items SET fact = jsonb_set(fact, '{name}', '"X"') WHERE seq = 2""",
        [Fault(3, "said")],
    ),
    "a patch": ("UPDATE journal_items SET patch = '[]' WHERE seq = 3", [Fault(3, "said")]),
    "who": ("UPDATE journal_items SET actor_id = NULL WHERE seq = 1", [Fault(1, "said")]),
    "when": ("UPDATE journal_items SET at = at + interval '1 microsecond' WHERE seq = 1", [Fault(1, "said")]),
    "who may see it": ("UPDATE journal_items SET visibility = 'staff' WHERE seq = 4", [Fault(4, "said")]),
    "a fact and its digest": (
        "UPDATE journal_items SET fact = fact || '{\"name\": \"X\"}', digest = sha256('x') WHERE seq = 1",
        [Fault(1, "said"), Fault(1, "link")],
    ),
    "a line out of a commit": (
        "DELETE FROM journal_items WHERE seq = 2",
        [Fault(3, "gap"), Fault(3, "said")],
    ),
    "a commit": ("DELETE FROM journal_items WHERE seq = 1", [Fault(2, "gap"), Fault(3, "link")]),
    "the last": ("DELETE FROM journal_items WHERE seq = 4", [Fault(4, "head")]),
    "the last, and the head": (
        """WITH gone AS (DELETE FROM journal_items WHERE seq = 4) UPDATE journals SET seq = 3""",
        [Fault(3, "head")],
    ),
}


@pytest.mark.parametrize("what", TAMPERING)
async def test_tampering_is_found(engine: AsyncEngine, what: str) -> None:
    journal_id = await written(engine)
    statement, faults = TAMPERING[what]
    async with engine.begin() as connection:
        await connection.execute(chain.REWRITE)
        await connection.execute(text(statement))
    assert await found(engine, journal_id) == faults


async def test_a_commit_that_takes_in_another_is_torn(engine: AsyncEngine) -> None:
    journal_id = await written(engine)
    async with engine.begin() as connection:
        await connection.execute(chain.REWRITE)
        await connection.execute(text("UPDATE journal_items SET commit_seq = 4 WHERE seq = 3"))
    faults = await found(engine, journal_id)
    assert [fault for fault in faults if fault.what == "torn"] == [Fault(3, "torn")]


@pytest.mark.parametrize("statement", ["UPDATE journal_items SET patch = '[]'", "DELETE FROM journal_items"])
async def test_the_database_refuses_to_rewrite(engine: AsyncEngine, statement: str) -> None:
    await written(engine)
    with pytest.raises(DBAPIError, match="append-only"):
        async with engine.begin() as connection:
            await connection.execute(text(statement))
