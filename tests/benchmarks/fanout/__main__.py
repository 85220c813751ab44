"""What it costs to tell many watchers: `python -m tests.benchmarks.fanout [MODE...]`; `--help` tells more.

Modes: `closed` (two messages in flight, no window), `rate` (10 a second), `bunch` (many a second in a window
of 20 ms), `memory`, `storm` (all come back after a restart), `stuck` (fifty watchers do not read) and `plan`
(what a million would need, from the costs measured here); all of them if none is named, which takes some
twelve minutes. `plain` is the gateway as it is without Numba, where Numba is there.

Servers run one after the other within a round, in an order that rotates, each fresh on a core of its own;
clients, PostgreSQL and Valkey are on the other. What counts is the server's CPU time per delivery, by the
scheduler's count, as a ratio to the C server's in the same round. A run in which anything was lost is void
and made again; so is one at a rate that the clients could not keep up with. The gateway is the one that is
deployed, with all its guarantees on, and shows a journal that real units of work write; the others are
given lines. `asyncio` is bare transports and nothing else: what the library can do at best.
"""

import argparse
import asyncio
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from esports.settings import Settings
from tests.benchmarks.fanout import herds, plan
from tests.benchmarks.fanout.load import Load, Void, connected
from tests.benchmarks.fanout.subjects import (
    HERE,
    OTHER_CORE,
    Journal,
    Subject,
    compiled,
    cpu_seconds,
    gateway,
    node_ws,
    plain,
)
from tests.support.servers import servers

SETTLE_SECONDS, WARM_SECONDS = 0.7, 0.8
IN_FLIGHT, RATE = 2, 10
TRIES = 4
STUCK_WATCHERS, STUCK_RATE = 1_000, 50
FEWER = 5
"""Rounds of the modes whose figures vary less."""
MODES = ("closed", "rate", "bunch", "memory", "storm", "stuck", "plan")
BUSIEST = 0.95
Start = Callable[[], AbstractAsyncContextManager[Subject]]


class Run(msgspec.Struct, frozen=True):
    """One server's figures: CPU in microseconds a delivery, deliveries a second, delays in milliseconds."""

    cpu_us: float
    a_second: float
    p50_ms: float
    p99_ms: float
    a_write: float
    """Deliveries that went out in one write, on average; 1 for servers that do not tell."""


FIELDS = Run.__struct_fields__


async def flood(load: Load, subject: Subject, seconds: float) -> None:
    """Keep two messages in flight."""
    end = time.monotonic() + seconds
    waiting = 0
    while waiting or time.monotonic() < end:
        while waiting < IN_FLIGHT and time.monotonic() < end:
            await subject.publish()
            waiting += 1
        await load.done()
        waiting -= 1


async def drip(load: Load, subject: Subject, seconds: float, rate: float) -> None:
    """Publish so many a second, and wait for all of them."""
    begun = time.monotonic()
    count = int(seconds * rate)
    for number in range(count):
        await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
        await subject.publish()
    for _ in range(count):
        await load.done()


async def measure(program: str, subject: Subject, watchers: int, seconds: float, rate: float) -> Run:
    """Warm up, count, and see that nothing was lost. `rate` 0: two in flight."""

    async def publish(some_seconds: float) -> None:
        await (drip(load, subject, some_seconds, rate) if rate else flood(load, subject, some_seconds))

    async with connected(program, subject, watchers) as load:
        if load.refused:
            raise Void(f"{load.refused} were refused")
        await asyncio.sleep(SETTLE_SECONDS)
        await publish(WARM_SECONDS)
        await load.ask("reset")
        told = subject.told()
        before, cpu, begun = await load.stats(), cpu_seconds(subject.pid), time.monotonic()
        await publish(seconds)
        took = time.monotonic() - begun
        used, stats = cpu_seconds(subject.pid) - cpu, await load.stats()
        after = subject.told()
    if rate and (stats.cpu_ns - before.cpu_ns) / 1e9 > BUSIEST * took:
        raise Void("the clients could not keep up")
    return Run(
        used * 1e6 / stats.deliveries,
        stats.deliveries / took,
        stats.p50_us / 1e3,
        stats.p99_us / 1e3,
        _a_write(told, after),
    )


def _a_write(before: dict[str, float], after: dict[str, float]) -> float:
    """Deliveries for each write."""
    made = {name: after[name] - before.get(name, 0) for name in after}
    if not made:
        return 1.0
    return made["esports_live_deliveries_total"] / made["esports_live_writes_total"]


async def compare(
    program: str, subjects: dict[str, Start], rounds: int, watchers: int, seconds: float, rate: float
) -> dict[str, list[Run]]:
    """All servers in each round, in turn."""
    runs: dict[str, list[Run]] = defaultdict(list)
    names = list(subjects)
    for number in range(rounds):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            for attempt in range(TRIES):
                try:
                    async with subjects[name]() as subject:
                        run = await measure(program, subject, watchers, seconds, rate)
                    runs[name].append(run)
                    print(f"  round {number + 1}: {name}: {run.cpu_us:.2f} us", flush=True)
                    break
                except Void as void:
                    print(f"  void: {name}: {void}")
                    if attempt == TRIES - 1:
                        raise
    return runs


def show(runs: dict[str, list[Run]]) -> None:
    """The table: medians, and the ratio to C with its quartiles."""
    heads = ("us each", "C / it", "quartiles", "a second", "p50 ms", "p99 ms", "p99 / C", "a write")
    print(" " * 10 + "".join(f"{head:>11}" for head in heads))
    for name, mine in runs.items():
        pairs = list(zip(runs["C"], mine, strict=True))
        ratios = sorted(c.cpu_us / one.cpu_us for c, one in pairs)
        quarter = len(ratios) // 4
        median = {field: statistics.median(getattr(one, field) for one in mine) for field in FIELDS}
        cells = (
            f"{median['cpu_us']:.2f}",
            f"{statistics.median(ratios):.2f}",
            f"{ratios[quarter]:.2f}-{ratios[-1 - quarter]:.2f}",
            f"{median['a_second']:.0f}",
            f"{median['p50_ms']:.1f}",
            f"{median['p99_ms']:.1f}",
            f"{statistics.median(one.p99_ms / c.p99_ms for c, one in pairs):.2f}",
            f"{median['a_write']:.2f}",
        )
        print(f"{name:10}" + "".join(f"{cell:>11}" for cell in cells))


async def bunch(
    program: str, subjects: dict[str, Start], journal: Journal, rounds: int, watchers: int, rate: int
) -> None:
    """Many commits a second in a window, against the C server's one write for each message."""
    ratios, mine = [], []
    for _ in range(rounds):
        async with subjects["C"]() as subject:
            limit = await measure(program, subject, watchers, 1.5, 0)
        async with gateway(journal, window_ms=20, lean=True) as subject:
            mine.append(await measure(program, subject, watchers, 4.0, rate))
        ratios.append(limit.cpu_us / mine[-1].cpu_us)
    median = {field: statistics.median(getattr(one, field) for one in mine) for field in FIELDS}
    print(
        f"{watchers} watchers, {rate} asked and {median['a_second'] / watchers:.0f} commits a second: "
        f"{median['cpu_us']:.2f} us a delivery, {median['a_write']:.1f} in a write, "
        f"{statistics.median(ratios):.1f} times the C server's one write each "
        f"({min(ratios):.1f}-{max(ratios):.1f}), p50 {median['p50_ms']:.1f} ms, p99 {median['p99_ms']:.1f} ms"
    )


async def stuck(program: str, journal: Journal, rounds: int) -> None:
    """The others' delays with and without fifty that do not read, in turn."""
    pairs = []
    for number in range(rounds):
        delays = {}
        for some in (True, False) if number % 2 else (False, True):
            count = herds.STALLED if some else 0
            async with gateway(journal, window_ms=20) as subject, herds.stalled(subject, count):
                run = await measure(program, subject, STUCK_WATCHERS, 3.0, STUCK_RATE)
                delays[some] = run.p99_ms
        pairs.append((delays[False], delays[True]))
    without, beside = (statistics.median(one) for one in zip(*pairs, strict=True))
    ratio = statistics.median(more / less for less, more in pairs)
    print(
        f"{STUCK_WATCHERS} watchers, {STUCK_RATE}/s: p99 {without:.1f} ms alone, {beside:.1f} ms beside "
        f"{herds.STALLED} that do not read; ratio {ratio:.2f}"
    )


async def plan_ahead(program: str, journal: Journal, arguments: argparse.Namespace) -> None:
    """Measure the three unit costs, and tell what follows from them."""
    async with gateway(journal, window_ms=20) as subject:
        run = await measure(program, subject, arguments.watchers, 2.5, RATE)
    each_kb = await herds.memory(program, journal, arguments.many)
    return_us = await herds.storm(program, journal, arguments.many)
    plan.show(plan.Costs(run.cpu_us, return_us, each_kb))


async def main(arguments: argparse.Namespace, settings: Settings, folder: Path) -> None:
    """Measure what was asked for."""
    programs = compiled(folder)
    journal = Journal(settings)
    await journal.open()
    subjects: dict[str, Start] = {
        "C": lambda: plain("C", [programs["server"]]),
        "gateway": lambda: gateway(journal),
        "asyncio": lambda: plain("asyncio", [sys.executable, str(HERE / "raw.py")]),
        "broadcast": lambda: plain("broadcast", [sys.executable, str(HERE / "broadcast.py")]),
    }
    numba = find_spec("numba") is not None
    if numba:
        subjects["plain"] = lambda: gateway(journal, native=False)
    node = node_ws(folder) if {"closed", "rate"} & set(arguments.modes) else None
    if node:
        subjects["node ws"] = lambda: plain("node ws", node)
    load, rounds = programs["load"], arguments.rounds
    fewer = min(rounds, FEWER)
    for mode in arguments.modes:
        print(f"== {mode}", flush=True)
        if mode == "closed":
            show(await compare(load, subjects, rounds, arguments.watchers, 1.5, 0))
        elif mode == "rate":
            deployed = {name: start for name, start in subjects.items() if name not in ("asyncio", "plain")}
            show(await compare(load, deployed, rounds, arguments.watchers, 5.0, RATE))
        elif mode == "bunch":
            await bunch(load, subjects, journal, fewer, arguments.bunch_watchers, arguments.bunch_rate)
        elif mode == "memory":
            for native in (True, False) if numba else (False,):
                print("with Numba" if native else "without Numba")
                await herds.memory(load, journal, arguments.many, native=native)
        elif mode == "storm":
            await herds.storm(load, journal, arguments.many)
        elif mode == "stuck":
            await stuck(load, journal, fewer)
        else:
            await plan_ahead(load, journal, arguments)
    await journal.close()


def parsed() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fanout")
    parser.add_argument("modes", nargs="*", metavar="MODE", help=", ".join(MODES))
    parser.add_argument("--watchers", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--many", type=int, default=10_000, help="watchers of `memory` and `storm`")
    parser.add_argument("--bunch-watchers", type=int, default=1_000)
    parser.add_argument("--bunch-rate", type=int, default=400)
    chosen = parser.parse_args()
    chosen.modes = chosen.modes or list(MODES)
    if unknown := set(chosen.modes) - set(MODES):
        parser.error(f"no such mode: {', '.join(sorted(unknown))}")
    return chosen


if __name__ == "__main__":
    os.sched_setaffinity(0, {OTHER_CORE})
    with TemporaryDirectory() as place, servers() as running, running.database() as url:
        chosen = Settings(database_url=url, redis_url=running.redis(9), log_level="error")
        asyncio.run(main(parsed(), chosen, Path(place)))
