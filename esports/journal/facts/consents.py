"""Guardians' consents, for staff."""

from uuid import UUID

from esports.journal.facts.base import BaseFact


class ConsentMoved(BaseFact, frozen=True, kw_only=True):
    """A guardian of one of the entry's players was asked, agreed, refused or withdrew. Never of which one."""

    entry_id: UUID
    name: str
    state: str


ConsentFact = ConsentMoved
