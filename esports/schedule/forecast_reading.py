"""What was foretold lately, for everybody. What nobody has renewed for a while is not told."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor
from esports.events import service as events
from esports.matches import service as matches
from esports.schedule.forecast_wire import Forecast, Foretold, MatchForecast
from esports.schedule.queries import forecasts

TRUSTED = timedelta(minutes=5)
"""So old a forecast is not told any more."""


async def latest(connection: AsyncConnection, event_id: UUID, now: datetime) -> Foretold | None:
    """What is foretold of the event at this time, whoever asks."""
    found = await forecasts.latest(connection, event_id, now - TRUSTED)
    return found[0] if found else None


async def forecast(connection: AsyncConnection, event_id: UUID, now: datetime) -> Forecast:
    """When the published matches of the event are expected to begin.

    Raises:
        DomainError: `not_found`.
    """
    await events.get(connection, event_id)
    found = await forecasts.latest(connection, event_id, now - TRUSTED)
    return Forecast(made_at=found[1], items=found[0].starts) if found else Forecast(made_at=None)


async def of_match(
    connection: AsyncConnection, *, actor: Actor, match_id: UUID, now: datetime
) -> MatchForecast:
    """When a match is expected to begin, for whoever may see it.

    Raises:
        DomainError: `not_found`.
    """
    await matches.get(connection, actor, match_id)
    return await forecasts.of_match(connection, match_id, now - TRUSTED)
