"""Teams enter with players who are their members, and a person is in one entry of a tournament."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.support.app import new_client
from tests.support.desk import NOBODY, Desk, Json
from tests.teams.club import Club, club


async def roster(owls: Club) -> list[Json]:
    """All of the team, by its members' ids."""
    return [
        {"name": f"Player {number}", "in_game_id": f"id{number}", "person": person}
        for number, person in enumerate(await owls.people())
    ]


def entries(tournament: Json) -> str:
    return f"/tournaments/{tournament['id']}/entries"


async def test_a_captain_enters_the_team_with_its_members(desk: Desk) -> None:
    event = await desk.event()
    cup = await desk.tournament(event)
    async with club(desk) as owls, desk.person() as stranger, desk.person(event, "operator") as operator:
        players = await roster(owls)
        entry = await owls.captain.post(entries(cup), {"name": "Owls", "team": owls.id, "roster": players})
        people = await owls.people()
        assert entry["team"] == owls.id
        assert [one["person"] for one in entry["roster"]] == people
        path = f"/entries/{entry['id']}"
        for one in (owls.captain, operator):
            assert [player["person"] for player in (await one.get(path))["roster"]] == people
        shown = await stranger.get(path)
        assert shown["team"] == owls.id
        for player in shown["roster"]:
            told = (player["name"], player["in_game_id"], player["person"])
            assert told == (None, None, None), "what an account tells is not for everybody"
        (part,) = (await owls.members[0].get(f"{owls.path}/history"))["tournaments"]
        assert (part["tournament"], part["entry"], part["name"]) == (cup["name"], entry["id"], "Owls")
    desk.replay()


async def test_who_may_not_enter_a_team_is_told_why(desk: Desk) -> None:
    cup = await desk.tournament()
    alone = await desk.tournament(entry_kind="player")
    async with club(desk) as owls, desk.person() as stranger:
        players = await roster(owls)
        ours = {"name": "Owls", "team": owls.id}
        path = entries(cup)
        await owls.members[0].refused("POST", path, ours, 403, "not_captain")
        await desk.refused("POST", path, ours, 403, "not_captain")
        await owls.captain.refused("POST", path, {"name": "O", "team": NOBODY}, 404, "not_found")
        await owls.captain.refused("POST", entries(alone), ours, 422, "team_not_wanted", "/team")
        foreign = {"name": "S", "person": (await stranger.get("/me"))["person"]["id"]}
        at = "/roster/1/person"
        for body, status, code, pointer in (
            ({**ours, "roster": [players[0], foreign]}, 422, "player_not_in_team", at),
            ({**ours, "roster": [players[0], players[0]]}, 422, "player_twice", at),
            ({"name": "O", "roster": [{"name": "x"}, players[1]]}, 422, "player_without_team", at),
        ):
            await owls.captain.refused("POST", path, body, status, code, pointer)
        for row in (ours, {"name": "O", "roster": players}):
            problem = await desk.refused("POST", f"{path}/import", {"entries": [row]}, 422, "import_rejected")
            assert [one["code"] for one in problem["rejected"]] == ["links_not_imported"]


async def test_a_person_is_in_one_entry_of_a_tournament(desk: Desk) -> None:
    cup, other = await desk.tournament(), await desk.tournament()
    async with club(desk) as owls, desk.person() as second:
        member = owls.members[0]
        birds = Club(await second.post("/teams", {"name": "Birds", "tag": "B"}), second, [])
        await member.post("/invites/accept", {"token": await birds.link()})
        shared = {"name": "Shared", "person": (await owls.people())[1]}
        ours = {"name": "Owls", "team": owls.id, "roster": [shared]}
        theirs = {"name": "Birds", "team": birds.id, "roster": [{"name": "B"}, shared]}
        entry = await owls.captain.post(entries(cup), ours)
        at = "/roster/1/person"
        problem = await second.refused("POST", entries(cup), theirs, 409, "player_entered_already", at)
        assert "Shared" in problem["detail"]
        await member.refused("POST", entries(cup), {"name": "Alone"}, 409, "already_entered")
        await second.post(entries(other), theirs)
        bare = await second.post(entries(cup), {**theirs, "roster": []})
        late = {"roster": theirs["roster"]}
        await second.refused("PATCH", f"/entries/{bare['id']}", late, 409, "player_entered_already", at)
        await owls.captain.post(f"/entries/{entry['id']}/withdraw")
        await second.do("PATCH", f"/entries/{bare['id']}", late)


async def test_a_registrant_does_not_play_for_others(desk: Desk) -> None:
    cup = await desk.tournament()
    async with club(desk) as owls:
        await owls.members[0].post(entries(cup), {"name": "Alone"})
        body = {"name": "Owls", "team": owls.id, "roster": (await roster(owls))[1:]}
        at = "/roster/0/person"
        await owls.captain.refused("POST", entries(cup), body, 409, "player_entered_already", at)


async def test_the_database_holds_a_person_to_one_entry_too(desk: Desk) -> None:
    """Also against an entry that comes back; and an entry that leaves sets its players free."""
    cup = await desk.tournament()
    async with club(desk) as owls:
        players = await roster(owls)
        entry = await owls.captain.post(entries(cup), {"name": "O", "team": owls.id, "roster": players})
        (other,) = [one for one in await desk.entries(cup, 1) if one["id"] != entry["id"]]
    again = text(
        "INSERT INTO roster_members (id, entry_id, position, name, person_id, tournament_id, present)"
        " SELECT gen_random_uuid(), :other, position, name, person_id, tournament_id, present"
        " FROM roster_members WHERE entry_id = :entry AND position = 0"
    )
    ids = {"entry": entry["id"], "other": other["id"]}
    with pytest.raises(IntegrityError, match="uq_roster_members_person"):
        async with desk.engine.begin() as connection:
            await connection.execute(again, ids)
    await desk.post(f"/entries/{entry['id']}/withdraw")
    async with desk.engine.begin() as connection:
        # The copy says what it copied: that its entry is not here. The foreign key knows better.
        with pytest.raises(IntegrityError, match="fk_roster_members_entry"):
            async with connection.begin_nested():
                await connection.execute(again, ids)
        free = "SELECT count(*) FROM roster_members WHERE entry_id = :entry AND NOT present"
        assert (await connection.execute(text(free), {"entry": entry["id"]})).scalar_one() == 2


async def test_a_roster_stays_when_the_team_changes(desk: Desk) -> None:
    cup = await desk.tournament()
    async with club(desk) as owls, new_client(desk.app):
        players = await roster(owls)
        entry = await owls.captain.post(entries(cup), {"name": "O", "team": owls.id, "roster": players})
        await owls.members[0].call("POST", f"{owls.path}/leave")
        await owls.captain.do("PATCH", owls.path, {"name": "Renamed"})
        path = f"/entries/{entry['id']}"
        kept = await owls.captain.get(path)
        assert (kept["name"], len(kept["roster"])) == ("O", 2)
        # Who is on the roster may stay on it, who is not in the team cannot come back.
        await owls.captain.do("PATCH", path, {"roster": players})
        await owls.captain.do("PATCH", path, {"roster": players[:1]})
        await owls.captain.refused(
            "PATCH", path, {"roster": players}, 422, "player_not_in_team", "/roster/1/person"
        )


async def test_a_dissolved_team_leaves_its_entries(desk: Desk) -> None:
    cup = await desk.tournament()
    async with club(desk, 0) as owls:
        entry = await owls.captain.post(entries(cup), {"name": "O", "team": owls.id})
        await owls.captain.call("POST", f"{owls.path}/leave")
        assert (await owls.captain.get(f"/entries/{entry['id']}"))["name"] == "O"
