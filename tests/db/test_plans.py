"""What runs at every registration and result finds its rows by an index, also in a plan that is kept.

A plan is kept once it looks no dearer than one for the values at hand; it knows none of them, so that a
partial index counts for it only where the statement writes the index's words out.
"""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Select, select, text
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.brackets import queries as brackets
from esports.brackets.queries import tables
from esports.db.schema.entries import HOLDS_A_PLACE, entries
from esports.db.schema.matches import results
from esports.entries.queries import registering
from esports.matches.reached import REACHED

ANY = UUID(int=1)
WAYS: dict[str, tuple[Select[Any], str]] = {
    "reach": (brackets.REACH.params(match_id=ANY), "uq_results_active"),
    "reached": (REACHED.params(match_id=ANY, person_id=ANY), "uq_results_active"),
    "lines": (tables.LINES_AMONG.params(stage_id=ANY, among=[ANY, ANY]), "uq_results_active"),
    "registration": (registering.MEETS.params(which=ANY, entry_id=ANY, people=[ANY]), "ix_entries_holding"),
}
GIVEN_WORDS: dict[str, tuple[Select[Any], str]] = {
    "result": (
        select(results.c.id).where(results.c.match_id == ANY, results.c.state == "active"),
        "uq_results_active",
    ),
    "place": (
        select(entries.c.id).where(entries.c.tournament_id == ANY, entries.c.state.in_(HOLDS_A_PLACE)),
        "ix_entries_holding",
    ),
}


async def kept_plan(engine: AsyncEngine, statement: Select[Any]) -> str:
    """The plan that holds for any values, by indexes wherever that can be."""
    compiled = statement.compile(dialect=dialect(), compile_kwargs={"render_postcompile": True})
    values = ", ".join("NULL" for _ in compiled.positiontup or ())
    async with engine.begin() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await connection.execute(text("SET LOCAL enable_seqscan = off"))
        await connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
        await driver.execute(f"PREPARE kept AS {compiled}")
        lines = await driver.fetch(f"EXPLAIN EXECUTE kept ({values})")
        await driver.execute("DEALLOCATE kept")
    return "\n".join(line[0] for line in lines)


@pytest.mark.parametrize(("statement", "index"), WAYS.values(), ids=WAYS)
async def test_a_kept_plan_reads_no_table_whole(
    engine: AsyncEngine, statement: Select[Any], index: str
) -> None:
    for known in ("SELECT 1", "ANALYZE"):  # before the sizes of the tables are known, and after
        async with engine.begin() as connection:
            await connection.execute(text(known))
        plan = await kept_plan(engine, statement)
        assert index in plan
        assert "Seq Scan" not in plan


@pytest.mark.parametrize(("statement", "index"), GIVEN_WORDS.values(), ids=GIVEN_WORDS)
async def test_a_statement_that_is_given_the_words_cannot_use_the_index(
    engine: AsyncEngine, statement: Select[Any], index: str
) -> None:
    """The control."""
    assert index not in await kept_plan(engine, statement)
