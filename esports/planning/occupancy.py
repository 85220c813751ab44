"""Who is taken from when to when, while a plan is made in the order of time."""

from bisect import bisect_right
from collections.abc import Sequence

from esports.planning.tables import Spans, Tables

NEVER = 1 << 60


def fitting(hours: Spans, time: int, length: int) -> int:
    """The first minute from `time` on at which the length fits into one interval, or `NEVER`."""
    place = max(0, bisect_right(hours, (time, NEVER)) - 1)
    for start, end in hours[place:]:
        begin = start if start > time else time
        if begin + length <= end:
            return begin
    return NEVER


class Occupancy:
    """The users' last blocks, and those that pins will take of them."""

    def __init__(self, tables: Tables, taken: Sequence[int]) -> None:
        self.tables = tables
        self.taken = taken
        """The minutes of each block as they turn out; all that looks ahead goes by the planned ones."""
        count = len(tables.users)
        self.free = [0] * count
        self.last = [-1] * count
        self.there = [-1] * count
        self.pins: dict[int, list[tuple[int, int, int]]] = {}
        """Of a user, by begin: a pinned match's begin, the match, its venue."""

    def clear(self, user: int, venue: int) -> int:
        """From when on the user can begin a block there, as far as its past goes."""
        there = self.there[user]
        if there >= 0 and there != venue:
            return self.free[user] + self.tables.way[there][venue]
        return self.free[user]

    def pin_in_the_way(self, user: int, match: int, begin: int, venue: int) -> tuple[int, int]:
        """The first pinned match of the user that the block would not leave alone, and when that is over.

        (-1, begin) if there is none. A thing needs no rest and does not travel.
        """
        tables = self.tables
        person = user >= tables.things
        for pin_begin, pin, there in self.pins.get(user, ()):
            way = tables.way[venue][there] if person else 0
            end = begin + tables.length[match] + (tables.rest[match] if person else 0) + way
            over = pin_begin + tables.length[pin] + (tables.rest[pin] if person else 0) + way
            if begin < over and end > pin_begin:
                return pin, over
        return -1, begin

    def when(self, user: int, match: int, begin: int, venue: int) -> int:
        """No earlier than this can the user begin the match there; `begin` if it can."""
        clear = self.free[user]
        if user >= self.tables.things and self.tables.ways:
            clear = self.clear(user, venue)
        if clear > begin:
            return clear
        return self.pin_in_the_way(user, match, begin, venue)[1] if user in self.pins else begin

    def when_on_duty(self, user: int, match: int, begin: int, venue: int) -> int:
        """As `when`, for a stream or referee, who have hours."""
        begin = self.when(user, match, begin, venue)
        hours = self.tables.hours.get(user)
        return begin if hours is None else fitting(hours, begin, self.tables.length[match])

    def take(self, user: int, match: int, begin: int, venue: int) -> None:
        """The user has the match from then on."""
        end = begin + self.taken[match]
        self.free[user] = end + self.tables.rest[match] if user >= self.tables.things else end
        self.last[user] = match
        self.there[user] = venue
