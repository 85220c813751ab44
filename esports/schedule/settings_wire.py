"""What an event's plans go by, as it travels."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from esports.schedule.limits import MinorHours, Stream, Way
from esports.schedule.venue_wire import Title

Minutes = Annotated[int, msgspec.Meta(ge=1, le=1440)]
Pause = Annotated[int, msgspec.Meta(ge=0, le=480)]


class Length(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The minutes to set aside for a match of this title and best-of."""

    title: Title
    best_of: Annotated[int, msgspec.Meta(ge=1, le=99)]
    minutes: Minutes


class Days(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tournament is played from the first to the last of these days."""

    tournament: UUID
    first: date
    last: date


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What plans of the event respect.

    `rest` and `warm_up` are minutes after and before each match. What `lengths` do not tell takes
    `game_minutes` for each game of the best-of. `minors`: in which hours matches with minors may be. Each
    match takes so many `referees` of the event's staff, none of whom plays meanwhile. Matches that are held
    for the stream are on one of the `streams`. `ways`: how long people go between two venues; once one is
    told, those that are not are as long as the longest.
    """

    rest: Pause = 10
    warm_up: Pause = 5
    game_minutes: Minutes = 30
    lengths: Annotated[list[Length], msgspec.Meta(max_length=200)] = []
    days: Annotated[list[Days], msgspec.Meta(max_length=500)] = []
    referees: Annotated[int, msgspec.Meta(ge=0, le=10)] = 0
    ways: Annotated[list[Way], msgspec.Meta(max_length=200)] = []
    streams: Annotated[list[Stream], msgspec.Meta(max_length=20)] = []
    minors: MinorHours = msgspec.field(default_factory=MinorHours)

    EXAMPLE: ClassVar = {
        "rest": 15,
        "lengths": [{"title": "Counter-Strike 2", "best_of": 3, "minutes": 150}],
    }


class Calling(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether matches are called `by_itself`: `ahead` minutes before their published start.

    With `early`, the next match of a station is called as soon as both sides have said that they are ready.
    """

    by_itself: bool = False
    ahead: Annotated[int, msgspec.Meta(ge=0, le=120)] = 5
    early: bool = False

    EXAMPLE: ClassVar = {"by_itself": True, "ahead": 10}
