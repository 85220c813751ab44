"""What members are called in games: their own to say, shown to their team and to its organisers."""

from tests.support.app import new_client
from tests.support.desk import Desk, Json
from tests.teams.club import club

KINGS = {"title": "Honor of Kings", "server": "WeChat 102", "in_game_id": "夜猫子·梅"}
RIFT = {"title": "League of Legends", "server": "", "in_game_id": "mei#EUW"}


async def test_ids_are_put_in_the_place_of_all_before(desk: Desk) -> None:
    async with desk.person() as mei:
        path = "/me/in-game-ids"
        await mei.do("PUT", path, {"items": [RIFT, KINGS]})
        assert (await mei.get(path))["items"] == [KINGS, RIFT]
        await mei.do("PUT", path, {"items": [{"title": " Dota 2 ", "in_game_id": "mei"}]})
        assert (await mei.get(path))["items"] == [{"title": "Dota 2", "server": "", "in_game_id": "mei"}]
        for items, code, pointer in (
            ([KINGS, {**KINGS, "title": "HONOR OF KINGS"}], "title_repeated", "/items/1/title"),
            ([{**KINGS, "in_game_id": " "}], "name_empty", "/items/0/in_game_id"),
            ([{**KINGS, "server": "\u200b"}], "name_characters", "/items/0/server"),
            ([RIFT] * 51, "invalid_fields", "/items"),
        ):
            await mei.refused("PUT", path, {"items": items}, 422, code, pointer)
        assert len((await mei.get(path))["items"]) == 1


async def test_ids_are_for_the_team_and_for_organisers_of_what_it_enters(desk: Desk) -> None:
    event, elsewhere = await desk.event(), await desk.event()
    cup = await desk.tournament(event, title="honor of kings")
    async with (
        club(desk) as owls,
        desk.person() as stranger,
        desk.person(event, "operator") as operator,
        desk.person(event, "caster") as caster,
        desk.person(elsewhere, "operator") as outsider,
        new_client(desk.app) as anybody,
    ):
        await owls.members[0].do("PUT", "/me/in-game-ids", {"items": [KINGS, RIFT]})
        path = f"{owls.path}/members"
        assert _ids(await owls.captain.get(path)) == [[], [KINGS, RIFT]]
        await operator.refused("GET", path, None, 403, "not_member")
        enter = f"/tournaments/{cup['id']}/entries"
        entry = await owls.captain.post(enter, {"name": "Owls", "team": owls.id})
        assert _ids(await operator.get(path)) == [[], [KINGS]], "of the tournament's title alone"
        for other in (stranger, caster, outsider):
            await other.refused("GET", path, None, 403, "not_member")
        await desk.refused("GET", path, None, 401, "sign_in_required", client=anybody)
        await owls.captain.post(f"/entries/{entry['id']}/withdraw")
        await operator.refused("GET", path, None, 403, "not_member")


def _ids(members: Json) -> list[list[Json]]:
    return [one["in_game_ids"] for one in members["items"]]
