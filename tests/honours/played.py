"""Tournaments that are over, played through the API."""

from collections.abc import Sequence
from typing import Any

from tests.support.desk import Desk, Json, first_wins

Row = str | Json


async def played(
    desk: Desk, event: Json, rows: Sequence[Row], format: str = "single_elimination", **stage: Any
) -> Json:
    """A finished tournament that the better seed wins throughout; a row may be a name alone."""
    title = stage.pop("title", "Honor of Kings")
    tournament, made = await begun(desk, event, rows, format, title=title, **stage)
    await desk.play(made, first_wins)
    return tournament


async def begun(
    desk: Desk, event: Json, rows: Sequence[Row], format: str = "single_elimination", **fields: Any
) -> tuple[Json, Json]:
    """A tournament of these entries whose one stage has started."""
    title = fields.pop("title", "Honor of Kings")
    tournament = await desk.tournament(event, title=title)
    stage = await desk.stage(tournament, format, **fields)
    await enter(desk, tournament, rows)
    await desk.start(stage)
    return tournament, stage


async def enter(desk: Desk, tournament: Json, rows: Sequence[Row]) -> None:
    """Import the rows."""
    named = [{"name": row} if isinstance(row, str) else row for row in rows]
    await desk.post(f"/tournaments/{tournament['id']}/entries/import", {"entries": named})


def of(delegation: str, name: str, **fields: Any) -> Json:
    """An entry that competes for a delegation."""
    return {"name": name, "delegation": delegation, **fields}
