"""The client for programs, and the law that a follower's copy is the database's view, whatever is cut."""

import asyncio
import random
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import text

from esports.journal.facts import Change, Visibility
from esports.journal.views import normal
from esports.live.client import LiveClient, Refused, Update
from esports.live.copy import Copy, Verdict
from esports.live.gateway import Gateway
from esports.live.messages import Delta, DeltaItem, Skip, Snapshot
from esports.live.protocol import Limits
from esports.live.topics import parse
from tests.live.conftest import Gateways
from tests.live.test_hostile import someone, ticket_for
from tests.live.world import World, plain_fact, score
from tests.support.wait import until


def url(gateway: Gateway) -> str:
    return f"ws://127.0.0.1:{gateway.port}/live/v1"


async def collect(live: LiveClient, updates: list[Update]) -> None:
    async for update in live.updates():
        updates.append(update)


def delta(first: int, to: int, *changes: Change) -> Delta:
    items = [DeltaItem(seq=to, fact=plain_fact("x"), patch=list(changes))]
    return Delta(topic="t", first=first, to=to, items=items)


def test_a_copy_counts() -> None:
    copy = Copy("t")
    assert copy.take(Skip(topic="t", first=1, to=1)) is Verdict.gap
    assert copy.take(Snapshot(topic="t", epoch="e", seq=2, view={"slots": [{}]})) is Verdict.whole
    assert copy.take(delta(2, 2, Change("x", 1))) is Verdict.repeat
    assert copy.take(delta(4, 4, Change("x", 1))) is Verdict.gap
    assert copy.take(delta(3, 5, Change("slots/0/score", 1))) is Verdict.changed
    assert copy.take(Skip(topic="t", first=6, to=7)) is Verdict.passed
    assert (copy.seq, copy.view) == (7, {"slots": [{"score": 1}]})
    assert copy.take(delta(8, 8, Change("slots/1/score", 1))) is Verdict.misfit
    assert copy.epoch is None


async def test_a_client_holds_the_view_and_tells_each_step(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    topic = f"tournament/{journal_id}"
    updates: list[Update] = []
    async with LiveClient(url(gateway)) as live:
        telling = asyncio.create_task(collect(live, updates))
        await live.wait_for(topic, lambda copy: copy.seq == 0)
        assert live.online
        await world.write(journal_id, score(1))
        await world.write(journal_id, score(2), visibility=Visibility.staff)
        copy = await live.wait_for(topic, lambda copy: copy.seq == 2)
        assert copy.view == {"score": 1}
        live.unfollow(topic)
        await world.write(journal_id, score(3))
        other = f"tournament/{await world.tournament()}"
        await live.wait_for(other, lambda copy: True)
        telling.cancel()
    assert [(update.topic, update.verdict, update.seq) for update in updates][:3] == [
        (topic, Verdict.whole, 0),
        (topic, Verdict.changed, 1),
        (topic, Verdict.passed, 2),
    ]
    assert updates[1].items[0].patch == score(1)
    assert {update.topic for update in updates[3:]} == {other}


async def test_a_refusal_is_raised_where_one_waits(gateway: Gateway, world: World) -> None:
    async with LiveClient(url(gateway), locale="en") as live:
        with pytest.raises(Refused, match="not_found"):
            await live.wait_for(f"tournament/{world.event_id}", lambda copy: True)


async def test_a_client_waits_for_a_server_that_is_not_there_yet(gateways: Gateways, world: World) -> None:
    first = await gateways()
    port = first.port
    await gateways.close(first)
    journal_id = await world.tournament()
    async with LiveClient(f"ws://127.0.0.1:{port}/live/v1", back_off_seconds=0.01) as live:
        waiting = asyncio.create_task(live.wait_for(f"tournament/{journal_id}", lambda copy: True))
        await until(lambda: live._failures > 1)
        await gateways(settings=_at(world, port))
        assert (await waiting).seq == 0


def _at(world: World, port: int) -> Any:
    return msgspec.structs.replace(world.settings, live_port=port)


async def test_a_ticket_that_cannot_be_fetched_is_fetched_again(gateway: Gateway, world: World) -> None:
    person_id = await someone(world)
    asked = 0

    async def ticket() -> str:
        nonlocal asked
        asked += 1
        if asked < 3:
            raise KeyError("the API is away")
        return await ticket_for(world, person_id)

    async with LiveClient(url(gateway), ticket=ticket, back_off_seconds=0.01) as live:
        assert (await live.wait_for("inbox", lambda copy: True)).seq == 0
    assert asked == 3


async def test_a_gap_is_noticed_and_filled(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    updates: list[Update] = []
    async with LiveClient(url(gateway)) as live:
        telling = asyncio.create_task(collect(live, updates))
        copy = await live.wait_for(f"tournament/{journal_id}", lambda copy: True)
        for number in range(1, 4):
            await world.write(journal_id, [Change(f"n{number}", number)])
        await live.wait_for(copy.topic, lambda copy: copy.seq == 3)
        copy.seq, copy.view = 1, {"n1": 1}  # as if the message of 2 had been lost, and 3 not been heard
        await world.write(journal_id, [Change("n4", 4)])
        await live.wait_for(copy.topic, lambda copy: copy.seq == 4)
        assert copy.view == {"n1": 1, "n2": 2, "n3": 3, "n4": 4}
        assert Verdict.gap in [update.verdict for update in updates]
        telling.cancel()


async def test_a_delay_is_asked_for_again_after_a_cut(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    async with LiveClient(url(gateway), back_off_seconds=0.01) as live:
        copy = live.follow(f"tournament/{journal_id}", delay=300)
        await live.wait_for(copy.topic, lambda copy: True)
        for _ in range(2):
            (session,) = gateway.sessions
            assert [following.delay for following in session.follows.values()] == [300]
            session.socket.abort()
            await until(lambda gone=session: gone not in gateway.sessions)  # type: ignore[misc]
            await until(lambda: [len(one.follows) for one in gateway.sessions] == [1])


@pytest.mark.usefixtures("soon")
async def test_a_restored_database_is_taken_over(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    topic = f"tournament/{journal_id}"
    async with LiveClient(url(gateway)) as live:
        await live.wait_for(topic, lambda copy: True)
        async with world.engine.begin() as connection:
            await connection.execute(text("UPDATE journals SET epoch = 'restored'"))
        await live.wait_for(topic, lambda copy: copy.epoch == "restored")


class Watcher:
    """A client of one topic that keeps what it was told."""

    def __init__(self, url: str, topic: str) -> None:
        self.live = LiveClient(url, back_off_seconds=0.01)
        self.copy = self.live.follow(topic)
        self.updates: list[Update] = []

    def check(self) -> None:
        """No gap, no repeat, never backwards; no number passed by unless the view was replaced."""
        seq = None
        for update in self.updates:
            assert update.verdict not in (Verdict.gap, Verdict.repeat, Verdict.misfit), update
            if seq is not None:
                assert update.seq > seq or update.verdict is Verdict.whole
                assert update.seq >= seq
            seq = update.seq


def step(chance: random.Random, stage: UUID, matches: list[UUID]) -> list[Change]:
    """Some change of the tournament's view."""
    match = chance.choice(matches)
    path = f"stages/{stage}/matches/{match}"
    return chance.choice(
        [
            [Change(path, {"id": str(match), "slots": [{"entry": "A"}, {"entry": "B"}]})],
            [Change(f"{path}/state", chance.choice(["idle", "live", None]))],
            [Change(f"stages/{stage}/n", chance.randint(0, 9))],
            [Change("tournament/name", f"Cup {chance.randint(0, 9)}"), Change(f"{path}/x", 1)],
            [Change(path, None), Change(path, {"id": str(match), "again": True})],
            [],
        ]
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_is_cut_every_watcher_ends_with_the_databases_view(
    gateways: Gateways, world: World, seed: int
) -> None:
    chance = random.Random(seed)
    journal_id = await world.tournament()
    stage = world.stage(journal_id)
    matches = [world.match(stage) for _ in range(4)]
    start = {"id": str(stage), "matches": [{"id": str(match)} for match in matches]}
    await world.write(journal_id, [Change("stages", [start])])
    limits = Limits(return_within_seconds=0.2)
    running = [await gateways(limits=limits), await gateways(limits=limits)]
    topics = [f"tournament/{journal_id}", f"stage/{stage}", *(f"match/{match}" for match in matches)]
    watchers = [Watcher(url(running[number % 2]), topics[number % len(topics)]) for number in range(18)]
    tasks = []
    for watcher in watchers:
        tasks.append(asyncio.create_task(collect(watcher.live, watcher.updates)))
        await watcher.live.__aenter__()
    for _ in range(80):
        wake = chance.random() > 0.2
        if chance.random() < 0.2:
            secret = [Change("secret", chance.randint(0, 9))]
            await world.write(journal_id, secret, wake=wake, visibility=Visibility.staff)
        else:
            patches = [step(chance, stage, matches) for _ in range(chance.randint(1, 3))]
            await world.write(journal_id, *patches, wake=wake)
        if chance.random() < 0.3:
            sessions = [session for gateway in running for session in gateway.sessions]
            for session in chance.sample(sessions, min(len(sessions), 4)):
                session.socket.abort()
        if chance.random() < 0.03:
            number = chance.randint(0, 1)
            port = running[number].port
            await gateways.close(running[number])
            running[number] = await gateways(settings=_at(world, port), limits=limits)
    async with world.engine.connect() as connection:
        head = (await connection.execute(text("SELECT seq FROM journals"))).scalar_one()
    for watcher in watchers:
        await until(lambda watcher=watcher: watcher.copy.seq == head)  # type: ignore[misc]
        topic = parse(watcher.copy.topic)
        assert topic
        assert normal(watcher.copy.view) == normal(await world.refetch(topic))
        watcher.check()
        await watcher.live.__aexit__(None, None, None)
    assert any(len(watcher.updates) > 40 for watcher in watchers)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
