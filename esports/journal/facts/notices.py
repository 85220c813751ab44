"""Notices to a person."""

from uuid import UUID

from esports.journal.facts.base import BaseFact


class NoticeSent(BaseFact, frozen=True, kw_only=True):
    """A person was told something, in their inbox."""

    notice_id: UUID
    notice: str


class NoticesRead(BaseFact, frozen=True, kw_only=True):
    """A person has read some of their notices."""

    count: int


NoticeFact = NoticeSent | NoticesRead
