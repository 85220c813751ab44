"""How the checker says what it found."""

from typing import NamedTuple

from esports.planning.model import Booking, Match

Params = dict[str, str | int]


class Violation(NamedTuple):
    """One broken rule: a stable code, and an English message with `{name}` places that `params` fills."""

    code: str
    detail: str
    params: Params

    def __str__(self) -> str:
        return self.detail.format_map(self.params)


def at(minute: int) -> str:
    """A time as day and clock, counted from the origin as midnight before day 1: `2d 14:20`."""
    day, minutes = divmod(minute, 24 * 60)
    return f"{day + 1}d {minutes // 60:02}:{minutes % 60:02}"


class Block(NamedTuple):
    """A match as it stands in the plan: taken from `begin`, played from `start` to `end`."""

    match: Match
    booking: Booking
    venue: str
    begin: int
    start: int
    end: int


def pair(name: str, first: Block, second: Block) -> Params:
    """What messages about two blocks of one user name."""
    return {
        "who": name,
        "first": first.match.id,
        "second": second.match.id,
        "end": at(first.end),
        "start": at(second.start),
        "begin": at(second.begin),
    }
