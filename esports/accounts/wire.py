"""People, sessions and tokens as they travel."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

MIN_PASSWORD, MAX_PASSWORD = 8, 128

Email = Annotated[str, msgspec.Meta(max_length=254, examples=["mei@example.org"])]
Password = Annotated[str, msgspec.Meta(min_length=MIN_PASSWORD, max_length=MAX_PASSWORD)]
GivenPassword = Annotated[str, msgspec.Meta(max_length=MAX_PASSWORD)]
"""A password that is held against the one that is kept, whatever its form."""
Code = Annotated[str, msgspec.Meta(max_length=40, examples=["123456"])]
Locale = Literal["en", "zh-Hans"]


class TokenScope(StrEnum):
    """What a token may be used for; a session may do all that its person may."""

    read = "read"
    entries = "entries"
    results = "results"
    manage = "manage"


class NewPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person who makes an account. Without `locale` it is the language of the request."""

    email: Email
    password: Password
    display_name: Annotated[str, msgspec.Meta(max_length=200, examples=["梅 Mei"])]
    birth_date: date | None = None
    locale: Locale | None = None

    EXAMPLE: ClassVar = {
        "email": "mei@example.org",
        "password": "correct horse battery staple",
        "display_name": "梅 Mei",
        "birth_date": "2004-05-17",
        "locale": "zh-Hans",
    }


class Credentials(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person signs in with. `code`: of their second factor, or a recovery code, where one is on."""

    email: Email
    password: GivenPassword
    code: Code | None = None

    EXAMPLE: ClassVar = {"email": "mei@example.org", "password": "correct horse battery staple"}


class NewToken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A token for a program. Without `expires_at` it lasts until it is deleted."""

    name: Annotated[str, msgspec.Meta(max_length=200)]
    scopes: Annotated[list[TokenScope], msgspec.Meta(min_length=1, max_length=len(TokenScope))]
    expires_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None

    EXAMPLE: ClassVar = {
        "name": "scoreboard in the arena",
        "scopes": ["read", "results"],
        "expires_at": "2030-12-31T16:00:00Z",
    }


Way = Literal["mail", "inbox", "chat", "both"]


class NoticeChoices(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How each kind of notice reaches a person: in the inbox always, and where they like by `mail`, by their
    own `chat`, or by `both`.
    """

    match_ready: Way = "mail"
    report_waiting: Way = "mail"
    place_free: Way = "mail"
    consent_revoked: Way = "mail"
    entry_decided: Way = "mail"
    match_changed: Way = "mail"
    schedule_changed: Way = "mail"
    match_called: Way = "mail"
    match_soon: Way = "mail"
    check_in_open: Way = "mail"
    check_in_closing: Way = "mail"
    entry_placed: Way = "mail"
    entry_received: Way = "mail"
    draw_published: Way = "mail"
    entry_qualified: Way = "mail"
    match_disputed: Way = "mail"
    referee_needed: Way = "mail"
    station_late: Way = "mail"
    jobs_failing: Way = "mail"
    chat_paused: Way = "mail"


ClockTime = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["22:30"])]
Digest = Literal["never", "hour", "day"]
RemindMinutes = Literal[0, 10, 20, 30, 60]
REMIND_MINUTES: tuple[int, ...] = (10, 20, 30, 60)
"""How long before a match its people may be reminded of it; 0 is never."""


class QuietHours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when to when, by the clock of the person's time zone, only what is urgent is mailed; what is not
    comes at their end. They may go over midnight. Both null: there are none.
    """

    begins: ClockTime | None = None
    ends: ClockTime | None = None


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """An account, as its owner sees it. `revision` counts the edits of the settings; without `time_zone`
    it is the browser's. `digest`: how often what is not urgent is mailed as one, `never`: each by itself.
    `remind_minutes`: how long before their matches they are reminded of them, 0: not at all.
    """

    id: UUID
    email: str
    email_verified: bool
    display_name: str
    birth_date: date | None
    locale: str
    time_zone: str | None
    notices: NoticeChoices
    quiet_hours: QuietHours | None
    digest: Digest
    remind_minutes: RemindMinutes
    second_factor: bool
    is_admin: bool
    revision: int


class PersonChanges(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person may choose for themselves; what is left out stays."""

    display_name: Annotated[str, msgspec.Meta(max_length=200)] | msgspec.UnsetType = msgspec.UNSET
    locale: Locale | msgspec.UnsetType = msgspec.UNSET
    time_zone: Annotated[str, msgspec.Meta(max_length=64)] | msgspec.UnsetType | None = msgspec.UNSET
    notices: NoticeChoices | msgspec.UnsetType = msgspec.UNSET
    quiet_hours: QuietHours | msgspec.UnsetType | None = msgspec.UNSET
    digest: Digest | msgspec.UnsetType = msgspec.UNSET
    remind_minutes: RemindMinutes | msgspec.UnsetType = msgspec.UNSET

    EXAMPLE: ClassVar = {
        "display_name": "梅 Mei",
        "locale": "zh-Hans",
        "time_zone": "Asia/Shanghai",
        "notices": {"match_ready": "inbox"},
        "quiet_hours": {"begins": "22:30", "ends": "07:00"},
        "digest": "hour",
        "remind_minutes": 30,
    }


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in. `csrf_token` goes with every write of a session; None for a token."""

    person: Person
    csrf_token: str | None
    scopes: list[TokenScope] | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A browser in which a person is signed in. `device` is what the browser says of itself."""

    id: UUID
    device: str | None
    created_at: datetime
    expires_at: datetime
    current: bool


class Sessions(msgspec.Struct, frozen=True, kw_only=True):
    """All sessions of a person, the newest first."""

    items: list[Session]
    next_cursor: None = None


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A token without its secret."""

    id: UUID
    name: str
    scopes: list[TokenScope]
    expires_at: datetime | None
    last_used_at: datetime | None
    created_at: datetime


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """All tokens of a person."""

    items: list[Token]
    next_cursor: None = None


class MadeToken(msgspec.Struct, frozen=True, kw_only=True):
    """A new token with its secret, which is shown this once."""

    id: UUID
    name: str
    scopes: list[TokenScope]
    expires_at: datetime | None
    token: str


class LiveTicket(msgspec.Struct, frozen=True, kw_only=True):
    """What opens the live socket once, within a minute."""

    ticket: str
    expires_at: datetime
