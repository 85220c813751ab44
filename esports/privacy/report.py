"""The yearly report: who of the staff looked at the data of minors in an event, for its owners to hand in."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.entries.exporting import BOM, line
from esports.events import service as events
from esports.i18n import N_, translate
from esports.privacy import queries
from esports.privacy.wire import Access

PAGE = 500
COLUMNS = (N_("When"), N_("Who"), N_("Entry"), N_("Players"), N_("Reason"))


async def as_csv(
    connection: AsyncConnection, *, actor: Actor, event_id: UUID, year: int | None, locale: str
) -> str:
    """All lines of the log of that year by the event's own clock, or of all years; the newest first.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `second_factor_required`.
    """
    event = await events.get(connection, event_id)
    await access.require(connection, actor, Permission.manage_staff, event_id)
    zone = ZoneInfo(event.time_zone)
    told = [BOM + line([translate(locale, name) for name in COLUMNS])]
    async for one in _all(connection, event_id):
        at = one.at.astimezone(zone)
        if year in (None, at.year):
            told.append(line(_cells(one, at)))
    return "".join(told)


async def _all(connection: AsyncConnection, event_id: UUID) -> AsyncIterator[Access]:
    before: UUID | None = None
    while found := await queries.accesses(connection, event_id, before=before, limit=PAGE):
        for one in found:
            yield one
        before = found[-1].id


def _cells(one: Access, at: datetime) -> list[str]:
    players = [
        nickname or f"Player-{position + 1}"
        for position, nickname in zip(one.positions, one.nicknames, strict=False)
    ]
    return [
        at.isoformat(timespec="seconds"),
        one.display_name or "",
        one.entry_name,
        "; ".join(players) or str(len(one.positions)),
        one.reason,
    ]
