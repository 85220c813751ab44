"""How much of a tournament is still to come once half of it is played."""

from collections.abc import Sequence
from typing import NamedTuple

from esports.planning.occupancy import NEVER


class Work(NamedTuple):
    """A match in the relaxation, in open minutes: its head, its length, and the least that comes after it."""

    head: int
    length: int
    tail: int


def behind(works: Sequence[Work], stations: int) -> float:
    """By how many minutes, at least, a tournament ends after the mean minute in which it is played.

    Proof. Count time backwards from its end. The mean is at least that of the matches' own: tail and half of
    the length, weighted by length. It is also at least that of the sweep: after so many minutes, only
    matches with smaller tails can have been played, each at one station at a time, and no more at a time
    than there are stations. To play as much as that allows in each minute makes the mean the smallest.
    """
    whole = sum(work.length for work in works)
    own = sum(work.length * (work.length / 2 + work.tail) for work in works)
    order = sorted(works, key=lambda work: work.tail)
    swept, now, left = 0.0, 0.0, 0.0
    for place, work in enumerate(order):
        now = max(now, float(work.tail))
        left += work.length
        rate = min(stations, place + 1)
        until = order[place + 1].tail if place + 1 < len(order) else NEVER
        done = min(left, max(0.0, until - now) * rate)
        swept += done * (now + done / rate / 2)
        left -= done
        now += done / rate
    return max(own, swept) / whole
