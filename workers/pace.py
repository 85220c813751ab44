"""How fast a crowd's mails go out: evenly, so that they leave room for whoever uses the product meanwhile.

A mail that is not patient waits for none of them, but counts: the others are slower after it.
"""

import asyncio
from datetime import datetime

from esports.jobs import DeliverMail

PACED = DeliverMail.__name__
"""The job whose number is limited."""
CLOSEST_SECONDS = 0.025
"""So long after another one a patient job begins at least, where the pace allows it."""


class Pace:
    """A bucket of tokens: it fills by `per_second`, holds those of a second, and may be overdrawn."""

    def __init__(self, per_second: float, now: datetime) -> None:
        self._per_second = per_second
        self._tokens = per_second
        self._at = now

    def held_back(self, now: datetime) -> bool:
        """Whether patient jobs have to wait."""
        passed = max(0.0, (now - self._at).total_seconds())
        self._tokens = min(self._per_second, self._tokens + passed * self._per_second)
        self._at = now
        return self._tokens <= 0

    def spend(self, count: int) -> None:
        """So many have gone."""
        self._tokens -= count


class Turns:
    """One patient job after another: those that come together would take all processors for a moment, of
    which none is left to whoever waits for an answer just then.
    """

    def __init__(self, per_second: float) -> None:
        self._apart = min(CLOSEST_SECONDS, 0.9 / per_second)
        self._free_at = 0.0

    async def next(self) -> None:
        """Wait until it may begin."""
        now = asyncio.get_running_loop().time()
        at = max(now, self._free_at)
        self._free_at = at + self._apart
        await asyncio.sleep(at - now)
