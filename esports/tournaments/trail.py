"""The trail of a tournament: what happened in it, line by line, for those who may see it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.errors import invalid, not_found
from esports.i18n import N_
from esports.journal import store
from esports.tournaments.service import get
from esports.tournaments.wire import Journal, JournalLine

MOST = 1_000
LAST = 2**53
"""No number of a line is beyond what every client can count to."""


async def journal(
    connection: AsyncConnection, actor: Actor, tournament_id: UUID, *, after: int, limit: int
) -> Journal:
    """The lines behind `after` that the caller may see; for staff all of them, with who did it.

    Raises:
        DomainError: `not_found`, `out_of_range`.
    """
    for name, value, smallest, largest in (("after", after, 0, LAST), ("limit", limit, 1, MOST)):
        if not smallest <= value <= largest:
            raise invalid(
                "out_of_range",
                f"/{name}",
                N_("This must be from {smallest} to {largest}."),
                smallest=smallest,
                largest=largest,
            )
    tournament = await get(connection, actor, tournament_id)
    head = await store.head(connection, tournament_id)
    if head is None:
        raise not_found("tournament")
    staff = await access.allows(connection, actor, Permission.see_private, tournament.event)
    found = await store.read(connection, tournament_id, after=after, limit=limit + 1, public=not staff)
    return Journal(
        epoch=head.epoch,
        seq=head.seq,
        chain=head.chain.hex(),
        items=[
            JournalLine(
                seq=item.seq,
                commit_seq=item.commit_seq,
                at=item.at,
                fact=item.fact,
                actor=item.actor_id if staff else None,
            )
            for item in found[:limit]
        ],
        next_cursor=str(found[limit - 1].seq) if len(found) > limit else None,
    )
