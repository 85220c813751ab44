"""Judged stages as they are stored."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class ContestRow(msgspec.Struct, frozen=True, kw_only=True):
    """A judged stage as it is stored beside its stage."""

    stage_id: UUID
    draw_seed: str | None
    each: int | None
    told: dict[str, Any]
    assigned_at: datetime | None
    published_at: datetime | None


class SubmissionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A submission with its entry, as it is stored."""

    id: UUID
    stage_id: UUID
    entry_id: UUID
    name: str
    delegation: str | None
    person_id: UUID | None
    title: str
    link: str
    number: int | None
    revision: int
    handed_in_at: datetime


class JudgeRow(msgspec.Struct, frozen=True, kw_only=True):
    """A judge as stored; the name is that of the person, as long as there is one."""

    id: UUID
    person_id: UUID | None
    name: str | None
    delegation: str | None
    active: bool


class StoredMark(msgspec.Struct, frozen=True, kw_only=True):
    """The last version of a judge's mark for a submission."""

    submission_id: UUID
    judge_id: UUID
    version: int
    points: dict[str, int | str]
    comment: str | None
    given_at: datetime
