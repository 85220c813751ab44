"""Notices to those who run an event, its matches, or the installation."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

import msgspec

from esports.refereeing.queue_wire import Need

GATHER = timedelta(minutes=2)


class RefereeNeeded(msgspec.Struct, frozen=True, kw_only=True):
    """A match needs a referee, the reader or another one: `need` says what for, and `since` when if known.

    `names` are of those in it by now, in slot order.
    """

    gathers: ClassVar[timedelta] = GATHER

    match_id: UUID
    tournament_id: UUID
    event: str
    event_slug: str
    tournament: str
    tournament_slug: str
    number: int
    names: list[str]
    need: Need
    since: datetime | None


class StationLate(msgspec.Struct, frozen=True, kw_only=True):
    """What is published does not hold: a match has not begun, a station is taken still, or out of order.

    `text` tells it, its `{name}` places filled from `params`.
    """

    gathers: ClassVar[timedelta] = GATHER

    event: str
    event_slug: str
    text: str
    params: dict[str, str]


class JobsFailing(msgspec.Struct, frozen=True, kw_only=True):
    """Background work of this sort was given up; the reader runs the installation."""

    gathers: ClassVar[timedelta] = GATHER
    event_slug: ClassVar[str] = ""

    job: str
    error: str
