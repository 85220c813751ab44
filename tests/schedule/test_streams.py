"""Matches that are held for the stream: on one while it is on air, and told to everybody."""

from tests.schedule.week import DAYS, cup, hall, plan, publish
from tests.support.desk import NOBODY, Desk

WEEKDAYS = ["mon", "tue"]


async def test_a_match_is_held_for_the_stream(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    stations = await hall(desk, event)
    stage = await cup(desk, event)
    path = f"/events/{event['id']}/schedule"
    settings, first = f"{path}/settings", (await desk.ready(stage))[0]["id"]
    pin, held = f"/matches/{first}/pin", {"streamed": True}
    before = {one["match"]: one for one in (await publish(desk, event))["matches"]}
    assert before[first]["stream"] is None
    await desk.refused("PUT", pin, held, 422, "no_stream", "/streamed")
    stream = {"name": "Main", "venue": NOBODY}
    body = {"streams": [stream]}
    await desk.refused("PUT", settings, body, 422, "unknown_venue", "/streams/0/venue")
    stream["venue"] = stations[0]["venue"]
    body = {"streams": [stream, {**stream, "name": " Main "}]}
    await desk.refused("PUT", settings, body, 422, "name_taken", "/streams/1/name")

    await desk.do("PUT", settings, {"streams": [stream]})
    assert await desk.do("PUT", pin, held) == {"station": None, "starts_at": None, "streamed": True}
    made = await plan(desk, event, again=True)
    (shown,) = [one for one in made["matches"] if one["stream"]]
    assert (shown["match"], shown["stream"], shown["pin"]["streamed"]) == (first, "Main", True)
    assert (shown["station"], shown["starts_at"]) == (before[first]["station"], before[first]["starts_at"])
    assert made["moved"] == 0, "that it is shown moves nothing"
    await desk.post(f"{path}/publish", {"plan": made["plan"]})
    told = (await desk.get(path))["matches"]
    assert {one["match"]: one["stream"] for one in told} == {**dict.fromkeys(before), first: "Main"}

    hours = [{"days": WEEKDAYS, "begins": "15:00", "ends": "19:00"}]
    await desk.do("PUT", settings, {"streams": [{**stream, "hours": hours}]})
    late = next(one for one in (await publish(desk, event))["matches"] if one["stream"])
    assert (late["match"], late["starts_at"]) == (first, "2039-11-21T07:05:00Z")
    hours[0]["days"] = ["sun"]
    await desk.do("PUT", settings, {"streams": [{**stream, "hours": hours}]})
    left = next(one for one in (await plan(desk, event))["matches"] if one["match"] == first)
    assert (left["starts_at"], left["reason"]["code"]) == (None, "stream_busy")

    await desk.do("PUT", settings, {})
    assert [one["code"] for one in (await plan(desk, event))["problems"]] == ["no_stream"]
    assert (await desk.do("PUT", pin, {}))["streamed"] is False
    assert (await plan(desk, event))["problems"] == []
    desk.replay()


async def test_a_stream_that_is_on_air_holds_back_whom_it_waits_for(desk: Desk) -> None:
    """A match that overruns is still on the stream, though the other one has its station and its people."""
    event = await desk.event(**DAYS)
    stations = await hall(desk, event)
    stage = await cup(desk, event)
    settings = {"streams": [{"name": "Main", "venue": stations[0]["venue"]}]}
    await desk.do("PUT", f"/events/{event['id']}/schedule/settings", settings)
    for station, match in zip(stations, await desk.ready(stage), strict=True):
        pin = {"streamed": True, "station": station["id"]}
        await desk.do("PUT", f"/matches/{match['id']}/pin", pin)
    told = await publish(desk, event)
    first, second = [one["match"] for one in told["matches"] if one["stream"]]
    await desk.post(f"/matches/{first}/call")
    (waits,) = [
        one for one in (await desk.get(f"/events/{event['id']}/calls"))["items"] if one["match"] == second
    ]
    assert waits["hindrance"]["code"] == "stream_busy"
    assert waits["hindrance"]["params"]["stream"] == "Main"
    await desk.refused("POST", f"/matches/{second}/call", None, 409, "stream_busy")
    await desk.report({"id": first}, {"winner": 0})
    assert (await desk.post(f"/matches/{second}/call"))["state"] == "called"
