"""Places, points and qualification."""

from uuid import UUID

from esports.journal.facts.base import BaseFact


class FieldPlaced(BaseFact, frozen=True, kw_only=True):
    """Play is over: every entry of the field has its place; told again where a correction changes one."""

    tournament_id: UUID


class PointsRulesSet(BaseFact, frozen=True, kw_only=True):
    """The rules of an event's points table were decided."""

    event_id: UUID


class QualificationSet(BaseFact, frozen=True, kw_only=True):
    """It was decided whose places in other tournaments fill the seeds of this one."""

    tournament_id: UUID


class EntryQualified(BaseFact, frozen=True, kw_only=True):
    """An entry came in by its place in another tournament.

    `due` is the place whose seat it moved up to, where those before it do not play.
    """

    entry_id: UUID
    name: str
    seed: int
    source_id: UUID
    source: str
    place: int
    due: int | None


class QualifiersSeeded(BaseFact, frozen=True, kw_only=True):
    """The seeds of the plan were given out: these entries hold another one now, or none."""

    entries: list[UUID]


HonoursFact = FieldPlaced | PointsRulesSet | QualificationSet | EntryQualified | QualifiersSeeded
