"""The load client's process, spoken to from here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from tests.benchmarks.fanout.subjects import OTHER_CORE, PATIENCE_SECONDS, Subject


class Void(Exception):
    """Something was lost, or came too late: the run does not count."""


class Stats(msgspec.Struct, frozen=True):
    """What the clients saw since they were told to count anew."""

    deliveries: int
    gaps: int
    repeats: int
    closed: int
    p50_us: float
    p99_us: float
    cpu_ns: int


class Load:
    """N connected clients.

    Attributes:
        seconds: how long it took until all were ready.
        refused: how many were not let in.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.seconds = 0.0
        self.refused = 0
        self._process = process
        self._done: asyncio.Queue[int] = asyncio.Queue()
        self._answers: asyncio.Queue[list[str]] = asyncio.Queue()
        self.hearing = asyncio.create_task(self._hear())

    async def _hear(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            kind, *rest = line.decode().split()
            if kind == "done":
                self._done.put_nowait(int(rest[0]))
            else:
                self._answers.put_nowait([kind, *rest])

    async def answer(self) -> list[str]:
        """The next answer."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._answers.get()
        except TimeoutError as error:
            raise Void("the clients did not get ready") from error

    async def ask(self, word: str) -> list[str]:
        """Say a word and get its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n".encode())
        return await self.answer()

    async def done(self) -> int:
        """Wait until one more message has come to all."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._done.get()
        except TimeoutError as error:
            raise Void("a message did not come to all") from error

    async def stats(self) -> Stats:
        """What was seen.

        Raises:
            Void: something was lost.
        """
        _, *values = await self.ask("report")
        stats = msgspec.convert([float(value) for value in values], tuple[float, ...])
        told = Stats(*[int(value) for value in stats[:4]], stats[4], stats[5], int(stats[6]))
        if told.gaps or told.repeats or told.closed:
            raise Void(f"{told.gaps} gaps, {told.repeats} repeats, {told.closed} closed")
        return told


@asynccontextmanager
async def connected(
    program: str, subject: Subject, clients: int, *, at_once: int = 200, hello: str | None = None
) -> AsyncIterator[Load]:
    """So many clients of a server, all ready."""
    command = [program, str(subject.port), str(clients), str(at_once), hello or subject.hello]
    process = await asyncio.create_subprocess_exec(
        "taskset",
        "-c",
        str(OTHER_CORE),
        *(part for part in command if part),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    load = Load(process)
    try:
        _, seconds, refused = await load.answer()
        load.seconds, load.refused = float(seconds), int(refused)
        yield load
    finally:
        process.kill()
        await process.wait()
        await load.hearing
