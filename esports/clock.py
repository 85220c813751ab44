"""The clock as a value that is handed in, so that no rule reads the time behind a caller's back."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present, aware, in UTC: the one place that reads the machine's clock."""
    return datetime.now(UTC)
