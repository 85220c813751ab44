"""What refers to somebody stays when they are erased; what is part of something goes with it."""

from sqlalchemy import text

from tests.support.desk import Desk, desk, first_wins

__all__ = ["desk"]


async def test_an_event_and_its_results_outlive_who_made_them(desk: Desk) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 4)
    await desk.start(stage)
    await desk.play(stage, first_wins)
    before = await desk.view(stage)
    async with desk.engine.begin() as connection:
        await connection.execute(text("DELETE FROM people"))
    async with desk.engine.connect() as connection:
        for table in ("events", "reports", "results"):
            count = (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()
            assert count == (1 if table == "events" else 3)
    assert await desk.view(stage) == before
