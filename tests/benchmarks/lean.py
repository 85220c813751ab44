"""A client that costs little: `python -m tests.benchmarks.lean` reads rounds of calls and sends each at once.

A process of its own, so that what it costs stands apart. On standard input one JSON line is one round, a
`Round`; on standard output one line answers it, a `Told`. Each chain of calls has a connection of its own
and sends its calls one after the other, at once with all other chains.
"""

import asyncio
import random
import re
import resource
import sys
import time
from collections import Counter

import msgspec

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
AGAIN = re.compile(rb"retry-after: (\d+)", re.IGNORECASE)
BUSY_CODE = b'"code":"busy"'
FOLLOW = "{id}"


class Call(msgspec.Struct):
    """A write; `{id}` in its path stands for the `id` in the answer to the call before in its chain."""

    path: str
    body: str
    headers: dict[str, str]


class Round(msgspec.Struct):
    """Chains of calls to the servers at these ports of this machine, in turn."""

    ports: list[int]
    chains: list[list[Call]]


class Told(msgspec.Struct):
    """How a round went.

    Attributes:
        seconds: from the first call to the last answer.
        waits: of each call the seconds from its first sending to the answer that is no refusal.
        busy: how often a server asked to come back later, by status.
        cpu_seconds: what this process used.
    """

    seconds: float
    waits: list[float]
    busy: dict[int, int]
    cpu_seconds: float


class Line(asyncio.Protocol):
    """One connection that is kept open: one request at a time, answers with a length."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._seen = bytearray()
        self._answer: asyncio.Future[tuple[int, bytes, bytes]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where to write."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Put an answer together."""
        self._seen += data
        end = self._seen.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._seen[:end])
        length = LENGTH.search(head)
        size = end + 4 + (int(length[1]) if length else 0)
        if len(self._seen) >= size and self._answer is not None:
            answer, self._answer = self._answer, None
            answer.set_result((int(head[9:12]), head, bytes(self._seen[end + 4 : size])))
            del self._seen[:size]

    def connection_lost(self, error: Exception | None) -> None:
        """Nobody shall wait for ever."""
        if self._answer is not None:
            self._answer.set_exception(ConnectionError("the server hung up"))

    def close(self) -> None:
        """Hang up."""
        assert self._transport is not None
        self._transport.close()

    async def ask(self, request: bytes) -> tuple[int, bytes, bytes]:
        """Send a request; status, head and body of its answer."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer


def packed(call: Call, found: str) -> bytes:
    """The bytes of a request."""
    body = call.body.encode()
    fields = {**call.headers, "content-type": "application/json", "content-length": len(body)}
    path = call.path.replace(FOLLOW, found)
    named = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"POST {path} HTTP/1.1\r\nhost: bench\r\n{named}\r\n".encode() + body


async def insist(line: Line, request: bytes, busy: Counter[int]) -> bytes:
    """Send a request until it is taken or refused for good; gives the body, or fails on a refusal."""
    while True:
        status, head, body = await line.ask(request)
        if status < 300:
            return body
        again = AGAIN.search(head)
        if status != 503 and not (status == 409 and BUSY_CODE in body.replace(b" ", b"")):
            raise AssertionError(f"{status}: {body.decode()}")
        busy[status] += 1
        await asyncio.sleep((int(again[1]) if again else 1) * random.uniform(0.5, 1.5))


async def play(calls: Round) -> Told:
    """Open all lines, then send all chains at once."""
    loop = asyncio.get_running_loop()
    lines: list[Line] = []
    for number in range(len(calls.chains)):
        port = calls.ports[number % len(calls.ports)]
        lines.append((await loop.create_connection(Line, "127.0.0.1", port))[1])
    busy: Counter[int] = Counter()
    waits: list[float] = []

    async def run(line: Line, chain: list[Call]) -> None:
        found = ""
        for call in chain:
            begun = time.perf_counter()
            body = await insist(line, packed(call, found), busy)
            waits.append(time.perf_counter() - begun)
            found = msgspec.json.decode(body)["id"]

    used, begun = _cpu(), time.perf_counter()
    await asyncio.gather(*map(run, lines, calls.chains))
    told = Told(time.perf_counter() - begun, waits, dict(busy), _cpu() - used)
    for line in lines:
        line.close()
    return told


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    for text in sys.stdin:
        answer = asyncio.run(play(msgspec.json.decode(text, type=Round)))
        print(msgspec.json.encode(answer).decode(), flush=True)
