"""The match room: its lobby code is for those who play, a call reaches the referees, each sees their own."""

from esports.journal.facts import LobbyCodeSet, RefereeCalled
from tests.matches.courts import court
from tests.support.desk import NOBODY, Desk

WON = {"games": [{"scores": [13, 5]}]}


async def test_the_lobby_code_is_for_its_players_and_staff(desk: Desk) -> None:
    async with court(desk, 4) as here, desk.person(here.event, "caster") as caster, desk.person() as nobody:
        match, other = await here.ready()
        path = f"/matches/{match['id']}/lobby-code"
        told = await here.captain(match, 0).do("PUT", path, {"code": " 王者 42 "})
        assert (told["lobby_code"], told["slot"]) == ("王者 42", 0)
        assert await desk.do("PUT", path, {"code": "王者 42"}) == {**told, "slot": None, "rules": True}
        room = f"/matches/{match['id']}/room"
        for who in (here.captain(match, 1), caster, desk):
            assert (await who.get(room))["lobby_code"] == "王者 42"
        for who in (here.captain(other, 0), nobody):
            assert (await who.get(room))["lobby_code"] is None
            assert "王者" not in (await who.client.get(f"/api/v1{room}")).text
        refused = {"code": "x"}
        for who in (here.captain(match, 1), here.captain(other, 0), caster, nobody):
            await desk.refused("PUT", path, refused, 403, "forbidden", client=who.client)
        items = desk.watched[here.tournament["id"]].items
        assert sum(isinstance(item.fact, LobbyCodeSet) for item in items) == 1
        assert "王者" not in str([(item.fact, item.patch) for item in items])
        await desk.do("PUT", path, {"code": None})
        assert (await desk.get(room))["lobby_code"] is None
        await desk.report(match, {"winner": 0})
        await desk.refused("PUT", path, refused, 409, "match_not_ready")
        await desk.refused("PUT", path, {"code": "\u202e"}, 409, "match_not_ready")
        final = f"/matches/{other['id']}/lobby-code"
        await desk.refused("PUT", final, {"code": "\u202e"}, 422, "name_characters", "/code")
        await desk.refused("PUT", f"/matches/{NOBODY}/lobby-code", refused, 404, "not_found")


async def test_a_code_is_for_those_whom_it_was_set_for(desk: Desk) -> None:
    """A correction sends others into the match: they do not get the code of the ones before."""
    async with court(desk, 4) as here:
        first, second = await here.ready()
        for match in (first, second):
            await desk.report(match, {"winner": 0})
        (final,) = await here.ready()
        await desk.do("PUT", f"/matches/{final['id']}/lobby-code", {"code": "SECRET"})
        path = f"/matches/{first['id']}/correction"
        token = (await desk.post(f"{path}/preview", {"winner": 1}))["impact_token"]
        await desk.post(path, {"winner": 1, "reason": "R", "impact_token": token})
        for who in (here.captain(first, 0), here.captain(first, 1), here.captain(second, 0)):
            assert (await who.get(f"/matches/{final['id']}/room"))["lobby_code"] is None


async def test_each_sees_the_reports_that_are_theirs_to_see(desk: Desk) -> None:
    async with court(desk, 4, reporting={"confirm_minutes": 5}) as here, desk.person() as nobody:
        match, other = await here.ready()
        await here.claim(match, 0, WON)
        path = f"/matches/{match['id']}/room"
        for who, slot, rules in ((here.captain(match, 1), 1, False), (desk, None, True)):
            room = await who.get(path)
            assert [(one["slot"], one["state"], one["body"]) for one in room["reports"]] == [
                (0, "claimed", WON)
            ]
            assert (room["slot"], room["rules"], room["confirm_minutes"]) == (slot, rules, 5)
        for who in (here.captain(other, 0), nobody):
            room = await who.get(path)
            assert (room["reports"], room["slot"], room["call"], room["rules"]) == ([], None, None, False)
        await nobody.refused("GET", f"/matches/{NOBODY}/room", None, 404, "not_found")


async def test_a_side_calls_a_referee(desk: Desk) -> None:
    async with court(desk, 4) as here, desk.person(here.event, "referee") as referee:
        match, other = await here.ready()
        path = f"/matches/{match['id']}/help"
        captain = here.captain(match, 1)
        told = await captain.post(path, {"words": "服务器卡顿"})
        assert told["held"] is False
        assert await here.captain(match, 0).post(path, {}) == told
        assert await desk.check() == []
        for who in (here.captain(other, 0), referee):
            await desk.refused("POST", path, {}, 403, "forbidden", client=who.client)
        items = desk.watched[here.tournament["id"]].items
        called = [item.fact for item in items if isinstance(item.fact, RefereeCalled)]
        name = (await here.see(match))["names"][match["slots"][1]["entry"]]
        assert [(fact.slot, fact.name) for fact in called] == [(1, name)]
        assert "卡顿" not in str(items)
        (item,) = (await referee.get(f"/events/{here.event['id']}/queue"))["items"]
        assert (item["needs"], item["case"]["words"], item["id"]) == (["help"], "服务器卡顿", match["id"])
        await referee.post(f"/matches/{match['id']}/case", {})
        assert (await captain.get(f"/matches/{match['id']}/room"))["call"]["held"] is True
        await desk.report(other, {"winner": 0})
        again = f"/matches/{other['id']}/help"
        await desk.refused("POST", again, {}, 409, "match_not_ready", client=here.captain(other, 0).client)
        desk.replay()


async def test_a_side_speaks_in_the_case_that_a_referee_has_opened(desk: Desk) -> None:
    async with court(desk) as here:
        (match,) = await here.ready()
        case = await desk.post(f"/matches/{match['id']}/case", {})
        told = await here.captain(match, 0).post(f"/matches/{match['id']}/help", {"words": "W"})
        assert told["held"] is True
        (item,) = (await desk.get(f"/events/{here.event['id']}/queue"))["items"]
        assert (item["case"]["id"], item["case"]["slot"], item["needs"]) == (case["id"], 0, ["help"])
