"""What a plan of qualifications is refused for, who may make one, and two who fill at once."""

import asyncio
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.honours import queries
from tests.honours.played import played
from tests.honours.test_qualification import feeds, fill, look, plan, seeded
from tests.support.desk import NOBODY, Desk, Json


async def put(desk: Desk, target: Json, sources: list[Json], code: str, *pointers: str, **more: Any) -> Json:
    """Send a plan that must be refused as invalid."""
    body = {"sources": sources, **more}
    return await desk.refused("PUT", f"/tournaments/{target['id']}/qualification", body, 422, code, *pointers)


async def test_every_finding_is_listed_where_it_is(desk: Desk) -> None:
    event = await desk.event()
    north, south, second, final = [await desk.tournament(event, capacity=8) for _ in range(4)]
    await plan(desk, second, feeds(north, 1))
    sources = [feeds(north, 1, 2, 9, seeds=[1, 2, 3]), feeds(south, 2, seeds=[2])]
    problem = await put(
        desk, final, sources, "plan_unsound",
        "/sources/0/places", "/sources/0/places/0", "/sources/0/places/2", "/sources/1/places",
        "/sources/1/seeds/0",
    )  # fmt: skip
    told = {one["pointer"]: one["detail"] for one in problem["errors"]}
    assert second["name"] in told["/sources/0/places/0"]
    assert north["name"] in told["/sources/0/places/0"]
    assert "/sources/0/seeds/1" in told["/sources/1/seeds/0"]
    await put(desk, final, [feeds(south, 1, seeds=[2])], "plan_unsound", "/sources")
    await put(desk, final, [feeds(south, 1, seeds=[1])], "plan_unsound", "/sources/0/seeds/0", direct=[1])
    await plan(desk, final, feeds(north, 2))
    await put(desk, second, [], "plan_unsound", "")
    assert [one["filling"] for one in (await look(desk, final))["seeds"]] == ["open"]


async def test_no_tournament_waits_for_itself(desk: Desk) -> None:
    event = await desk.event()
    first, second, third = [await desk.tournament(event) for _ in range(3)]
    await put(desk, first, [feeds(first, 1)], "plan_unsound", "/sources")
    await plan(desk, second, feeds(first, 1))
    await plan(desk, third, feeds(second, 1))
    problem = await put(desk, first, [feeds(third, 1)], "plan_unsound", "/sources")
    assert all(one["name"] in problem["errors"][0]["detail"] for one in (first, second, third))


async def test_each_row_is_refused_for_itself(desk: Desk) -> None:
    event = await desk.event()
    source, final = await desk.tournament(event), await desk.tournament(event)
    players = await desk.tournament(event, entry_kind="player")
    stranger = (await desk.entries(players, 1))[0]["id"]
    for sources, code, pointer in (
        ([feeds({"id": NOBODY}, 1)], "unknown_tournament", "/sources/0/tournament"),
        ([feeds(players, 1)], "entry_kind_differs", "/sources/0/tournament"),
        ([feeds(source, 1), feeds(source, 2)], "source_repeated", "/sources/1/tournament"),
        ([feeds(source)], "places_or_count", "/sources/0"),
        ([feeds(source, 1, count=1)], "places_or_count", "/sources/0"),
        ([feeds(source, 1, ahead=[stranger])], "unknown_entry", "/sources/0/ahead/0"),
        ([feeds(source, 1, seeds=[1, 2])], "plan_unsound", "/sources/0/"),
        ([feeds(source, 0)], "invalid_fields", "/sources/0/places/0"),
        ([feeds(source, count=0)], "invalid_fields", "/sources/0/count"),
        ([feeds(source, 1, seeds=[])], "invalid_fields", "/sources/0/seeds"),
    ):
        await put(desk, final, sources, code, pointer)
    await put(desk, final, [], "direct_without_source", "/direct", direct=[1])


async def test_a_plan_has_a_revision_and_ends_with_the_start(desk: Desk) -> None:
    event = await desk.event()
    source, final = await desk.tournament(event), await desk.tournament(event)
    path = f"/tournaments/{final['id']}/qualification"
    await desk.refused("POST", f"{path}/fill", None, 409, "no_qualification")
    assert (await look(desk, final))["plan"] is None
    body = {"sources": [feeds(source, 1)]}
    reply = await desk.call("PUT", path, body)
    assert reply.headers["etag"] == '"1"'
    heads = await desk.heads()
    assert (await desk.do("PUT", path, body))["revision"] == 1
    assert await desk.heads() == heads
    stale = {"headers": {"if-match": '"7"'}}
    await desk.refused("PUT", path, body, 412, "stale_revision", **stale)
    assert (await desk.do("PUT", path, {"sources": []}, headers={"if-match": '"1"'}))["revision"] == 2
    await desk.do("PUT", path, body)
    stage = await desk.stage(final)
    await desk.entries(final, 2)
    await desk.start(stage)
    await desk.refused("PUT", path, {"sources": []}, 409, "too_late")
    await desk.refused("POST", f"{path}/fill", None, 409, "too_late")
    for method, ending, body_ in (("GET", "", None), ("PUT", "", body), ("POST", "/fill", None)):
        await desk.refused(method, f"/tournaments/{NOBODY}/qualification{ending}", body_, 404, "not_found")
    desk.replay()


async def test_places_are_given_away_by_who_organises_both(desk: Desk) -> None:
    """For rosters come with them; a draft is not told of at all."""
    here, there = await desk.event(), await desk.event()
    final, source = await desk.tournament(here), await desk.tournament(there)
    draft = await desk.tournament(there, state="draft", name="Secret")
    path = f"/tournaments/{final['id']}/qualification"
    async with desk.person(here, "operator") as other:
        body = {"sources": [feeds(source, 1)]}
        await other.refused("PUT", path, body, 403, "forbidden", "/sources/0/tournament")
        await put(other, final, [feeds(draft, 1)], "unknown_tournament", "/sources/0/tournament")
        await plan(desk, final, feeds(draft, 1))
        told = await look(other, final)
        assert "Secret" not in str(told)
        assert told["plan"]["sources"][0]["name"] is None
        assert told["seeds"][0]["why"]["params"]["source"] == "–"
        await fill(other, final)
        second = await desk.tournament(here)
        await plan(desk, source, feeds(draft, 2))
        sources, places = [feeds(final, 1, 3)], "/sources/0/places"
        problem = await put(other, second, sources, "plan_unsound", places, f"{places}/1")
        assert "Secret" not in str(problem)
    assert "Secret" in str(await look(desk, final))


@pytest.mark.parametrize("guarded", [True, False])
async def test_two_fills_at_once_enter_nobody_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    """Without the lock both would enter everybody, and one of them fails."""
    event = await desk.event()
    north = await played(desk, event, ["N1", "N2", "N3", "N4"])
    final = await desk.tournament(event)
    await plan(desk, final, feeds(north, 1, 2))
    both, lock = asyncio.Barrier(2), queries.lock

    async def together(connection: AsyncConnection, tournament_ids: Iterable[UUID]) -> None:
        await both.wait()
        if guarded:
            await lock(connection, tournament_ids)

    monkeypatch.setattr(queries, "lock", together)
    path = f"/tournaments/{final['id']}/qualification/fill"
    async with desk.at_ease():
        replies = await asyncio.gather(*(desk.call("POST", path) for _ in range(2)))
    assert await seeded(desk, final) == {1: "N1", 2: "N2"}
    assert len(await desk.entered(final)) == 2
    statuses = sorted(reply.status_code for reply in replies)
    assert statuses == ([200, 200] if guarded else [200, 409])
    if guarded:
        assert sorted(len(reply.json()["entered"]) for reply in replies) == [0, 2]
    desk.replay()


async def test_a_season_that_grows_meanwhile_is_looked_at_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two plans at once that would close a ring, each without seeing the other."""
    event = await desk.event()
    one, two, three, four = [await desk.tournament(event) for _ in range(4)]
    await plan(desk, two, feeds(one, 1))
    await plan(desk, four, feeds(three, 1))
    both, lock = asyncio.Barrier(2), queries.lock

    async def together(connection: AsyncConnection, tournament_ids: Iterable[UUID]) -> None:
        await both.wait()
        await lock(connection, tournament_ids)

    monkeypatch.setattr(queries, "lock", together)
    async with desk.at_ease():
        replies = await asyncio.gather(
            *(
                desk.call(
                    "PUT", f"/tournaments/{target['id']}/qualification", {"sources": [feeds(source, 1)]}
                )
                for target, source in ((three, two), (one, four))
            )
        )
    assert sorted(reply.status_code for reply in replies) == [200, 422]
