"""What else plans respect, as it travels: hours of minors and of streams, and ways between venues."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.events.wire import Name

Clock = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$(?!\n)")]
"""An hour and minute of the event's own clock, such as 09:30."""
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"]
"""A day of the week, or any day that is listed as a holiday."""
Age = Annotated[int, msgspec.Meta(ge=1, le=21)]


class Window(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On each of these days from `begins` to `ends`; an end that is not later is on the next day."""

    days: Annotated[list[Weekday], msgspec.Meta(min_length=1, max_length=8)]
    begins: Clock
    ends: Clock


class MinorHours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When matches with a player younger than `age` may be, warm-up included, by the event's clock.

    With `warn` plans say which matches are outside; with `block` no plan puts one there, and none is
    published. Whose age is not known is not limited. `holidays` are days on which windows for a `holiday`
    hold, beside those for the day of the week.
    """

    mode: Literal["off", "warn", "block"] = "off"
    age: Age = 18
    windows: Annotated[list[Window], msgspec.Meta(max_length=30)] = []
    holidays: Annotated[list[date], msgspec.Meta(max_length=100)] = []

    EXAMPLE: ClassVar = {
        "mode": "block",
        "windows": [{"days": ["fri", "sat", "sun", "holiday"], "begins": "20:00", "ends": "21:00"}],
        "holidays": ["2026-11-25"],
    }


class Stream(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A broadcast of one match at a time from any station of the venue.

    It is on air in these `hours`, always if none are told; days of the week count here, and not holidays.
    """

    name: Name
    venue: UUID
    hours: Annotated[list[Window], msgspec.Meta(max_length=30)] = []


class Way(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The minutes from one venue to another, in either direction."""

    one: UUID
    other: UUID
    minutes: Annotated[int, msgspec.Meta(ge=0, le=480)]


EVERY_DAY: list[Weekday] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
PRESETS = {
    "venue": MinorHours(windows=[Window(days=EVERY_DAY, begins="08:00", ends="21:00")]),
    "cn_online": MinorHours(
        windows=[Window(days=["fri", "sat", "sun", "holiday"], begins="20:00", ends="21:00")]
    ),
}
"""What organisers may begin with: hours of a house, and China's rule for games that are served online."""
