"""What a commit of a journal means to the followers of one topic: values in, messages out."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from uuid import UUID

import msgspec

from esports.journal.facts import Fact, Item, Visibility
from esports.journal.views import subtree
from esports.live.messages import Delta, DeltaItem, Skip
from esports.live.topics import Topic, TopicKind


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a topic stands: a journal, and the part of that journal's view that the topic is about.

    `root` is a path as in patches, empty for the whole view. `event_id` names the event whose staff may
    see more. `hidden`: the staff alone may follow it at all. `mine`: the caller's own, and all theirs.
    """

    topic: Topic
    journal_id: UUID
    root: str = ""
    event_id: UUID | None = None
    hidden: bool = False
    mine: bool = False


class Commit(msgspec.Struct, frozen=True):
    """Items that were written together, and are shown together or not at all."""

    items: Sequence[Item]

    @property
    def first(self) -> int:
        """The number of its first item."""
        return self.items[0].seq

    @property
    def last(self) -> int:
        """The number of its last item, which is also the view's seq after it."""
        return self.items[-1].seq


def commits_of(items: Iterable[Item]) -> list[Commit]:
    """Items in the order of their numbers, put together by commit."""
    return [Commit(list(group)) for _, group in groupby(items, key=lambda item: item.commit_seq)]


def message_of(place: Place, commit: Commit, *, staff: bool) -> Delta | Skip:
    """What a follower of `place` gets of `commit`: the items that touch it and that they may see."""
    name = str(place.topic)
    items = [
        DeltaItem(seq=item.seq, fact=item.fact, patch=patch)
        for item in commit.items
        if staff or item.visibility is Visibility.public
        if (patch := subtree(item.patch, place.root)) or _is_about(item.fact, place)
    ]
    if not items:
        return Skip(topic=name, first=commit.first, to=commit.last)
    return Delta(topic=name, first=commit.first, to=commit.last, items=items)


def _is_about(fact: Fact, place: Place) -> bool:
    if place.topic.kind is TopicKind.stage:
        return getattr(fact, "stage_id", None) == place.topic.id
    if place.topic.kind is TopicKind.match:
        return getattr(fact, "match_id", None) == place.topic.id
    return True
