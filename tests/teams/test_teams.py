"""Teams: founded, edited, shown, led, left; and who may do so."""

import pytest

from esports.teams import service
from tests.support.app import new_client
from tests.support.desk import API, NOBODY, Desk
from tests.teams.club import club


async def test_a_founder_leads_and_everybody_sees_nicknames_alone(desk: Desk) -> None:
    async with club(desk) as owls, new_client(desk.app) as stranger:
        own = await owls.shown()
        assert (own["role"], [one["captain"] for one in own["members"]]) == ("captain", [True, False])
        assert all(one["person"] for one in own["members"])
        seen = (await stranger.get(f"{API}{owls.path}")).json()
        assert [set(one) for one in seen["members"]] == [{"nickname", "captain", "person"}] * 2
        assert [one["person"] for one in seen["members"]] == [None, None]
        assert (seen["role"], seen["name"], seen["tag"], seen["logo"]) == (None, "Night Owls", "OWL", None)
        assert "@" not in str(seen)
        mine = await owls.members[0].get("/me/teams")
        assert [(one["id"], one["captain"], one["size"]) for one in mine["teams"]] == [(owls.id, False, 2)]


async def test_the_captain_edits_and_names_are_clean(desk: Desk) -> None:
    async with club(desk) as owls:
        changed = await owls.captain.do("PATCH", owls.path, {"tag": " 夜猫 ", "delegation": "上海"})
        assert (changed["tag"], changed["delegation"], changed["name"]) == ("夜猫", "上海", "Night Owls")
        stale = {"headers": {"if-match": '"1"'}}
        await owls.captain.refused("PATCH", owls.path, {"tag": "X"}, 412, "stale_revision", **stale)
        for body, code, pointer in (
            ({"name": " "}, "name_empty", "/name"),
            ({"tag": "SEVENCH"}, "name_too_long", "/tag"),
            ({"name": "a\u202eb"}, "name_characters", "/name"),
        ):
            await owls.captain.refused("PATCH", owls.path, body, 422, code, pointer)
        await owls.members[0].refused("PATCH", owls.path, {"tag": "X"}, 403, "not_captain")
        bell = {"name": "A", "tag": "\x07"}
        await owls.captain.refused("POST", "/teams", bell, 422, "name_characters", "/tag")


async def test_captaincy_is_handed_over_by_the_captain_alone(desk: Desk) -> None:
    async with club(desk, 2) as owls:
        captain, second, third = await owls.people()
        path = f"{owls.path}/captain"
        await owls.members[0].refused("POST", path, {"person": second}, 403, "not_captain")
        await owls.captain.refused("POST", path, {"person": NOBODY}, 404, "not_found")
        await owls.captain.refused("POST", f"{owls.path}/leave", None, 409, "captain_must_hand_over")
        remove = f"{owls.path}/members/{captain}"
        await owls.captain.refused("DELETE", remove, None, 409, "captain_must_hand_over")
        handed = await owls.captain.post(path, {"person": second})
        assert [one["person"] for one in handed["members"]] == [second, captain, third]
        assert handed["role"] == "member"
        await owls.captain.refused("POST", path, {"person": captain}, 403, "not_captain")
        await owls.captain.call("POST", f"{owls.path}/leave")
        await owls.captain.refused("GET", f"{owls.path}/history", None, 403, "not_member")
        told = (await owls.members[0].get(f"{owls.path}/history"))["events"]
        assert [one["kind"] for one in told] == ["left", "captain", "joined", "joined", "created"]
        assert all(one["nickname"] and one["at"] for one in told)


async def test_members_leave_and_are_removed(desk: Desk) -> None:
    async with club(desk, 2) as owls:
        third = (await owls.people())[2]
        path = f"{owls.path}/members"
        await owls.members[0].refused("DELETE", f"{path}/{third}", None, 403, "not_captain")
        await owls.captain.do("DELETE", f"{path}/{third}")
        await owls.captain.refused("DELETE", f"{path}/{third}", None, 404, "not_found")
        await owls.members[1].refused("POST", f"{owls.path}/leave", None, 403, "not_member")
        assert (await owls.members[0].call("POST", f"{owls.path}/leave")).status_code == 204
        assert await owls.events() == ["left", "removed", "joined", "joined", "created"]


async def test_the_last_to_leave_dissolves_the_team(desk: Desk) -> None:
    async with club(desk, 0) as owls:
        token = await owls.link()
        assert (await owls.captain.call("POST", f"{owls.path}/leave")).status_code == 204
        for method, path, body in (
            ("GET", owls.path, None),
            ("PATCH", owls.path, {"tag": "X"}),
            ("POST", f"{owls.path}/leave", None),
            ("GET", f"{owls.path}/history", None),
            ("GET", f"{owls.path}/members", None),
            ("GET", f"{owls.path}/invites", None),
        ):
            await owls.captain.refused(method, path, body, 404, "not_found")
        await owls.captain.refused(
            "POST", "/invites/accept", {"token": token}, 422, "invite_unknown", "/token"
        )
        assert (await owls.captain.get("/me/teams"))["teams"] == []


async def test_nobody_is_in_teams_without_number(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MAX_TEAMS", 1)
    async with club(desk, 0) as owls, club(desk, 0) as birds:
        await owls.captain.refused("POST", "/teams", {"name": "More", "tag": "T"}, 409, "too_many_teams")
        opened = {"token": await birds.link()}
        await owls.captain.refused("POST", "/invites/accept", opened, 409, "too_many_teams")
