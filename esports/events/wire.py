"""Events as they travel: what people send and what they get."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$(?!\n)")]
"""A short name for addresses. `$` alone would let a line end through."""
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Description = Annotated[str, msgspec.Meta(max_length=10_000)]


class NewEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event to be set up. Days are local to `time_zone`, an IANA name such as Asia/Shanghai."""

    name: Name
    slug: Slug
    time_zone: str
    starts_on: date
    ends_on: date
    description: Description = ""

    EXAMPLE: ClassVar = {
        "name": "Campus Esports Week",
        "slug": "campus-2026",
        "time_zone": "Asia/Shanghai",
        "starts_on": "2026-11-23",
        "ends_on": "2026-11-29",
        "description": "Four titles, one week, open to every department.",
    }


class EventChanges(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall be different; a field that is left out stays."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    time_zone: str | msgspec.UnsetType = msgspec.UNSET
    starts_on: date | msgspec.UnsetType = msgspec.UNSET
    ends_on: date | msgspec.UnsetType = msgspec.UNSET
    description: Description | msgspec.UnsetType = msgspec.UNSET

    EXAMPLE: ClassVar = {"ends_on": "2026-11-30", "description": "The finals are on Monday."}


class NewStaff(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A role for a person who has an account."""

    email: Annotated[str, msgspec.Meta(max_length=254)]
    role: Literal["operator", "referee", "caster", "judge"]

    EXAMPLE: ClassVar = {"email": "mei@example.org", "role": "referee"}


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    """A role that a person holds in an event."""

    person: UUID
    display_name: str
    role: str


class StaffList(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody with a role in an event."""

    items: list[Staff]
    next_cursor: None = None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """An event as everybody may see it."""

    id: UUID
    slug: str
    name: str
    description: str
    time_zone: str
    starts_on: date
    ends_on: date
    revision: int


class Events(msgspec.Struct, frozen=True, kw_only=True):
    """A page of events."""

    items: list[Event]
    next_cursor: str | None
