"""Notices of an entry's way through a tournament, as they are stored."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

import msgspec


class EntryReceived(msgspec.Struct, frozen=True, kw_only=True):
    """The reader's registration has arrived: it waits for the organisers (`pending`), for a place
    (`waitlisted`), or is in (`confirmed`).
    """

    entry_id: UUID
    tournament_id: UUID
    event: str
    event_slug: str
    tournament: str
    tournament_slug: str
    name: str
    state: Literal["pending", "waitlisted", "confirmed"]


class DrawPublished(msgspec.Struct, frozen=True, kw_only=True):
    """A stage is drawn in which the reader's entry, called `name`, plays.

    `number` and `match_id` are of its first match, null where it has none yet; `names` are of those who are
    in that by now, in slot order: the entry alone where its opponent is still played out. `group` is the one
    that it is in, null where there are none. `starts_at` and `station` are as published, null where they are
    not.
    """

    tournament_id: UUID
    event: str
    event_slug: str
    time_zone: str
    tournament: str
    tournament_slug: str
    stage: str
    name: str
    group: str | None
    match_id: UUID | None
    number: int | None
    names: list[str]
    starts_at: datetime | None
    station: str | None


class EntryQualified(msgspec.Struct, frozen=True, kw_only=True):
    """The reader's entry, called `name`, goes on: to the `stage` of its own tournament, null where it has
    qualified for another one, by this `place` in the tournament called `source`.

    `tournament` is the one where it goes on.
    """

    tournament_id: UUID
    event: str
    event_slug: str
    tournament: str
    tournament_slug: str
    name: str
    stage: str | None = None
    source: str | None = None
    place: int | None = None


class MatchDisputed(msgspec.Struct, frozen=True, kw_only=True):
    """The sides of the reader's match differ on its result, and a referee looks at it; or it is `decided`,
    with the `winner` and the `scores` in slot order, null where there is none.
    """

    urgent: ClassVar[bool] = True
    goes_first: ClassVar[bool] = True

    match_id: UUID
    tournament_id: UUID
    event: str
    event_slug: str
    tournament: str
    tournament_slug: str
    number: int
    names: list[str]
    decided: bool
    winner: str | None
    scores: list[int] | None
