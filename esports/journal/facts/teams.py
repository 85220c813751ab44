"""Teams: who came, went and leads. People are named by id alone: who is erased elsewhere is erased here."""

from uuid import UUID

from esports.journal.facts.base import BaseFact


class TeamCreated(BaseFact, frozen=True, kw_only=True):
    """A team was founded; its founder is its captain."""

    team_id: UUID
    person_id: UUID


class TeamChanged(BaseFact, frozen=True, kw_only=True):
    """The captain edited what the team shows."""

    team_id: UUID
    fields: list[str]


class MemberJoined(BaseFact, frozen=True, kw_only=True):
    """Somebody accepted an invitation."""

    team_id: UUID
    person_id: UUID


class MemberLeft(BaseFact, frozen=True, kw_only=True):
    """Somebody is in the team no more; `removed` where the captain decided so."""

    team_id: UUID
    person_id: UUID
    removed: bool


class CaptaincyHandedOver(BaseFact, frozen=True, kw_only=True):
    """The captain made somebody else captain."""

    team_id: UUID
    person_id: UUID


class TeamDissolved(BaseFact, frozen=True, kw_only=True):
    """The last member left."""

    team_id: UUID


TeamFact = TeamCreated | TeamChanged | MemberJoined | MemberLeft | CaptaincyHandedOver | TeamDissolved
