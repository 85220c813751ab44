"""What judging refuses: too early, too late, the wrong people, the wrong marks; nothing is written then."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar

from tests.judging.contests import TWO, contest, judges_of, named, work
from tests.support.app import OPERATOR, Clock, new_client, sign_in
from tests.support.desk import NOBODY, Desk, Json

MARK = {"points": {"idea": 1, "craft": 1}}


async def test_handing_in_wants_a_running_stage_and_an_entry_of_it(desk: Desk) -> None:
    of = await contest(desk, 2, start=False)
    path = f"{of.path}/submissions"
    await desk.refused("POST", path, work(of.entries[0]), 422, "entry_not_seated", "/entry")
    await desk.start(of.stage)
    await desk.refused("POST", path, work({"id": NOBODY}), 422, "entry_not_seated", "/entry")
    await desk.refused("POST", f"/stages/{NOBODY}/submissions", work(of.entries[0]), 404, "not_found")
    await desk.move(of.tournament, "paused")
    await desk.refused("POST", path, work(of.entries[0]), 409, "tournament_not_running")


@pytest.mark.parametrize(
    "link",
    [
        "http://videos.example.org/1",
        "javascript:alert(1)",
        "https:videos.example.org",
        "https:///1",
        "https://",
        "//videos.example.org",
        "https://me@videos.example.org/",
        "https://me:pw@videos.example.org/",
        "https://videos.example.org/a b",
        "https://videos.example.org/\u202e",
        "https://videos.example.org/<script>",
        "https://videos.example.org:x/",
        "https://videos.example.org:0/",
        "https://[::1/",
    ],
)
async def test_a_link_must_be_one_that_a_browser_can_safely_follow(desk: Desk, link: str) -> None:
    of = await contest(desk, 2)
    body = work(of.entries[0], link=link)
    await desk.refused("POST", f"{of.path}/submissions", body, 422, "link_not_https", "/link")


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"title": " "}, "name_empty", "/title"),
        ({"title": "\u202e"}, "name_characters", "/title"),
        ({"title": "x" * 121}, "invalid_fields", "/title"),
        ({"link": "https://x.org/" + "x" * 2000}, "invalid_fields", "/link"),
    ],
)
async def test_texts_are_bounded_and_can_be_seen(desk: Desk, fields: Json, code: str, pointer: str) -> None:
    of = await contest(desk, 2)
    body = {**work(of.entries[0]), **fields}
    await desk.refused(
        "POST", f"{of.path}/submissions", body, 422, code, *([pointer] if code != "invalid_fields" else [])
    )


async def test_a_stage_that_is_played_is_not_judged(desk: Desk) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    (entry, _) = await desk.entries(tournament, 2)
    path = f"/stages/{stage['id']}"
    for method, rest, body in (
        ("POST", "submissions", work(entry)),
        ("GET", "submissions", None),
        ("POST", "judges", {"judges": [{"person": NOBODY}]}),
        ("GET", "judging", None),
        ("POST", "publish", None),
    ):
        await desk.refused(method, f"{path}/{rest}", body, 409, "stage_not_judged")
        await desk.refused(method, f"/stages/{NOBODY}/{rest}", body, 404, "not_found")
    await desk.refused("PUT", f"/submissions/{NOBODY}/marks", MARK, 404, "not_found")


async def test_only_the_people_who_may_can_judge(desk: Desk) -> None:
    of = await contest(desk, 2, options={"blind": True}, start=False)
    async with AsyncExitStack() as stack:
        (good, also, entrant) = await judges_of(stack, of, 3)
        (stranger,) = await judges_of(stack, of, 1, None)
        (operator,) = await judges_of(stack, of, 1, "operator")
        mine = await entrant.desk.post(f"/tournaments/{of.tournament['id']}/entries", {"name": "Mine"})
        await desk.start(of.stage)
        path = f"{of.path}/judges"
        await desk.refused("POST", path, {"judges": named(good)}, 409, "no_submissions")
        await of.hand_in(mine)
        admin = (await desk.get("/me"))["person"]["id"]
        judges = [*named(good, good, stranger, entrant, operator), {"person": admin}, {"person": NOBODY}]
        problem = await desk.refused(
            "POST",
            path,
            {"judges": judges},
            422,
            "judges_unsuitable",
            *(f"/judges/{place}/person" for place in range(1, 7)),
        )
        assert [error["code"] for error in problem["errors"]] == [
            "judge_twice", "not_a_judge", "judge_takes_part", "judge_not_blind", "judge_not_blind",
            "not_a_judge",
        ]  # fmt: skip
        body = {"judges": named(good), "each": 2}
        problem = await desk.refused("POST", path, body, 409, "assignment_impossible", "/judges")
        assert "1 judges may mark Mine; it needs 2." in problem["errors"][0]["detail"]
        await desk.refused("POST", path, {"judges": []}, 422, "invalid_fields", "/judges")
        body = {"judges": [{"person": good.person, "delegation": "\u202e"}]}
        await desk.refused("POST", path, body, 422, "name_characters", "/judges/0/delegation")
        await of.assign(named(good, also), each=1)
        await desk.refused("POST", f"{of.path}/submissions", work(mine, "B"), 409, "submissions_closed")


async def test_fewer_judges_than_marks_that_are_needed_are_refused(desk: Desk) -> None:
    of = await contest(desk, 2, options={"minimum_marks": 2})
    await of.all_hand_in()
    async with AsyncExitStack() as stack:
        one, two = await judges_of(stack, of, 2)
        path = f"{of.path}/judges"
        await desk.refused("POST", path, {"judges": named(one)}, 409, "assignment_impossible", "/judges")
        body = {"judges": named(one, two), "each": 1}
        await desk.refused("POST", path, body, 422, "each_too_small", "/each")
        await of.assign(named(one, two))


@pytest.mark.parametrize("blind", [True, False])
@pytest.mark.parametrize("each", [None, 1])
async def test_no_judge_marks_the_own_delegation(desk: Desk, blind: bool, each: int | None) -> None:
    of = await contest(desk, 1, options={"blind": blind}, start=False)
    await desk.entries(of.tournament, 1, "Home", delegation="上海")
    of.entries = await desk.entered(of.tournament)
    await desk.start(of.stage)
    await of.all_hand_in()
    async with AsyncExitStack() as stack:
        home, away = await judges_of(stack, of, 2)
        judges = [{"person": home.person, "delegation": " 上海 "}, {"person": away.person}]
        await of.assign(judges, **({} if each is None else {"each": each}))
        rows = await of.numbers()
        assert [item["submission"] for item in await home.queue(of)] == [rows["Nightjar 1"]["id"]]
        path = f"/submissions/{rows['Home 1']['id']}/marks"
        refused: Any = (404, "not_found") if blind else (403, "mark_own_delegation")
        await home.desk.refused("PUT", path, MARK, *refused)
        if each == 1:
            path = f"/submissions/{rows['Nightjar 1']['id']}/marks"
            await away.desk.refused(
                "PUT", path, MARK, *((404, "not_found") if blind else (409, "not_assigned"))
            )


async def test_only_its_judges_mark_a_submission(desk: Desk) -> None:
    of = await contest(desk, 2)
    await of.all_hand_in()
    (row, _) = (await of.numbers()).values()
    path = f"/submissions/{row['id']}/marks"
    await desk.refused("POST", f"{of.path}/publish", None, 409, "judges_not_assigned")
    await desk.refused("PUT", path, MARK, 403, "not_a_judge_here")
    async with AsyncExitStack() as stack:
        one, two = await judges_of(stack, of, 2)
        (stranger,) = await judges_of(stack, of, 1, None)
        await one.desk.refused("PUT", path, MARK, 403, "not_a_judge_here")
        await of.assign(named(one))
        await two.desk.refused("PUT", path, MARK, 403, "not_a_judge_here")
        await stranger.desk.refused("PUT", path, MARK, 403, "forbidden")
        await desk.refused("PUT", path, MARK, 401, "sign_in_required", client=new_client(desk.app))
        await one.desk.call("PUT", path, MARK)
        await desk.move(of.tournament, "paused")
        await one.desk.refused("PUT", path, MARK, 409, "tournament_not_running")


@pytest.mark.parametrize(
    ("points", "found"),
    [
        ({}, [("mark_number", "/points"), ("mark_number", "/points")]),
        ({"idea": 11, "craft": 1}, [("mark_number", "/points")]),
        ({"idea": -1, "craft": "x"}, [("mark_number", "/points"), ("mark_number", "/points")]),
        ({"idea": 1, "craft": 1, "luck": 1}, [("criterion_unknown", "/points")]),
        ({"idea": "1.1234567", "craft": 1e-9}, [("mark_number", "/points"), ("mark_number", "/points")]),
    ],
)
async def test_marks_that_do_not_fit(desk: Desk, points: Json, found: list[tuple[str, str]]) -> None:
    of = await contest(desk, 2)
    await of.all_hand_in()
    async with AsyncExitStack() as stack:
        (judge,) = await judges_of(stack, of, 1)
        await of.assign(named(judge))
        path = f"/submissions/{(await judge.queue(of))[0]['submission']}/marks"
        pointers = [pointer for _, pointer in found]
        problem = await judge.desk.refused("PUT", path, {"points": points}, 422, "marks_unsound", *pointers)
        assert [error["code"] for error in problem["errors"]] == [code for code, _ in found]


async def test_the_deadline_ends_the_handing_in(desk: Desk, by_clock: tuple[Litestar, Clock]) -> None:
    """Told by the application's clock: up to the deadline works come in, and from it on the judges."""
    app, clock = by_clock
    clock.now = datetime.now(UTC)
    deadline = clock.now + timedelta(hours=1)
    async with new_client(app) as client:
        await sign_in(client, OPERATOR)
        there = Desk(app, client, desk.engine)
        of = await contest(there, 2, options={"criteria": TWO, "deadline": deadline.isoformat()})
        await of.hand_in(of.entries[0])
        async with AsyncExitStack() as stack:
            (judge,) = await judges_of(stack, of, 1)
            body = {"judges": named(judge)}
            await there.refused("POST", f"{of.path}/judges", body, 409, "submissions_open")
            assert (await there.get(f"{of.path}/judging"))["state"] == "open"
            clock.now = deadline - timedelta(seconds=1)
            await of.hand_in(of.entries[0], "Another work")
            clock.now = deadline
            assert (await there.get(f"{of.path}/judging"))["state"] == "closed"
            late = work(of.entries[1])
            await there.refused("POST", f"{of.path}/submissions", late, 409, "submissions_closed")
            await of.assign(named(judge))
            assert (await there.get(f"{of.path}/judging"))["state"] == "marking"


async def test_what_was_handed_in_says_nothing_of_when(desk: Desk) -> None:
    """The id carries the stage's time: the journal tells beside the entry when it handed in."""
    of = await contest(desk, 3)
    await of.all_hand_in()
    found = [UUID(row["id"]).int >> 80 for row in (await of.numbers()).values()]
    assert found == [UUID(of.stage["id"]).int >> 80] * 3
