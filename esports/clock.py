"""The clock as a value that is handed in, so that no rule reads the time behind a caller's back."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from zoneinfo import available_timezones

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present, aware, in UTC: the one place that reads the machine's clock."""
    return datetime.now(UTC)


@cache
def time_zones() -> frozenset[str]:
    """The names of all time zones, such as Asia/Shanghai. Looked up once: it is a walk through folders."""
    return frozenset(available_timezones())
