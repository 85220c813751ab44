"""When a notice's mail goes out: at once, or at the end of quiet hours, or with others as one.

What often comes in numbers waits a little for the others, so that they go as one.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from esports.accounts.wire import QuietHours
from esports.notifications.wire import URGENT, Habits, Payload, kind_of

MORNING = time(8)
"""When the mail of a day comes, by its reader's clock."""
HOUR = timedelta(hours=1)
NO_TIME = timedelta(0)


def mail_at(payload: Payload, habits: Habits, now: datetime) -> datetime:
    """The moment for the mail. What is urgent, or asks for an answer before that moment, goes at once."""
    if kind_of(payload) in URGENT:
        return now
    zone = ZoneInfo(habits.time_zone or "UTC")
    due = max(_collected(habits, zone, now), now + getattr(payload, "gathers", NO_TIME))
    if habits.quiet_hours is not None:
        due = quiet_until(habits.quiet_hours, zone, due) or due
    return now if is_over(payload, due) else due


def is_over(payload: Payload, moment: datetime) -> bool:
    """Whether what it tells of is of no use any more at that moment; what names no moment stays of use."""
    until: datetime | None = getattr(payload, "until", None) or getattr(payload, "starts_at", None)
    return until is not None and until <= moment


def _collected(habits: Habits, zone: ZoneInfo, now: datetime) -> datetime:
    """The next full hour, or the next morning; `now` for who has each mail by itself."""
    if habits.digest == "hour":
        return now.replace(minute=0, second=0, microsecond=0) + HOUR
    if habits.digest == "day":
        return _next(MORNING, zone, now)
    return now


def quiet_until(hours: QuietHours, zone: ZoneInfo, moment: datetime) -> datetime | None:
    """The end of the quiet hours in which `moment` lies; None outside of them, and where there are none."""
    if hours.begins is None or hours.ends is None:
        return None
    begins, ends = time.fromisoformat(hours.begins), time.fromisoformat(hours.ends)
    clock = moment.astimezone(zone).time()
    inside = begins <= clock < ends if begins <= ends else clock >= begins or clock < ends
    return _next(ends, zone, moment) if inside else None


def _next(clock: time, zone: ZoneInfo, after: datetime) -> datetime:
    """The next moment at which the zone's clocks show this time, or have jumped over it."""
    day = after.astimezone(zone).date()
    found = datetime.combine(day, clock, zone).astimezone(UTC)
    if found <= after:
        found = datetime.combine(day + timedelta(days=1), clock, zone).astimezone(UTC)
    return found
