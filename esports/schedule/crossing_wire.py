"""Conflicts across tournaments as they travel."""

from datetime import date
from uuid import UUID

import msgspec


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A tournament on other days, and how many double bookings are then to be expected of the pair."""

    tournament: UUID
    name: str
    first: date
    last: date
    double_bookings: float


class Crossing(msgspec.Struct, frozen=True, kw_only=True):
    """Two tournaments that share people, how many of them, and how many are to be expected in two matches at
    once; `proposals` are days that lower it, the best first."""

    tournaments: list[UUID]
    names: list[str]
    people: int
    double_bookings: float
    proposals: list[Proposal]


class Crossings(msgspec.Struct, frozen=True, kw_only=True):
    """Who is in several tournaments: `entered` counts people by how many they are in, from two on."""

    entered: dict[int, int]
    items: list[Crossing]
    next_cursor: None = None
