"""Days and times as people write them, in their language."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval, format_time


def days(locale: str, first: date, last: date) -> str:
    """From the first day to the last."""
    code = _code(locale)
    if first == last:
        return format_date(first, "long", locale=code)
    return format_interval(first, last, "yMMMd", locale=code)


def moment(locale: str, at: datetime, zone: str) -> str:
    """A point in time by the clocks of a place, and which place."""
    code = _code(locale)
    there = at.astimezone(ZoneInfo(zone))
    day, time = format_date(there, "medium", locale=code), format_time(there, "short", locale=code)
    return f"{day} {time} ({zone})"


def _code(locale: str) -> str:
    return locale.replace("-", "_")
