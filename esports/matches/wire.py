"""Reports and matches as they travel."""

from uuid import UUID

import msgspec

from esports.brackets.shapes import ListedMatch, MatchView
from esports.matches.correction_wire import Correction
from esports.matches.report_wire import Report


class MatchDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A match with where it belongs and the names of who plays it."""

    match: MatchView
    tournament: UUID
    stage: UUID
    names: dict[str, str]
    reports: list[Report]
    corrections: list[Correction]


class MatchPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of matches."""

    items: list[ListedMatch]
    next_cursor: str | None
