"""A week that is played out over the API by a clock that only this moves, with overruns and a broken station.

Every few minutes somebody has the rest planned again and publishes it, as an operator does whose desk says
that something is late. Matches are called as soon as they may be, by hand or by the worker, and take as long
as matches do. What is called is held against the rules here once more, apart from what the product says of
itself. `tests.support.week_setup` makes the event.
"""

import heapq
import itertools
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.drafts.hall import Hall
from tests.support.app import new_client
from tests.support.desk import Desk, Json
from workers import calls, forecasts

MEDIAN, SIGMA = 1 / 1.15, 0.33
"""How long matches take: a share of what is set aside for them, and how much that varies."""
SOON = 5
NOTICE = timedelta(minutes=15)
"""People hold to what stood so long before they began: what is announced later comes too late for them."""
LATE = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)
MOST_LATE = 20
"""A team that is late comes so many minutes after the others at most."""


@dataclass
class Told:
    """What happened: starts, and how many were later than announced by more than `LATE`.

    `late` is against what stood `NOTICE` before the start, `late_at_first` against the first publication.
    `again` are the seconds that planning again took, of the worker's wall clock.
    """

    starts: int = 0
    late: int = 0
    late_at_first: int = 0
    publications: int = 0
    moved: int = 0
    latecomers: int = 0
    again: list[float] = field(default_factory=list)
    broken_rules: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Trouble:
    """What goes wrong: a station breaks at a moment, perhaps for a while, and this share of teams is late."""

    station: Json
    breaks: datetime
    mended: datetime | None = None
    latecomers: float = 0.0


class SimulatedWeek:
    """An event that is planned and published, and planned again so often; `people` are in two entries.

    `stages` are each tournament's, in order. Matches are called `by_hand`, or else by the worker.
    """

    def __init__(self, hall: Hall, event: Json, *, seed: int, every: timedelta, by_hand: bool) -> None:
        self.hall, self.desk, self.event = hall, hall.desk, event
        self.path = f"/events/{event['id']}"
        self.chance = random.Random(seed)
        self.every, self.by_hand = every, by_hand
        self.people: Mapping[str, str] = {}
        self.stages: Mapping[str, Sequence[Json]] = {}
        self.hours: list[tuple[datetime, datetime]] = []
        self.settings: Json = {}
        self.told = Told()
        self.on: dict[str, Json] = {}
        self._numbers = itertools.count()
        self._due: list[tuple[datetime, int, str, Any]] = []
        self._free_from: dict[str, datetime] = {}
        self._announced: dict[str, list[tuple[datetime, datetime]]] = {}
        self._looked = hall.clock()
        self._latecomers = 0.0

    async def publish(self, how: str = "plan") -> bool:
        """Have a plan made by the worker and publish it, unless it changes nothing; tells whether it did."""
        await self.desk.post(f"{self.path}/schedule/{how}")
        since = time.perf_counter()
        await self.hall.work()
        if how == "replan":
            self.told.again.append(time.perf_counter() - since)
        while (plan := await self.desk.get(f"{self.path}/schedule/plan"))["state"] == "planning":
            self.hall.clock.go(SOON)  # a search goes on in the next turn
            await self.hall.work()
        assert plan["state"] == "ready", plan
        self.settings = plan["settings"]
        added = any(one["published"] is None and one["station"] for one in plan["matches"])
        if not plan["moved"] and not added:
            return False
        told = await self.desk.post(f"{self.path}/schedule/publish", {"plan": plan["plan"]})
        await self.hall.work()
        self.told.publications += 1
        self.told.moved += told["moved"] if how == "replan" else 0
        now = self.hall.clock()
        for match in await self.matches():
            known = self._announced.setdefault(match["match"], [])
            if not known or known[-1][1] != _moment(match, "starts_at"):
                known.append((now, _moment(match, "starts_at")))
        return True

    async def matches(self) -> list[Json]:
        """The published matches."""
        found: list[Json] = (await self.desk.get(f"{self.path}/schedule"))["matches"]
        return found

    async def play(self, trouble: Trouble | None = None) -> Told:
        """Play all matches."""
        if trouble:
            self._latecomers = trouble.latecomers
            self._at(trouble.breaks, "breaks", trouble)
        if not self.by_hand:
            await self.desk.do("PUT", f"{self.path}/calls/settings", {"by_itself": True})
        while await self.step():
            pass
        return self.told

    async def step(self) -> bool:
        """Let happen what happens now, and go to the next moment; tells whether there is one."""
        now = self.hall.clock()
        await self.hall.work()
        while self._due and self._due[0][0] <= now:
            await self._happen(*heapq.heappop(self._due)[2:])
        if now - self._looked >= self.every and (self.on or await self._drifts()):
            await self._plan_again()
        moments = await self._call(now)
        moments += [one for one, *_ in self._due[:1]]
        if not moments:
            return await self._plan_again() if await self._unplanned() else False
        soonest = min(moments)
        if self.on or soonest <= now:
            soonest = min(max(soonest, now + MINUTE), now + self.every)
        self.hall.clock.now = soonest
        return True

    def _at(self, moment: datetime, what: str, about: Any) -> None:
        heapq.heappush(self._due, (moment, next(self._numbers), what, about))

    async def _happen(self, what: str, about: Any) -> None:
        """One of what was to come: a station breaks or is mended, a team comes, a match ends."""
        if what == "ends":
            await self._end(about)
        elif what == "comes":
            await self._ready(*about)
        elif about.station["id"] in {one["station"] for one in self.on.values()} and what == "breaks":
            self._at(self.hall.clock() + MINUTE, "breaks", about)
        else:
            body = {"out_of_order": what == "breaks"}
            await self.desk.do("PATCH", f"/stations/{about.station['id']}", body)
            self._looked = self.hall.clock() - self.every
            if what == "breaks" and about.mended:
                self._at(about.mended, "mended", about)

    async def _plan_again(self) -> bool:
        self._looked = self.hall.clock()
        changed = await self.publish("replan")
        await forecasts.renew(self.hall.worker)
        return changed

    async def _drifts(self) -> bool:
        return bool((await self.desk.get(f"{self.path}/schedule/plan"))["drift"])

    async def _unplanned(self) -> bool:
        found = (await self.desk.get(f"{self.path}/schedule/plan"))["matches"]
        return len([one for one in found if one["published"] is None]) < len(await self._open())

    async def _open(self) -> list[Json]:
        """The matches that are not over, published or not."""
        found = [await self.desk.view(stage) for stages in self.stages.values() for stage in stages]
        return [one for view in found for one in view["matches"] if one["phase"] in ("pending", "ready")]

    async def _call(self, now: datetime) -> list[datetime]:
        """Call whom nothing holds back; gives the moments at which the others may be called."""
        ahead, early = [], timedelta(minutes=self.settings["warm_up"])
        if not self.by_hand:
            await calls.call_due(self.hall.worker)
        for match in (await self.desk.get(f"{self.path}/calls"))["items"]:
            called_from = _moment(match, "starts_at") - early
            if match["state"] == "called":
                if match["match"] not in self.on:
                    await self._begin(match, now)
            elif called_from > now:
                ahead.append(called_from)
            elif match["hindrance"]:  # until a match or a rest is over, or the rest is planned again
                ahead += [one for one in self._free_from.values() if one > now]
                ahead.append(max(now, self._looked + self.every))
            elif not self.by_hand:
                ahead.append(now)
            else:
                reply = await self.desk.call("POST", f"/matches/{match['match']}/call")
                if reply.status_code == 409:  # one that was called a moment ago holds it back
                    ahead.append(now)
                    continue
                assert reply.status_code == 200, reply.text
                await self._begin(match, now)
        return ahead

    async def _begin(self, match: Json, now: datetime) -> None:
        told, begins = self.told, now + timedelta(minutes=self.settings["warm_up"])
        told.starts += 1
        known = self._announced[match["match"]]
        stood = [starts_at for at, starts_at in known if at <= begins - NOTICE] or [known[0][1]]
        told.late += begins - stood[-1] > LATE
        told.late_at_first += begins - known[0][1] > LATE
        self._hold_to_rules(match, now)
        if self.chance.random() < self._latecomers:
            told.latecomers += 1
            await self._wait(match)
            begins += timedelta(minutes=self.chance.randint(5, MOST_LATE))
            self._at(begins, "comes", (match, 1))
        planned = _moment(match, "ends_at") - _moment(match, "starts_at")
        minutes = planned.total_seconds() / 60 * MEDIAN * self.chance.lognormvariate(0, SIGMA)
        self.on[match["match"]] = match
        self._at(begins + timedelta(minutes=max(1, round(minutes))), "ends", match["match"])

    def _hold_to_rules(self, match: Json, now: datetime) -> None:
        rules, users = self.told.broken_rules, self._users(match)
        for other in self.on.values():
            rules += [f"{user} is in two matches at {now}" for user in set(self._users(other)) & set(users)]
        resting = [user for user in users if self._free_from.get(user, now) > now]
        rules += [f"{user} had no rest before {now}" for user in resting]
        if not any(begin <= now < end for begin, end in self.hours):
            rules.append(f"{match['match']} was called at {now}, when all is closed")

    def _users(self, match: Json) -> list[str]:
        names = [f"{match['tournament']} {name}" for name in match["names"]]
        names += [self.people[name] for name in match["names"] if name in self.people]
        return [match["station"], *names, *([f"stream {match['stream']}"] if match["stream"] else [])]

    async def _wait(self, match: Json) -> None:
        """One side of the match is at its station, and says so there; the other one is late."""
        made = await self.desk.post(f"/matches/{match['match']}/links", {})
        match["secret"] = made["path"].partition("#")[2]
        await self._ready(match, 0)

    async def _ready(self, match: Json, slot: int) -> None:
        # Each station has a phone of its own, and a limit of its own for what it may ask.
        number = 1 + abs(hash(match["match"])) % 60_000
        async with new_client(self.desk.app, ip=f"10.1.{number // 250}.{number % 250 + 1}") as client:
            phone = Desk(self.desk.app, client, self.desk.engine)
            phone.lawful = False
            await phone.post("/station/ready", {"secret": match["secret"], "slot": slot})

    async def _end(self, name: str) -> None:
        match = self.on.pop(name)
        await self.desk.report({"id": name}, {"winner": self.chance.randrange(2)})
        rest = self.hall.clock() + timedelta(minutes=self.settings["rest"])
        self._free_from |= dict.fromkeys(self._users(match)[1:], rest)
        if match["stream"]:
            del self._free_from[f"stream {match['stream']}"]
        stages = self.stages[match["tournament"]]
        for before, stage in itertools.pairwise(stages):
            over = (await self.desk.view(before))["stage"]["state"] == "finished"
            if over and (await self.desk.view(stage))["stage"]["state"] == "pending":
                await self.desk.start(stage)
                self._looked = self.hall.clock() - self.every


def _moment(match: Json, name: str) -> datetime:
    return datetime.fromisoformat(match[name])
