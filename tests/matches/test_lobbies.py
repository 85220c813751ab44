"""Lobbies over the API: reported game by game, extended without loss, corrected, and a table with a trail."""

import random
from typing import Any

from tests.support.desk import NOBODY, Desk, Json

POINTS = {"1": 10, "2": 6, "3": 5, "4": 4}
WHY = {"reason": "The kill feed was misread."}


async def lobby_stage(desk: Desk, entries: int = 8, **options: Any) -> Json:
    """A running free-for-all, in a tournament whose other stages are series."""
    tournament = await desk.tournament(best_of=3)
    stage = await desk.stage(tournament, "free_for_all", options={"points": POINTS, **options})
    await desk.entries(tournament, entries)
    await desk.start(stage)
    return {**stage, "tournament": tournament}


def played(match: Json, seed: int, absent: bool = False) -> Json:
    """One game of the lobby in a random order."""
    entries = [slot["entry"] for slot in match["slots"] if slot["entry"]]
    random.Random(seed).shuffle(entries)
    rows: list[Json] = [
        {"entry": entry, "place": place, "kills": (seed + place) % 5}
        for place, entry in enumerate(entries, 1)
    ]
    if absent:
        rows[-1] = {"entry": entries[-1], "outcome": "no_show"}
    return {"placements": rows}


async def by_key(desk: Desk, stage: Json) -> dict[str, Json]:
    """The stage's lobbies by their names."""
    return {match["key"]: match for match in (await desk.view(stage))["matches"]}


async def test_lobbies_are_played_game_by_game_to_the_end(desk: Desk) -> None:
    stage = await lobby_stage(desk, 8, lobby_size=4, games=2)
    seed, entered = 0, set()
    while ready := await desk.ready(stage):
        match = ready[0]
        games = [{"placements": _rows(game)} for game in match["placements"]]
        seed += 1
        await desk.report(match, {"games": [*games, played(match, seed, absent=seed == 2)]})
        await desk.recompute(stage["id"])
        entered.add((await by_key(desk, stage))[match["key"]]["state"])
    assert entered == {"live", "confirmed"}
    end = await desk.view(stage)
    assert end["stage"]["state"] == "finished"
    first = min(end["standings"], key=lambda line: int(line["ordinal"]))
    assert first["figures"]["points"] >= 10
    assert first["trail"]
    champion = (await desk.get(f"/tournaments/{stage['tournament']['id']}"))["champion"]
    assert champion["entry"] == first["entry"]
    desk.replay()


def _rows(game: list[Json]) -> list[Json]:
    """The placements of a view as a report has them."""
    return [
        {"entry": one["entry"], "place": one["place"], "kills": one["kills"]}
        if one["place"]
        else {"entry": one["entry"], "outcome": one["outcome"]}
        for one in game
    ]


async def test_a_game_more_takes_the_place_of_the_report_before(desk: Desk) -> None:
    stage = await lobby_stage(desk, 4, lobby_size=4, games=3)
    (match,) = await desk.ready(stage)
    path = f"/matches/{match['id']}/reports"
    one, two = played(match, 1), played(match, 2)
    first = await desk.call("POST", path, {"games": [one]})
    again = await desk.call("POST", path, {"games": [one]})
    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    assert (await desk.call("POST", path, {"games": [one, two]})).status_code == 201
    await desk.refused("POST", path, {"games": [one]}, 409, "games_missing")
    stale = {"games": [one, two, two], "expected_revision": 1}
    await desk.refused("POST", path, stale, 412, "stale_revision")
    detail = await desk.get(f"/matches/{match['id']}")
    assert [(one["version"], one["state"]) for one in detail["reports"]] == [
        (1, "extended"),
        (2, "confirmed"),
    ]
    assert (detail["match"]["state"], detail["match"]["phase"]) == ("live", "ready")
    assert [len(game) for game in detail["match"]["placements"]] == [4, 4]
    told = (await desk.get(f"/tournaments/{stage['tournament']['id']}/journal"))["items"]
    assert [line["fact"]["games"] for line in told if line["fact"]["kind"] == "LobbyPlayed"] == [1, 2]


async def test_a_lobby_is_corrected_and_taken_back(desk: Desk) -> None:
    stage = await lobby_stage(desk, 4, lobby_size=4, games=1)
    (match,) = await desk.ready(stage)
    await desk.report(match, {"games": [played(match, 1)]})
    before = await desk.view(stage)
    body = {"games": [played(match, 5)]}
    path = f"/matches/{match['id']}/correction"
    shown = await desk.post(f"{path}/preview", body)
    assert {one["kind"] for one in shown["impact"]} == {"place"}
    made = await desk.post(path, {**body, **WHY, "impact_token": shown["impact_token"]})
    await desk.recompute(stage["id"])
    assert await desk.view(stage) != before
    await desk.post(f"/corrections/{made['id']}/revert", WHY)
    await desk.recompute(stage["id"])
    assert (await desk.view(stage))["standings"] == before["standings"]


async def test_points_are_given_and_taken_with_a_reason(desk: Desk) -> None:
    stage = await lobby_stage(desk, 4, lobby_size=4, games=2)
    (match,) = await desk.ready(stage)
    await desk.report(match, {"games": [played(match, 1)]})
    last = max((await desk.view(stage))["standings"], key=lambda line: int(line["ordinal"]))
    path = f"/stages/{stage['id']}/adjustments"
    bonus = {"entry": last["entry"], "points": "1.5", "reason": "For the fans."}
    told = await desk.post(path, bonus)
    await desk.recompute(stage["id"])
    assert told["options"]["adjustments"][0]["reason"] == "For the fans."
    now = next(line for line in (await desk.view(stage))["standings"] if line["entry"] == last["entry"])
    assert float(now["figures"]["points"]) == float(last["figures"]["points"]) + 1.5
    await desk.post(path, {"entry": last["entry"], "points": 100, "reason": "For more fans."})
    match = (await by_key(desk, stage))[match["key"]]
    games = [{"placements": _rows(game)} for game in match["placements"]]
    await desk.report(match, {"games": [*games, played(match, 2)]})
    tournament = f"/tournaments/{stage['tournament']['id']}"
    assert (await desk.get(tournament))["champion"]["entry"] == last["entry"]
    await desk.post(path, {"entry": last["entry"], "points": -200, "reason": "They were bots."})
    champion = (await desk.get(tournament))["champion"]
    assert champion["entry"] != last["entry"]
    desk.replay()
    await desk.refused("POST", path, {**bonus, "entry": NOBODY}, 422, "adjustment_entry_unknown", "/entry")
    await desk.refused("POST", path, {**bonus, "points": "x"}, 422, "adjustment_points", "/points")
    await desk.refused("POST", path, {**bonus, "reason": ""}, 422, "invalid_fields", "/reason")
    other = await cup(desk)
    await desk.refused("POST", f"/stages/{other['id']}/adjustments", bonus, 409, "no_points_here")
    pending = await desk.stage(await desk.tournament(), "free_for_all")
    await desk.refused("POST", f"/stages/{pending['id']}/adjustments", bonus, 409, "stage_not_running")


async def cup(desk: Desk) -> Json:
    """A running stage without points."""
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 2)
    await desk.start(stage)
    return stage


async def test_rounds_follow_the_table_and_the_best_go_on(desk: Desk) -> None:
    tournament = await desk.tournament()
    options = {"lobby_size": 3, "rounds": 2, "mixing": "ranked", "points": POINTS}
    stage = await desk.stage(tournament, "free_for_all", options=options, qualifies=2)
    final = await desk.stage(tournament, name="Final")
    await desk.entries(tournament, 6)
    await desk.start(stage)
    seed = 0
    while ready := await desk.ready(stage):
        seed += 1
        await desk.report(ready[0], {"games": [played(ready[0], seed)]})
        await desk.recompute(stage["id"])
    view = await desk.view(stage)
    assert [match["round"] for match in view["matches"]].count(2) == 2
    best = sorted(view["standings"], key=lambda line: int(line["ordinal"]))[:2]
    started = await desk.start(final)
    assert [entry["id"] for entry in started["entries"]] == [line["entry"] for line in best]


async def match_point(desk: Desk, *games: str) -> Json:
    """A stage of three entries at match point, after these games: the order of the seeds, as `213`."""
    stage = await lobby_stage(desk, 3, lobby_size=3, match_point=15, kill_points=0)
    for order in games:
        (match,) = await desk.ready(stage)
        await desk.report(match, in_order(match, order))
    return stage


def in_order(match: Json, order: str) -> Json:
    """The one game of a lobby: the slots, counted from 1, in the order in which they came in."""
    entries = [match["slots"][int(slot) - 1]["entry"] for slot in order]
    return {"games": [{"placements": [{"entry": entry, "place": at} for at, entry in enumerate(entries, 1)]}]}


async def test_a_correction_that_shortens_match_point_withdraws_the_game_that_is_open(desk: Desk) -> None:
    """The third game should have been won from match point: there is no fourth, until that is taken back."""
    stage = await match_point(desk, "123", "213", "312")
    before = await desk.view(stage)
    matches = await by_key(desk, stage)
    body, path = in_order(matches["R3-1"], "123"), f"/matches/{matches['R3-1']['id']}/correction"
    shown = await desk.post(f"{path}/preview", body)
    told = [(one["number"], one["effect"]) for one in shown["impact"] if one["kind"] == "match"]
    assert told == [(4, "unneeded")]
    made = await desk.post(path, {**body, **WHY, "impact_token": shown["impact_token"]})
    await desk.recompute(stage["id"])
    assert (await by_key(desk, stage))["R4-1"]["phase"] == "skipped"
    assert (await desk.view(stage))["stage"]["state"] == "finished"
    tournament = f"/tournaments/{stage['tournament']['id']}"
    assert (await desk.get(tournament))["champion"]["entry"] == matches["R3-1"]["slots"][0]["entry"]
    reports = f"/matches/{matches['R4-1']['id']}/reports"
    await desk.refused("POST", reports, body, 409, "tournament_not_running")
    await desk.post(f"/corrections/{made['id']}/revert", WHY)
    await desk.recompute(stage["id"])
    assert [match["key"] for match in await desk.ready(stage)] == ["R4-1"]
    assert (await desk.view(stage))["standings"] == before["standings"]
    assert (await desk.get(tournament))["state"] == "running"
    end = await desk.play(stage, lambda match: in_order(match, "123"))
    assert (end["stage"]["state"], len(end["matches"])) == ("finished", 4)
    desk.replay()


async def test_points_given_at_match_point_withdraw_the_game_that_is_open(desk: Desk) -> None:
    stage = await match_point(desk, "123", "123")
    (third,) = await desk.ready(stage)
    bonus = {"entry": third["slots"][0]["entry"], "points": 5, "reason": "A game was not counted."}
    path = f"/stages/{stage['id']}/adjustments"
    await desk.post(path, bonus)
    await desk.recompute(stage["id"])
    assert (await desk.view(stage))["stage"]["state"] == "finished"
    await desk.post(path, {**bonus, "points": -5})
    await desk.recompute(stage["id"])
    assert [match["key"] for match in await desk.ready(stage)] == ["R3-1"]


async def test_no_lobby_can_end_so(desk: Desk) -> None:
    stage = await lobby_stage(desk, 4, lobby_size=4, games=1)
    (match,) = await desk.ready(stage)
    path = f"/matches/{match['id']}/reports"
    rows = played(match, 1)["placements"]
    other = {**rows[0], "entry": stage["id"]}
    for body, code, *pointers in (
        ({"winner": 0}, "lobby_report_form", ""),
        ({"outcome": {"kind": "no_show", "slot": 0}}, "lobby_report_form", ""),
        ({"games": [{"scores": [1, 0]}]}, "placements_missing", "/games/0/placements"),
        ({"games": [{"placements": rows[:3]}]}, "placement_entries_missing", "/games/0/placements"),
        (
            {"games": [{"placements": [*rows, rows[0]]}]},
            "placement_entry_twice",
            "/games/0/placements/4/entry",
        ),
        ({"games": [{"placements": [*rows[1:], other]}]}, "placement_entry_unknown"),
        ({"games": [{"placements": [{**rows[0], "place": 2}, *rows[1:]]}]}, "places_do_not_fit"),
        ({"games": [{"placements": [{**rows[0], "kills": -1}, *rows[1:]]}]}, "invalid_fields"),
        ({"games": [{"placements": rows}] * 2}, "too_many_games", "/games/1"),
    ):
        await desk.refused("POST", path, body, 422, str(code), *map(str, pointers))
