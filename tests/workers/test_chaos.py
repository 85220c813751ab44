"""Everything at once, in small: `tests.benchmarks.notice_chaos` does it a hundred times."""

import pytest

from esports.embedded.valkey import Valkey
from esports.settings import Settings
from tests.support.chaos import TROUBLES, Chaos
from tests.support.mail import Mailbox
from tests.support.wait import until
from tests.workers.test_process import Start, some_lost, start, valkey
from workers.parts import Parts
from workers.queue import max_jobs

__all__ = ["start", "valkey"]
WORKERS = 2


@pytest.mark.fault
async def test_every_notice_arrives_once_whatever_is_killed(
    parts: Parts, start: Start, mailbox: Mailbox, valkey: Valkey, settings: Settings
) -> None:
    chaos = Chaos(parts, start, valkey, workers=WORKERS)
    for troubles in (TROUBLES[:2], TROUBLES[2:]):
        mailbox.release.clear()
        mailbox.holding.clear()
        for _ in range(5):
            await chaos.ask()
        await until(mailbox.holding.is_set)
        for trouble in troubles:
            await chaos.befall(trouble, 0.1)
        await chaos.kill_all()
        mailbox.release.set()

    async def is_done() -> bool:
        return await chaos.left() == 0

    await until(is_done)
    told = await chaos.told(mailbox)
    assert (told.due, told.missed, told.twice, told.unmailed) == (20, 0, 0, 0)
    assert told.mailed_again <= chaos.killed * max_jobs(settings)
    assert await some_lost(parts)
