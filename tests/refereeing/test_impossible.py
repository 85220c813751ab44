"""Scores that no game can have: refused in every format and from every reporter, with nothing written."""

import pytest

from tests.engine.test_custom import FOUR
from tests.matches.courts import court
from tests.matches.test_reports import IMPOSSIBLE, games
from tests.refereeing.test_links import made
from tests.support.app import refusal
from tests.support.desk import API, NOBODY, Desk, Json

BAD: list[tuple[Json, str, str]] = [
    *(row for row in IMPOSSIBLE if row[1] not in ("invalid_fields", "report_form")),
    (games((-1, 0), (1, 0)), "invalid_fields", "/games/0/scores/0"),
    (games((1, 0), (0, 0), (1, 0)), "game_tied", "/games/1/scores"),
    ({"winner": 2}, "invalid_fields", "/winner"),
]
LOBBY: list[tuple[Json, str]] = [
    ({"winner": 0}, "lobby_report_form"),
    (games((1, 0)), ""),
    ({"games": [{"placements": [{"entry": NOBODY, "place": 1}, {"entry": NOBODY, "place": 2}]}]}, ""),
]
FORMATS: list[tuple[str, Json]] = [
    ("single_elimination", {}),
    ("double_elimination", {}),
    ("round_robin", {}),
    ("gauntlet", {}),
    ("gsl_groups", {}),
    ("swiss", {"wins": 2, "losses": 2}),
    ("custom", FOUR),
]


@pytest.mark.parametrize(("format", "options"), FORMATS)
async def test_no_reporter_gets_an_impossible_score_in(desk: Desk, format: str, options: Json) -> None:
    async with court(desk, 4, format, options=options, best_of=3) as here:
        match = (await here.ready())[0]
        _, secret = await made(here, match)
        report = f"{API}/matches/{match['id']}/reports"
        reporters: list[tuple[Desk, str, Json]] = [
            (desk, report, {}),
            (here.captain(match, 0), report, {}),
            (here.captain(match, 1), report, {}),
            (here.captain(match, 1), f"{API}/station/reports", secret),
        ]
        heads = await desk.heads()
        for who, path, more in reporters:
            for body, code, pointer in BAD:
                ruling = who is not desk and "outcome" in body
                wanted = ("outcome_by_staff", "/outcome") if ruling else (code, pointer)
                refusal(await who.client.post(path, json={**body, **more}), 422, *wanted)
        waiting = [one for one in (await desk.view(here.stage))["matches"] if one["phase"] == "waiting"]
        for later in waiting[:1]:
            for who in (desk, here.captain(match, 0)):
                reply = await who.client.post(f"{API}/matches/{later['id']}/reports", json={"winner": 0})
                refusal(reply, *_unknown(who, desk))
        assert await desk.heads() == heads
        assert await here.reports(match) == []


def _unknown(who: Desk, desk: Desk) -> tuple[int, str]:
    """Of a match whose sides are not known a referee is told so; a captain is in no such match."""
    return (409, "match_not_ready") if who is desk else (403, "forbidden")


async def test_no_lobby_ends_so(desk: Desk) -> None:
    async with court(desk, 3, "free_for_all") as here:
        (match,) = await here.ready()
        heads = await desk.heads()
        for body, code in LOBBY:
            reply = await desk.client.post(f"{API}/matches/{match['id']}/reports", json=body)
            assert reply.status_code == 422, (body, reply.text)
            assert code in ("", reply.json()["code"])
        assert await desk.heads() == heads
        assert await here.reports(match) == []
