"""The audit finds what was changed behind the product's back, and nothing where nothing was."""

import asyncio
import json
from uuid import UUID

import pytest
from sqlalchemy import text

from esports.audit import service
from esports.audit.queries import Kept
from esports.journal.chain import REWRITE
from tests.cli.conftest import Run, run
from tests.cli.running import environ, esports
from tests.support.desk import Desk, Json, any_result, desk, first_wins

__all__ = ["desk", "run"]


async def played(desk: Desk) -> tuple[Json, Json]:
    """A knock-out of four, played; and its stage."""
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    async with desk.at_ease():
        await desk.entries(tournament, 4)
        await desk.start(stage)
        await desk.play(stage, first_wins)
    return tournament, stage


async def test_a_house_that_was_only_used_is_as_it_was_written(desk: Desk, postgres_url: str) -> None:
    await played(desk)
    tournament = await desk.tournament()
    stage = await desk.stage(tournament, format="round_robin")
    async with desk.at_ease():
        await desk.entries(tournament, 6)
        await desk.start(stage)
        await desk.play(stage, any_result(3))
    done = esports("verify", "--json", env=environ(ESPORTS_DATABASE_URL=postgres_url))
    assert done.returncode == 0, done.stdout
    told = json.loads(done.stdout)
    assert told["findings"] == []
    assert told["journals"] >= 4


ONE = "(SELECT id FROM matches LIMIT 1)"
CHANGES = {
    "a result": (f"UPDATE results SET winner = 1 - winner WHERE match_id = {ONE}", "bracket"),
    "a seat": (f"UPDATE slots SET entry_id = NULL WHERE match_id = {ONE}", "bracket"),
    "a place": ("UPDATE standings SET place = place + 1", "bracket"),
    "a name": ("UPDATE entries SET name = name || '!'", "replay"),
    "a line": ("UPDATE journal_items SET patch = '[]' WHERE seq = 2", "said"),
    "the end": ("UPDATE journals SET seq = seq + 1", "head"),
}


@pytest.mark.parametrize("what", CHANGES)
async def test_a_change_behind_the_products_back_is_found(desk: Desk, what: str) -> None:
    tournament, _ = await played(desk)
    statement, law = CHANGES[what]
    async with desk.engine.begin() as connection:
        await connection.execute(REWRITE)
        await connection.execute(text(statement))
    found = await service.examine(desk.engine, Kept(UUID(tournament["id"]), "tournament"))
    assert law in {finding.what for finding in found}
    desk.lawful = False


async def test_findings_are_told_in_words_and_by_the_status(
    desk: Desk, postgres_url: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    tournament, _ = await played(desk)
    async with desk.engine.begin() as connection:
        await connection.execute(
            text("UPDATE journals SET chain = '' WHERE id = :id"), {"id": tournament["id"]}
        )
    monkeypatch.setenv("ESPORTS_DATABASE_URL", postgres_url)
    status, out, _ = await asyncio.to_thread(run, "verify")
    assert status == 1
    assert f"tournament {tournament['id']}: the journal's end is not where it says" in out
    assert out.splitlines()[-1].startswith("1 things do not hold in ")
