"""A plan before it is published: what a place would mean, wanted starts, and changes that are taken back."""

from datetime import timedelta
from typing import Any

import msgspec

from esports.planning import model as planning
from esports.planning.dispatch import dispatch
from esports.schedule.wishing import settled
from tests.drafts.hall import Hall
from tests.schedule.test_plans import at, by_match
from tests.schedule.week import DAYS, HALL, HOURS, TITLE, cup, evening, plan, publish
from tests.schedule.week import hall as a_hall
from tests.support.desk import NOBODY, Desk, Json

LATE = "2039-11-22T06:00:00Z"


def places(told: Json) -> dict[str, Any]:
    """Where each match of a plan is, and whether it is pinned."""
    return {
        match: (one["station"], one["starts_at"], one["pin"], one["wanted_at"])
        for match, one in by_match(told).items()
    }


async def test_a_place_is_looked_at_before_it_is_pinned(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    stations = await a_hall(desk, event)
    chess = await desk.post(
        f"/venues/{stations[0]['venue']}/stations", {"name": "Board", "titles": ["Chess"]}
    )
    await cup(desk, event)
    first, second, final = (await plan(desk, event))["matches"]
    path = f"/matches/{first['match']}/pin/look"

    async def look(starts_at: str, station: str = first["station"]) -> dict[str, Any]:
        told = await desk.post(path, {"station": station, "starts_at": starts_at})
        return {one["code"]: one for one in told["findings"]}

    assert await look(first["starts_at"]) == {}
    # Beside the other match of the round: it gives way, for it is not pinned.
    found = await look(second["starts_at"], second["station"])
    assert list(found) == ["station_overlap"]
    assert found["station_overlap"]["gives_way"]
    assert found["station_overlap"]["params"]["match"].endswith(f"#{second['number']}")
    await desk.do("PUT", f"/matches/{second['match']}/pin", {"starts_at": second["starts_at"]})
    assert not (await look(second["starts_at"], second["station"]))["station_overlap"]["gives_way"]
    # The hall has a break at one o'clock, and closes at eight; the final waits for this match.
    assert set(await look("2039-11-21T05:10:00Z")) == {"break", "successor"}
    assert set(await look("2039-11-21T11:55:00Z")) == {"closed", "successor"}
    assert set(await look("2039-11-21T00:00:00Z")) == {"closed"}
    assert set(await look(first["starts_at"], chess["id"])) == {"station_title"}
    told = await desk.post(
        f"/matches/{final['match']}/pin/look", {"station": first["station"], "starts_at": first["starts_at"]}
    )
    assert {one["code"] for one in told["findings"]} == {"station_overlap", "predecessor"}
    assert at(told["ends_at"]) - at(told["starts_at"]) == at(final["ends_at"]) - at(final["starts_at"])

    for body, code, pointer in (
        ({"station": NOBODY, "starts_at": LATE}, "unknown_station", "/station"),
        ({"station": first["station"], "starts_at": "2039-11-29T06:00:00Z"}, "day_outside", "/starts_at"),
    ):
        await desk.refused("POST", path, body, 422, code, pointer)
    await desk.refused(
        "POST", f"/matches/{NOBODY}/pin/look", {"station": NOBODY, "starts_at": LATE}, 404, "not_found"
    )
    assert (await desk.get(f"/events/{event['id']}/schedule/plan"))["matches"][0]["pin"] is None, (
        "only looked at"
    )


async def test_whose_player_is_elsewhere_is_told_by_the_entry(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    *_, free = await a_hall(desk, event, stations=4, titles=[TITLE, "Other"])
    async with desk.person() as player:
        for title in (TITLE, "Other"):
            tournament = await desk.tournament(event, title=title, entry_kind="player")
            stage = await desk.stage(tournament)
            await player.post(f"/tournaments/{tournament['id']}/entries", {"name": f"Mine {title}"})
            await desk.entries(tournament, 1, prefix="Rival")
            await desk.start(stage)
        one, other = (await plan(desk, event))["matches"]
        found = {}
        for minutes in (0, 31, 36):
            starts_at = (at(one["starts_at"]) + timedelta(minutes=minutes)).isoformat()
            body = {"station": free["id"], "starts_at": starts_at}
            (told,) = (await desk.post(f"/matches/{other['match']}/pin/look", body))["findings"]
            found[minutes] = told
        assert [told["code"] for told in found.values()] == ["person_overlap", "warm_up", "rest"]
        assert {told["params"]["who"] for told in found.values()} == {other["names"][0]}


async def test_changes_of_a_plan_are_taken_back_one_by_one(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    stations = await a_hall(desk, event)
    await cup(desk, event)
    path = f"/events/{event['id']}/schedule"
    await desk.refused("POST", f"{path}/plan/undo", {"plan": 0}, 409, "nothing_to_undo")
    first = await plan(desk, event)
    final = first["matches"][2]
    await desk.do("PUT", f"/matches/{final['match']}/pin", {"starts_at": LATE})
    second = await plan(desk, event)
    assert second["undoable"]
    await desk.do("PUT", f"/matches/{final['match']}/pin", {})
    await desk.do("PUT", f"/matches/{final['match']}/wanted-start", {"starts_at": LATE})
    third = await plan(desk, event)
    assert places(first) != places(second) != places(third)

    await desk.refused("POST", f"{path}/plan/undo", {"plan": second["plan"]}, 409, "plan_changed")
    back = await desk.post(f"{path}/plan/undo", {"plan": third["plan"]})
    assert (back["state"], back["plan"]) == ("ready", third["plan"] + 1)
    assert places(back) == places(second)
    await desk.refused("POST", f"{path}/publish", {"plan": third["plan"]}, 409, "plan_changed")
    back = await desk.post(f"{path}/plan/undo", {"plan": back["plan"]})
    assert places(back) == places(first)
    assert (await desk.get(path))["version"] == 0, "nothing is published by it"

    # A plan that does not hold any more is made anew, with the pins that it had.
    await desk.do("PUT", f"/matches/{final['match']}/pin", {"starts_at": LATE})
    await plan(desk, event)
    await desk.do("PATCH", f"/stations/{stations[0]['id']}", {"out_of_order": True})
    now = await desk.get(f"{path}/plan")
    anew = await desk.post(f"{path}/plan/undo", {"plan": now["plan"]})
    assert (anew["state"], anew["matches"][2]["pin"]) == ("planning", None)

    # While a plan is made it is taken back, too; what is published is no step of a plan any more.
    await desk.do("PATCH", f"/stations/{stations[0]['id']}", {"out_of_order": False})
    told = await desk.post(f"{path}/plan/undo", {"plan": anew["plan"]})
    assert (told["state"], told["undoable"]) == ("none", False)
    await publish(desk, event)
    assert not (await desk.get(f"{path}/plan"))["undoable"]
    asked = await desk.post(f"{path}/replan")
    told = await desk.post(f"{path}/plan/undo", {"plan": asked["plan"]})
    assert (told["state"], told["moved"], told["undoable"]) == ("published", 0, False)
    desk.replay()


async def test_a_wanted_start_is_kept_where_it_can_be(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    (station,) = await a_hall(desk, event, stations=1)
    await cup(desk, event)
    first, second, final = (await plan(desk, event))["matches"]
    wish = f"/matches/{final['match']}/wanted-start"
    kept = await desk.do("PUT", wish, {"starts_at": "2039-11-22T06:00:30Z"})
    assert kept["starts_at"] == LATE
    made = by_match(await plan(desk, event))[final["match"]]
    assert (made["starts_at"], made["wanted_at"], made["pin"]) == (LATE, LATE, None)
    assert made["reason"]["code"] == "wanted"
    # It cannot be before the matches that lead to it, nor beside one that is pinned.
    await desk.do("PUT", f"/matches/{second['match']}/pin", {"starts_at": "2039-11-22T05:45:00Z"})
    made = by_match(await plan(desk, event))[final["match"]]
    assert made["reason"]["code"] == "near_wanted"
    assert at(LATE) < at(made["starts_at"]) <= at(LATE) + timedelta(hours=1)
    assert made["station"] == station["id"]
    await desk.do("PUT", wish, {"starts_at": None})
    made = by_match(await plan(desk, event))[final["match"]]
    assert (made["wanted_at"], made["reason"]["code"]) == (None, "predecessor")
    assert at(made["starts_at"]) > at(first["ends_at"])
    far = {"starts_at": "2039-11-29T06:00:00Z"}
    await desk.refused("PUT", wish, far, 422, "day_outside", "/starts_at")


def test_wishes_that_cannot_be_leave_all_others_in_peace() -> None:
    """Two that want the only station at one time both come near to it; a third cannot, and is free."""
    kind = planning.Duration(30, 30.0, 0.2)

    def match(name: str, wanted: int | None) -> planning.Match:
        return planning.Match(name, "t", "T", kind, wanted=wanted)

    others = [match(f"c{number}", None) for number in range(4)]
    model = planning.Model(
        venues=(planning.Venue("v", (planning.Interval(600, 900),)),),
        stations=(planning.Station("s", "v", ("T",)),),
        tournaments=(planning.Tournament("t"),),
        matches=(match("a", 700), match("b", 700), match("night", 2000), *others),
    )
    found, told = settled(model)
    starts = {one.id: one.start for one in found.matches if one.start is not None}
    assert sorted(starts) == ["a", "b"]
    assert abs(starts["a"] - starts["b"]) == 30
    assert min(starts.values()) <= 700 <= max(starts.values())
    assert set(told) == set(starts)
    plan, _ = dispatch(found)
    assert len(plan.bookings) == len(model.matches)
    # In the next turn of a search they are where they are.
    kept = {one.match: one.start for one in plan.bookings}
    possible = msgspec.structs.replace(model, matches=model.matches[:2] + model.matches[3:])
    again, same = settled(possible, kept=kept)
    assert {one.id: one.start for one in again.matches if one.start is not None} == starts
    assert same == told


async def test_what_is_played_does_not_give_way(hall: Hall) -> None:
    desk = hall.desk
    event = await evening(desk, stations=1)
    await cup(desk, event)
    first, other, _ = (await publish(desk, event))["matches"]
    await desk.post(f"/matches/{first['match']}/call")
    body = {"station": first["station"], "starts_at": first["starts_at"]}
    found = (await desk.post(f"/matches/{other['match']}/pin/look", body))["findings"]
    assert {one["code"]: one["gives_way"] for one in found}["station_overlap"] is False
    await desk.report({"id": first["match"]}, {"winner": 0})
    await desk.refused("POST", f"/matches/{first['match']}/pin/look", body, 409, "match_over")
    wish = {"starts_at": None}
    await desk.refused("PUT", f"/matches/{first['match']}/wanted-start", wish, 409, "match_over")


async def test_other_hours_and_wanted_starts_are_heeded_when_the_rest_is_planned_again(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    (station,) = await a_hall(desk, event, stations=1)
    await cup(desk, event)
    path = f"/events/{event['id']}/schedule/plan"
    first, second, final = (await publish(desk, event))["matches"]
    assert (await desk.get(path))["drift"] == []
    # It opens after the first match was to begin, and the final is wanted on the second day.
    late = [{**span, "begins": "10:30"} for span in HOURS]
    await desk.do("PUT", f"/venues/{station['venue']}", {**HALL, "hours": late})
    drift = (await desk.get(path))["drift"]
    assert [(one["code"], one["params"]["place"]) for one in drift] == [("venue_closed", "Station 1")]
    assert drift[0]["params"]["match"].endswith(f"#{first['number']}")
    await desk.do("PUT", f"/matches/{final['match']}/wanted-start", {"starts_at": LATE})
    again = by_match(await plan(desk, event, again=True))
    assert at(again[first["match"]]["starts_at"]) > at(first["starts_at"])
    assert again[second["match"]]["starts_at"] == second["starts_at"]
    assert (again[final["match"]]["starts_at"], again[final["match"]]["reason"]["code"]) == (LATE, "wanted")
    await desk.post(f"/events/{event['id']}/schedule/publish", {"plan": (await desk.get(path))["plan"]})
    assert (await desk.get(path))["drift"] == []
