"""Waiting for something to become true, with a deadline and never for a fixed time."""

import asyncio
from collections.abc import Awaitable, Callable

DEADLINE_SECONDS = 90


async def until(true: Callable[[], Awaitable[bool] | bool]) -> None:
    """Return when `true()` is; fail if it is not so by the deadline."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        while True:
            answer = true()
            if answer if isinstance(answer, bool) else await answer:
                return
            await asyncio.sleep(0.02)
