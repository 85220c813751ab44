"""Everybody at once, against the real processes: `python -m tests.benchmarks.rush [PROCESSES [ROUNDS]]`.

So many `esports serve` on real PostgreSQL and Valkey, and one lean client (`tests.benchmarks.lean`) in a
process of its own. Rushes of 1,000 people, each with an account and a session of their own, for 64 places,
while every tenth leaves again: each is checked, and so is the control, whose server holds no lock and must
go wrong. Then results, reported one after another in each of 16 tournaments at once, and in one alone.

The machine may be busy with other things: what counts is the CPU time of a write, by who used it.
"""

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db.engine import create_engine
from esports.demo.api import Api
from esports.embedded.postgres import free_port
from esports.settings import PREFIX, Settings
from tests.benchmarks.lean import Call, Round, Told
from tests.benchmarks.reports import organiser, run, started
from tests.support.crowd import Headers, people_in
from tests.support.rush import check

PEOPLE, PLACES, EVERY = 1_000, 64, 10
TOURNAMENTS, RESULTS, WARM = 16, 1_024, 8
PROCESSES = int(sys.argv[1]) if len(sys.argv) > 1 else 1
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
CONTROLS = 2
API = "/api/v1"
TICK = os.sysconf("SC_CLK_TCK")

SERVE = "import sys; from esports.cli import main; sys.exit(main(['serve']))"
UNLOCKED = (
    "from esports.tournaments import queries; queries.LOCKED = queries.BY_ID; "
    "queries.HELD_WITH_STAGE = queries.WITH_STAGE; " + SERVE
)
"""The same server without the tournament's lock: the control."""


def fields_of(pid: int) -> list[int]:
    """What the system knows of a process, from its parent on; see proc_pid_stat(5), field 4."""
    return [int(one) for one in Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[1:]]


def used_by(pid: int) -> float:
    """CPU seconds of a process, with those of its children that have ended; of one that is gone none."""
    try:
        return sum(fields_of(pid)[10:14]) / TICK
    except FileNotFoundError:
        return 0.0


def parent_of(pid: int) -> int:
    """The process that started another."""
    return fields_of(pid)[0]


def children_of(pid: int) -> list[int]:
    """The children of a process."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(one) for one in listed.split()]


class Servers(msgspec.Struct, frozen=True):
    """The servers that are measured."""

    pids: list[int]
    ports: list[int]


class Played(msgspec.Struct, frozen=True):
    """How a round of calls went: as the client tells, and the CPU seconds of the servers and PostgreSQL."""

    told: Told
    server: float
    database: float


def tell(played: list[Played]) -> None:
    """Print how fast it went, what a write cost by who used it, and how long people waited."""
    waits = sorted(wait for one in played for wait in one.told.waits)
    spent = (
        sum(one.server for one in played),
        sum(one.database for one in played),
        sum(one.told.cpu_seconds for one in played),
    )
    each = [1_000 * seconds / len(waits) for seconds in spent]
    rate = statistics.median(len(one.told.waits) / one.told.seconds for one in played)
    busy = sum(sum(one.told.busy.values()) for one in played)
    print(
        f"  {rate:.0f} writes/s; {sum(each):.2f} ms CPU a write: "
        f"server {each[0]:.2f}, PostgreSQL {each[1]:.2f}, client {each[2]:.2f}\n"
        f"  from the first sending to the answer p50 {waits[len(waits) // 2]:.2f} s, "
        f"p99 {waits[len(waits) * 99 // 100]:.2f} s; asked to come back later {busy} times",
        flush=True,
    )


class Client:
    """The lean client in its process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.lean"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def play(self, ports: list[int], chains: list[list[Call]]) -> Told:
        """Send these chains at once."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(Round(ports, chains)) + b"\n")
        self._process.stdin.flush()
        return msgspec.json.decode(self._process.stdout.readline(), type=Told)

    def close(self) -> None:
        """End it."""
        self._process.communicate()


@contextmanager
def serving(settings: Settings, count: int, program: str = SERVE) -> Iterator[Servers]:
    """So many servers."""
    with ExitStack() as stack:
        pids, ports = [], []
        for _ in range(count):
            port = free_port()
            values = msgspec.to_builtins(msgspec.structs.replace(settings, port=port))
            told = {f"{PREFIX}{name.upper()}": str(value) for name, value in values.items()}
            process = subprocess.Popen(
                [sys.executable, "-c", program], env={**os.environ, **told}, start_new_session=True
            )
            stack.callback(process.wait, 60)
            stack.callback(process.send_signal, signal.SIGTERM)
            pids.append(process.pid)
            ports.append(port)
        for port in ports:
            _wait_for(port)
        yield Servers(pids, ports)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


async def postmaster_of(engine: AsyncEngine) -> int:
    """The process id of the server's first process."""
    async with engine.connect() as connection:
        return parent_of((await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one())


def registrations(tournament: str, crowd: list[Headers]) -> list[list[Call]]:
    """Everybody enters; of them every tenth leaves as soon as they have the answer."""
    chains = []
    for number, headers in enumerate(crowd, 1):
        enter = {**headers, "idempotency-key": f"enter-{tournament}"}
        leave = {**headers, "idempotency-key": f"leave-{tournament}"}
        chain = [Call(f"{API}/tournaments/{tournament}/entries", f'{{"name":"Team {number}"}}', enter)]
        if number % EVERY == 0:
            chain.append(Call(f"{API}/entries/{{id}}/withdraw", "", leave))
        chains.append(chain)
    return chains


class Bench(msgspec.Struct, frozen=True):
    """What all measurements use: an organiser and their event, the crowd, the client, the database."""

    api: Api
    event: str
    engine: AsyncEngine
    postmaster: int
    client: Client
    crowd: list[Headers]

    def _cpu(self, servers: Servers) -> tuple[float, float]:
        backends = [self.postmaster, *children_of(self.postmaster)]
        return sum(map(used_by, servers.pids)), sum(map(used_by, backends))

    def play(self, servers: Servers, chains: list[list[Call]]) -> Played:
        """Send these chains at once, and measure what that costs."""
        before = self._cpu(servers)
        told = self.client.play(servers.ports, chains)
        after = self._cpu(servers)
        return Played(told, after[0] - before[0], after[1] - before[1])

    async def rushed(self, servers: Servers, name: str) -> tuple[Played, bool]:
        """One rush: how it went, and whether it came out as it must."""
        new = {"name": name, "slug": name, "title": "Any", "entry_kind": "team", "capacity": PLACES}
        tournament = str((await self.api.post(f"/events/{self.event}/tournaments", new))["id"])
        await self.api.post(f"/tournaments/{tournament}/transitions", {"to": "registration"})
        played = self.play(servers, registrations(tournament, self.crowd))
        try:
            await check(self.engine, tournament, count=len(self.crowd), capacity=PLACES)
        except AssertionError:
            return played, False
        return played, True

    async def reported(self, servers: Servers, count: int) -> Played:
        """Results that are confirmed at once, in so many tournaments."""
        token = await self.api.post("/tokens", {"name": "Reports", "scopes": ["results"]})
        headers = {"authorization": f"Bearer {token['token']}"}
        lines = TOURNAMENTS // count
        chains: list[list[Call]] = []
        for number in range(count):
            ready = await started(self.api, self.event, f"results-{count}-{number}", 2 * RESULTS // count)
            calls = [
                Call(f"{API}/matches/{match}/reports", '{"winner":0}', {**headers, "idempotency-key": match})
                for match in ready
            ]
            chains += [calls[line::lines] for line in range(lines)]
        return self.play(servers, chains)


async def rushes(bench: Bench, servers: Servers) -> None:
    """Rush after rush, each checked; the first one only warms up."""
    await bench.rushed(servers, "warm")
    played = [await bench.rushed(servers, f"rush-{number}") for number in range(ROUNDS)]
    wrong = sum(not right for _, right in played)
    people, count = len(bench.crowd), len(servers.pids)
    print(f"{ROUNDS} rushes of {people} for {PLACES} places, {count} server(s): {wrong} went wrong")
    tell([one for one, _ in played])


async def results(bench: Bench, servers: Servers) -> None:
    """Results in many tournaments and in one; the first ones only warm up."""
    await bench.reported(servers, WARM)
    for count in (TOURNAMENTS, 1):
        played = await bench.reported(servers, count)
        print(f"{RESULTS} results in {count} tournament(s), {len(servers.pids)} server(s)")
        tell([played])


async def control(bench: Bench, servers: Servers) -> None:
    """Rushes that must go wrong."""
    played = [await bench.rushed(servers, f"control-{number}") for number in range(CONTROLS)]
    wrong = sum(not right for _, right in played)
    print(f"control, without the lock: {wrong} of {CONTROLS} rushes went wrong")


async def main(settings: Settings) -> None:
    """Run everything."""
    engine = create_engine(settings, application="benchmark")
    client = Client()
    try:
        async with organiser(settings) as (api, event):
            postmaster = await postmaster_of(engine)
            crowd = [headers for _, headers in await people_in(engine, PEOPLE)]
            bench = Bench(api, event, engine, postmaster, client, crowd)
            with serving(settings, PROCESSES) as servers:
                await rushes(bench, servers)
                await results(bench, servers)
            with serving(settings, PROCESSES, UNLOCKED) as servers:
                await control(bench, servers)
    finally:
        client.close()
        await engine.dispose()


if __name__ == "__main__":
    run(main)
