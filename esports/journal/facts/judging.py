"""Judged contests."""

from uuid import UUID

from esports.journal.facts.base import BaseFact


class SubmissionHandedIn(BaseFact, frozen=True, kw_only=True):
    """An entry of a judged stage handed in its work, or `replaced` it. Never which one: judges read this."""

    stage_id: UUID
    entry_id: UUID
    replaced: bool


class JudgesAssigned(BaseFact, frozen=True, kw_only=True):
    """These people judge a stage from now on, `each` submission by so many of them, None: by all."""

    stage_id: UUID
    judges: list[UUID]
    each: int | None


class SubmissionMarked(BaseFact, frozen=True, kw_only=True):
    """A judge marked the submission of this number; a `version` above 1 changes an earlier mark."""

    stage_id: UUID
    number: int
    version: int


class JudgingMoved(BaseFact, frozen=True, kw_only=True):
    """How far a judged stage has come: so many `submissions`, and of them so many `marked` in full."""

    stage_id: UUID
    submissions: int
    marked: int


class MarksPublished(BaseFact, frozen=True, kw_only=True):
    """The table of a judged stage is out, and with it whose each number was: `entries` from number 1 on.

    With the draw seed anyone can repeat the draw of the numbers and of the judges.
    """

    stage_id: UUID
    name: str
    draw_seed: str
    entries: list[UUID]


JudgingFact = SubmissionHandedIn | JudgesAssigned | SubmissionMarked | JudgingMoved | MarksPublished
