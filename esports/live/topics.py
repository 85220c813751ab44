"""Topics: what can be followed, as a program writes it."""

from enum import StrEnum
from uuid import UUID

import msgspec


class TopicKind(StrEnum):
    """What sort of thing is followed."""

    tournament = "tournament"
    stage = "stage"
    match = "match"
    event = "event"
    inbox = "inbox"


class Topic(msgspec.Struct, frozen=True):
    """One thing that can be followed. `id` is None for the inbox, which is the caller's own."""

    kind: TopicKind
    id: UUID | None = None

    def __str__(self) -> str:
        return self.kind.value if self.id is None else f"{self.kind.value}/{self.id}"


def parse(text: str) -> Topic | None:
    """`tournament/{id}`, `stage/{id}`, `match/{id}`, `event/{id}` or `inbox`; None for anything else."""
    if text == TopicKind.inbox:
        return Topic(TopicKind.inbox)
    kind, _, number = text.partition("/")
    try:
        topic = Topic(TopicKind(kind), UUID(number))
    except ValueError:
        return None
    return topic if str(topic) == text else None
