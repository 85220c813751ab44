"""Nobody rules on a match of their own, whatever their role."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor
from esports.errors import DomainError, Kind
from esports.i18n import N_
from esports.matches import queries
from esports.matches.report_wire import PartIn


async def own_slot(connection: AsyncConnection, actor: Actor, match_id: UUID) -> int | None:
    """The side of the match that the caller entered; None where they have none, or are nobody."""
    return (await part_in(connection, actor, match_id)).slot


async def refuse_own(connection: AsyncConnection, actor: Actor, match_id: UUID) -> None:
    """Refuse whoever entered one of the match's sides, is in its team or stands on its roster.

    Raises:
        DomainError: `own_match`.
    """
    if await has_part(connection, actor, match_id):
        raise own_match()


async def has_part(connection: AsyncConnection, actor: Actor, match_id: UUID) -> bool:
    """Whether the caller belongs to a side of the match."""
    return (await part_in(connection, actor, match_id)).plays


async def part_in(connection: AsyncConnection, actor: Actor, match_id: UUID) -> PartIn:
    """Both at once."""
    if actor.person_id is None:
        return PartIn(slot=None, plays=False)
    return await queries.part_in(connection, match_id, actor.person_id)


def own_match() -> DomainError:
    """The refusal itself."""
    return DomainError(
        Kind.forbidden, "own_match", N_("You have a part in this match: somebody else must rule on it.")
    )
