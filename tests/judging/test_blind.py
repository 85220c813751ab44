"""Blind judging: before the marks are published nobody but the organisers can tell whose a number is.

Every route that can be read, and every line and patch of the journal, is looked through as a judge, as
other staff and as the public: whatever holds a handle of a submission (its id, link, title, number) does
not hold its entry's id or name.
"""

import itertools
import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import httpx
from litestar.routes import HTTPRoute

from esports.journal import store
from esports.live.deltas import Place, commits_of, message_of
from esports.live.messages import Delta
from esports.live.topics import Topic, TopicKind
from tests.judging.contests import SECRET, Contest, contest, judges_of, named, work
from tests.support import laws
from tests.support.app import new_client
from tests.support.desk import Desk, Json

SKIPPED = ("/metrics", "/static/{digest}/{name}", "/api/v1/live/sse", "/api/docs/{path}")
"""What is no document of the tournament's; the stream's messages are looked at by themselves."""


class Eyes:
    """What stands for an entry, and what stands for its submission."""

    def __init__(self, of: Contest, rows: list[Json]) -> None:
        self.entries = [SECRET, *(row["entry"] for row in rows)]
        self.handles = [handle for row in rows for handle in (row["id"], row["link"], row["title"])]

    def entry(self, told: str) -> bool:
        """Whether it names an entry."""
        return any(name in told for name in self.entries)

    def handle(self, told: str) -> bool:
        """Whether it names a submission."""
        return any(name in told for name in self.handles)


async def blind_contest(desk: Desk) -> tuple[Contest, Eyes]:
    """Four entries that have handed in, the seeds and numbers being of different orders."""
    of = await contest(desk, 4, options={"blind": True})
    for place, entry in enumerate(of.entries):
        body = work(entry, f"Film {'ABCD'[place]}", f"https://videos.example.org/clip-{place}")
        await desk.post(f"{of.path}/submissions", body)
    return of, Eyes(of, list((await of.numbers()).values()))


async def test_no_door_tells_whose_a_number_is(desk: Desk) -> None:
    of, eyes = await blind_contest(desk)
    async with AsyncExitStack() as stack:
        judge, other = await judges_of(stack, of, 2)
        (caster,) = await judges_of(stack, of, 1, "caster")
        public = await stack.enter_async_context(new_client(desk.app))
        await of.assign(named(judge, other), draw_seed="lot")
        for item in await judge.queue(of):
            await judge.mark(item, 5, 5, comment="Quiet.")
        for client in (judge.desk.client, caster.desk.client, public):
            held = 0
            async for path, told in readable(of, client):
                assert not (eyes.entry(told) and eyes.handle(told)), path
                assert 'draw_seed":"lot' not in told, path
                assert all(not eyes.entry(each) for each in numbered(told)), path
                held += eyes.handle(told)
            # The own queue, on the page and through the API.
            assert held == (2 if client is judge.desk.client else 0)
        lines = (await judge.desk.get(f"/tournaments/{of.tournament['id']}/journal"))["items"]
        for line in map(json.dumps, lines):
            assert not eyes.handle(line)
            assert not ('"number"' in line and eyes.entry(line))
        assert {line["fact"]["kind"] for line in lines} >= {"SubmissionHandedIn", "SubmissionMarked"}
        public_lines = (await public.get(f"/api/v1/tournaments/{of.tournament['id']}/journal")).json()
        kinds = {line["fact"]["kind"] for line in public_lines["items"]}
        assert "JudgingMoved" in kinds
        assert not kinds & {"SubmissionHandedIn", "SubmissionMarked", "JudgesAssigned"}


async def test_no_message_of_the_live_feed_tells_whose_a_number_is(desk: Desk) -> None:
    of, eyes = await blind_contest(desk)
    async with AsyncExitStack() as stack:
        (judge,) = await judges_of(stack, of, 1)
        await of.assign(named(judge))
        for item in await judge.queue(of):
            await judge.mark(item, 5, 5)
        await judge.mark(item, 6, 6)
        messages = await live(desk, of)
        assert any('"SubmissionMarked"' in told for told in messages)
        for told in messages:
            assert not eyes.handle(told)
            assert all(not eyes.entry(each) for each in numbered(told))
        await desk.post(f"{of.path}/publish")
        assert any(eyes.handle(told) and eyes.entry(told) for told in await live(desk, of))


async def test_publishing_tells_everybody(desk: Desk) -> None:
    of, _ = await blind_contest(desk)
    async with AsyncExitStack() as stack:
        (judge,) = await judges_of(stack, of, 1)
        await of.assign(named(judge), draw_seed="lot")
        queue = await judge.queue(of)
        assert {(item["entry"], item["name"], item["title"]) for item in queue} == {(None, None, None)}
        for item in queue:
            await judge.mark(item, item["number"], 5)
        await desk.post(f"{of.path}/publish")
        async with new_client(desk.app) as public:
            rows = (await public.get(f"/api/v1{of.path}/submissions")).json()["items"]
            told = (await public.get(f"/api/v1{of.path}/judging")).json()
            shown = (await public.get(f"/api/v1{of.path}/view")).json()["judging"]["published"]
        numbers = {item["submission"]: item["number"] for item in queue}
        assert {row["id"]: row["number"] for row in rows} == numbers
        assert [row["number"] for row in rows] == [1, 2, 3, 4]
        assert {(row["entry"], row["number"]) for row in rows} == {
            (row["id"], row["number"]) for row in shown
        }
        assert (told["state"], told["draw_seed"], told["progress"]) == ("published", "lot", None)
        assert {item["name"] for item in await judge.queue(of)} == {row["name"] for row in rows}


async def test_an_organiser_who_judges_blind_sees_no_more_than_a_judge(desk: Desk) -> None:
    """A judge who is made an operator afterwards is still blind here."""
    of, _ = await blind_contest(desk)
    async with AsyncExitStack() as stack:
        judge, other = await judges_of(stack, of, 2)
        await of.assign(named(judge, other))
        email = (await judge.desk.get("/me"))["person"]["email"]
        event = of.tournament["event"]
        await desk.post(f"/events/{event}/staff", {"email": email, "role": "operator"})
        told = await judge.desk.get(f"{of.path}/judging")
        assert (told["progress"], told["draw_seed"]) == (None, None)
        assert (await judge.desk.get(f"{of.path}/submissions"))["items"] == []
        assert {item["entry"] for item in told["queue"]} == {None}


async def test_a_registrant_is_not_told_the_number(desk: Desk) -> None:
    of = await contest(desk, 1, options={"blind": True}, start=False)
    async with AsyncExitStack() as stack:
        player = await stack.enter_async_context(desk.person())
        (judge,) = await judges_of(stack, of, 1)
        mine = await player.post(f"/tournaments/{of.tournament['id']}/entries", {"name": "Mine"})
        await desk.start(of.stage)
        await player.post(f"{of.path}/submissions", work(mine))
        await of.assign(named(judge))
        (row,) = (await player.get(f"{of.path}/submissions"))["items"]
        assert (row["entry"], row["number"]) == (mine["id"], None)


async def readable(of: Contest, client: httpx.AsyncClient) -> Any:
    """Every address of the application that can be read, filled with the contest's ids, and what it tells."""
    event = await of.desk.get(f"/events/{of.tournament['event']}")
    ids = {
        "event": [event["id"], event["slug"]],
        "tournament": [of.tournament["id"], of.tournament["slug"]],
        "stage": [of.stage["id"]],
        "entry": [entry["id"] for entry in of.entries],
    }
    for route in of.desk.app.routes:
        if not isinstance(route, HTTPRoute) or "GET" not in route.methods or route.path_format in SKIPPED:
            continue
        names = [part.strip("{}") for part in route.path_format.split("/") if part.startswith("{")]
        for chosen in itertools.product(*(ids.get(name, ["x"]) for name in names)):
            path = route.path_format.format(**dict(zip(names, chosen, strict=True)))
            yield path, (await client.get(path)).text


def numbered(told: str) -> Iterator[str]:
    """The objects inside of a document that have a number, each with all that is in it."""
    try:
        waiting = [json.loads(told)]
    except ValueError:
        return
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if "number" in one:
                yield json.dumps(one)
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


async def live(desk: Desk, of: Contest) -> list[str]:
    """All that followers of the tournament and of the stage are sent, as staff and as the public."""
    journal = UUID(of.tournament["id"])
    root = f"stages/{of.stage['id']}"
    places = [
        Place(topic=Topic(TopicKind.tournament, journal), journal_id=journal),
        Place(topic=Topic(TopicKind.stage, UUID(of.stage["id"])), journal_id=journal, root=root),
    ]
    connection = await laws.snapshot(desk.engine)
    try:
        commits = commits_of(await store.read(connection, journal, after=0, limit=10_000))
    finally:
        await connection.close()
    messages = [
        message_of(place, commit, staff=staff)
        for place in places
        for commit in commits
        for staff in (True, False)
    ]
    return [
        json.dumps(laws.builtins([item])) for one in messages if isinstance(one, Delta) for item in one.items
    ]
