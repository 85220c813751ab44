"""The event of a simulated week: its hall, tournaments of many formats, and people who are in two of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from tests.drafts.hall import Hall
from tests.support.desk import Desk, Json
from tests.support.simulated_week import SimulatedWeek

FIRST = date(2026, 11, 23)
OPENS = datetime.fromisoformat("2026-11-23T02:00:00Z")
"""When the hall opens on the first day: at ten by the clock of the event."""
SHOW = "Show"
GAMES = ("Honor of Kings", "Valorant", "Street Fighter")
GROUP_SIZE, GO_ON = 6, 2
OPTIONS = {"single_elimination": {"best_of": 3}, "swiss": {"variant": "fixed_rounds"}}
WAVE, WAVE_DAYS = 4, 2
FORMATS = ("single_elimination", "double_elimination", "groups", "swiss")


async def prepared(
    hall: Hall,
    *,
    tournaments: int,
    entries: int,
    stations: int,
    days: int,
    shared: int,
    every: timedelta,
    seed: int = 1,
    formats: Sequence[str] = FORMATS,
    by_hand: bool = True,
) -> tuple[SimulatedWeek, list[Json]]:
    """A published week of tournaments of these formats in turn, `shared` teams of whose are in two.

    Gives it with its stations. The last of them, the stage, serves the title of the last tournament alone;
    the other titles have two thirds of the stations each. Finals are shown on a stream. Four tournaments
    begin at a time, two days later each; the one of the stage takes the whole week.
    """
    desk, clock = hall.desk, hall.clock
    clock.now = OPENS - timedelta(hours=8)
    last = FIRST + timedelta(days=days - 1)
    event = await desk.event(starts_on=str(FIRST), ends_on=str(last))
    week = SimulatedWeek(hall, event, seed=seed, every=every, by_hand=by_hand)
    starts = [OPENS + timedelta(days=day) for day in range(days)]
    week.hours = [(one, one + timedelta(hours=12)) for one in starts]
    places = await _hall(desk, event, days, stations)
    made = []
    for number in range(tournaments):
        title = SHOW if number == tournaments - 1 else GAMES[number % len(GAMES)]
        made.append(await desk.tournament(event, title=title))
    week.people = await _shared(desk, made, shared)
    stages = {}
    for number, tournament in enumerate(made):
        there = len(await desk.entered(tournament))
        await desk.entries(tournament, entries - there, prefix=f"Team {number}")
        # One stage has hours for no more than a single elimination.
        format = formats[0 if number == tournaments - 1 else number % len(formats)]
        stages[tournament["id"]] = await _stages(desk, tournament, format, entries)
    week.stages = stages
    settings = {
        "streams": [{"name": "Main stream", "venue": places[0]["venue"]}],
        "days": [
            {"tournament": one["id"], "first": str(first), "last": str(last)}
            for number, one in enumerate(made[:-1])
            if (first := FIRST + timedelta(days=WAVE_DAYS * (number // WAVE))) <= last
        ],
    }
    await desk.do("PUT", f"{week.path}/schedule/settings", settings)
    for own in stages.values():
        await _show(desk, own[-1])
    await week.publish()
    return week, places


async def _hall(desk: Desk, event: Json, days: int, stations: int) -> list[Json]:
    hours: list[dict[str, Any]] = [
        {"day": str(FIRST + timedelta(days=day)), "begins": "10:00", "ends": "22:00"} for day in range(days)
    ]
    venue = await desk.post(f"/events/{event['id']}/venues", {"name": "Hall", "hours": hours})
    path = f"/venues/{venue['id']}/stations"
    places = []
    for number in range(stations):
        titles = [one for place, one in enumerate(GAMES) if place != number % len(GAMES)]
        places.append(await desk.post(path, {"name": f"Station {number + 1}", "titles": titles}))
    return [*places, await desk.post(path, {"name": "Stage", "titles": [SHOW]})]


async def _show(desk: Desk, stage: Json) -> None:
    """Have the final of an elimination on stream."""
    matches = (await desk.view(stage))["matches"]
    if "elimination" in stage["format"] and matches:
        final = max(matches, key=lambda one: int(one["number"]))
        await desk.do("PUT", f"/matches/{final['id']}/pin", {"streamed": True})


async def _shared(desk: Desk, made: Sequence[Json], shared: int) -> dict[str, str]:
    people: dict[str, str] = {}
    for number in range(shared):
        pair = made[number % len(made)], made[(number + 1) % len(made)]
        async with desk.person() as player:
            player.lawful = False
            for place, tournament in enumerate(pair):
                name = f"Shared {number} {place}"
                await player.post(f"/tournaments/{tournament['id']}/entries", {"name": name})
                people[name] = f"person {number}"
    return people


async def _stages(desk: Desk, tournament: Json, format: str, entries: int) -> list[Json]:
    """The stages of the tournament, the first of them started."""
    if format == "groups":
        groups = max(1, entries // GROUP_SIZE)
        options, qualified = {"groups": groups}, GO_ON * groups
        found = [
            await desk.stage(tournament, "round_robin", name="Groups", options=options, qualifies=qualified),
            await desk.stage(tournament, name="Playoffs", size=qualified, options={"best_of": 3}),
        ]
    else:
        found = [await desk.stage(tournament, format, options=OPTIONS.get(format, {}))]
    await desk.start(found[0])
    return found
