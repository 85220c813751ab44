"""A week that is played out over the API by a clock that only this moves, with overruns and a broken station.

Every few minutes somebody has the rest planned again and publishes it, as an operator does whose desk says
that something is late. Matches are called as soon as they may be and take as long as matches do. What is
called is held against the rules here once more, apart from what the product says of itself.
"""

import heapq
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.drafts.hall import Hall
from tests.support.desk import Json

MEDIAN, SIGMA = 1 / 1.15, 0.33
"""How long matches take: a share of what is set aside for them, and how much that varies."""
SOON = 5
NOTICE = timedelta(minutes=15)
"""People hold to what stood so long before they began: what is announced later comes too late for them."""
LATE = timedelta(minutes=10)


@dataclass
class Told:
    """What happened: starts, and how many were later than announced by more than `LATE`.

    `late` is against what stood `NOTICE` before the start, `late_at_first` against the first publication.
    """

    starts: int = 0
    late: int = 0
    late_at_first: int = 0
    publications: int = 0
    moved: int = 0
    broken_rules: list[str] = field(default_factory=list)


class SimulatedWeek:
    """An event that is planned and published, and planned again so often; `people` are in two entries."""

    def __init__(self, hall: Hall, event: Json, *, seed: int, every: timedelta) -> None:
        self.hall, self.desk, self.event = hall, hall.desk, event
        self.path = f"/events/{event['id']}"
        self.chance = random.Random(seed)
        self.every = every
        self.people: Mapping[str, str] = {}
        self.told = Told()
        self.on: dict[str, Json] = {}
        self.ends: list[tuple[datetime, str]] = []
        self.free_from: dict[str, datetime] = {}
        self.announced: dict[str, list[tuple[datetime, datetime]]] = {}
        self.hours: list[tuple[datetime, datetime]] = []

    async def publish(self, how: str = "plan") -> int:
        """Have a plan made by the worker and publish it; gives how many matches moved."""
        await self.desk.post(f"{self.path}/schedule/{how}")
        await self.hall.work()
        while (plan := await self.desk.get(f"{self.path}/schedule/plan"))["state"] == "planning":
            self.hall.clock.go(SOON)  # a job that took too long is put off, and tried again
            await self.hall.work()
        assert plan["state"] == "ready", plan["problems"]
        published = {one["match"] for one in plan["matches"] if one["published"]}
        if not plan["moved"] and published:
            return 0
        told = await self.desk.post(f"{self.path}/schedule/publish", {"plan": plan["plan"]})
        await self.hall.work()
        self.told.publications += 1
        now = self.hall.clock()
        for match in (await self.desk.get(f"{self.path}/schedule"))["matches"]:
            known = self.announced.setdefault(match["match"], [])
            starts_at = datetime.fromisoformat(match["starts_at"])
            if not known or known[-1][1] != starts_at:
                known.append((now, starts_at))
        moved: int = told["moved"]
        return moved

    async def play(self, broken: tuple[Json, datetime] | None = None) -> Told:
        """Play all matches; a station breaks at a moment, and stays out of order."""
        looked = self.hall.clock()
        while True:
            now = self.hall.clock()
            await self.hall.work()
            if broken and now >= broken[1] and broken[0]["id"] not in self._stations_in_use():
                body = {"out_of_order": True}
                await self.desk.do("PATCH", f"/stations/{broken[0]['id']}", body)
                broken, looked = None, now - self.every
            while self.ends and self.ends[0][0] <= now:
                await self._end(heapq.heappop(self.ends)[1])
            if now - looked >= self.every and (self.on or await self._drifts()):
                self.told.moved += await self.publish("replan")
                looked = now
            queue = (await self.desk.get(f"{self.path}/calls"))["items"]
            waits = await self._call(queue, now)
            moments = [end for end, _ in self.ends[:1]] + waits
            if not moments:
                return self.told
            soonest = min(moments)
            if self.on or soonest <= now:
                soonest = min(max(soonest, now + timedelta(minutes=1)), now + self.every)
            self.hall.clock.now = soonest

    async def _drifts(self) -> bool:
        return bool((await self.desk.get(f"{self.path}/schedule/plan"))["drift"])

    def _stations_in_use(self) -> set[str]:
        return {one["station"] for one in self.on.values()}

    async def _call(self, queue: list[Json], now: datetime) -> list[datetime]:
        """Call whom nothing holds back; gives the starts of those that are still ahead."""
        ahead = []
        for match in queue:
            starts_at = datetime.fromisoformat(match["starts_at"])
            if match["state"] != "idle":
                continue
            if starts_at > now or match["hindrance"]:
                ahead.append(max(starts_at, now))
                continue
            reply = await self.desk.call("POST", f"/matches/{match['match']}/call")
            if reply.status_code == 409:  # one that was called a moment ago holds it back
                ahead.append(now)
                continue
            assert reply.status_code == 200, reply.text
            self._begin(match, now)
        return ahead

    def _begin(self, match: Json, now: datetime) -> None:
        told = self.told
        told.starts += 1
        known = self.announced[match["match"]]
        stood = [starts_at for at, starts_at in known if at <= now - NOTICE] or [known[0][1]]
        told.late += now - stood[-1] > LATE
        told.late_at_first += now - known[0][1] > LATE
        users = [match["station"], *self._users(match)]
        for other in self.on.values():
            told.broken_rules += [
                f"{user} is in two matches at {now}"
                for user in {other["station"], *self._users(other)} & set(users)
            ]
        told.broken_rules += [
            f"{user} had no rest before {now}" for user in users if self.free_from.get(user, now) > now
        ]
        if not any(begin <= now < end for begin, end in self.hours):
            told.broken_rules.append(f"{match['match']} was called at {now}, when all is closed")
        planned = datetime.fromisoformat(match["ends_at"]) - starts_at_of(match)
        minutes = planned.total_seconds() / 60 * MEDIAN * self.chance.lognormvariate(0, SIGMA)
        self.on[match["match"]] = match
        heapq.heappush(self.ends, (now + timedelta(minutes=max(1, round(minutes))), match["match"]))

    def _users(self, match: Json) -> list[str]:
        names = [f"{match['tournament']} {name}" for name in match["names"]]
        return names + [self.people[name] for name in match["names"] if name in self.people]

    async def _end(self, name: str) -> None:
        match = self.on.pop(name)
        await self.desk.report({"id": name}, {"winner": self.chance.randrange(2)})
        settings = (await self.desk.get(f"{self.path}/schedule/plan"))["settings"]
        rest = self.hall.clock() + timedelta(minutes=settings["rest"])
        self.free_from |= dict.fromkeys(self._users(match), rest)


def starts_at_of(match: Json) -> datetime:
    """The published start."""
    return datetime.fromisoformat(match["starts_at"])


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
) -> tuple[SimulatedWeek, list[Json]]:
    """A week of tournaments in turn single and double elimination, `shared` players of whom are in two.

    Gives it with its stations; one more, the stage, serves one title of its own.
    """
    desk, clock = hall.desk, hall.clock
    first = datetime.fromisoformat("2026-11-23T02:00:00Z")
    clock.now = first - timedelta(hours=8)
    event = await desk.event(starts_on="2026-11-23", ends_on=f"2026-11-{22 + days}")
    hours: list[dict[str, Any]] = [
        {"day": f"2026-11-{23 + day}", "begins": "10:00", "ends": "22:00"} for day in range(days)
    ]
    venue = await desk.post(f"/events/{event['id']}/venues", {"name": "Hall", "hours": hours})
    places = [
        await desk.post(f"/venues/{venue['id']}/stations", {"name": f"Station {one}", "titles": ["Game"]})
        for one in range(stations)
    ]
    stage = {"name": "Stage", "titles": ["Show"]}
    places.append(await desk.post(f"/venues/{venue['id']}/stations", stage))
    made = []
    for number in range(tournaments):
        title = "Show" if number == tournaments - 1 else "Game"
        made.append(await desk.tournament(event, title=title, entry_kind="player"))
    week = SimulatedWeek(hall, event, seed=seed, every=every)
    week.hours = [(first + timedelta(days=day), first + timedelta(days=day, hours=12)) for day in range(days)]
    people: dict[str, str] = {}
    for number in range(shared):
        pair = made[number % tournaments], made[(number + 1) % tournaments]
        async with desk.person() as player:
            player.lawful = False
            for place, tournament in enumerate(pair):
                name = f"Shared {number} {place}"
                await player.post(f"/tournaments/{tournament['id']}/entries", {"name": name})
                people[name] = f"person {number}"
    week.people = people
    for number, tournament in enumerate(made):
        there = len(await desk.entered(tournament))
        await desk.entries(tournament, entries - there, prefix=f"Side {number}")
        format = "double_elimination" if number % 4 == 3 else "single_elimination"
        await desk.start(await desk.stage(tournament, format))
    await week.publish()
    return week, places
