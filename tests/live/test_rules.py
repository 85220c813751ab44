"""The rules that keep a feed free of gaps and repeats, each with the fault that it is there for."""

import asyncio
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.journal.chain import REWRITE
from esports.journal.facts import Change
from esports.live.deltas import Place
from esports.live.gateway import Gateway
from esports.live.hub import Builders
from tests.live.conftest import Gateways
from tests.live.world import Raw, World, raw, score
from tests.support.wait import until


def follow(journal_id: UUID, **position: Any) -> dict[str, Any]:
    return {"follow": [{"topic": f"tournament/{journal_id}", **position}]}


async def numbers(client: Raw, upto: int) -> list[tuple[int, int]]:
    """The ranges that a client hears until it knows `upto`."""
    ranges = [(0, 0)]
    while ranges[-1][1] < upto:
        message = await client.hear()
        assert message["type"] in ("delta", "skip"), message
        ranges.append((message["from"], message["to"]))
    return ranges[1:]


async def test_what_is_written_while_a_snapshot_is_built_is_not_lost(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    await world.write(journal_id, score(1))
    world.gate.clear()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await until(lambda: world.builds == 1)
        await world.write(journal_id, score(2))
        await world.write(journal_id, score(3))
        await until(lambda: gateway.hub.followed()[journal_id] == 3)
        world.gate.set()
        snapshot = await client.hear()
        assert (snapshot["seq"], snapshot["view"]) == (1, {"score": 1})
        assert await numbers(client, 3) == [(2, 2), (3, 3)]


async def test_a_snapshot_is_of_one_moment(gateways: Gateways, world: World) -> None:
    """What is committed between its position and its view is in neither, and comes behind it."""
    journal_id = await world.tournament()
    await world.write(journal_id, score(1))
    reading = asyncio.Event()

    async def slow_view(connection: AsyncConnection, place: Place, staff: bool) -> Any:
        reading.set()
        await world.gate.wait()
        return await world.view(connection, place, staff)

    gateway = await gateways(builders=Builders(locate=world.locate, view=slow_view))
    world.gate.clear()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await reading.wait()
        await world.write(journal_id, score(2))
        world.gate.set()
        snapshot = await client.hear()
        assert (snapshot["seq"], snapshot["view"]) == (1, {"score": 1})
        assert await numbers(client, 2) == [(2, 2)]


async def test_a_newcomer_with_newer_news_brings_everybody_to_the_present_first(
    gateway: Gateway, world: World
) -> None:
    journal_id = await world.tournament()
    stage = world.stage(journal_id)
    async with raw(gateway.port, hello=follow(journal_id)) as first:
        await first.hear()
        await gateway.wake.stop()
        await world.write(journal_id, [Change(f"stages/{stage}/n", 1)])
        await world.write(journal_id, [Change(f"stages/{stage}/n", 2)])
        async with raw(gateway.port, hello={"follow": [{"topic": f"stage/{stage}"}]}) as second:
            assert (await second.hear())["seq"] == 2
            assert await numbers(first, 2) == [(1, 1), (2, 2)]
            await world.write(journal_id, [Change(f"stages/{stage}/n", 3)])
            gateway.hub.hint(journal_id, 3)
            assert await numbers(first, 3) == [(3, 3)]
            assert await numbers(second, 3) == [(3, 3)]


async def test_old_and_repeated_hints_repeat_nothing_and_false_ones_do_no_harm(
    gateway: Gateway, world: World
) -> None:
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        await world.write(journal_id, score(1))
        for seq in (1, 0, 1, 999, 1):
            gateway.hub.hint(journal_id, seq)
        await world.write(journal_id, score(2))
        gateway.hub.hint(journal_id, 2)
        assert await numbers(client, 2) == [(1, 1), (2, 2)]
        await client.say("ping")
        assert await client.hear() == {"type": "pong"}


async def test_a_lost_hint_leaves_no_gap(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        await world.write(journal_id, score(1), wake=False)
        await world.write(journal_id, score(2), score(3), wake=False)
        await world.write(journal_id, score(4))
        assert await numbers(client, 4) == [(1, 1), (2, 3), (4, 4)]


@pytest.mark.usefixtures("soon")
async def test_the_last_news_of_a_quiet_topic_arrives_without_any_hint(
    gateway: Gateway, world: World
) -> None:
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        await world.write(journal_id, score(1), wake=False)
        assert await numbers(client, 1) == [(1, 1)]


async def test_a_gateway_that_is_behind_takes_nobody_back_in_time(gateways: Gateways, world: World) -> None:
    ahead, behind = await gateways(), await gateways()
    await behind.wake.stop()
    journal_id = await world.tournament()
    async with raw(behind.port, hello=follow(journal_id)) as waiting:
        epoch = (await waiting.hear())["epoch"]
        await world.write(journal_id, score(1))
        await world.write(journal_id, score(2))
        async with raw(ahead.port, hello=follow(journal_id)) as client:
            assert (await client.hear())["seq"] == 2
        assert behind.hub.followed()[journal_id] == 0
        async with raw(behind.port, hello=follow(journal_id, epoch=epoch, after=2)) as client:
            await until(lambda: behind.hub.followed()[journal_id] == 2)
            assert await numbers(waiting, 2) == [(1, 1), (2, 2)]
            await world.write(journal_id, score(3))
            behind.hub.hint(journal_id, 3)
            assert await numbers(client, 3) == [(3, 3)]


async def test_two_gateways_say_the_same(gateways: Gateways, world: World) -> None:
    journal_id = await world.tournament()
    one, other = await gateways(), await gateways()
    async with (
        raw(one.port, hello=follow(journal_id)) as first,
        raw(other.port, hello=follow(journal_id)) as second,
    ):
        assert await first.hear() == await second.hear()
        for number in range(5):
            await world.write(journal_id, score(number), score(number))
        assert await numbers(first, 10) == await numbers(second, 10)


async def test_gateways_of_one_machine_share_a_port_if_they_are_told_to(
    gateways: Gateways, world: World
) -> None:
    shared = msgspec.structs.replace(world.settings, live_share_port=True)
    first = await gateways(settings=shared)
    await gateways(settings=msgspec.structs.replace(shared, live_port=first.port))
    journal_id = await world.tournament()
    async with (
        raw(first.port, hello=follow(journal_id)) as one,
        raw(first.port, hello=follow(journal_id)) as other,
    ):
        for client in (one, other):
            await client.hear()
        await world.write(journal_id, score(1))
        for client in (one, other):
            assert await numbers(client, 1) == [(1, 1)]
    with pytest.raises(OSError):
        await gateways(settings=msgspec.structs.replace(world.settings, live_port=first.port))


@pytest.mark.usefixtures("soon")
async def test_a_restored_journal_begins_anew_in_its_new_epoch(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    await world.write(journal_id, score(1))
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        old = (await client.hear())["epoch"]
        async with world.engine.begin() as connection:
            await connection.execute(text("UPDATE journals SET epoch = 'restored'"))
        resync, snapshot = await client.hear(), await client.hear()
        assert (resync["type"], resync["reason"]) == ("resync", "epoch")
        assert (snapshot["epoch"], snapshot["seq"]) == ("restored", 1)
        assert old != "restored"
        await world.write(journal_id, score(2))
        assert await numbers(client, 2) == [(2, 2)]


@pytest.mark.usefixtures("soon")
async def test_a_journal_that_went_back_begins_anew(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    await world.write(journal_id, score(1))
    await world.write(journal_id, score(2))
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        assert (await client.hear())["view"] == {"score": 2}
        async with world.engine.begin() as connection:
            await connection.execute(REWRITE)
            await connection.execute(text("DELETE FROM journal_items WHERE seq = 2"))
            await connection.execute(text("UPDATE journals SET seq = 1"))
        assert (await client.hear())["type"] == "resync"
        snapshot = await client.hear()
        assert (snapshot["seq"], snapshot["view"]) == (1, {"score": 1})


async def test_a_journal_with_a_hole_begins_anew(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        await gateway.wake.stop()
        await world.write(journal_id, score(1))
        await world.write(journal_id, score(2))
        async with world.engine.begin() as connection:
            await connection.execute(REWRITE)
            await connection.execute(text("DELETE FROM journal_items WHERE seq = 1"))
        gateway.hub.hint(journal_id, 2)
        assert (await client.hear())["type"] == "resync"
        assert (await client.hear())["seq"] == 2


@pytest.mark.usefixtures("soon")
async def test_a_journal_that_is_gone_ends_its_topics(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        async with world.engine.begin() as connection:
            await connection.execute(REWRITE)
            await connection.execute(text("DELETE FROM journals"))
        assert (await client.hear())["type"] == "resync"
        assert (await client.hear())["code"] == "not_found"
    await until(lambda: not gateway.hub.followed())


async def test_a_follower_that_is_closing_costs_the_others_nothing(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id), close_timeout=0.1) as closing:
        await closing.hear()
        session = next(iter(gateway.sessions))
        async with raw(gateway.port, hello=follow(journal_id)) as staying:
            await staying.hear()
            closing.socket.transport.pause_reading()  # or it would be gone before the next commit
            session.socket.write_eof()  # type: ignore[attr-defined]  # as when its peer says goodbye
            await world.write(journal_id, score(1))
            await world.write(journal_id, score(2))
            assert await numbers(staying, 2) == [(1, 1), (2, 2)]


async def test_many_at_once_cost_one_reading(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    await world.write(journal_id, score(1))
    world.gate.clear()

    async def watch() -> Any:
        async with raw(gateway.port, hello=follow(journal_id)) as client:
            return await client.hear()

    watching = [asyncio.create_task(watch()) for _ in range(40)]
    await until(lambda: len(gateway.sessions) == 40)
    world.gate.set()
    snapshots = await asyncio.gather(*watching)
    assert (world.builds, world.asked) == (1, 1)
    assert all(snapshot == snapshots[0] for snapshot in snapshots)
    await gateway.review()
    assert world.asked == 1


async def test_old_positions_are_continued_out_of_the_journal_up_to_a_bound(
    gateways: Gateways, world: World
) -> None:
    journal_id = await world.tournament()
    for _ in range(6):
        await world.write(journal_id, *[score(number) for number in range(150)])
    async with world.engine.connect() as connection:
        epoch = (await connection.execute(text("SELECT epoch FROM journals"))).scalar_one()
    gateway = await gateways()
    async with raw(gateway.port, hello=follow(journal_id, epoch=epoch, after=150)) as client:
        assert len(await numbers(client, 900)) == 5
    await world.write(journal_id, *[score(number) for number in range(400)])
    await until(lambda: gateway.hub.followed().get(journal_id) == 1300)
    async with raw(gateway.port, hello=follow(journal_id, epoch=epoch, after=150)) as client:
        assert (await client.hear())["reason"] == "too_old"
        assert (await client.hear())["seq"] == 1300
    async with raw(gateway.port, hello=follow(journal_id, epoch=epoch, after=600)) as client:
        assert await numbers(client, 1300) == [(601, 750), (751, 900), (901, 1300)]


async def test_a_commit_is_whole_however_large(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        await world.write(journal_id, score(1), wake=False)
        await world.write(journal_id, *[score(number) for number in range(1500)])
        assert await numbers(client, 1501) == [(1, 1), (2, 1501)]


async def test_who_is_not_followed_any_more_is_forgotten(gateway: Gateway, world: World) -> None:
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        gateway.hub.sweep()
        assert set(gateway.hub.followed()) == {journal_id}
    await until(lambda: not gateway.sessions)
    gateway.hub.sweep()
    assert not gateway.hub.followed()
