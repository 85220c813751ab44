"""Submissions, judges and marks as they travel."""

from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec

from esports.events.wire import Name

Link = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
Delegation = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
DrawSeed = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Criterion = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Points = Annotated[dict[Criterion, float | str], msgspec.Meta(max_length=50)]
Comment = Annotated[str, msgspec.Meta(max_length=2000)]


class NewSubmission(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an entry hands in: a title, and an https link to the work."""

    entry: UUID
    title: Name
    link: Link

    EXAMPLE: ClassVar = {
        "entry": "0192f0a0-0000-7000-8000-000000000001",
        "title": "One day on campus 校园的一天",
        "link": "https://videos.example.org/one-day",
    }


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry handed in. Its number is null until the judges are assigned; the entry itself is not
    told it before the marks are published.
    """

    id: UUID
    stage: UUID
    entry: UUID
    name: str
    title: str
    link: str
    number: int | None
    handed_in_at: datetime
    revision: int


class KnownSubmission(Submission, frozen=True, kw_only=True):
    """A submission in the place of an earlier one of the same entry."""

    @property
    def reply_status(self) -> int:
        """OK, not created."""
        return 200


class Submissions(msgspec.Struct, frozen=True, kw_only=True):
    """The submissions that the caller may see, with their entries."""

    items: list[Submission]
    next_cursor: None = None


class OwnWork(msgspec.Struct, frozen=True, kw_only=True):
    """A registrant's entry in a judged stage, and what it handed in, without the number."""

    entry: UUID
    name: str
    submission: Submission | None


class NewJudge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A judge, by the person's id; entries of the same delegation are left to the others."""

    person: UUID
    delegation: Delegation | None = None


class NewJudges(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All judges of a stage. `each`: so many mark each submission, drawn evenly; left out: all do."""

    judges: Annotated[list[NewJudge], msgspec.Meta(min_length=1, max_length=200)]
    each: Annotated[int, msgspec.Meta(ge=1, le=99)] | None = None
    draw_seed: DrawSeed | None = None

    EXAMPLE: ClassVar = {
        "judges": [
            {"person": "0192f0a0-0000-7000-8000-000000000002", "delegation": "School of Physics"},
            {"person": "0192f0a0-0000-7000-8000-000000000003"},
            {"person": "0192f0a0-0000-7000-8000-000000000004"},
        ],
        "each": 2,
        "draw_seed": "drawn on stage, 25 November",
    }


class NewMark(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points for every criterion, from 0 to the scale; numbers or decimal texts. The comment is for the
    organisers.
    """

    points: Points
    comment: Comment | None = None

    EXAMPLE: ClassVar = {"points": {"idea": 8, "craft": "7.5"}, "comment": "A quiet, strong ending."}


class GivenMark(msgspec.Struct, frozen=True, kw_only=True):
    """A judge's mark as it counts; each change is a version of its own, and `revision` the last one's."""

    submission: UUID
    number: int
    points: dict[str, int | str]
    comment: str | None
    given_at: datetime
    revision: int


class QueueItem(msgspec.Struct, frozen=True, kw_only=True):
    """A submission that the caller is to mark; where judging is blind, its number stands for it.

    `entry`, its name and the title are null then, until the marks are published.
    """

    submission: UUID
    number: int
    link: str
    entry: UUID | None
    name: str | None
    title: str | None
    mark: GivenMark | None


class JudgeProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a judge is; `left` are the numbers still to be marked. The name is null once erased."""

    judge: UUID
    person: UUID | None
    name: str | None
    delegation: str | None
    done: int
    due: int
    left: list[int]


class MissingMarks(msgspec.Struct, frozen=True, kw_only=True):
    """A submission that has fewer marks than are needed."""

    number: int
    entry: UUID
    name: str
    marks: int
    minimum: int


class SpreadWarning(msgspec.Struct, frozen=True, kw_only=True):
    """A submission on which judges differ by more than the set spread.

    `text` says it in English words, with places for `params`.
    """

    number: int
    entry: UUID
    name: str
    text: str
    params: dict[str, Any]


class MarkRow(msgspec.Struct, frozen=True, kw_only=True):
    """A mark that counts, for the organisers; `total` weighs the criteria."""

    judge: UUID
    number: int
    points: dict[str, int | str]
    total: int | str
    comment: str | None


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """What the organisers see of a judged stage while it is marked."""

    each: int | None
    judges: list[JudgeProgress]
    missing: list[MissingMarks]
    warnings: list[SpreadWarning]
    marks: list[MarkRow]


class Judging(msgspec.Struct, frozen=True, kw_only=True):
    """How far a judged stage is: `marked` of `submissions` have the marks that they need.

    `state`: `open` takes submissions, `closed` waits for judges, `marking`, `published`. `queue` is the
    caller's own where they judge; `progress` is for the organisers.
    """

    stage: UUID
    state: str
    deadline: datetime | None
    blind: bool
    scale: int
    criteria: list[dict[str, Any]]
    entries: int
    submissions: int
    marked: int
    draw_seed: str | None
    queue: list[QueueItem] | None
    progress: Progress | None
