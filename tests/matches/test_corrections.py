"""Corrections: shown first, carried out as one update, taken back without a trace, else refused."""

import random
from typing import Any

import pytest

from tests.support.desk import NOBODY, Desk, Json, any_result, first_wins

FORMATS: list[tuple[str, int, Json]] = [
    ("single_elimination", 8, {"third_place": True}),
    ("single_elimination", 7, {}),
    ("double_elimination", 6, {}),
    ("round_robin", 4, {"best_of": 2}),
    ("gsl_groups", 8, {}),
    ("gauntlet", 5, {}),
    ("swiss", 16, {}),
    ("swiss", 5, {"variant": "fixed_rounds", "rounds": 3}),
]
WHY = {"reason": "The sides were mixed up."}


async def cup(desk: Desk, entries: int = 8, format: str = "single_elimination", **fields: Any) -> Json:
    """A stage that can be played, with its tournament."""
    tournament = await desk.tournament()
    stage = await desk.stage(tournament, format, **fields)
    await desk.entries(tournament, entries)
    await desk.start(stage)
    return {**stage, "tournament": tournament}


async def by_key(desk: Desk, stage: Json) -> dict[str, Json]:
    """The stage's matches by their names."""
    return {match["key"]: match for match in (await desk.view(stage))["matches"]}


async def shown(desk: Desk, match: Json, body: Json) -> Json:
    """The preview of a correction, which writes nothing."""
    heads = await desk.heads()
    told: Json = await desk.post(f"/matches/{match['id']}/correction/preview", body)
    assert await desk.heads() == heads
    return told


async def corrected(desk: Desk, match: Json, body: Json, **fields: Any) -> Json:
    """Preview a correction and make it."""
    token = (await shown(desk, match, body))["impact_token"]
    path = f"/matches/{match['id']}/correction"
    made: Json = await desk.post(path, {**body, **WHY, "impact_token": token, **fields})
    return made


def settled_as(view: Json) -> Json:
    """A stage's document without what only counts changes."""
    gone = ("revision", "seq")
    matches = [{key: value for key, value in match.items() if key not in gone} for match in view["matches"]]
    return {**{key: value for key, value in view.items() if key not in gone}, "matches": matches}


@pytest.mark.parametrize(("format", "entries", "options"), FORMATS)
@pytest.mark.parametrize("seed", range(3))
async def test_a_correction_is_one_update_and_leaves_no_trace_when_taken_back(
    desk: Desk, format: str, entries: int, options: Json, seed: int
) -> None:
    """What is stored is a full recompute, the patches are the difference, and it can be played on."""
    chance = random.Random(f"{format}{seed}")
    stage = await cup(desk, entries, format, options=options)
    decide = any_result(seed, draws=format == "round_robin")
    for _ in range(chance.randint(1, 30)):
        if ready := await desk.ready(stage):
            await desk.report(ready[0], decide(ready[0]))
    before = await desk.view(stage)
    match = chance.choice([one for one in before["matches"] if one["phase"] == "settled"])
    body = decide(match)
    made = await corrected(desk, match, body)
    await desk.recompute(stage["id"])
    took = await by_key(desk, stage)
    assert {one["id"] for one in took.values() if one["state"] == "voided"} == set(made["voided"])
    back = await desk.post(f"/corrections/{made['id']}/revert", {"reason": "It was right after all."})
    await desk.recompute(stage["id"])
    assert back["reverted_at"] is not None
    now = await desk.view(stage)
    known = {one["id"] for one in before["matches"]}
    now["matches"] = [one for one in now["matches"] if one["id"] in known]
    assert settled_as({**now, "rounds": before["rounds"]}) == settled_as(before)
    await corrected(desk, match, body)
    end = await desk.play(stage, decide)
    assert end["stage"]["state"] == "finished"
    assert len(end["standings"]) == entries
    assert (await desk.get(f"/tournaments/{stage['tournament']['id']}"))["state"] == "finished"
    desk.replay()


async def test_the_preview_tells_what_happens(desk: Desk) -> None:
    stage = await cup(desk, 8)
    await desk.play(stage, first_wins)
    matches = await by_key(desk, stage)
    names = {entry["id"]: entry["name"] for entry in (await desk.view(stage))["entries"]}
    told = await shown(desk, matches["U1-1"], {"winner": 1})
    later = [one for one in told["impact"] if one["kind"] == "match"]
    assert [(one["number"], one["effect"]) for one in later] == [(5, "void"), (7, "void")]
    assert [[names.get(entry) for entry in one["after"]] for one in later] == [
        ["Team 8", "Team 4"],
        [None, "Team 2"],
    ]
    moved = {names[one["entry"]]: one for one in told["impact"] if one["kind"] == "place"}
    assert (moved["Team 1"]["before"], moved["Team 1"]["after"]) == (1, 5)
    made = await corrected(desk, matches["U1-1"], {"winner": 1})
    after = await by_key(desk, stage)
    assert set(made["voided"]) == {after["U2-1"]["id"], after["U3-1"]["id"]}
    assert [after[key]["state"] for key in ("U1-1", "U2-1", "U3-1")] == ["confirmed", "voided", "voided"]
    assert [after[key]["phase"] for key in ("U2-1", "U2-2", "U3-1")] == ["ready", "settled", "waiting"]
    tournament = await desk.get(f"/tournaments/{stage['tournament']['id']}")
    assert (tournament["state"], tournament["champion"]) == ("running", None)
    end = await desk.play(stage, first_wins)
    assert end["stage"]["state"] == "finished"
    champion = (await desk.get(f"/tournaments/{stage['tournament']['id']}"))["champion"]
    assert champion["name"] == "Team 8"


async def test_another_champion_without_a_replay(desk: Desk) -> None:
    stage = await cup(desk, 4)
    await desk.play(stage, first_wins)
    final = (await by_key(desk, stage))["U2-1"]
    await corrected(desk, final, {"winner": 1})
    tournament = await desk.get(f"/tournaments/{stage['tournament']['id']}")
    assert (tournament["state"], tournament["champion"]["name"]) == ("finished", "Team 2")
    told = (await desk.get(f"/tournaments/{stage['tournament']['id']}/journal"))["items"][-4:]
    kinds = ["ResultCorrected", "FieldPlaced", "ChampionDecided", "TournamentChanged"]
    assert [line["fact"]["kind"] for line in told] == kinds
    assert len({line["commit_seq"] for line in told}) == 1


async def test_a_score_alone_moves_nobody(desk: Desk) -> None:
    stage = await cup(desk, 4, options={"best_of": 3})
    two = {"games": [{"scores": [1, 0]}, {"scores": [1, 0]}]}
    await desk.play(stage, lambda match: two)
    first = (await by_key(desk, stage))["U1-1"]
    three = {"games": [{"scores": [1, 0]}, {"scores": [0, 1]}, {"scores": [1, 0]}]}
    told = await shown(desk, first, three)
    assert {one["effect"] for one in told["impact"]} == {"stands"}
    await corrected(desk, first, three)
    detail = await desk.get(f"/matches/{first['id']}")
    assert [slot["score"] for slot in detail["match"]["slots"]] == [2, 1]
    assert [(report["version"], report["state"]) for report in detail["reports"]] == [
        (1, "corrected"),
        (2, "confirmed"),
    ]
    assert [one["reason"] for one in detail["corrections"]] == [WHY["reason"]]
    assert (await desk.call("POST", f"/matches/{first['id']}/reports", three)).status_code == 200
    await desk.refused("POST", f"/matches/{first['id']}/reports", two, 409, "already_confirmed")


async def test_a_result_may_stand(desk: Desk) -> None:
    stage = await cup(desk, 4)
    await desk.play(stage, first_wins)
    before = await desk.view(stage)
    first = (await by_key(desk, stage))["U1-1"]
    made = await corrected(desk, first, {"winner": 1}, stands=True)
    assert (made["stands"], made["voided"]) == (True, [])
    assert {**await desk.view(stage), "seq": 0} == {**before, "seq": 0}
    detail = await desk.get(f"/matches/{first['id']}")
    assert [report["state"] for report in detail["reports"]] == ["confirmed", "recorded"]
    await desk.post(f"/corrections/{made['id']}/revert", WHY)
    detail = await desk.get(f"/matches/{first['id']}")
    assert [report["state"] for report in detail["reports"]] == ["confirmed", "reverted"]


async def test_what_was_shown_is_what_is_done(desk: Desk) -> None:
    stage = await cup(desk, 4)
    first, second = await desk.ready(stage)
    await desk.report(first, {"winner": 0})
    body = {"winner": 1}
    token = (await shown(desk, first, body))["impact_token"]
    path = f"/matches/{first['id']}/correction"
    await desk.refused("POST", path, {**body, **WHY, "impact_token": "x"}, 409, "impact_changed")
    await desk.report(second, {"winner": 0})
    (final,) = await desk.ready(stage)
    await desk.report(final, {"winner": 0})
    await desk.refused("POST", path, {**body, **WHY, "impact_token": token}, 409, "impact_changed")
    await corrected(desk, first, body)


async def test_a_correction_that_is_built_upon_stays(desk: Desk) -> None:
    stage = await cup(desk, 4)
    first, second = await desk.ready(stage)
    await desk.report(first, {"winner": 0})
    made = await corrected(desk, first, {"winner": 1})
    await desk.report(second, {"winner": 0})
    (final,) = await desk.ready(stage)
    await desk.report(final, {"winner": 0})
    path = f"/corrections/{made['id']}/revert"
    await desk.refused("POST", path, WHY, 409, "correction_overtaken")
    await desk.refused("POST", f"/corrections/{NOBODY}/revert", WHY, 404, "not_found")
    again = await corrected(desk, first, {"winner": 0})
    assert again["voided"] == [final["id"]]
    back = await desk.post(f"/corrections/{again['id']}/revert", WHY)
    heads = await desk.heads()
    assert await desk.post(f"/corrections/{again['id']}/revert", {"reason": "Again."}) == back
    assert await desk.heads() == heads


async def test_what_cannot_be_corrected(desk: Desk) -> None:
    stage = await cup(desk, 4)
    first, second = await desk.ready(stage)
    preview, apply = (f"/matches/{first['id']}/correction{end}" for end in ("/preview", ""))
    body, token = {"winner": 1}, {**WHY, "impact_token": "x"}
    for path, sent in ((preview, body), (apply, {**body, **token})):
        await desk.refused("POST", path, sent, 409, "no_result_to_correct")
    await desk.report(first, {"winner": 0})
    for path, more in ((preview, {}), (apply, token)):
        await desk.refused("POST", path, {**more, "winner": 2}, 422, "invalid_fields", "/winner")
        await desk.refused("POST", path, {**more}, 422, "report_form", "")
        tied = {"games": [{"scores": [1, 1]}]}
        await desk.refused("POST", path, {**more, **tied}, 422, "game_tied", "/games/0/scores")
        stale = {**more, **body, "expected_revision": 1}
        await desk.refused("POST", path, stale, 412, "stale_revision")
        nowhere = path.replace(first["id"], NOBODY)
        await desk.refused("POST", nowhere, {**more, **body}, 404, "not_found")
    await desk.refused("POST", apply, {**body, "impact_token": "x"}, 422, "invalid_fields")
    await desk.refused(
        "POST", apply, {**body, "impact_token": "x", "reason": ""}, 422, "invalid_fields", "/reason"
    )
    await desk.refused(
        "POST", f"/matches/{second['id']}/correction/preview", body, 409, "no_result_to_correct"
    )
    await desk.move(stage["tournament"], "paused")
    assert (await shown(desk, first, body))["impact"]
    await desk.move(stage["tournament"], "cancelled")
    await desk.refused("POST", preview, body, 409, "not_correctable")


async def test_a_following_stage_that_has_started_is_flagged_and_left_alone(desk: Desk) -> None:
    tournament = await desk.tournament()
    groups = await desk.stage(tournament, "round_robin", name="Groups", qualifies=2)
    finals = await desk.stage(tournament, name="Finals")
    await desk.entries(tournament, 3)
    await desk.start(groups)
    await desk.play(groups, first_wins)
    before = await desk.start(finals)
    first, second, _ = [entry["id"] for entry in before["entries"]] + [""]
    match = next(
        one
        for one in (await by_key(desk, groups)).values()
        if {slot["entry"] for slot in one["slots"]} == {first, second}
    )
    told = await shown(desk, match, {"winner": 1})
    assert [one["name"] for one in told["impact"] if one["kind"] == "stage"] == ["Finals"]
    assert [one for one in told["impact"] if one["kind"] == "seed"]
    await corrected(desk, match, {"winner": 1})
    after = await desk.view(finals)
    assert [entry["id"] for entry in after["entries"]] == [entry["id"] for entry in before["entries"]]
    end = await desk.play(finals, first_wins)
    assert end["stage"]["state"] == "finished"
    assert (await desk.get(f"/tournaments/{tournament['id']}"))["state"] == "finished"


async def test_who_may_correct(desk: Desk) -> None:
    event = await desk.event()
    tournament = await desk.tournament(event)
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 4)
    await desk.start(stage)
    first = (await desk.ready(stage))[0]
    await desk.report(first, {"winner": 0})
    for role in ("caster", "judge", None):
        async with desk.person(event, role) as person:
            path = f"/matches/{first['id']}/correction"
            await person.refused("POST", f"{path}/preview", {"winner": 1}, 403, "forbidden")
            body = {"winner": 1, "impact_token": "x", **WHY}
            await person.refused("POST", path, body, 403, "forbidden")
    async with desk.person(event, "referee") as referee:
        made = await corrected(referee, first, {"winner": 1})
    async with desk.person(event, "caster") as caster:
        await caster.refused("POST", f"/corrections/{made['id']}/revert", WHY, 403, "forbidden")
