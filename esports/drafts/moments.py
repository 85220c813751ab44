"""Between the server's clock and the engine's whole milliseconds since the Unix epoch."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """The moment, rounded down: a choice counts up to the last millisecond before the deadline."""
    return (moment - EPOCH) // MILLISECOND


def from_ms(moment_ms: int) -> datetime:
    """The moment, exactly."""
    return EPOCH + moment_ms * MILLISECOND


def told(moment_ms: int | None) -> str | None:
    """RFC 3339, as everywhere; None stays none."""
    if moment_ms is None:
        return None
    return from_ms(moment_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")
