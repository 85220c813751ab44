"""Who is told of an entry: who registered it as well as who plays, however that is known."""

from uuid import UUID

from esports.notifications.queries.crowds import everybody_of
from tests.drafts.hall import Hall
from tests.support.desk import Desk
from tests.teams.club import club


async def me(who: Desk) -> UUID:
    """Whose browser it is."""
    return UUID((await who.get("/me"))["person"]["id"])


async def test_who_registers_is_told_beside_who_plays(hall: Hall) -> None:
    tournament = await hall.desk.tournament(roster={"min": 1, "max": 3})
    path = f"/tournaments/{tournament['id']}/entries"
    open_for_all = f"/tournaments/{(await hall.desk.tournament())['id']}/entries"
    async with club(hall.desk) as owls, hall.desk.person() as jun:
        captain, mates = await me(owls.captain), {await me(one) for one in owls.members}
        first = await me(owls.members[0])
        roster = [{"name": "a", "person": str(first)}]
        by_coach = await owls.captain.post(path, {"name": "Owls", "team": owls.id, "roster": roster})
        whole = await owls.captain.post(open_for_all, {"name": "Owls", "team": owls.id})
        alone = await jun.post(open_for_all, {"name": "Larks"})
        by_desk = await hall.desk.post(open_for_all, {"name": "By the desk"})
        entries = [UUID(one["id"]) for one in (by_coach, whole, alone, by_desk)]
        async with hall.worker.engine.connect() as connection:
            found = await everybody_of(connection, entries)
        assert found == dict(
            zip(entries, ({captain, first}, {captain, *mates}, {await me(jun)}, set()), strict=True)
        )
