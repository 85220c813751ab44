"""The casters' delay: nothing is told before it is old enough, and the numbers stay true."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from esports.live.gateway import Gateway
from tests.live.conftest import Gateways
from tests.live.test_rules import follow, numbers
from tests.live.world import Raw, World, raw, score
from tests.support.wait import until

DELAY = 60


class Time:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The gateway's clock, which it looks at all the time."""
    monkeypatch.setattr("esports.live.held.LOOK_SECONDS", 0.01)
    return Time()


@pytest.fixture
async def late(gateways: Gateways, time: Time) -> Gateway:
    """A gateway that goes by that clock."""
    return await gateways(clock=time)


Write = Callable[[int], Awaitable[None]]


@pytest.fixture
def write(world: World, late: Gateway, time: Time) -> Callable[[UUID], Write]:
    """Write the commit of a number, and wait until the gateway has read it."""

    def of(journal_id: UUID) -> Write:
        async def one(number: int) -> None:
            await world.write(journal_id, score(number), clock=time)
            await until(lambda: late.hub.followed().get(journal_id, number) == number)

        return one

    return of


async def silent(client: Raw) -> None:
    """Nothing has been sent so far."""
    await client.say("ping")
    assert await client.hear() == {"type": "pong"}


def held(journal_id: UUID, **position: Any) -> dict[str, Any]:
    return follow(journal_id, delay=DELAY, **position)


async def test_a_commit_comes_late_and_in_its_turn(
    late: Gateway, world: World, time: Time, write: Callable[[UUID], Write]
) -> None:
    journal_id = await world.tournament()
    commit = write(journal_id)
    await commit(1)
    time.go_on(100)
    async with (
        raw(late.port, hello=held(journal_id)) as caster,
        raw(late.port, hello=follow(journal_id)) as now,
    ):
        assert (await caster.hear())["seq"] == 1
        assert (await now.hear())["seq"] == 1
        await commit(2)
        assert await numbers(now, 2) == [(2, 2)]
        time.go_on(DELAY - 1)
        await commit(3)
        assert await numbers(now, 3) == [(3, 3)]
        await silent(caster)
        time.go_on(1)
        assert await numbers(caster, 2) == [(2, 2)]
        await silent(caster)
        time.go_on(DELAY)
        assert await numbers(caster, 3) == [(3, 3)]
    assert world.builds == 1


async def test_a_snapshot_shows_nothing_younger(
    late: Gateway, world: World, time: Time, write: Callable[[UUID], Write]
) -> None:
    journal_id = await world.tournament()
    commit = write(journal_id)
    await commit(1)
    async with raw(late.port, hello=held(journal_id)) as caster:
        await silent(caster)
        time.go_on(1)
        await commit(2)
        time.go_on(DELAY - 1)
        snapshot = await caster.hear()
        assert (snapshot["seq"], snapshot["view"]) == (1, {"score": 1})
        await silent(caster)
        time.go_on(1)
        assert await numbers(caster, 2) == [(2, 2)]


async def test_who_comes_back_is_told_what_is_due_and_never_twice(
    late: Gateway, world: World, time: Time, write: Callable[[UUID], Write]
) -> None:
    journal_id = await world.tournament()
    commit = write(journal_id)
    async with raw(late.port, hello=follow(journal_id)) as now:
        epoch = (await now.hear())["epoch"]
        for number in (1, 2, 3):
            await commit(number)
            time.go_on(DELAY / 2)
        async with (
            raw(late.port, hello=held(journal_id, epoch=epoch, after=0)) as behind,
            raw(late.port, hello=held(journal_id, epoch=epoch, after=3)) as ahead,
        ):
            assert await numbers(behind, 2) == [(1, 1), (2, 2)]
            await silent(behind)
            await silent(ahead)
            await commit(4)
            time.go_on(DELAY)
            assert await numbers(behind, 4) == [(3, 3), (4, 4)]
            assert await numbers(ahead, 4) == [(4, 4)]


async def test_what_has_no_known_age_counts_as_young(late: Gateway, world: World, time: Time) -> None:
    journal_id = await world.tournament()
    await world.write(journal_id, *[score(number) for number in range(300)], clock=time)
    time.go_on(2 * DELAY)
    async with raw(late.port, hello=held(journal_id)) as caster:
        await silent(caster)
        time.go_on(DELAY)
        assert (await caster.hear())["seq"] == 300


async def test_who_waits_is_told_that_the_journal_begins_anew(
    late: Gateway, world: World, time: Time, write: Callable[[UUID], Write]
) -> None:
    journal_id = await world.tournament()
    await write(journal_id)(1)
    async with raw(late.port, hello=held(journal_id)) as caster:
        await silent(caster)
        async with world.engine.begin() as connection:
            await connection.execute(text("UPDATE journals SET epoch = 'restored'"))
        assert (await caster.hear())["type"] == "resync"
        time.go_on(DELAY)
        assert (await caster.hear())["epoch"] == "restored"
        await caster.say("unfollow", topic=f"tournament/{journal_id}")
        await silent(caster)
    late.hub.sweep()


async def test_who_unfollows_while_waiting_hears_nothing(
    late: Gateway, world: World, time: Time, write: Callable[[UUID], Write]
) -> None:
    journal_id = await world.tournament()
    await write(journal_id)(1)
    async with raw(late.port, hello=held(journal_id)) as caster:
        await silent(caster)
        late.hub.sweep()
        assert set(late.hub.followed()) == {journal_id}
        await caster.say("unfollow", topic=f"tournament/{journal_id}")
        time.go_on(DELAY)
        await silent(caster)
        late.hub.sweep()
        assert not late.hub.followed()
