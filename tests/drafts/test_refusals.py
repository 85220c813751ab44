"""Everything that is refused, with its code: setups, choices, and people."""

from typing import Any

import pytest

from tests.drafts.hall import MAPS, VETO, Hall
from tests.support.app import new_client
from tests.support.desk import API, NOBODY, Json

ROW = {"player": "p", "hero": "H", "spell": "S"}
OPEN: list[tuple[Json, int, str, tuple[str, ...]]] = [
    ({"game": 4}, 422, "game_too_high", ("/game",)),
    ({"game": 0}, 422, "invalid_fields", ("/game",)),
    ({"script": "chess"}, 422, "unknown_script", ("/script",)),
    ({"script": {"name": "x"}}, 422, "script_unsound", ("/script/steps",)),
    ({"script": "ultimate_battle"}, 422, "not_the_ultimate_battle", ("/script",)),
    ({"pool": MAPS[:6]}, 422, "draft_setup_unsound", ("/pool",)),
    ({"pool": [*MAPS[:6], "Nuke"]}, 422, "draft_setup_unsound", ("/pool", "/pool/6")),
    ({"pool": [*MAPS[:6], "\u202e"]}, 422, "name_characters", ("/pool/6",)),
    ({"pool": []}, 422, "invalid_fields", ("/pool",)),
    ({"first": 2}, 422, "invalid_fields", ("/first",)),
    ({"series_rule": "all"}, 422, "invalid_fields", ("/series_rule",)),
    ({"previous": [[ROW]]}, 422, "invalid_fields", ("/previous",)),
    ({"spells": ["\u0007"]}, 422, "name_characters", ("/spells/0",)),
]


@pytest.mark.parametrize(("fields", "status", "code", "pointers"), OPEN)
async def test_setups_that_are_refused(
    hall: Hall, fields: Json, status: int, code: str, pointers: tuple[str, ...]
) -> None:
    async with hall.duel() as duel:
        await hall.desk.refused("POST", duel.path, {**VETO, **fields}, status, code, *pointers)


async def test_a_draft_needs_a_match_that_can_be_played(hall: Hall) -> None:
    desk = hall.desk
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 3)
    matches = {match["phase"]: match for match in (await desk.start(stage))["matches"]}
    for phase in ("waiting", "bye"):
        path = f"/matches/{matches[phase]['id']}/drafts"
        await desk.refused("POST", path, VETO, 409, "match_not_ready")
    await desk.move(tournament, "paused")
    path = f"/matches/{matches['ready']['id']}/drafts"
    await desk.refused("POST", path, VETO, 409, "tournament_not_running")
    await desk.refused("POST", f"/matches/{NOBODY}/drafts", VETO, 404, "not_found")
    await desk.refused("GET", f"/drafts/{NOBODY}", None, 404, "not_found")
    await desk.refused("POST", f"/drafts/{NOBODY}/begin", {}, 404, "not_found")


async def test_a_lobby_has_no_two_sides(hall: Hall) -> None:
    desk = hall.desk
    stage = await desk.stage(await desk.tournament(), "free_for_all", options={"lobby_size": 4})
    await desk.entries({"id": stage["tournament"]}, 4)
    await desk.start(stage)
    path = f"/matches/{(await desk.ready(stage))[0]['id']}/drafts"
    await desk.refused("POST", path, {**VETO, "pool": MAPS}, 409, "not_two_sides")


async def test_games_are_drafted_in_order(hall: Hall) -> None:
    async with hall.duel() as duel:
        await duel.open(VETO, game=2)
        await hall.desk.refused("POST", duel.path, VETO, 409, "later_draft")
        await duel.open(VETO, game=3)


CHOICES: list[tuple[int, int, Any, int, str, str]] = [
    (1, 2, "Inferno", 409, "draft_not_your_turn", "/slot"),
    (0, 3, "CT", 409, "draft_other_step", ""),
    (0, 1, "Inferno", 409, "draft_other_step", ""),
    (0, 2, "Cache", 422, "draft_not_in_pool", "/choice"),
    (0, 2, "Nuke", 422, "draft_banned", "/choice"),
    (0, 2, [ROW], 422, "draft_name_wanted", "/choice"),
    (0, 2, "", 422, "invalid_fields", "/choice"),
    (0, 2, ["Inferno"], 422, "invalid_fields", "/choice/0"),
    (2, 2, "Inferno", 422, "invalid_fields", "/slot"),
]


async def test_choices_that_are_refused(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.open(VETO)
        path, first = f"/drafts/{draft['id']}/actions", {"slot": 0, "step": 0, "choice": "Nuke"}
        await duel.captains[0].refused("POST", path, first, 409, "draft_not_begun")
        for verb, code in (("pause", "draft_not_begun"), ("resume", "draft_not_paused")):
            await hall.desk.refused("POST", f"/drafts/{draft['id']}/{verb}", {}, 409, code)
        await duel.direct(draft, "begin")
        await hall.desk.refused("POST", f"/drafts/{draft['id']}/begin", {}, 409, "draft_begun")
        await duel.choose_all(draft, "Nuke", "Train")
        for slot, step, choice, status, code, pointer in CHOICES:
            body = {"slot": slot, "step": step, "choice": choice}
            await hall.desk.refused("POST", path, body, status, code, *filter(None, [pointer]))
        await duel.choose_all(draft, "Inferno")
        side = {"slot": 1, "step": 3, "choice": "blue"}
        await duel.captains[1].refused("POST", path, side, 422, "draft_side_unknown", "/choice")
        await duel.choose_all(draft, "CT")
        picked = {"slot": 1, "step": 4, "choice": "Inferno"}
        await duel.captains[1].refused("POST", path, picked, 422, "draft_picked", "/choice")
        await duel.choose_all(draft, "Mirage", "T", "Dust2", "Ancient", "CT")
        ended = {"slot": 1, "step": 9, "choice": "CT"}
        await duel.captains[1].refused("POST", path, ended, 409, "draft_ended")
        await hall.desk.refused("POST", f"/drafts/{draft['id']}/pause", {}, 409, "draft_ended")


async def test_who_may_choose_and_direct(hall: Hall) -> None:
    desk, event = hall.desk, await hall.desk.event()
    async with hall.duel(event=event) as duel, desk.person(event, "referee") as referee:
        draft = await referee.post(duel.path, VETO)
        path, body = f"/drafts/{draft['id']}", {"slot": 0, "step": 0, "choice": "Nuke"}
        await referee.post(f"{path}/begin", {})
        for role in ("caster", "judge", None):
            async with desk.person(event, role) as person:
                await person.refused("POST", f"{path}/actions", body, 403, "forbidden")
                await person.refused("POST", f"{path}/pause", {}, 403, "forbidden")
                await person.refused("POST", duel.path, VETO, 403, "forbidden")
        await duel.captains[1].refused("POST", f"{path}/actions", body, 403, "forbidden")
        await duel.captains[0].refused("POST", f"{path}/undo", {}, 403, "forbidden")
        await referee.post(f"{path}/actions", body)
        mine = await duel.captains[1].get(path)
        assert (mine["slot"], mine["directs"]) == (1, False)
        theirs = await referee.get(path)
        assert (theirs["slot"], theirs["directs"]) == (None, True)


async def test_a_token_chooses_within_its_scopes(hall: Hall) -> None:
    async with hall.duel() as duel, new_client(hall.desk.app) as phone:
        draft = await duel.begun(VETO)
        path, body = f"{API}/drafts/{draft['id']}/actions", {"slot": 0, "step": 0, "choice": "Nuke"}
        for scope, status in (("read", 403), ("results", 403), ("entries", 201)):
            told = await duel.captains[0].post("/tokens", {"name": scope, "scopes": [scope]})
            headers = {"authorization": f"Bearer {told['token']}"}
            reply = await phone.post(path, json=body, headers=headers)
            assert (reply.status_code, reply.json().get("code")) == (
                status,
                "scope_missing" if status == 403 else None,
            )
