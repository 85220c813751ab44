"""Reports: taken once, said again without harm, and refused where no match could have ended so."""

import pytest

from tests.support.desk import NOBODY, Desk, Json


async def final(desk: Desk, best_of: int = 3, **options: object) -> Json:
    """A match that can be played."""
    tournament = await desk.tournament()
    stage = await desk.stage(tournament, options={"best_of": best_of, **options})
    await desk.entries(tournament, 2)
    await desk.start(stage)
    return (await desk.ready(stage))[0]


async def test_the_same_report_again_is_answered_with_the_first(desk: Desk) -> None:
    match = await final(desk)
    path = f"/matches/{match['id']}/reports"
    body = {"games": [{"scores": [13, 5], "map": "长平攻防战"}, {"scores": [13, 11]}]}
    first = await desk.call("POST", path, body)
    again = await desk.call("POST", path, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert await desk.check() == []
    await desk.refused("POST", path, {"winner": 0}, 409, "already_confirmed")
    shown = await desk.get(f"/matches/{match['id']}")
    assert shown["reports"] == [first.json()]
    assert shown["match"]["games"] == [[13, 5], [13, 11]]
    assert [slot["score"] for slot in shown["match"]["slots"]] == [2, 0]
    assert [slot["outcome"] for slot in shown["match"]["slots"]] == ["win", "loss"]
    async with desk.person() as stranger:
        assert (await stranger.get(f"/matches/{match['id']}"))["reports"] == []


def games(*scores: tuple[int, int]) -> Json:
    return {"games": [{"scores": list(pair)} for pair in scores]}


IMPOSSIBLE: list[tuple[Json, str, str]] = [
    ({}, "report_form", ""),
    ({"winner": 0, "outcome": {"kind": "forfeit", "slot": 0}}, "report_form", ""),
    ({**games((1, 0)), "winner": 0}, "report_form", ""),
    (games((1, 0)), "series_not_finished", "/games"),
    (games((1, 0), (0, 1)), "series_not_finished", "/games"),
    (games((1, 0), (1, 0), (1, 0)), "games_after_decision", "/games/2"),
    (games((1, 0), (0, 1), (1, 0), (1, 0)), "too_many_games", "/games/3"),
    (games((1, 1), (1, 0), (1, 0)), "game_tied", "/games/0/scores"),
    (games((1, -1), (1, 0)), "invalid_fields", "/games/0/scores/1"),
    (games((1_000_001, 0), (1, 0)), "invalid_fields", "/games/0/scores/0"),
    ({"games": []}, "invalid_fields", "/games"),
    ({"games": [{"scores": [1]}]}, "invalid_fields", "/games/0/scores"),
    ({"games": [{"scores": [1, 0, 0]}]}, "invalid_fields", "/games/0/scores"),
    ({"games": [{"scores": [1.5, 0]}]}, "invalid_fields", "/games/0/scores/0"),
    ({"games": [{"scores": [True, False]}]}, "invalid_fields", "/games/0/scores/0"),
    ({"winner": 2}, "invalid_fields", "/winner"),
    ({"winner": True}, "invalid_fields", "/winner"),
    ({"outcome": {"kind": "forfeit"}}, "slot_missing", "/outcome/slot"),
    ({"outcome": {"kind": "double_forfeit", "slot": 0}}, "slot_not_wanted", "/outcome/slot"),
    ({"outcome": {"kind": "played", "slot": 0}}, "invalid_fields", "/outcome/kind"),
    ({"outcome": {"kind": "walkover", "slot": 2}}, "invalid_fields", "/outcome/slot"),
    (
        {"games": [{"scores": [1, 0], "map": "a\u202eb"}, {"scores": [1, 0]}]},
        "name_characters",
        "/games/0/map",
    ),
    ({"games": [{"scores": [1, 0]}, {"scores": [1, 0], "map": " "}]}, "name_empty", "/games/1/map"),
    ({"winner": 0, "expected_revision": 0}, "invalid_fields", "/expected_revision"),
    ({"winner": 0, "confirmed": True}, "invalid_fields", "/confirmed"),
]


@pytest.fixture
async def match(desk: Desk) -> Json:
    return await final(desk)


async def test_no_match_can_end_so(desk: Desk, match: Json) -> None:
    path = f"/matches/{match['id']}/reports"
    for body, code, pointer in IMPOSSIBLE:
        await desk.refused("POST", path, body, 422, code, pointer)
    shown = await desk.get(f"/matches/{match['id']}")
    assert (shown["match"]["phase"], shown["reports"]) == ("ready", [])


async def test_a_report_needs_a_match_that_can_be_played(desk: Desk) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 3)
    await desk.start(stage)
    phases = {match["phase"]: match for match in (await desk.view(stage))["matches"]}
    assert set(phases) == {"bye", "ready", "waiting"}
    for phase in ("bye", "waiting"):
        path = f"/matches/{phases[phase]['id']}/reports"
        problem = await desk.refused("POST", path, {"winner": 0}, 409, "match_not_ready")
        assert problem["phase"] == phase
    path = f"/matches/{phases['ready']['id']}/reports"
    stale = await desk.refused("POST", path, {"winner": 0, "expected_revision": 2}, 412, "stale_revision")
    assert stale["revision"] == 1
    await desk.move(tournament, "paused")
    await desk.refused("POST", path, {"winner": 0}, 409, "tournament_not_running")
    await desk.move(tournament, "running")
    told = await desk.report(phases["ready"], {"winner": 0, "expected_revision": 1})
    assert told["match_revision"] == 2
    await desk.refused("POST", f"/matches/{NOBODY}/reports", {"winner": 0}, 404, "not_found")
    await desk.refused("GET", f"/matches/{NOBODY}", None, 404, "not_found")


async def test_who_may_report(desk: Desk, match: Json) -> None:
    event = await desk.event()
    tournament = await desk.tournament(event)
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 4)
    await desk.start(stage)
    here = (await desk.ready(stage))[0]
    path = f"/matches/{here['id']}/reports"
    for role in ("caster", "judge", None):
        async with desk.person(event, role) as person:
            await person.refused("POST", path, {"winner": 0}, 403, "forbidden")
    async with desk.person(event, "referee") as referee:
        await referee.refused("POST", f"/matches/{match['id']}/reports", {"winner": 0}, 403, "forbidden")
        await referee.report(here, {"winner": 1})


async def test_matches_are_found_by_what_they_are(desk: Desk) -> None:
    event = await desk.event()
    tournament = await desk.tournament(event)
    stage = await desk.stage(tournament)
    entries = await desk.entries(tournament, 4)
    await desk.start(stage)
    await desk.report((await desk.ready(stage))[0], {"winner": 0})
    path = f"/events/{event['id']}/matches"

    async def keys(query: str) -> list[str]:
        return sorted(match["key"] for match in (await desk.get(f"{path}?{query}"))["items"])

    assert await keys("") == ["U1-1", "U1-2", "U2-1"]
    assert await keys("phase=ready") == ["U1-2"]
    assert await keys("state=confirmed") == ["U1-1"]
    assert await keys("state=confirmed&state=idle") == ["U1-1", "U1-2", "U2-1"]
    assert await keys(f"entry={entries[0]['id']}") == ["U1-1", "U2-1"]
    assert await keys(f"entry={NOBODY}") == []
    await desk.refused("GET", f"{path}?state=over", None, 422, "unknown_state", "/state")
    await desk.refused("GET", f"{path}?phase=over", None, 422, "unknown_phase", "/phase")
    await desk.refused("GET", f"{path}?entry=x", None, 422, "invalid_fields", "/entry")
    await desk.refused("GET", f"/events/{NOBODY}/matches", None, 404, "not_found")


async def test_matches_are_paged(desk: Desk) -> None:
    event = await desk.event()
    tournament = await desk.tournament(event)
    stage = await desk.stage(tournament, "round_robin")
    await desk.entries(tournament, 15)
    await desk.start(stage)
    first = await desk.get(f"/events/{event['id']}/matches")
    rest = await desk.get(f"/events/{event['id']}/matches?cursor={first['next_cursor']}")
    assert len({match["id"] for match in (*first["items"], *rest["items"])}) == 105
    assert rest["next_cursor"] is None
