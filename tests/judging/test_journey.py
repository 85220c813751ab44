"""A judged stage from handing in to its champion, through the API, with the laws held after every write."""

import asyncio
from contextlib import AsyncExitStack

from sqlalchemy import text

from tests.judging.contests import contest, judges_of, named, work
from tests.support.desk import Desk, first_wins


async def test_a_contest_from_handing_in_to_its_champion(desk: Desk) -> None:
    of = await contest(desk, 3, options={"spread": 3, "minimum_marks": 2, "tie_breaks": ["craft"]})
    assert (await desk.view(of.stage))["matches"] == []
    assert "judging" not in await desk.view(of.stage)
    await of.all_hand_in()
    assert (await desk.view(of.stage))["judging"] == {"submissions": 3, "marked": 0}
    async with AsyncExitStack() as stack:
        one, two, three = await judges_of(stack, of, 3)
        told = await of.assign(named(one, two, three), each=2, draw_seed="lot")
        assert (told["state"], told["draw_seed"], told["queue"]) == ("marking", "lot", None)
        assert [row["due"] for row in told["progress"]["judges"]] == [2, 2, 2]
        assert len(told["progress"]["missing"]) == 3
        early = await desk.call("POST", f"{of.path}/publish")
        assert (early.status_code, early.json()["code"]) == (409, "marks_missing")
        lacking = {f"/submissions/{entry['id']}" for entry in of.entries}
        assert {error["pointer"] for error in early.json()["errors"]} == lacking
        assert "Nightjar" in early.json()["errors"][0]["detail"]
        points = {"Nightjar 1": (9, 5), "Nightjar 2": (9, 8), "Nightjar 3": (2, "7.25")}
        for judge in (one, two, three):
            for item in await judge.queue(of):
                assert item["entry"] in {entry["id"] for entry in of.entries}
                given = await judge.mark(item, *points[item["name"]], comment=" Fine. ")
                assert (given["revision"], given["comment"]) == (1, "Fine.")
        harsh = (await one.queue(of))[0]
        changed = await one.mark(harsh, 0, 0)
        assert (changed["revision"], changed["number"]) == (2, harsh["number"])
        told = await desk.get(f"{of.path}/judging")
        assert [row["left"] for row in told["progress"]["judges"]] == [[], [], []]
        assert told["progress"]["missing"] == []
        warned = told["progress"]["warnings"]
        assert [row["number"] for row in warned] == [harsh["number"]]
        assert harsh["name"] in warned[0]["params"]["submission"]
        assert len(told["progress"]["marks"]) == 6
        await one.mark(harsh, *points[harsh["name"]])
        assert (await desk.view(of.stage))["judging"] == {"submissions": 3, "marked": 3}
        document = await desk.post(f"{of.path}/publish")
    table = sorted(document["standings"], key=lambda line: line["ordinal"])
    names = {entry["id"]: entry["name"] for entry in of.entries}
    assert [(line["place"], names[line["entry"]]) for line in table] == [
        (1, "Nightjar 2"), (2, "Nightjar 1"), (3, "Nightjar 3"),
    ]  # fmt: skip
    assert table[0]["figures"] == {"mark": "8.75", "marks": 2}
    assert table[2]["figures"] == {"mark": "3.3125", "marks": 2}
    assert table[1]["trail"][0]["against"] == table[0]["entry"]
    assert document["stage"]["state"] == "finished"
    published = {row["id"]: row for row in document["judging"]["published"]}
    assert {names[entry] for entry in published} == set(points)
    done = await desk.get(f"/tournaments/{of.tournament['id']}")
    assert (done["state"], done["champion"]["name"]) == ("finished", "Nightjar 2")
    assert {entry["state"] for entry in await desk.entered(of.tournament)} == {"placed"}
    await desk.refused("POST", f"{of.path}/publish", None, 409, "tournament_not_running")
    desk.replay()


async def test_the_best_go_on_and_who_shares_a_place_goes_by_seed(desk: Desk) -> None:
    of = await contest(desk, 4, qualifies=2, start=False)
    final = await desk.stage(of.tournament, name="Final")
    await desk.start(of.stage)
    for entry in of.entries[:3]:
        await of.hand_in(entry)
    async with AsyncExitStack() as stack:
        (judge,) = await judges_of(stack, of, 1)
        await of.assign(named(judge))
        for item in await judge.queue(of):
            await judge.mark(item, 5, 5)
    document = await desk.post(f"{of.path}/publish")
    assert [line["place"] for line in document["standings"]] == [1, 1, 1]
    started = await desk.start(final)
    assert [seat["name"] for seat in started["entries"]] == ["Nightjar 1", "Nightjar 2"]
    await desk.play(final, first_wins)
    assert (await desk.get(f"/tournaments/{of.tournament['id']}"))["champion"]["name"] == "Nightjar 1"
    desk.replay()


async def test_fewer_than_qualify_may_hand_in(desk: Desk) -> None:
    """The next stage takes those there are; with one alone it has to be taken off first."""
    of = await contest(desk, 5, qualifies=4, start=False)
    final = await desk.stage(of.tournament, name="Final")
    await desk.start(of.stage)
    await of.hand_in(of.entries[0])
    async with AsyncExitStack() as stack:
        (judge,) = await judges_of(stack, of, 1)
        await of.assign(named(judge))
        await judge.mark((await judge.queue(of))[0], 5, 5)
    await desk.refused("POST", f"{of.path}/publish", None, 409, "too_few_go_on")
    await desk.call("DELETE", f"/stages/{final['id']}")
    await desk.post(f"{of.path}/publish")
    assert (await desk.get(f"/tournaments/{of.tournament['id']}"))["champion"]["name"] == "Nightjar 1"


async def test_a_registrant_hands_in_and_replaces(desk: Desk) -> None:
    of = await contest(desk, 2, start=False)
    async with desk.person() as player:
        mine = await player.post(f"/tournaments/{of.tournament['id']}/entries", {"name": "Mine"})
        await desk.start(of.stage)
        path = f"{of.path}/submissions"
        first = await player.call("POST", path, work(mine, " 校园 "))
        assert (first.status_code, first.json()["title"], first.headers["etag"]) == (201, "校园", '"1"')
        again = await player.call("POST", path, work(mine, "校园"))
        assert (again.status_code, again.json()) == (200, first.json())
        stale = await player.call("POST", path, work(mine, "B"), headers={"if-match": '"2"'})
        assert (stale.status_code, stale.json()["code"]) == (412, "stale_revision")
        other = await player.call("POST", path, work(mine, "B"), headers={"if-match": '"1"'})
        assert (other.status_code, other.json()["revision"], other.json()["id"]) == (
            200,
            2,
            first.json()["id"],
        )
        await of.hand_in(of.entries[0])
        assert [row["entry"] for row in (await player.get(path))["items"]] == [mine["id"]]
        assert len((await desk.get(path))["items"]) == 2
        await desk.refused("POST", path, work(of.entries[0]), 403, "forbidden", client=player.client)


async def test_two_judges_mark_at_once(desk: Desk) -> None:
    of = await contest(desk, 4, options={"minimum_marks": 3})
    await of.all_hand_in()
    async with AsyncExitStack() as stack:
        judges = await judges_of(stack, of, 3)
        await of.assign(named(*judges))
        queues = [await judge.queue(of) for judge in judges]
        async with desk.at_ease():
            for judge in judges:
                judge.desk.lawful = False
            await asyncio.gather(
                *(
                    judge.mark(item, 7, 7)
                    for judge, queue in zip(judges, queues, strict=True)
                    for item in (*queue, *reversed(queue))
                )
            )
    told = await desk.get(f"{of.path}/judging")
    assert (told["submissions"], told["marked"]) == (4, 4)
    assert (await desk.view(of.stage))["judging"] == {"submissions": 4, "marked": 4}
    async with desk.engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*), max(version) FROM marks"))).one() == (12, 1)


async def test_a_key_is_taken_once(desk: Desk) -> None:
    of = await contest(desk)
    await of.all_hand_in()
    async with AsyncExitStack() as stack:
        (judge,) = await judges_of(stack, of, 1)
        await of.assign(named(judge))
        (item, *_) = await judge.queue(of)
        path, key = f"/submissions/{item['submission']}/marks", {"idempotency-key": "k"}
        body = {"points": {"idea": 1, "craft": 2}}
        first = await judge.desk.call("PUT", path, body, headers=key)
        await judge.mark(item, 3, 3)
        again = await judge.desk.call("PUT", path, body, headers=key)
        assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
        assert (await judge.queue(of))[0]["mark"]["points"] == {"idea": 3, "craft": 3}
        stale = await judge.desk.call("PUT", path, body, headers={"if-match": '"1"'})
        assert (stale.status_code, stale.json()["revision"]) == (412, 2)


async def test_judges_are_replaced_and_their_marks_stay_on_record(desk: Desk) -> None:
    of = await contest(desk, 2)
    await of.all_hand_in()
    async with AsyncExitStack() as stack:
        one, two = await judges_of(stack, of, 2)
        await of.assign(named(one), draw_seed="lot")
        numbers = {name: row["number"] for name, row in (await of.numbers()).items()}
        for item in await one.queue(of):
            await one.mark(item, 1, 1)
        assert (await desk.view(of.stage))["judging"]["marked"] == 2
        told = await of.assign(named(two))
        assert (told["marked"], told["progress"]["marks"]) == (0, [])
        assert {name: row["number"] for name, row in (await of.numbers()).items()} == numbers
        assert (await one.desk.get(f"{of.path}/judging"))["queue"] is None
        told = await of.assign(named(two, one), draw_seed="lot")
        assert told["marked"] == 2
        item = (await one.queue(of))[0]
        assert item["mark"]["revision"] == 1
        assert (await one.mark(item, 2, 2))["revision"] == 2
        await desk.refused(
            "POST", f"{of.path}/judges", {"judges": named(one), "draw_seed": "x"}, 409, "draw_seed_fixed"
        )


async def test_marks_outlive_who_gave_them(desk: Desk) -> None:
    of = await contest(desk, 2)
    await of.all_hand_in()
    async with AsyncExitStack() as stack:
        (judge,) = await judges_of(stack, of, 1)
        await of.assign(named(judge))
        for item in await judge.queue(of):
            await judge.mark(item, 4, 4)
        async with desk.engine.begin() as connection:
            await connection.execute(text("DELETE FROM people WHERE id = :id"), {"id": judge.person})
    told = (await desk.get(f"{of.path}/judging"))["progress"]["judges"]
    assert [(row["name"], row["done"]) for row in told] == [(None, 2)]
    await desk.post(f"{of.path}/publish")
