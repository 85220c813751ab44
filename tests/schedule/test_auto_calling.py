"""Matches that are called by themselves, what keeps them, and what comes at each station."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from esports.journal.facts import CallingSet, MatchCalled
from esports.schedule.auto_calling import due
from esports.schedule.rows import OpenMatch
from esports.schedule.settings_wire import Calling
from esports.schedule.wire import ScheduledMatch
from tests.drafts.hall import Hall
from tests.schedule.week import DAYS, TITLE, cup, evening, publish
from tests.schedule.week import hall as rooms
from tests.support.desk import NOBODY, Desk
from workers.calls import call_due

NOON = datetime(2039, 11, 21, 12, tzinfo=UTC)


def match(number: int, at: int, **fields: object) -> ScheduledMatch:
    """A match that is published for so many minutes after noon, at one station."""
    told = ScheduledMatch(
        match=UUID(int=number), number=number, best_of=1, phase="ready", state="idle", tournament=NOBODY,
        tournament_slug="t", tournament_name="T", title="A", names=[], station=NOBODY,
        starts_at=NOON + timedelta(minutes=at), ends_at=NOON + timedelta(minutes=at + 30), stream=None,
    )  # fmt: skip
    return msgspec.structs.replace(told, **fields)


def known(*published: ScheduledMatch, ready: int = 0) -> dict[UUID, OpenMatch]:
    return {
        one.match: OpenMatch(
            id=one.match, number=one.number, best_of=1, state=one.state, tournament_id=one.tournament,
            tournament="T", title="A", entries=[], sources=[],
            began_at=NOON if one.number == ready else None,
        )
        for one in published
    }  # fmt: skip


def test_a_match_is_due_when_its_start_is_near_or_everybody_is_there() -> None:
    matches = [match(1, 10), match(2, 40), match(3, 70)]

    def numbers(ready: int = 0, **calling: object) -> list[int]:
        settings = msgspec.structs.replace(Calling(by_itself=True), **calling)
        return [one.number for one in due(settings, matches, known(*matches, ready=ready), NOON)]

    assert numbers(ahead=9) == []
    assert numbers(ahead=10) == [1]
    assert numbers(ahead=40) == [1, 2]
    # Early is the next one of a station alone, if the event has it so.
    assert numbers(ahead=0, early=True, ready=1) == [1]
    assert numbers(ahead=0, early=False, ready=1) == []
    assert numbers(ahead=0, early=True, ready=2) == []
    matches[0] = match(1, 10, state="called")
    assert numbers(ahead=40, early=True, ready=3) == [2]
    matches[1] = match(2, 40, phase="waiting")
    assert numbers(ahead=40, early=True, ready=2) == []


async def test_matches_are_called_by_themselves(hall: Hall) -> None:
    desk, clock = hall.desk, hall.clock
    event = await evening(desk, stations=1, rest=10)
    stage = await cup(desk, event)
    told = (await publish(desk, event))["matches"]
    first, second, final = (one["match"] for one in told)
    starts = {one["match"]: datetime.fromisoformat(one["starts_at"]) for one in told}
    path = f"/events/{event['id']}/calls"

    async def work(minutes: int, after: str) -> int:
        """Let the worker look so many minutes after the published start of a match."""
        clock.now = starts[after] + timedelta(minutes=minutes)
        called = await call_due(hall.worker)
        await desk.check()
        return called

    async def states() -> dict[str, str]:
        return {one["match"]: one["state"] for one in (await desk.get(path))["items"]}

    assert await work(5, first) == 0
    for _ in range(2):
        await desk.do("PUT", f"{path}/settings", {"by_itself": True, "ahead": 5})
    assert await work(-6, first) == 0
    assert (await desk.get(path))["calling"] == {"by_itself": True, "ahead": 5, "early": False}
    # Two workers at once call it once, and no other one to the same station.
    clock.now = starts[second]
    assert sorted(await asyncio.gather(call_due(hall.worker), call_due(hall.worker))) == [0, 1]
    await desk.check()
    assert await states() == {first: "called", second: "idle"}

    # Taken back by hand, it is called by hand alone; the next one is called in its place.
    await desk.post(f"/matches/{first}/uncall")
    assert await work(0, second) == 1
    assert await states() == {first: "idle", second: "called"}
    assert [one["by_hand"] for one in (await desk.get(path))["items"]] == [True, False]
    await desk.report({"id": second}, {"winner": 0})
    assert await work(1, second) == 0
    await desk.post(f"/matches/{first}/call")
    assert not any(one["by_hand"] for one in (await desk.get(path))["items"])

    # The final waits until its people have rested, and while the calls pause or its tournament does.
    clock.now = starts[final]
    await desk.report({"id": first}, {"winner": 0})
    assert await work(9, final) == 0
    await desk.do("PUT", f"{path}/settings", {"by_itself": False})
    assert await work(11, final) == 0
    await desk.do("PUT", f"{path}/settings", {"by_itself": True})
    await desk.move(stage["tournament"], "paused")
    assert await work(11, final) == 0
    await desk.move(stage["tournament"], "running")
    assert await work(11, final) == 1

    facts = [item.fact for item in desk.watched[event["id"]].items]
    assert [fact.by_itself for fact in facts if isinstance(fact, CallingSet)] == [True, False, True]
    items = desk.watched[stage["tournament"]["id"]].items
    calls = [item for item in items if isinstance(item.fact, MatchCalled)]
    assert [item.actor_id is None for item in calls] == [True, False, True, False, True]
    for ahead in (-1, 121):
        await desk.refused("PUT", f"{path}/settings", {"ahead": ahead}, 422, "invalid_fields", "/ahead")
    await desk.refused("PUT", f"/events/{NOBODY}/calls/settings", {}, 404, "not_found")


async def test_each_station_has_its_queue(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    stations = [one["id"] for one in await rooms(desk, event)]
    await cup(desk, event)
    told = (await publish(desk, event))["matches"]
    path = f"/events/{event['id']}/stations"

    async def queues() -> list[tuple[str | None, list[str]]]:
        items = (await desk.get(path))["items"]
        return [(one["now"] and one["now"]["match"], [two["match"] for two in one["next"]]) for one in items]

    coming = [[one["match"] for one in told if one["station"] == station] for station in stations]
    assert await queues() == [(None, own) for own in coming]
    (first, *rest), other = coming
    await desk.post(f"/matches/{first}/call")
    assert await queues() == [(first, rest), (None, other)]
    await desk.report({"id": first}, {"winner": 0})
    assert await queues() == [(None, rest), (None, other)]
    await desk.refused("GET", f"/events/{NOBODY}/stations", None, 404, "not_found")


async def test_a_minor_is_called_within_the_hours_or_with_a_warning(hall: Hall) -> None:
    """What was published in time may be late: a call asks the clock, and not the plan."""
    desk, clock = hall.desk, hall.clock
    event = await evening(desk, stations=1)
    tournament = await desk.tournament(event, title=TITLE)
    age = {"on": "2026-11-25", "by": "word", "max": 15}
    await desk.do("PUT", f"/tournaments/{tournament['id']}/entry-rules", {"eligibility": {"age": age}})
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 2, ages_said=True)
    await desk.start(stage)

    async def guard(mode: str) -> None:
        windows = [{"days": ["wed"], "begins": "10:00", "ends": "21:00"}]
        minors = {"mode": mode, "windows": windows}
        await desk.do("PUT", f"/events/{event['id']}/schedule/settings", {"minors": minors})

    await guard("block")
    (one,) = (await publish(desk, event))["matches"]
    path = f"/events/{event['id']}/calls"
    clock.now = datetime(2026, 11, 25, 12, 40, tzinfo=UTC)
    await desk.do("PUT", f"{path}/settings", {"by_itself": True})
    told = (await desk.get(path))["items"][0]
    assert (told["hindrance"]["code"], told["warning"]) == ("outside_hours", None)
    assert await call_due(hall.worker) == 0
    await desk.refused("POST", f"/matches/{one['match']}/call", None, 409, "outside_hours")
    await guard("warn")
    told = (await desk.get(path))["items"][0]
    assert (told["hindrance"], told["warning"]["code"]) == (None, "outside_hours")
    assert await call_due(hall.worker) == 1
    assert (await desk.get(path))["items"][0]["warning"] is None
    await desk.do("PUT", f"{path}/settings", {"by_itself": False})
    await desk.post(f"/matches/{one['match']}/uncall")
    await guard("off")
    told = (await desk.get(path))["items"][0]
    assert (told["hindrance"], told["warning"]) == (None, None)
    await guard("block")
    clock.now = datetime(2026, 11, 25, 12, 20, tzinfo=UTC)
    assert (await desk.post(f"/matches/{one['match']}/call"))["state"] == "called"
