"""Why a match starts when it does, or not at all: codes and figures, from which a caller makes words."""

from enum import StrEnum

from esports.planning.model import Value


class Why(StrEnum):
    """What held a match back last; `subject` and `match` of the reason in brackets.

    `free` nothing: it starts as soon as its tournament may (the tournament). `predecessor` it waits for one,
    its rest and the way from there (-, that match). `person_playing`, `person_resting`, `person_travelling`
    (the person or referee, the match before). `person_pinned` they must be free for a pin (the person, the
    pinned match). `hours` of a minor (the person). `closed` the venue, or too little time before it closes
    (the venue). `station_busy`, `stream_busy`, `referee_busy` none is free (which came free, its match).
    `pinned` it is a pin itself. `pin_ahead` too late for a pin that depends on it. `no_station`,
    `no_stream`, `no_referee` none serves the title at all. `before_release` a pin before its tournament may
    begin.
    """

    free = "free"
    predecessor = "predecessor"
    person_playing = "person_playing"
    person_resting = "person_resting"
    person_travelling = "person_travelling"
    person_pinned = "person_pinned"
    hours = "hours"
    closed = "closed"
    station_busy = "station_busy"
    stream_busy = "stream_busy"
    referee_busy = "referee_busy"
    pinned = "pinned"
    pin_ahead = "pin_ahead"
    no_station = "no_station"
    no_stream = "no_stream"
    no_referee = "no_referee"
    before_release = "before_release"


class Reason(Value, frozen=True):
    """`until` is the minute at which the hindrance ends, absent where it never does."""

    code: Why
    subject: str = ""
    match: str = ""
    until: int | None = None


class Decision(Value, frozen=True):
    """Where and when a match begins its block, or neither, and why not sooner."""

    match: str
    begin: int | None
    station: str | None
    reason: Reason
