"""A hall where drafts are played: the application and a worker by one clock that only the test moves."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from esports.db import outbox
from esports.http.provide import parts_of
from esports.jobs import ExpireDraft
from esports.journal.facts import Item
from esports.notifications.mail import Mailer
from esports.settings import Settings
from esports.uow import unit_of_work
from tests.support.app import Clock
from tests.support.desk import API, Desk, Json
from workers import run
from workers.handlers import handle
from workers.parts import Parts

MAPS = ["Ancient", "Dust2", "Inferno", "Mirage", "Nuke", "Overpass", "Train"]
HEROES = [f"英雄 {number:02}" for number in range(1, 41)]
VETO = {"script": "counter_strike_bo3", "pool": MAPS}
HERO_DRAFT = {"script": "honor_of_kings", "pool": HEROES}
LEASE = timedelta(seconds=20)


class Hall:
    """`desk` speaks for a site admin, `clock` is everybody's."""

    def __init__(self, desk: Desk, clock: Clock, settings: Settings) -> None:
        self.desk = desk
        self.clock = clock
        self.settings = settings
        api = parts_of(desk.app.state)
        self.worker = Parts(engine=api.engine, waker=api.waker, mailer=Mailer(settings), clock=clock)

    async def work(self) -> list[Item]:
        """Do the jobs that are due, as the worker does, each a commit; gives what they wrote.

        While the desk is at ease nothing is looked at, and nothing given.
        """
        written: list[Item] = []
        while jobs := await self._due():
            for job in jobs:
                await run.work(self.worker, job.id)
                written += await self.desk.check(commits=1) if self.desk.lawful else []
        async with self.worker.engine.connect() as connection:
            backlog = await outbox.backlog(connection, now=self.clock())
        assert (backlog.due, backlog.failed) == (0, 0)
        return written

    async def _due(self) -> list[outbox.HandedOut]:
        async with self.worker.engine.begin() as connection:
            return await outbox.claim(connection, now=self.clock(), lease=LEASE, limit=100)

    async def expire(self, draft: Json) -> list[Item]:
        """Do the job of a timeout, whether it is due or not, or was done before; gives what it wrote."""
        await self.expire_at_once(draft)
        return await self.desk.check(commits=1)

    async def expire_at_once(self, draft: Json) -> None:
        """The same beside others, with no look at the laws."""
        async with unit_of_work(self.worker.engine, self.worker.waker, clock=self.clock) as unit:
            await handle(self.worker, unit, ExpireDraft(UUID(draft["id"])))
            await unit.commit()

    @asynccontextmanager
    async def duel(self, best_of: int = 3, event: Json | None = None) -> AsyncIterator["Duel"]:
        """A ready match between two captains, each with the entry of slot 0 and 1."""
        async with AsyncExitStack() as stack:
            event = event or await self.desk.event()
            tournament = await self.desk.tournament(event, best_of=best_of)
            stage = await self.desk.stage(tournament)
            captains = [await stack.enter_async_context(self.desk.person()) for _ in range(2)]
            for captain, name in zip(captains, ("Falcons", "龙"), strict=True):
                await captain.post(f"/tournaments/{tournament['id']}/entries", {"name": name})
            match = (await self.desk.start(stage))["matches"][0]
            yield Duel(self, event, tournament, stage, match, captains)


class Duel:
    """A match between the `captains` of its slots."""

    def __init__(
        self, hall: Hall, event: Json, tournament: Json, stage: Json, match: Json, captains: Sequence[Desk]
    ) -> None:
        self.hall = hall
        self.desk = hall.desk
        self.event, self.tournament, self.stage, self.match = event, tournament, stage, match
        self.captains = captains

    @property
    def path(self) -> str:
        """Where drafts of the match are opened."""
        return f"/matches/{self.match['id']}/drafts"

    async def open(self, body: Json, **fields: Any) -> Json:
        """Open a draft."""
        made: Json = await self.desk.post(self.path, {**body, **fields})
        return made

    async def begun(self, body: Json, **fields: Any) -> Json:
        """Open a draft and begin it."""
        return await self.direct(await self.open(body, **fields), "begin")

    async def direct(self, draft: Json, verb: str) -> Json:
        """A referee's word."""
        done: Json = await self.desk.post(f"/drafts/{draft['id']}/{verb}", {})
        return done

    async def see(self, draft: Json) -> Json:
        """What everybody may see of the draft, which is the same in the match's view."""
        found: Json = (await self.desk.get(f"/drafts/{draft['id']}"))["view"]
        assert (await self.shown(draft)) == found
        return found

    async def shown(self, draft: Json) -> Json:
        """The draft in the match's view."""
        match = (await self.desk.get(f"/matches/{self.match['id']}"))["match"]
        found: Json = next(one for one in match["drafts"] if one["id"] == draft["id"])
        return found

    async def choose(self, draft: Json, choice: Any, slot: int | None = None) -> Json:
        """The captain whose turn it is, or the one of the slot, chooses."""
        seen = await self.see(draft)
        slot = seen["turn"][0] if slot is None else slot
        body = {"slot": slot, "step": seen["step"], "choice": choice}
        done: Json = await self.captains[slot].post(f"/drafts/{draft['id']}/actions", body)
        return done

    async def choose_all(self, draft: Json, *choices: Any) -> Json:
        """One choice after the other, each by the captain whose turn it is."""
        for choice in choices:
            self.hall.clock.go(1)
            await self.choose(draft, choice)
        return await self.see(draft)

    async def send(
        self, draft: Json, slot: int, step: int, choice: Any, by: Desk | None = None
    ) -> httpx.Response:
        """A choice that may be refused; no law is looked at."""
        client = (by or self.captains[slot]).client
        body = {"slot": slot, "step": step, "choice": choice}
        return await client.post(f"{API}/drafts/{draft['id']}/actions", json=body)
