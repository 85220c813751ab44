"""The rules of entering as they travel."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.tournaments.wire import Moment, RosterCount

Value = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Values = Annotated[list[Value], msgspec.Meta(max_length=500)]
Years = Annotated[int, msgspec.Meta(ge=0, le=120)]
Rating = Annotated[float, msgspec.Meta(ge=-1_000_000, le=1_000_000)]
Few = Annotated[int, msgspec.Meta(ge=1, le=8192)]
QuestionKey = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$(?!\n)")]
Label = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Terms = Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]
Message = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class AgeRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How old players and substitutes are in whole years on the day `on`; coaches are not asked.

    `by`: known by their birth dates, or by the word of who enters them, so that no birth date is asked for.
    """

    on: date
    by: Literal["birth_date", "word"] = "birth_date"
    min: Years | None = None
    max: Years | None = None


class RatingRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The bounds of the entry's rating, which the organisers set."""

    min: Rating | None = None
    max: Rating | None = None


class Eligibility(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who may take part; a rule that is left out asks nothing.

    `regions` and `delegations` name those that may enter. `verified_address`: who registers the entry has
    confirmed their mail address. `identity`: from check-in on staff must have verified who each player and
    substitute is, which they can once the entry is there.
    """

    age: AgeRule | None = None
    regions: Values = []
    delegations: Values = []
    rating: RatingRule | None = None
    verified_address: bool = False
    identity: Literal["verified"] | None = None


class RosterRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked of a roster beyond its size.

    `due`: from when on it must be complete; left out, none at all will do. It is locked from `locks_at` on,
    or once the tournament is in the state `locks_in`, whichever comes first.
    """

    due: Literal["registration", "check_in"] | None = None
    coaches_min: RosterCount = 0
    coaches_max: RosterCount = 100
    locks_at: Moment | None = None
    locks_in: Literal["check_in", "seeding"] | None = None


class Quota(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many entries of one delegation, region or club may be in, wait or await approval."""

    delegation: Few | None = None
    region: Few | None = None
    club: Few | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that is asked of who enters. The answer to a `public` one stands on the public page.

    The answer to one of the kind `file` is the id of a picture or PDF that was sent before, and never public.
    """

    key: QuestionKey
    label: Label
    kind: Literal["text", "number", "choice", "date", "file"] = "text"
    choices: Annotated[list[Value], msgspec.Meta(max_length=50)] = []
    required: bool = False
    public: bool = False


class EntryFile(msgspec.Struct, frozen=True, kw_only=True):
    """A picture or a PDF that an answer may name by its `id`; a PDF has no size in pixels."""

    id: UUID
    media_type: str
    width: int | None
    height: int | None


class EntryRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that a tournament asks of who enters it.

    `approval`: who registers themselves awaits the organisers' word. `tournaments_per_person`: in how many
    tournaments of the event who enters here may be. `terms` are to be accepted by who registers themselves.
    """

    eligibility: Eligibility = msgspec.field(default_factory=Eligibility)
    roster: RosterRules = RosterRules()
    approval: bool = False
    invitation_only: bool = False
    quota: Quota = Quota()
    tournaments_per_person: Few | None = None
    questions: Annotated[list[Question], msgspec.Meta(max_length=30)] = []
    terms: Terms | None = None

    EXAMPLE: ClassVar = {
        "eligibility": {
            "age": {"on": "2026-11-23", "min": 16},
            "delegations": ["School of Physics", "School of Law"],
        },
        "roster": {"due": "registration", "coaches_max": 1, "locks_in": "check_in"},
        "approval": True,
        "quota": {"delegation": 2},
        "questions": [
            {"key": "shirt", "label": "Shirt size", "kind": "choice", "choices": ["S", "M", "L"]},
            {"key": "motto", "label": "Your motto", "public": True},
        ],
        "terms": "Play fair. Results are published under your team's name.",
    }


class StoredRules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of entering a tournament. `terms_version` is the one to accept; each text has its own."""

    tournament: UUID
    rules: EntryRules = msgspec.field(default_factory=EntryRules)
    terms_version: int | None = None
    revision: int = 0


class NewInvitation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An invitation for so many entries; `label` says whom it is for."""

    label: Value
    uses: Few = 1
    expires_at: Moment | None = None

    EXAMPLE: ClassVar = {"label": "Last year's finalists", "uses": 2}


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation as its organisers see it. The code is not kept, so it is shown here no more."""

    id: UUID
    label: str
    uses: int
    used: int
    expires_at: datetime | None
    revoked_at: datetime | None


class MadeInvitation(Invitation, frozen=True, kw_only=True):
    """A fresh invitation with its code, which is told this once."""

    code: str


class Invitations(msgspec.Struct, frozen=True, kw_only=True):
    """The invitations of a tournament, the newest first."""

    items: list[Invitation]
    next_cursor: None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What becomes of entries that await approval. `message` tells those who are refused why."""

    entries: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=500)]
    decision: Literal["approve", "refuse"]
    message: Message | None = None

    EXAMPLE: ClassVar = {
        "entries": ["0192f7a0-0000-7000-8000-000000000000"],
        "decision": "refuse",
        "message": "Two of your players are in another team already.",
    }


class DecidedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry and the state that it is in now."""

    id: UUID
    name: str
    state: str


class DecidedEntries(msgspec.Struct, frozen=True, kw_only=True):
    """The entries that were decided on, in the order of registration."""

    items: list[DecidedEntry]


class EntryException(msgspec.Struct, frozen=True, kw_only=True):
    """The organisers' word that an entry is right although rules say otherwise: `codes`, and why."""

    id: UUID
    codes: list[str]
    reason: str
    granted_by: UUID | None
    granted_at: datetime


class EntryExceptions(msgspec.Struct, frozen=True, kw_only=True):
    """The exceptions of an entry, the first one first."""

    items: list[EntryException]
    next_cursor: None = None


Answers = dict[str, Any]
