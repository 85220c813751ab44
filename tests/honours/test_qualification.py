"""Qualification across tournaments: regional qualifiers feed a final, and who withdraws is replaced."""

from typing import Any

import msgspec

from esports.entries.wire import Member
from tests.honours.played import begun, enter, of, played
from tests.matches.test_departures import OUT, gone
from tests.support.desk import Desk, Json, first_wins

PLAYER = {"name": "梅", "in_game_id": "mei#1", "role": "player", "birth_date": "2008-05-05"}


def feeds(source: Json, *places: int, **more: Any) -> Json:
    return {"tournament": source["id"], **({"places": list(places)} if places else {}), **more}


async def plan(desk: Desk, target: Json, *sources: Json, **fields: Any) -> Json:
    path = f"/tournaments/{target['id']}/qualification"
    told: Json = await desk.do("PUT", path, {"sources": list(sources), **fields})
    return told


async def fill(desk: Desk, target: Json) -> Json:
    told: Json = await desk.post(f"/tournaments/{target['id']}/qualification/fill")
    return told


async def look(desk: Desk, target: Json) -> Json:
    told: Json = await desk.get(f"/tournaments/{target['id']}/qualification")
    return told


async def seeded(desk: Desk, target: Json) -> dict[int, str]:
    """The names by seed of the entries that are in."""
    entered = await desk.entered(target)
    return {one["seed"]: one["name"] for one in entered if one["seed"]}


async def regions(desk: Desk, event: Json) -> tuple[Json, Json]:
    """Two finished qualifiers of four, with a match for third place."""
    third = {"third_place": True}
    rows = [of("North", f"N{number}", region="N", rating=1.5) for number in range(1, 5)]
    north = await played(desk, event, rows, options=third)
    south = await played(desk, event, ["S1", "S2", "S3", "S4"], options=third)
    return north, south


async def test_two_regions_feed_a_final_and_the_next_place_moves_up(desk: Desk) -> None:
    event = await desk.event()
    rows = [
        of("North", "N1", club="Owls", region="N", rating=1.5, roster=[PLAYER]),
        *("N2", "N3", "N4"),
    ]
    north, stage = await begun(desk, event, rows, options={"third_place": True})
    south = await played(desk, event, ["S1", "S2", "S3", "S4"], options={"third_place": True})
    final = await desk.tournament(await desk.event())
    told = await plan(desk, final, feeds(north, 1, 2, seeds=[1, 4]), feeds(south, count=2))
    assert [(one["places"], one["seeds"]) for one in told["sources"]] == [([1, 2], [1, 4]), ([1, 2], [2, 3])]
    seeds = (await look(desk, final))["seeds"]
    assert [(one["seed"], one["filling"], one["name"], one["entry"]) for one in seeds] == [
        (1, "open", None, None), (2, "qualified", "S1", None), (3, "qualified", "S2", None),
        (4, "open", None, None),
    ]  # fmt: skip
    assert seeds[0]["why"]["params"] == {"source": north["name"], "due": 1}
    report = await fill(desk, final)
    assert (len(report["entered"]), report["known"], report["open"]) == (2, 0, 2)
    await desk.play(stage, first_wins)
    report = await fill(desk, final)
    assert [(one["name"], one["seed"], one["place"], one["roster"]) for one in report["entered"]] == [
        ("N1", 1, 1, True), ("N2", 4, 2, False),
    ]  # fmt: skip
    assert await seeded(desk, final) == {1: "N1", 2: "S1", 3: "S2", 4: "N2"}
    first = await desk.get(f"/entries/{report['entered'][0]['entry']}")
    assert {name: first[name] for name in ("state", "delegation", "club", "region", "rating", "roster")} == {
        "state": "confirmed", "delegation": "North", "club": "Owls", "region": "N", "rating": 1.5,
        "roster": [msgspec.to_builtins(msgspec.convert(PLAYER, Member))],
    }  # fmt: skip
    heads = await desk.heads()
    assert await fill(desk, final) == {"entered": [], "known": 4, "open": 0, "vacant": 0}
    assert await desk.heads() == heads

    await desk.post(f"/entries/{first['id']}/withdraw")
    seeds = (await look(desk, final))["seeds"]
    assert [(one["filling"], one["name"]) for one in seeds] == [
        ("moved_up", "N2"), ("qualified", "S1"), ("qualified", "S2"), ("moved_up", "N4"),
    ]  # fmt: skip
    report = await fill(desk, final)
    assert [(one["name"], one["seed"], one["place"], one["due"]) for one in report["entered"]] == [
        ("N4", 4, 3, 2)
    ]
    assert await seeded(desk, final) == {1: "N2", 2: "S1", 3: "S2", 4: "N4"}
    facts = [line["fact"] for line in (await desk.get(f"/tournaments/{final['id']}/journal"))["items"][-2:]]
    assert [(fact["kind"], fact.get("name"), fact.get("due")) for fact in facts] == [
        ("EntryQualified", "N4", 2), ("QualifiersSeeded", None, None),
    ]  # fmt: skip
    assert facts[0]["source"] == north["name"]
    started = await desk.start(await desk.stage(final))
    assert [seat["name"] for seat in sorted(started["entries"], key=lambda one: one["seed"])] == [
        "N2", "S1", "S2", "N4",
    ]  # fmt: skip
    desk.replay()


async def test_a_departure_reaches_a_draft_by_the_next_fill(desk: Desk) -> None:
    """Who is no longer due there is not put out by itself: the organiser is told."""
    event = await desk.event()
    north, stage = await begun(desk, event, ["N1", "N2", "N4"])
    await desk.play(stage, first_wins)
    final = await desk.tournament(event, state="draft")
    await plan(desk, final, feeds(north, 1))
    await fill(desk, final)
    first = next(one for one in await desk.entered(north) if one["name"] == "N1")
    await gone(desk, first["id"], OUT)
    told = await look(desk, final)
    assert [one["name"] for one in told["left_over"]] == ["N1"]
    assert told["seeds"][0]["name"] == "N2"
    problem = await desk.refused(
        "POST", f"/tournaments/{final['id']}/qualification/fill", None, 409, "qualifiers_changed"
    )
    assert "N1" in problem["detail"]
    await desk.post(f"/entries/{told['left_over'][0]['entry']}/withdraw")
    assert [one["name"] for one in (await fill(desk, final))["entered"]] == ["N2"]
    desk.replay()


async def test_a_source_that_is_played_again_leaves_its_qualifiers_in(desk: Desk) -> None:
    event = await desk.event()
    north = await played(desk, event, ["N1", "N2"])
    final = await desk.tournament(event)
    await plan(desk, final, feeds(north, 1))
    await fill(desk, final)
    await desk.move(north, "running")
    told = await look(desk, final)
    assert (told["seeds"][0]["filling"], told["left_over"]) == ("open", [])
    assert await fill(desk, final) == {"entered": [], "known": 0, "open": 1, "vacant": 0}
    assert await seeded(desk, final) == {1: "N1"}


async def test_levels_direct_seeds_and_entries_that_are_there_already(desk: Desk) -> None:
    """City, region, final over three events; a champion is invited, one waits, one is entered by hand."""
    city = await played(desk, await desk.event(), ["C1", "C2", "C3", "Champion"])
    region, final = await desk.tournament(await desk.event()), await desk.tournament(await desk.event())
    await plan(desk, region, feeds(city, 1, 2))
    await plan(desk, final, feeds(region, count=2, seeds=[2, 3]), direct=[1])
    await fill(desk, region)
    stage = await desk.stage(region)
    await desk.start(stage)
    await desk.play(stage, first_wins)
    await enter(desk, final, ["c2", {"name": "CHAMPION", "seed": 1}, {"name": "Other", "seed": 3}])
    report = await fill(desk, final)
    assert ([one["name"] for one in report["entered"]], report["known"]) == (["C1"], 1)
    assert await seeded(desk, final) == {1: "CHAMPION", 2: "C1", 3: "c2"}
    assert [one["filling"] for one in (await look(desk, final))["seeds"]] == [
        "direct", "qualified", "qualified",
    ]  # fmt: skip
    assert (await fill(desk, final))["entered"] == []
    desk.replay()


async def test_who_waits_is_let_in_as_a_qualifier(desk: Desk) -> None:
    event = await desk.event()
    north = await played(desk, event, ["N1", "N2"])
    final = await desk.tournament(event, capacity=2)
    await plan(desk, final, feeds(north, 1))
    await enter(desk, final, ["A", "B", "N1"])
    path = f"/tournaments/{final['id']}/qualification/fill"
    await desk.refused("POST", path, None, 409, "no_room")
    await desk.do("PATCH", f"/tournaments/{final['id']}", {"capacity": 3})
    entered = await desk.entered(final)
    assert entered[2]["state"] == "confirmed"
    await desk.do("PATCH", f"/tournaments/{final['id']}", {"capacity": 2})
    assert (await fill(desk, final))["known"] == 1
    assert await seeded(desk, final) == {1: "N1"}
    desk.replay()


async def test_shared_places_are_decided_by_people(desk: Desk) -> None:
    """Without a match for third place nobody knows who is third, until somebody says so."""
    event = await desk.event()
    north = await played(desk, event, ["N1", "N2", "N3", "N4"])
    final = await desk.tournament(event)
    await plan(desk, final, feeds(north, 1, 2, 3))
    path = f"/tournaments/{final['id']}/qualification"
    await desk.refused("POST", f"{path}/fill", None, 409, "places_undecided")
    told = await look(desk, final)
    assert told["problems"][0]["params"]["entries"] == "N3, N4"
    assert {one["filling"] for one in told["seeds"]} == {"open"}
    fourth = next(one["id"] for one in await desk.entered(north) if one["name"] == "N4")
    await plan(desk, final, feeds(north, 1, 2, 3, ahead=[fourth]))
    assert [one["name"] for one in (await fill(desk, final))["entered"]] == ["N1", "N2", "N4"]


async def test_a_roster_that_the_final_does_not_allow_stays_behind(desk: Desk) -> None:
    event = await desk.event()
    north = await played(desk, event, [{"name": "N1", "roster": [PLAYER]}, "N2"])
    final = await desk.tournament(event, roster={"min": 5, "max": 5, "substitutes": 0})
    await plan(desk, final, feeds(north, 1))
    entered = (await fill(desk, final))["entered"]
    assert [one["roster"] for one in entered] == [False]
    assert (await desk.get(f"/entries/{entered[0]['entry']}"))["roster"] == []


async def test_who_registered_keeps_the_entry_in_the_final(desk: Desk) -> None:
    """So a captain can withdraw by himself."""
    event = await desk.event()
    north = await desk.tournament(event)
    stage = await desk.stage(north)
    async with desk.person() as captain:
        await captain.post(f"/tournaments/{north['id']}/entries", {"name": "Mine"})
        await enter(desk, north, ["Other"])
        await desk.start(stage)
        await desk.play(stage, first_wins)
        final = await desk.tournament(event)
        await plan(desk, final, feeds(north, 1))
        entered = (await fill(desk, final))["entered"]
        await captain.post(f"/entries/{entered[0]['entry']}/withdraw")
    assert [one["name"] for one in (await fill(desk, final))["entered"]] == ["Other"]
