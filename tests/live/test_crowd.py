"""One write to each follower, plain and compiled: all that is written arrives, in order, and nowhere else."""

import asyncio
import ctypes
import socket
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.live.connection import LiveConnection
from esports.live.crowd import Crowd, PlainCrowd
from esports.live.native import FLAGS, CompiledCrowd, crowds
from tests.live.conftest import Gateways
from tests.live.test_rules import follow, numbers
from tests.live.world import Raw, World, raw, score
from tests.support.wait import until

LIBC = ctypes.CDLL(None)


def interpreted(numbers: Any, count: int, address: int, size: int, taken: Any) -> int:
    """What is compiled where that can be, at a tenth of the pace."""
    for place in range(count):
        taken[place] = LIBC.send(int(numbers[place]), ctypes.c_void_p(address), size, FLAGS)
    return int((taken[:count] != size).sum())


def by_numbers() -> Crowd:
    return CompiledCrowd(interpreted)


fastest = cache(crowds)


def compiled() -> Crowd:
    made = fastest()()
    assert isinstance(made, CompiledCrowd)
    return made


MAKES = [PlainCrowd, by_numbers, pytest.param(compiled, marks=pytest.mark.compiled)]


class Watcher:
    """A follower at one end of a pair of sockets, whose outlet keeps what it is given."""

    def __init__(self) -> None:
        self.wire, self.peer = socket.socketpair()
        self.outlet = self
        self.kept = b""
        self.refuses = False
        for one in (self.wire, self.peer):
            one.setblocking(False)

    def write(self, data: bytes, /) -> None:
        if self.refuses:
            raise RuntimeError("closing")
        self.kept += data

    def gone(self) -> bool:
        return False

    def ready(self) -> bool:
        return True

    def dropped(self, reason: str) -> None:
        raise AssertionError(reason)

    def heard(self) -> bytes:
        """All that has come."""
        came = b""
        while True:
            try:
                came += self.peer.recv(1 << 20)
            except BlockingIOError:
                return came

    def close(self) -> None:
        self.wire.close()
        self.peer.close()


@pytest.fixture(params=MAKES)
def crowd(request: pytest.FixtureRequest) -> Crowd:
    made: Crowd = request.param()
    return made


@pytest.fixture
def watchers() -> Iterator[Callable[[int], list[Watcher]]]:
    made: list[Watcher] = []

    def some(count: int) -> list[Watcher]:
        made.extend(Watcher() for _ in range(count))
        return made[-count:]

    yield some
    for one in made:
        one.close()


@pytest.mark.parametrize("make", MAKES)
@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 39), st.booleans()), max_size=80))
def test_whoever_is_there_is_written_to_once(
    make: Callable[[], Crowd], moves: list[tuple[int, bool]]
) -> None:
    crowd, there, some = make(), set(), [Watcher() for _ in range(40)]
    for number, comes in moves:
        (crowd.add if comes else crowd.remove)(some[number])
        (there.add if comes else there.discard)(number)
    assert len(crowd) == len(there)
    crowd.write(b"news")
    assert {number for number, one in enumerate(some) if one.heard() == b"news"} == there
    assert set(crowd.clear()) == {some[number] for number in there}
    crowd.write(b"more")
    assert not len(crowd)
    for one in some:
        assert one.heard() == one.kept == b""
        one.close()


def test_what_a_full_socket_does_not_take_goes_to_its_outlet(
    crowd: Crowd, watchers: Callable[[int], list[Watcher]]
) -> None:
    full, other, fuller = some = watchers(3)
    for one in some:
        crowd.add(one)
    data = bytes(range(256)) * 8_000
    fuller.wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
    crowd.write(data)
    crowd.remove(other)
    assert all(0 < len(one.kept) < len(data) for one in some)
    kept = fuller.kept
    crowd.write(b"all of it, for nothing has drained")
    assert fuller.kept == kept + b"all of it, for nothing has drained"
    assert full.heard() + full.kept == data + b"all of it, for nothing has drained"
    assert other.heard() + other.kept == data


def test_whoever_cannot_be_written_to_goes_and_costs_the_others_nothing(
    crowd: Crowd, watchers: Callable[[int], list[Watcher]]
) -> None:
    closed, ended, gone, staying = watchers(4)
    gone.wire.close()  # its number, were it not asked for now, might be another's
    for one in (closed, ended, gone, staying):
        one.refuses = one is not staying
        crowd.add(one)
    closed.peer.close()
    ended.wire.shutdown(socket.SHUT_WR)
    crowd.write(b"news")
    assert staying.heard() == b"news"
    assert crowd.clear() == [staying]


def test_without_numba_the_interpreter_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    assert crowds() is PlainCrowd


WAYS = {
    "the peer closes": lambda client, _: client.socket.close(),
    "the peer aborts": lambda client, _: _at_once(client.socket.transport.abort),
    "we close": lambda _, connection: connection.session.close(1000, "enough"),
    "we cut": lambda _, connection: _at_once(lambda: connection.session.cut("slow")),
    "we abort": lambda _, connection: _at_once(connection.transport.abort),
}


async def _at_once(do: Callable[[], None]) -> None:
    do()


@pytest.mark.parametrize("way", WAYS)
async def test_whoever_goes_has_left_all_streams_before_its_number_is_free(
    gateways: Gateways, world: World, way: str
) -> None:
    gateway = await gateways(gather=by_numbers)
    journal_id = await world.tournament()
    stage = world.stage(journal_id)
    hello = {"follow": [{"topic": f"tournament/{journal_id}"}, {"topic": f"stage/{stage}"}]}
    async with raw(gateway.port, hello=hello, close_timeout=0.1) as client:
        await client.hear()
        await client.hear()
        (connection,) = gateway._connections
        session = connection.session
        assert session
        crowds = [following.stream.crowd for following in session.follows.values() if following.stream]
        assert [len(crowd) for crowd in crowds] == [1, 1]
        left = watched(connection, lambda: [len(crowd) for crowd in crowds])
        await WAYS[way](client, connection)
        await until(lambda: bool(left))
        assert left == [[0, 0]]


def watched(connection: LiveConnection, look: Callable[[], Any]) -> list[Any]:
    """What is seen when the connection knows that it is lost, and its socket is not closed yet."""
    seen: list[Any] = []
    lost = connection.connection_lost

    def looked(error: Exception | None) -> None:
        lost(error)
        assert connection.transport.get_extra_info("socket").fileno() > 0
        seen.append(look())

    connection.connection_lost = looked  # type: ignore[method-assign]
    return seen


async def test_whoever_gets_a_number_next_hears_nothing_of_the_one_before(
    gateways: Gateways, world: World
) -> None:
    gateway = await gateways(gather=by_numbers)
    journal_id = await world.tournament()
    async with raw(gateway.port, hello=follow(journal_id)) as client:
        await client.hear()
        (connection,) = gateway._connections
        assert connection.session
        (following,) = connection.session.follows.values()
        assert following.stream
        crowd, number = following.stream.crowd, connection.wire.fileno()
        heard: list[bytes] = []

        def next_one() -> None:
            taken: list[socket.socket] = []
            while number not in [one.fileno() for one in taken]:
                taken += socket.socketpair()
            crowd.write(b"the stream of another")
            for one in taken:
                one.setblocking(False)
                try:
                    heard.append(one.recv(100))
                except BlockingIOError:
                    heard.append(b"")
                one.close()

        connection.transport.abort()  # its socket is closed at the loop's next turn
        asyncio.get_running_loop().call_soon(next_one)
        await until(lambda: bool(heard))
        assert set(heard) == {b""}


async def test_whoever_goes_while_its_snapshot_is_built_joins_nothing(
    gateways: Gateways, world: World
) -> None:
    gateway = await gateways(gather=by_numbers)
    journal_id = await world.tournament()
    world.gate.clear()
    async with raw(gateway.port, hello=follow(journal_id)):
        await until(lambda: world.builds == 1)
        (connection,) = gateway._connections
        session = connection.session
        assert session
        connection.transport.abort()
        await until(lambda: not session.open)
        world.gate.set()
        async with raw(gateway.port, hello=follow(journal_id)) as other:
            await other.hear()
            (stream,) = gateway.hub._streams[journal_id].values()
            assert len(stream.crowd) == 1


@pytest.mark.parametrize("make", [by_numbers, pytest.param(compiled, marks=pytest.mark.compiled)])
async def test_a_gateway_writes_by_numbers(
    gateways: Gateways, world: World, make: Callable[[], Crowd]
) -> None:
    gateway = await gateways(gather=make)
    journal_id = await world.tournament()
    watching: list[Raw] = []
    async with raw(gateway.port, hello=follow(journal_id)) as one:
        async with raw(gateway.port, hello=follow(journal_id)) as other:
            watching += [one, other]
            for client in watching:
                await client.hear()
            await world.write(journal_id, score(1))
            for client in watching:
                assert await numbers(client, 1) == [(1, 1)]
        await until(lambda: len(gateway._connections) == 1)
        await world.write(journal_id, score(2))
        assert await numbers(one, 2) == [(2, 2)]
