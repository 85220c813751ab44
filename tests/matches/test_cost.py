"""What a result costs, in what can be counted; all of it while the tournament's row is held."""

from sqlalchemy.ext.asyncio import AsyncEngine

from tests.support.cost import counted
from tests.support.desk import Desk

STATEMENTS = 12


async def test_a_result_takes_few_statements_and_none_is_compiled_for_it(
    desk: Desk, engine: AsyncEngine
) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 8)
    await desk.start(stage)
    first, second, third, fourth = await desk.ready(stage)

    async def report(match: dict[str, str]) -> None:
        path = f"/api/v1/matches/{match['id']}/reports"
        reply = await desk.client.post(path, json={"winner": 0}, headers={"idempotency-key": match["id"]})
        assert reply.status_code == 201, reply.text

    async with desk.at_ease():
        for known in (first, second, third):
            await report(known)
        with counted(engine) as kept:
            await report(fourth)
    assert 0 < len(kept) <= STATEMENTS
    assert all(kept)
