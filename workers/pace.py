"""How fast a crowd's mails go out: evenly, so that they leave room for whoever uses the product meanwhile."""

from datetime import datetime

from esports.jobs import DeliverMail

PACED = frozenset({DeliverMail.__name__})
"""The jobs that come by the thousand, and have time."""


class Pace:
    """A bucket of tokens: it fills by `per_second`, holds those of a second, and may be overdrawn once."""

    def __init__(self, per_second: float, now: datetime) -> None:
        self._per_second = per_second
        self._tokens = per_second
        self._at = now

    def held_back(self, now: datetime) -> frozenset[str]:
        """Which jobs have to wait."""
        passed = max(0.0, (now - self._at).total_seconds())
        self._tokens = min(self._per_second, self._tokens + passed * self._per_second)
        self._at = now
        return frozenset() if self._tokens > 0 else PACED

    def spend(self, count: int) -> None:
        """So many have gone."""
        self._tokens -= count
