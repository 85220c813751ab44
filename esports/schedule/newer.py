"""Which forecasts say something else than before, and who follows what they are about."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.wake import News
from esports.schedule.forecast_reading import latest
from esports.schedule.forecast_wire import Expected
from esports.schedule.queries import playing

CODE = "forecast"
SHOWN = timedelta(minutes=2)
"""By less than this a start moves with every look; nobody who waits is the wiser for it."""


async def told(connection: AsyncConnection, event_id: UUID, now: datetime) -> dict[UUID, Expected]:
    """What is foretold of the event's matches."""
    found = await latest(connection, event_id, now)
    return {one.match: one for one in found.starts} if found else {}


def changed(before: Mapping[UUID, Expected], after: Mapping[UUID, Expected]) -> set[UUID]:
    """The matches of which something else is expected: they came, went, or moved so far that it shows."""
    moved = {match for match in before.keys() & after.keys() if _moved(before[match], after[match])}
    return moved | (before.keys() ^ after.keys())


def _moved(before: Expected, after: Expected) -> bool:
    return any(
        abs(getattr(after, name) - getattr(before, name)) >= SHOWN for name in ("low", "median", "high")
    )


async def news(connection: AsyncConnection, event_id: UUID, matches: set[UUID]) -> News:
    """That the forecasts of these matches of an event are new, for who follows it or their tournaments."""
    located = await playing.located(connection, sorted(matches))
    tournaments = {tournament for tournament, _ in located.values()}
    return News(CODE, sorted({event_id, *tournaments}), sorted(matches))
