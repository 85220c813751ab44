"""Who the players are: what staff record of it, and that a tournament may ask for it from check-in on."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db.schema.entries import roster_members
from tests.support.desk import OPEN, Desk, Json


async def asking(desk: Desk) -> Json:
    """An open tournament whose players staff must know."""
    cup = await desk.tournament(check_in=OPEN, roster={"min": 1, "max": 3, "substitutes": 1})
    rules = {"eligibility": {"identity": "verified"}}
    await desk.do("PUT", f"/tournaments/{cup['id']}/entry-rules", rules)
    return cup


ADA, BO = {"name": "Ada", "birth_date": "2000-01-01"}, {"name": "Bo", "role": "substitute"}
COACH = {"name": "Cy", "role": "coach"}


async def test_nobody_unknown_checks_in_where_the_rules_say_so(desk: Desk, engine: AsyncEngine) -> None:
    cup = await asking(desk)
    async with desk.person() as captain:
        new = {"name": "Owls", "roster": [ADA, BO, COACH]}
        entry = await captain.post(f"/tournaments/{cup['id']}/entries", new)
        path = f"/entries/{entry['id']}"
        await desk.move(cup, "check_in")
        problem = await captain.refused(
            "POST", f"{path}/check-in", None, 422, "identity_not_verified", "/roster/0", "/roster/1"
        )
        assert "Ada" not in problem["detail"]
        seen = {"position": 0, "method": "document"}
        await captain.refused("PUT", f"{path}/identity", seen, 403, "forbidden")
        stale = {"headers": {"if-match": '"99"'}}
        await desk.refused("PUT", f"{path}/identity", seen, 412, "stale_revision", **stale)
        out = {"position": 9, "method": "known"}
        await desk.refused("PUT", f"{path}/identity", out, 422, "unknown_player", "/position")
        wrong = {"position": 0, "method": "number 123"}
        await desk.refused("PUT", f"{path}/identity", wrong, 422, "invalid_fields", "/method")
        for position, method in ((0, "document"), (0, "document"), (1, "school")):
            await desk.do("PUT", f"{path}/identity", {"position": position, "method": method})
        assert (await captain.post(f"{path}/check-in"))["state"] == "checked_in"
        admin = (await desk.get("/me"))["person"]["id"]
        told = [(one["verified_method"], one["verified_by"]) for one in (await desk.get(path))["roster"]]
        assert told == [("document", admin), ("school", admin), (None, None)]
        told = [(one["verified_method"], one["verified_by"]) for one in (await captain.get(path))["roster"]]
        assert told == [("document", None), ("school", None), (None, None)]
        async with desk.person() as stranger:
            assert {one["verified_at"] for one in (await stranger.get(path))["roster"]} == {None}
        stranger_in = {"roster": [ADA, {"name": "Unknown"}]}
        await captain.refused("PATCH", path, stranger_in, 422, "not_eligible", "/roster/1")
        await captain.refused("PATCH", path, {"roster": [{"name": "Ada"}]}, 422, "not_eligible", "/roster/0")
        await captain.do("PATCH", path, {"roster": [BO, ADA]})
        told = [(one["verified_method"], one["verified_by"]) for one in (await desk.get(path))["roster"]]
        assert told == [("school", admin), ("document", admin)], "who stays is known still"
        back = await desk.do("PUT", f"{path}/identity", {"position": 0, "method": None})
        assert back["state"] == "confirmed", "an entry with somebody unknown is not here"
        await captain.post(f"{path}/withdraw")
        again = {"position": 0, "method": "known"}
        await desk.refused("PUT", f"{path}/identity", again, 409, "transition_not_allowed")
    async with engine.connect() as connection:
        query = select(func.count(roster_members.c.verified_by), func.count(roster_members.c.verified_at))
        assert (await connection.execute(query)).one() == (1, 1)
    desk.replay()


@pytest.mark.parametrize("roster", [[], [COACH]])
async def test_without_players_nobody_is_known(desk: Desk, roster: list[Json]) -> None:
    cup = await asking(desk)
    if roster:
        await desk.do("PATCH", f"/tournaments/{cup['id']}", {"roster": {"min": 0, "max": 3}})
    entry = await desk.post(f"/tournaments/{cup['id']}/entries", {"name": "Owls", "roster": roster})
    await desk.move(cup, "check_in")
    path = f"/entries/{entry['id']}/check-in"
    await desk.refused("POST", path, None, 422, "roster_missing", "/roster")
