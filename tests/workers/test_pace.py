"""Mails go out evenly: so many a second in the long run, with one overdraft at a time."""

import asyncio
from datetime import UTC, datetime, timedelta

from workers.pace import Pace, Turns

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_in_the_long_run_so_many_go_a_second() -> None:
    pace, gone = Pace(40, NOW), 0
    for tick in range(10 * 60):
        if not pace.held_back(NOW + timedelta(seconds=tick / 10)):
            pace.spend(10)
            gone += 10
    assert 60 * 40 <= gone <= 60 * 40 + 40 + 10


def test_what_was_not_used_is_kept_for_a_second_only() -> None:
    pace = Pace(5, NOW)
    later = NOW + timedelta(hours=1)
    assert not pace.held_back(later)
    pace.spend(5)
    assert pace.held_back(later)


def test_a_clock_that_is_set_back_takes_nothing_away() -> None:
    pace = Pace(5, NOW)
    pace.spend(4)
    assert not pace.held_back(NOW - timedelta(hours=1))
    pace.spend(1)
    assert pace.held_back(NOW - timedelta(hours=1))
    assert not pace.held_back(NOW)


async def test_patient_jobs_that_come_together_begin_one_after_another() -> None:
    loop = asyncio.get_running_loop()
    turns, begun = Turns(60), loop.time()
    began: list[float] = []

    async def job() -> None:
        await turns.next()
        began.append(loop.time() - begun)

    await asyncio.gather(*(job() for _ in range(5)))
    assert all(at >= number * 0.0149 for number, at in enumerate(began))
