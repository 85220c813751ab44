"""Bunching: many commits in one write for everybody, each at once for staff, the first always at once."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from esports.journal.facts import Item
from esports.journal.store import END
from esports.journal.tail import Tail
from esports.live.feed import BUSY, CALM, Feed
from esports.live.gateway import Gateway
from esports.live.hub import Hub
from esports.live.topics import Topic, TopicKind
from tests.live.conftest import Gateways
from tests.live.test_hostile import someone, ticket_for
from tests.live.test_rules import follow, numbers
from tests.live.world import World, raw, score
from tests.support.wait import until

HOUR_MS = 3_600_000


class Paper:
    """A follower that writes down what it is sent, write by write."""

    def __init__(self) -> None:
        self.outlet = self
        self.wire = self
        self.writes: list[bytes] = []

    def write(self, data: bytes, /) -> None:
        self.writes.append(data)

    def send(self, data: bytes, /) -> int:
        self.write(data)
        return len(data)

    def fileno(self) -> int:
        return -1

    def gone(self) -> bool:
        return False

    def ready(self) -> bool:
        return True

    def dropped(self, reason: str) -> None:
        raise AssertionError(reason)


async def slow_window(gateways: Gateways, world: World) -> Gateway:
    """A gateway whose windows do not end by themselves while a test lasts."""
    return await gateways(settings=msgspec.structs.replace(world.settings, live_window_ms=HOUR_MS))


async def test_the_first_goes_at_once_and_the_rest_of_the_window_in_one_write(world: World) -> None:
    journal_id = await world.tournament()
    hub = Hub(
        world.engine, world.builders, lambda message, _: msgspec.json.encode(message), window_seconds=HOUR_MS
    )
    place = await world.locate(None, Topic(TopicKind.tournament, journal_id), None)  # type: ignore[arg-type]
    assert place
    paper = Paper()
    stream = await hub.follow(paper, place, staff=False, epoch=None, after=None)
    await hub.follow(Paper(), place, staff=True, epoch=None, after=None)
    for expected, written in ((2, 1), (2, 2), (2, 3)):
        await world.write(journal_id, score(written))
        await stream.feed.advance(written)
        assert (len(paper.writes), stream.top) == (expected, 1)
    stream._end_window()
    assert (len(paper.writes), stream.top) == (3, 3)
    assert paper.writes[-1].count(b'"delta"') == 2
    stream._end_window()  # nothing came meanwhile: it is quiet again
    await world.write(journal_id, score(4))
    await stream.feed.advance(4)
    assert (len(paper.writes), stream.top) == (4, 4)
    await hub.close()


async def test_who_joins_within_a_window_comes_after_what_waits_in_it(
    gateways: Gateways, world: World
) -> None:
    gateway = await slow_window(gateways, world)
    journal_id = await world.tournament()
    caster = await ticket_for(world, await someone(world, role="caster"))
    async with (
        raw(gateway.port, hello={"ticket": caster, **follow(journal_id)}) as staff,
        raw(gateway.port, hello=follow(journal_id)) as first,
    ):
        await staff.hear()
        epoch = (await first.hear())["epoch"]
        await world.write(journal_id, score(1))
        assert await numbers(first, 1) == [(1, 1)]
        await world.write(journal_id, score(2))
        await world.write(journal_id, score(3))
        assert await numbers(staff, 3) == [(1, 1), (2, 2), (3, 3)]
        async with raw(gateway.port, hello=follow(journal_id, epoch=epoch, after=3)) as second:
            assert await numbers(first, 3) == [(2, 2), (3, 3)]
            await world.write(journal_id, score(4))
            async with raw(gateway.port, hello=follow(journal_id, epoch=epoch, after=4)):
                assert await numbers(first, 4) == [(4, 4)]
                assert await numbers(second, 4) == [(4, 4)]


async def test_without_staff_the_journal_is_read_in_windows(gateways: Gateways, world: World) -> None:
    gateway = await slow_window(gateways, world)
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        epoch = (await client.hear())["epoch"]
        await world.write(journal_id, score(1))
        assert await numbers(client, 1) == [(1, 1)]
        for number in (2, 3, 4):
            await world.write(journal_id, score(number))
        await gateway.wake.poll_once()
        assert gateway.hub.followed()[journal_id] == 1
        async with raw(gateway.port, hello=follow(journal_id, epoch=epoch, after=4)):
            assert await numbers(client, 4) == [(2, 2), (3, 3), (4, 4)]


async def test_staff_wait_for_no_window(gateways: Gateways, world: World) -> None:
    gateway = await slow_window(gateways, world)
    journal_id = await world.tournament()
    hello: dict[str, Any] = follow(journal_id)
    caster = await ticket_for(world, await someone(world, role="caster"))
    async with (
        raw(gateway.port, hello=hello) as everybody,
        raw(gateway.port, hello={"ticket": caster, **hello}) as staff,
    ):
        await everybody.hear()
        await staff.hear()
        for number in range(1, 5):
            await world.write(journal_id, score(number))
            assert await numbers(staff, number) == [(number, number)]
        assert await numbers(everybody, 1) == [(1, 1)]
        await everybody.say("ping")
        assert await everybody.hear() == {"type": "pong"}


class Scripted(Tail):
    """Before each reading so many commits are written as the script says, and nobody is told of them."""

    def __init__(self, world: World, script: list[int]) -> None:
        super().__init__(world.engine)
        self._world = world
        self._script = script

    async def read(self, journal_id: UUID, *, after: int, limit: int, upto: int = END) -> list[Item]:
        for _ in range(self._script.pop(0)):
            await self._world.write(journal_id, score(1), wake=False)
        return await super().read(journal_id, after=after, limit=limit, upto=upto)


@pytest.mark.parametrize(
    ("window", "script", "hears"),
    [
        (0.001, [BUSY, CALM, BUSY, CALM - 1], [False, True]),
        (0.001, [BUSY, 0], [False, True]),
        (0.001, [BUSY - 1], []),
        (0, [BUSY], []),
    ],
)
async def test_a_busy_journal_is_read_without_hints_until_it_is_calm(
    world: World, window: float, script: list[int], hears: list[bool]
) -> None:
    journal_id = await world.tournament()
    read: list[int] = []
    heard: list[bool] = []
    feed = Feed(
        world.engine,
        Scripted(world, script[:]),
        journal_id,
        on_commits=lambda commits: read.append(len(commits)),
        on_reset=lambda: None,
        on_hear=heard.append,
        window_seconds=lambda: window,
    )
    assert await feed.open()
    feed.hint(script[0])
    await until(feed.idle)
    assert (read, heard) == ([count for count in script if count], hears)
    assert feed.top == sum(script)
