"""Check-in by each player: who may speak for whom, and when the team is in."""

from tests.support.desk import NOBODY, OPEN, Desk, Json
from tests.teams.club import club


def at(entry: Json, rest: str = "players/check-in") -> str:
    return f"/entries/{entry['id']}/{rest}"


async def meeting(desk: Desk, least: int, **fields: object) -> Json:
    """An open tournament in which players check in, so many of each team at least."""
    size = {"min": least, "max": 4, "substitutes": 2}
    return await desk.tournament(check_in=OPEN, check_in_by="player", roster=size, **fields)


async def test_a_team_is_in_once_enough_of_its_players_are(desk: Desk) -> None:
    cup = await meeting(desk, 3)
    async with club(desk) as owls, desk.person() as stranger:
        own, mate, *_ = await owls.people()
        roster = [
            {"name": "Captain", "person": own},
            {"name": "Mate", "person": mate},
            {"name": "Guest"},
            {"name": "Late"},
            {"name": "Sub", "role": "substitute"},
        ]
        new = {"name": "Owls", "team": owls.id, "roster": roster}
        entry = await owls.captain.post(f"/tournaments/{cup['id']}/entries", new)
        await owls.captain.refused("POST", at(entry), {}, 409, "check_in_closed")
        await desk.move(cup, "check_in")
        await owls.captain.refused("POST", at(entry, "check-in"), None, 409, "each_player_checks_in")
        for position, code in ((9, "unknown_player"), (4, "not_a_starter")):
            body = {"position": position}
            await owls.captain.refused("POST", at(entry), body, 422, code, "/position")
        await owls.captain.refused("POST", at(entry), {"position": 1}, 403, "forbidden")
        await owls.members[0].refused("POST", at(entry), {"position": 2}, 403, "forbidden")
        await stranger.refused("POST", at(entry), {}, 403, "forbidden")
        stale = {"headers": {"if-match": '"9"'}}
        await owls.captain.refused("POST", at(entry), {"position": 2}, 412, "stale_revision", **stale)
        for who, body, count in ((owls.members[0], {}, 1), (owls.members[0], {}, 1), (owls.captain, {}, 2)):
            told = await who.post(at(entry), body)
            assert (told["players_in"], told["state"]) == (count, "confirmed")
        seen = (await owls.members[0].get(at(entry, "")[:-1]))["roster"]
        assert [(one["name"], one["checked_in_at"] is not None) for one in seen] == [
            (None, False),
            ("Mate", True),
            *[(None, False)] * 3,
        ], "a player sees themself alone"
        told = await owls.captain.post(at(entry), {"position": 2})
        assert (told["players_in"], told["state"]) == (3, "checked_in")
        for _ in range(2):
            told = await desk.post(at(entry, "undo-check-in"))
            assert (told["players_in"], told["state"], told["checked_in_at"]) == (0, "confirmed", None)
        code = (await owls.captain.post(at(entry, "code")))["code"]
        await owls.members[0].post(at(entry), {})
        arrived = await desk.post(f"/tournaments/{cup['id']}/check-ins", {"code": code})
        assert (arrived["entry"]["state"], arrived["entry"]["players_in"]) == ("checked_in", 1)
    desk.replay()


async def test_who_stays_on_the_roster_is_here_still(desk: Desk) -> None:
    cup = await meeting(desk, 2)
    ada, bo, cy = ({"name": name} for name in ("Ada", "Bo", "Cy"))
    async with desk.person() as captain:
        new = {"name": "Owls", "roster": [ada, bo, bo]}
        entry = await captain.post(f"/tournaments/{cup['id']}/entries", new)
        await desk.move(cup, "check_in")
        for position in (0, 1):
            entry = await captain.post(at(entry), {"position": position})
        assert entry["state"] == "checked_in"

        async def handed_in(*roster: Json) -> tuple[str, int, list[bool]]:
            told = await captain.do("PATCH", at(entry, "")[:-1], {"roster": list(roster)})
            here = [one["checked_in_at"] is not None for one in told["roster"]]
            return told["state"], told["players_in"], here

        assert await handed_in(cy, bo, ada, bo) == ("checked_in", 2, [False, True, True, False])
        assert await handed_in(cy, bo, {**ada, "role": "substitute"}) == (
            "confirmed",
            1,
            [False, True, True],
        ), "too few of those who play are here"
        assert await handed_in(cy, bo, ada) == ("confirmed", 2, [False, True, True])
        told = await captain.post(at(entry), {"position": 1})
        assert (told["state"], told["players_in"]) == ("checked_in", 2), "nobody need be here anew"
    desk.replay()


async def test_where_captains_check_in_no_player_does(desk: Desk) -> None:
    cup = await desk.tournament(check_in=OPEN, roster={"min": 1, "max": 2})
    async with desk.person() as captain:
        path = f"/tournaments/{cup['id']}"
        entry = await captain.post(f"{path}/entries", {"name": "Owls", "roster": [{"name": "Ada"}]})
        await desk.move(cup, "check_in")
        await captain.refused("POST", at(entry), {"position": 0}, 409, "captain_checks_in")
        assert (await desk.do("PATCH", path, {"check_in_by": "player"}))["check_in_by"] == "player"
        await desk.refused("PATCH", path, {"check_in_by": "nobody"}, 422, "invalid_fields", "/check_in_by")
        missing = {"id": NOBODY}
        await captain.refused("POST", at(missing), {}, 404, "not_found")
        assert (await captain.post(at(entry), {"position": 0}))["state"] == "checked_in"
        await captain.post(at(entry, "withdraw"))
        await captain.refused("POST", at(entry), {"position": 0}, 409, "transition_not_allowed")


async def test_a_team_that_waits_may_be_here_too(desk: Desk) -> None:
    cup = await meeting(desk, 1, capacity=2)
    await desk.entries(cup, 2)
    async with desk.person() as captain:
        new = {"name": "Owls", "roster": [{"name": "Ada"}]}
        entry = await captain.post(f"/tournaments/{cup['id']}/entries", new)
        await desk.move(cup, "check_in")
        told = await captain.post(at(entry), {"position": 0})
        assert (told["state"], told["players_in"], told["checked_in_at"] is not None) == (
            "waitlisted",
            1,
            True,
        )
        await desk.move(cup, "seeding")
        assert (await captain.get(at(entry, "")[:-1]))["state"] == "checked_in"
    desk.replay()
