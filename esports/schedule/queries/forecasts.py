"""Every SQL statement about forecasts."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Text, and_, case, cast, exists, false, func, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.brackets import matches
from esports.db.schema.events import events
from esports.db.schema.journal import journals
from esports.db.schema.schedule import forecasts, schedules
from esports.db.schema.tournaments import tournaments
from esports.schedule.forecast_wire import Expected, Foretold, MatchForecast

UNDER_WAY = ("running", "paused")
ITS_START = cast(literal_column("'$.starts[*] ? (@.match == $id)'"), JSONPATH)
WAITING = ("idle", "voided")


async def outdated(
    connection: AsyncConnection,
    *,
    before: datetime,
    soon: datetime,
    lately: datetime,
    event_id: UUID | None = None,
) -> dict[UUID, str]:
    """The events that are played, begin by `soon` and did not end before `lately`, whose forecast is older
    than what happened since, or than `before`; each with what tells its present state from others."""
    inside = select(tournaments.c.id).where(tournaments.c.event_id == schedules.c.event_id)
    seqs = select(func.sum(journals.c.seq)).where(
        or_(journals.c.id == schedules.c.event_id, journals.c.id.in_(inside))
    )
    basis = func.concat_ws(":", schedules.c.version, cast(seqs.scalar_subquery(), Text))
    query = (
        select(schedules.c.event_id, basis.label("basis"))
        .join(events, events.c.id == schedules.c.event_id)
        .outerjoin(forecasts, forecasts.c.event_id == schedules.c.event_id)
        .where(schedules.c.version > 0)
        .where(events.c.starts_on <= soon.date(), events.c.ends_on >= lately.date())
        .where(exists().where(tournaments.c.id.in_(inside), tournaments.c.state.in_(UNDER_WAY)))
        .where(or_(forecasts.c.made_at.is_(None), forecasts.c.made_at < before, forecasts.c.basis != basis))
        .order_by(schedules.c.event_id)
    )
    if event_id is not None:
        query = query.where(schedules.c.event_id == event_id)
    return {row.event_id: row.basis for row in await connection.execute(query)}


async def hold(connection: AsyncConnection, event_id: UUID) -> bool:
    """Lock the event's forecast to the end of the transaction; false if somebody else makes it."""
    await connection.execute(
        upsert(forecasts).values(event_id=event_id).on_conflict_do_nothing(index_elements=["event_id"])
    )
    query = select(forecasts.c.event_id).where(forecasts.c.event_id == event_id)
    return (await connection.execute(query.with_for_update(skip_locked=True))).one_or_none() is not None


async def store(
    connection: AsyncConnection, event_id: UUID, told: Foretold, *, basis: str, at: datetime
) -> None:
    """Put a forecast in the place of the former one."""
    values = {"told": msgspec.to_builtins(told), "basis": basis, "made_at": at}
    await connection.execute(update(forecasts).where(forecasts.c.event_id == event_id).values(**values))


async def latest(
    connection: AsyncConnection, event_id: UUID, since: datetime
) -> tuple[Foretold, datetime] | None:
    """The forecast of the event and when it was made, if that is not before `since`."""
    query = select(forecasts.c.told, forecasts.c.made_at).where(
        forecasts.c.event_id == event_id, forecasts.c.made_at >= since
    )
    row = (await connection.execute(query)).one_or_none()
    return (msgspec.convert(row.told, Foretold), row.made_at) if row else None


async def of_match(connection: AsyncConnection, match_id: UUID, since: datetime) -> MatchForecast:
    """What was foretold of one match not before `since`, as long as it has not begun."""
    wanted = cast({"id": str(match_id)}, JSONB)
    one = func.jsonb_path_query_first(forecasts.c.told, ITS_START, wanted)
    called = schedules.c.calling
    early = and_(called["by_itself"].as_boolean(), called["early"].as_boolean())
    query = (
        select(forecasts.c.made_at, case((matches.c.state.in_(WAITING), one)), func.coalesce(early, false()))
        .select_from(matches)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .join(forecasts, forecasts.c.event_id == tournaments.c.event_id)
        .join(schedules, schedules.c.event_id == tournaments.c.event_id)
        .where(matches.c.id == match_id, forecasts.c.made_at >= since)
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return MatchForecast(made_at=None, expected=None)
    expected = msgspec.convert(row[1], Expected | None)
    return MatchForecast(made_at=row[0], expected=expected, early=expected is not None and row[2])
