"""What a registration costs, in what can be counted: its statements, and none of them is compiled for it."""

import pytest
from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db import replies
from esports.db.schema.journal import replies as table
from tests.support.cost import counted
from tests.support.desk import Desk

STATEMENTS = 6
COMPILED_ANEW = insert(table).values(idempotency_key=bindparam("key")).on_conflict_do_nothing()


@pytest.mark.parametrize("as_text", [True, False])
async def test_a_registration_takes_few_statements_and_none_is_compiled_for_it(
    desk: Desk, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch, as_text: bool
) -> None:
    """The control: an insert with ON CONFLICT as SQLAlchemy builds it is compiled at every request."""
    if not as_text:
        monkeypatch.setattr(replies, "CLAIM", COMPILED_ANEW.returning(table.c.principal))
    tournament = await desk.tournament()

    async def register(name: str) -> None:
        path = f"/api/v1/tournaments/{tournament['id']}/entries"
        reply = await desk.client.post(path, json={"name": name}, headers={"idempotency-key": name})
        assert reply.status_code == 201, reply.text

    async with desk.at_ease():
        await register("First")
        with counted(engine) as kept:
            await register("Second")
    assert 0 < len(kept) <= STATEMENTS
    assert all(kept) is as_text
