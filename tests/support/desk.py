"""An organiser's desk over HTTP: events, tournaments, stages, entries and results in one line each.

Every write goes through the real application, and after each the laws are checked for all journals that
the desk has opened.
"""

import itertools
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.journal import store
from esports.journal.facts import Item
from tests.support import laws
from tests.support.app import new_client, refusal, sign_up

API = "/api/v1"
NOBODY = "00000000-0000-7000-8000-000000000000"
"""An id that nothing has."""
LONG_AGO, LATER = "2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"
OPEN = {"opens_at": LONG_AGO, "closes_at": LATER}
OVER = {"opens_at": LONG_AGO, "closes_at": "2020-01-02T00:00:00Z"}
AHEAD = {"opens_at": "2039-01-01T00:00:00Z", "closes_at": LATER}
_people = itertools.count(1)
Json = dict[str, Any]
Decide = Callable[[Json], Json]
"""From a match of a stage's view to the report of its result."""


class Desk:
    """Speaks for `client`, a signed-in organiser."""

    def __init__(self, app: Litestar, client: httpx.AsyncClient, engine: AsyncEngine) -> None:
        self.app = app
        self.client = client
        self.engine = engine
        self.lawful = True
        self.watched: dict[str, laws.Watched] = {}
        self._numbers = 0

    async def call(self, method: str, path: str, body: Any = None, **options: Any) -> httpx.Response:
        """Send a request that may be refused; the laws are checked in any case."""
        if body is not None:
            options["json"] = body
        reply = await self.client.request(method, f"{API}{path}", **options)
        if method != "GET" and self.lawful:
            await self.check(commits=1)
        return reply

    async def do(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """Send a request that must succeed; gives the reply's document."""
        reply = await self.call(method, path, body, **options)
        assert reply.status_code < 300, f"{method} {path} {body}: {reply.status_code} {reply.text}"
        return reply.json()

    async def refused(
        self,
        method: str,
        path: str,
        body: Any,
        status: int,
        code: str,
        *pointers: str,
        client: httpx.AsyncClient | None = None,
        **options: Any,
    ) -> Json:
        """Send a request, of another `client` perhaps, that must be refused and write nothing."""
        await self.check()
        if body is not None:
            options["json"] = body
        reply = await (client or self.client).request(method, f"{API}{path}", **options)
        problem = refusal(reply, status, code, *pointers)
        assert await self.check() == []
        return problem

    async def get(self, path: str) -> Any:
        """Read."""
        return await self.do("GET", path)

    async def post(self, path: str, body: Any = None) -> Any:
        """Create or do."""
        return await self.do("POST", path, body)

    async def check(self, *, commits: int | None = None, all_views: bool = False) -> list[Item]:
        """Check the laws; `commits` is how many each journal may have taken at most. Gives the new items.

        Views are built where a journal went on: a change that no journal tells of comes out with the next
        item or at the end of the test, when `all_views` are.
        """
        connection = await laws.snapshot(self.engine)
        try:
            found = []
            heads = await store.heads(connection, [watched.id for watched in self.watched.values()])
            for watched in self.watched.values():
                head = heads[watched.id].seq
                if head == watched.seq and not all_views:
                    continue
                items = await watched.check(connection, head)
                if commits is not None:
                    assert len({item.commit_seq for item in items}) <= commits
                found += items
            return found
        finally:
            await connection.close()

    @asynccontextmanager
    async def at_ease(self) -> AsyncIterator[None]:
        """For a while nothing is checked; in the end the laws are, over all that was written meanwhile."""
        self.lawful = False
        yield
        self.lawful = True
        await self.check()

    async def heads(self) -> dict[str, int]:
        """How far each journal has come."""
        await self.check()
        return {name: watched.seq for name, watched in self.watched.items()}

    def replay(self) -> None:
        """Every journal from nothing gives its views."""
        for watched in self.watched.values():
            watched.replay()

    async def recompute(self, stage: str) -> None:
        """What is stored of the stage is what a full recompute gives."""
        connection = await laws.snapshot(self.engine)
        try:
            await laws.recomputed(connection, UUID(stage))
        finally:
            await connection.close()

    @asynccontextmanager
    async def person(
        self, event: Json | None = None, role: str | None = None, **fields: Any
    ) -> AsyncIterator["Desk"]:
        """Somebody else with a session, given a role in the event or none, watching the same journals."""
        async with new_client(self.app) as client:
            email = f"desk{next(_people)}@example.org"
            await sign_up(client, email=email, **fields)
            if event and role:
                await self.post(f"/events/{event['id']}/staff", {"email": email, "role": role})
            other = Desk(self.app, client, self.engine)
            other.watched, other.lawful = self.watched, self.lawful
            yield other

    async def event(self, **fields: Any) -> Json:
        """Set up an event."""
        number = self._next()
        body = {"name": f"Week {number}", "slug": f"week-{number}", "time_zone": "Asia/Shanghai"}
        days = {"starts_on": "2026-11-23", "ends_on": "2026-11-29"}
        made: Json = await self._opened("/events", {**body, **days, **fields}, laws.event_law)
        return made

    async def tournament(
        self, event: Json | None = None, *, state: str | None = "registration", **fields: Any
    ) -> Json:
        """Set up a tournament, in an event of its own unless given one, and open it."""
        number = self._next()
        body = {"name": f"Cup {number}", "slug": f"cup-{number}", "title": "Honor of Kings"}
        path = f"/events/{(event or await self.event())['id']}/tournaments"
        made: Json = await self._opened(path, {**body, "entry_kind": "team", **fields}, laws.tournament_law)
        return made if state in (None, "draft") else await self.move(made, state)

    async def move(self, tournament: Json, to: str) -> Json:
        """Move a tournament to another state."""
        moved: Json = await self.post(f"/tournaments/{tournament['id']}/transitions", {"to": to})
        return moved

    async def stage(self, tournament: Json, format: str = "single_elimination", **fields: Any) -> Json:
        """Add a stage."""
        body = {"name": fields.pop("name", "Main"), "format": format, **fields}
        added: Json = await self.post(f"/tournaments/{tournament['id']}/stages", body)
        return added

    async def entries(self, tournament: Json, count: int, prefix: str = "Team", **fields: Any) -> list[Json]:
        """Import so many entries and give all of the tournament, in the order of registration."""
        rows = [{"name": f"{prefix} {number}", **fields} for number in range(1, count + 1)]
        await self.post(f"/tournaments/{tournament['id']}/entries/import", {"entries": rows})
        return await self.entered(tournament)

    async def entered(self, tournament: Json) -> list[Json]:
        """The tournament's entries in the order of registration."""
        found: list[Json] = (await self.get(f"/tournaments/{tournament['id']}/entries"))["items"]
        return found

    async def start(self, stage: Json, **fields: Any) -> Json:
        """Start a stage; gives its document."""
        document: Json = await self.post(f"/stages/{stage['id']}/start", fields)
        if self.lawful:
            await self.recompute(stage["id"])
        return document

    async def view(self, stage: Json) -> Json:
        """The stage's document."""
        document: Json = await self.get(f"/stages/{stage['id']}/view")
        return document

    async def ready(self, stage: Json) -> list[Json]:
        """The matches of the stage that can be played, by number."""
        found = [match for match in (await self.view(stage))["matches"] if match["phase"] == "ready"]
        return sorted(found, key=lambda match: int(match["number"]))

    async def report(self, match: Json, body: Json) -> Json:
        """Enter a result."""
        told: Json = await self.post(f"/matches/{match['id']}/reports", body)
        return told

    async def play(self, stage: Json, decide: Decide) -> Json:
        """Play the stage to its end, each result held against a full recompute; gives its document."""
        while ready := await self.ready(stage):
            for match in ready:
                await self.report(match, decide(match))
                if self.lawful:
                    await self.recompute(stage["id"])
        return await self.view(stage)

    async def _opened(self, path: str, body: Json, law: Callable[[UUID], laws.Watched]) -> Json:
        made: Json = await self.post(path, body)
        self.watched[made["id"]] = law(UUID(made["id"]))
        if self.lawful:
            await self.check(commits=1)
        return made

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers


def first_wins(match: Json) -> Json:
    """The first side wins every match, without a score."""
    return {"winner": 0}


def any_result(seed: int, *, draws: bool = False, absences: float = 0.25) -> Decide:
    """Random but repeatable results: played games, bare winners, and so many `absences` of every kind.

    `draws`: all games of a match are played, as a round robin of an even number of games is.
    """
    chance = random.Random(seed)

    def decide(match: Json) -> Json:
        if chance.random() < absences:
            return {"outcome": _absence(chance)}
        if not draws and chance.random() < 0.3:
            return {"winner": chance.randrange(2)}
        return {"games": [{"scores": pair} for pair in _games(chance, match["best_of"], draws)]}

    return decide


def _absence(chance: random.Random) -> Json:
    kind = chance.choice(["walkover", "forfeit", "no_show", "disqualification", "double_forfeit"])
    return {"kind": kind} if kind == "double_forfeit" else {"kind": kind, "slot": chance.randrange(2)}


def _games(chance: random.Random, best_of: int, draws: bool) -> Iterator[list[int]]:
    won = [0, 0]
    for _ in range(best_of):
        if not draws and max(won) > best_of // 2:
            return
        winner = chance.randrange(2)
        won[winner] += 1
        tied = draws and chance.random() < 0.3
        yield [chance.randrange(13, 17) if side == winner and not tied else 12 for side in (0, 1)]


@pytest.fixture
async def desk(app: Litestar, operator: httpx.AsyncClient, engine: AsyncEngine) -> AsyncIterator[Desk]:
    """A desk where a site admin works."""
    opened = Desk(app, operator, engine)
    yield opened
    if opened.lawful:
        await opened.check(all_views=True)
