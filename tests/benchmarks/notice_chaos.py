"""Notices in spite of everything: `python -m tests.benchmarks.notice_chaos [KILLS [WORKERS]]`.

Real worker processes, PostgreSQL, Valkey and a mail server. While matches become ready all the time, workers
are killed with signal 9 at random moments and replaced, first by themselves and then while the Valkey is
stopped, silent, emptied or cut off as well. In the end everybody must have been told once in the inbox and
at least once by mail; a mail more is what SMTP cannot tell, when a worker dies between the server's "yes" and
the commit, and is counted. It ends with status 1 where anybody was not told, or told twice, or where it took
longer than 30 seconds until a lost job was handed out again while the Valkey was well.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from esports.embedded import find
from esports.embedded.folder import Folder
from esports.embedded.valkey import Valkey
from esports.settings import Settings
from tests.support.chaos import TROUBLES, Chaos, Watch
from tests.support.mail import Mailbox, mail_server
from tests.support.processes import WorkerProcess
from tests.support.servers import servers
from workers import main
from workers.relay import LEASE

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 100
WORKERS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
ASK_SECONDS = 0.1
MAIL_SECONDS = 0.1
TAKEOVER_SECONDS = 30
END_SECONDS = 120
"""How long nothing at all may get done before it is given up."""
MOST_WAITING = 150


@contextmanager
def valkey_in(folder: Path) -> Iterator[Valkey]:
    """A Valkey to be ill-treated."""
    with Folder(folder) as held:
        server = Valkey(find.redis(os.environ), held, scratch=True)
        server.start()
        try:
            yield server
        finally:
            server.wait(0)


async def end(chaos: Chaos) -> float:
    """Wait until every job is done, or none gets done any more; how long that took."""
    began = moved = time.monotonic()
    before = left = await chaos.left()
    while left and time.monotonic() - moved < END_SECONDS:
        await asyncio.sleep(0.2)
        left = await chaos.left()
        if left != before:
            before, moved = left, time.monotonic()
    return time.monotonic() - began


async def phase(chaos: Chaos, watch: Watch, kills: int, *, ill: bool) -> list[float]:
    """Kill so many workers under load; the takeovers in seconds."""
    chaos.lost.clear()
    for number in range(kills):
        await asyncio.sleep(random.uniform(0, 2))
        if ill:
            trouble = TROUBLES[number % len(TROUBLES)]
            befalling = asyncio.create_task(chaos.befall(trouble, random.uniform(1, 8)))
            await asyncio.sleep(random.uniform(0, 1))
            await chaos.kill()
            await befalling
        else:
            await chaos.kill()
    return watch.takeovers(chaos.lost)


async def play(settings: Settings, valkey: Valkey, mailbox: Mailbox, logs: Path) -> bool:
    """Everything; whether it went well."""
    started: list[WorkerProcess] = []

    def start() -> WorkerProcess:
        started.append(WorkerProcess(settings, logs / f"{len(started)}.log"))
        return started[-1]

    async with main.build(settings) as (parts, _):
        chaos, watch = Chaos(parts, start, valkey, workers=WORKERS), Watch(parts, LEASE)
        try:
            well = True
            looking = asyncio.create_task(watch.look_on())
            for ill in (False, True):
                kills = KILLS if not ill else max(len(TROUBLES), KILLS // 4)
                asking = asyncio.create_task(chaos.ask_on(ASK_SECONDS, most=MOST_WAITING))
                await phase(chaos, watch, kills, ill=ill)
                asking.cancel()
                rest = await end(chaos)
                takeovers = sorted(watch.takeovers(chaos.lost))
                longest = takeovers[-1] if takeovers else 0.0
                told = await chaos.told(mailbox)
                print(f"{'kills and an ill Valkey' if ill else 'kills'}: {kills} of {WORKERS} workers")
                print(f"  due {told.due}, missed {told.missed}, twice {told.twice}")
                print(f"  not mailed {told.unmailed}, mailed again {told.mailed_again}")
                print(f"  jobs taken over {len(takeovers)}, the longest after {longest:.1f} s")
                print(f"  all done {rest:.1f} s after the last, {await chaos.left()} jobs left", flush=True)
                well &= not (told.missed or told.twice or told.unmailed or await chaos.left())
                well &= ill or longest <= TAKEOVER_SECONDS
            looking.cancel()
            return well
        finally:
            for worker in started:
                worker.clean_up()


def run() -> int:
    """Start the servers and play."""
    with (
        servers() as own,
        own.database() as database,
        tempfile.TemporaryDirectory() as folder,
        valkey_in(Path(folder) / "valkey") as valkey,
        mail_server() as mailbox,
    ):
        mailbox.pause_seconds = MAIL_SECONDS
        settings = Settings(database_url=database, redis_url=valkey.url, smtp_url=mailbox.url)
        return 0 if asyncio.run(play(settings, valkey, mailbox, Path(folder))) else 1


if __name__ == "__main__":
    sys.exit(run())
