"""What is to be planned, and a plan: frozen values that JSON holds.

All times are whole minutes from the caller's origin, none before it; all intervals are half open. A match
*starts* when play starts; its people, station, stream and referees are taken from `warm_up` minutes before
the start to its end, and that whole time is its *block*. Between two blocks of one person lie the rest that
the earlier match asks for and then the way between the venues: who travels does not rest.
"""

from collections.abc import Iterable

import msgspec


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A frozen value with its form in JSON."""


class Interval(Value, frozen=True, array_like=True):
    """From `start` up to, and without, `end`."""

    start: int
    end: int


Hours = tuple[Interval, ...]
"""Intervals in order, which do not touch. As somebody's hours, an empty tuple means: at any time."""


class Venue(Value, frozen=True):
    """A house that is open during `hours`, one interval a day; nothing is played in its `breaks`."""

    id: str
    hours: Hours
    breaks: Hours = ()


class Travel(Value, frozen=True):
    """The minutes between two venues, in either direction; ways that are not listed take none."""

    one: str
    other: str
    minutes: int


class Station(Value, frozen=True):
    """A place for one match at a time of any of these titles."""

    id: str
    venue: str
    titles: tuple[str, ...]


class Stream(Value, frozen=True):
    """A broadcast of one match at a time, from any station of its venue, on air during `hours`."""

    id: str
    venue: str
    hours: Hours = ()


class Referee(Value, frozen=True):
    """Somebody who may lead matches of these titles; with the id of a person, they are the same one."""

    id: str
    titles: tuple[str, ...]
    hours: Hours = ()


class Person(Value, frozen=True):
    """A player with hours of their own, such as a minor's; people without need not be listed."""

    id: str
    hours: Hours


class Tournament(Value, frozen=True):
    """No block of it begins before `release`; it should have ended by `due`; `weight` is its importance."""

    id: str
    release: int = 0
    due: int | None = None
    weight: int = 1


class Duration(Value, frozen=True):
    """How long a match takes: a plan sets `planned` minutes aside; really it is lognormal.

    `median` is in minutes, `sigma` the standard deviation of the logarithm. `doubt` is that of the median's:
    how well it is known, as a whole for all matches of a title and best-of.
    """

    planned: int
    median: float
    sigma: float
    doubt: float = 0.0


class Chance(Value, frozen=True, array_like=True):
    """Somebody who plays the match with this probability, strictly between 0 and 1."""

    person: str
    probability: float


class Match(Value, frozen=True):
    """A match to be planned.

    `people` play it for certain: no plan may overlap them. `maybe` are those who can still arrive in its
    open slots: a plan may overlap them, at a risk that is computed. Its block begins after each of the
    `predecessors`, their rest, and the way from there. It takes `referees` referees, and a stream if
    `streamed`. `wanted` is a start to come near to; `start` and `station` are pinned: they hold or there
    is no plan.
    """

    id: str
    tournament: str
    title: str
    duration: Duration
    stage: str = ""
    best_of: int = 1
    predecessors: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    maybe: tuple[Chance, ...] = ()
    rest: int = 0
    warm_up: int = 0
    referees: int = 0
    streamed: bool = False
    wanted: int | None = None
    start: int | None = None
    station: str | None = None


class Model(Value, frozen=True):
    """All that a plan must respect; ids are unique within their kind."""

    venues: tuple[Venue, ...]
    stations: tuple[Station, ...]
    tournaments: tuple[Tournament, ...]
    matches: tuple[Match, ...]
    streams: tuple[Stream, ...] = ()
    referees: tuple[Referee, ...] = ()
    people: tuple[Person, ...] = ()
    travel: tuple[Travel, ...] = ()


class Booking(Value, frozen=True):
    """One match in a plan."""

    match: str
    start: int
    station: str
    stream: str | None = None
    referees: tuple[str, ...] = ()


class Plan(Value, frozen=True):
    """A booking for every match; one that lacks some is unfinished."""

    bookings: tuple[Booking, ...]


def to_json(value: Model | Plan) -> bytes:
    """The value as JSON, without what is as by default."""
    return msgspec.json.encode(value)


def model_from_json(raw: bytes) -> Model:
    """The model that `to_json` wrote; raises `msgspec.ValidationError` for anything else."""
    return msgspec.json.decode(raw, type=Model)


def plan_from_json(raw: bytes) -> Plan:
    """The plan that `to_json` wrote; raises `msgspec.ValidationError` for anything else."""
    return msgspec.json.decode(raw, type=Plan)


def plan_of(bookings: Iterable[Booking]) -> Plan:
    """The plan in its one order: by start, then by match."""
    return Plan(tuple(sorted(bookings, key=lambda booking: (booking.start, booking.match))))
