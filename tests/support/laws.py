"""The laws that hold after every write, checked against the database that the write left behind."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from esports.audit.brackets import differences
from esports.brackets.service import tournament_view
from esports.events.service import event_view
from esports.journal import store
from esports.journal.facts import Item, Visibility
from esports.journal.views import merge, normal

Builder = Callable[..., Awaitable[dict[str, Any]]]
CLASSES = (True, False)
"""Staff, and the public."""


class Watched:
    """One journal with the views that it patches, as they were after the last write."""

    def __init__(self, journal_id: UUID, build: Builder, empty: Any) -> None:
        self.id = journal_id
        self.seq = 0
        self.views: dict[bool, Any] = dict.fromkeys(CLASSES, empty)
        self.items: list[Item] = []
        self._empty = empty
        self._build = build

    async def check(self, connection: AsyncConnection, head: int) -> list[Item]:
        """Take in what was written up to the `head`: `merge(view before, patches) == view after` for staff
        and the public, and the journal goes on without a gap, a repeat or a torn commit. Gives the new items.
        """
        items = await store.read(connection, self.id, after=self.seq, limit=1_000_000)
        assert [item.seq for item in items] == list(range(self.seq + 1, head + 1))
        for commit in {item.commit_seq for item in items}:
            seqs = [item.seq for item in items if item.commit_seq == commit]
            assert seqs == list(range(seqs[0], commit + 1)), (
                "a commit is a run of items that ends with its seq"
            )
        for staff in CLASSES:
            after = builtins(await self._build(connection, self.id, staff=staff))
            assert normal(merged(self.views[staff], items, staff)) == normal(after)
            self.views[staff] = after
        self.seq = head
        self.items += items
        return items

    def replay(self) -> None:
        """The journal from nothing gives the same views."""
        for staff in CLASSES:
            assert normal(merged(self._empty, self.items, staff)) == normal(self.views[staff])


def tournament_law(tournament_id: UUID) -> Watched:
    """The journal and the view of a tournament."""
    return Watched(tournament_id, tournament_view, {"entries": [], "stages": []})


def event_law(event_id: UUID) -> Watched:
    """The journal and the board of an event."""
    return Watched(event_id, event_view, {"tournaments": []})


def merged(view: Any, items: list[Item], staff: bool) -> Any:
    """The view after the items that its reader may see."""
    for item in items:
        if staff or item.visibility is Visibility.public:
            view = merge(view, item.patch)
    return view


def builtins(view: Any) -> Any:
    """The view as it goes over the wire."""
    return msgspec.json.decode(msgspec.json.encode(view))


async def snapshot(engine_: AsyncEngine) -> AsyncConnection:
    """A connection that sees one state of the database; close it."""
    connection = await engine_.connect()
    await connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


async def recomputed(connection: AsyncConnection, stage_id: UUID) -> None:
    """What is stored of a started stage is what its seats and results give when computed from nothing."""
    assert await differences(connection, stage_id) == []
