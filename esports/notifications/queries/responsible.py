"""Every SQL statement about whom to tell of what goes wrong."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import GRANTS, Permission, Role
from esports.db.schema.accounts import people, staff
from esports.db.schema.tournaments import tournaments


async def holders(connection: AsyncConnection, event_id: UUID, permission: Permission) -> list[UUID]:
    """Who may do this in the event by a role of theirs, in the order of their ids."""
    roles = [role for role in Role if permission in GRANTS[role]]
    query = select(staff.c.person_id).distinct().where(staff.c.event_id == event_id, staff.c.role.in_(roles))
    return list((await connection.execute(query.order_by(staff.c.person_id))).scalars())


async def admins(connection: AsyncConnection) -> list[UUID]:
    """Who runs the installation, in the order of their ids."""
    query = select(people.c.id).where(people.c.is_admin).order_by(people.c.id)
    return list((await connection.execute(query)).scalars())


async def is_played(connection: AsyncConnection, event_id: UUID) -> bool:
    """Whether something in the event is being played."""
    query = select(tournaments.c.id).where(
        tournaments.c.event_id == event_id, tournaments.c.state.in_(("running", "paused"))
    )
    return (await connection.execute(query.limit(1))).first() is not None
