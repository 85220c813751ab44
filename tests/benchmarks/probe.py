"""Somebody who asks at a steady rate: `python -m tests.benchmarks.probe PORT RATE PATH...`.

A process of its own, for it stands for other machines. It sends so many GET requests a second, of the paths
in turn, each on a connection that is free, and never waits for an answer before it asks again; a wait is
counted from the moment at which the request was due, so a server that stands still is not flattered. Each
line that comes in is answered by the waits since the last one, in seconds, as JSON.
"""

import asyncio
import sys
import time

import msgspec

from tests.benchmarks.lean import Line


class Probe:
    """The connections, and how long each answer took."""

    def __init__(self, port: int, rate: float, paths: list[str]) -> None:
        self._port = port
        self._pause = 1 / rate
        self._requests = [f"GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n".encode() for path in paths]
        self._free: list[Line] = []
        self._under_way: set[asyncio.Task[None]] = set()
        self.waits: list[float] = []

    async def run(self) -> None:
        """Ask until cancelled."""
        number, due = 0, time.perf_counter()
        while True:
            await asyncio.sleep(due - time.perf_counter())
            task = asyncio.create_task(self._ask(self._requests[number % len(self._requests)], due))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            number, due = number + 1, due + self._pause

    async def _ask(self, request: bytes, due: float) -> None:
        if self._free:
            line = self._free.pop()
        else:
            line = (await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", self._port))[1]
        status, _, _ = await line.ask(request)
        assert status == 200, status
        self.waits.append(time.perf_counter() - due)
        self._free.append(line)


async def main(port: int, rate: float, paths: list[str]) -> None:
    """Ask, and tell when asked."""
    probe = Probe(port, rate, paths)
    asking = asyncio.create_task(probe.run())
    while await asyncio.to_thread(sys.stdin.readline):
        waits, probe.waits = probe.waits, []
        print(msgspec.json.encode(waits).decode(), flush=True)
    asking.cancel()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]))
