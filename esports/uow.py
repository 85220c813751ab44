"""The unit of work: state, journal, outbox and remembered reply commit together or not at all.

After the commit, and only then, the wake-ups go out by Redis. They carry nothing of value: who misses
one finds the same news by polling PostgreSQL.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from esports.clock import Clock, utc_now
from esports.db import outbox, replies
from esports.db.parts import Part, run
from esports.db.wake import News
from esports.ids import new_id
from esports.jobs import AnyJob
from esports.journal import store
from esports.journal.facts import Change, Fact, Visibility

FEW = 4
"""To so many journals a unit writes one by one."""


class Waker(Protocol):
    """Tells the other processes that there is something to read. Never raises, never waits long."""

    async def wake(self, journals: dict[UUID, int], *, jobs: bool) -> None:
        """`journals` maps each changed journal to its last seq; `jobs`: the outbox has new work."""

    async def tell(self, news: News) -> None:
        """Something is new that stands in no journal."""


class UnitOfWork:
    """One use case's transaction. Services take it as their first argument; they never commit it.

    Attributes:
        connection: the transaction, for `queries` alone.
        clock: the time that rules see.
        now: when this unit began; one use case sees one time.
        actor_id: the person on whose word it happens, or None for the system.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        waker: Waker,
        *,
        clock: Clock = utc_now,
        actor_id: UUID | None = None,
        correlation_id: str | None = None,
    ) -> None:
        self.connection = connection
        self.clock = clock
        self.now: datetime = clock()
        self.actor_id = actor_id
        self.correlation_id = correlation_id
        self._waker = waker
        self._drafts: dict[UUID, list[store.Draft]] = defaultdict(list)
        self._jobs: list[outbox.Waiting] = []
        self._reply: Part | None = None
        self._along: list[Part] = []

    def new_id(self) -> UUID:
        """A fresh identifier."""
        return new_id(self.clock)

    async def open_journal(self, journal_id: UUID, kind: str) -> None:
        """Start the journal of a new tournament, event, team or person."""
        await store.create(self.connection, journal_id, kind)

    def record(
        self,
        journal_id: UUID,
        fact: Fact,
        patch: Sequence[Change] = (),
        *,
        visibility: Visibility = Visibility.public,
    ) -> None:
        """Put a fact, and the patch of its journal's view, into what this unit will commit."""
        self._drafts[journal_id].append(store.Draft(fact, patch, visibility))

    def enqueue(
        self,
        job: AnyJob,
        *,
        due_at: datetime | None = None,
        dedupe_key: str | None = None,
        patient: bool = False,
    ) -> None:
        """Put a job into what this unit will commit; a known `dedupe_key` makes it happen once.

        `patient`: it comes by the thousand and has time, so that other jobs go before it.
        """
        self._jobs.append(
            outbox.Waiting(
                id=self.new_id(),
                payload=job,
                due_at=due_at or self.now,
                patient=patient,
                dedupe_key=dedupe_key,
                correlation_id=self.correlation_id,
            )
        )

    def remember(
        self, principal: str, key: str, *, status: int, headers: dict[str, str], body: bytes
    ) -> None:
        """Put the reply, under a key that `replies.claim` has taken, into what this unit will commit."""
        self._reply = replies.remembering(principal, key, status=status, headers=headers, body=body)

    def write_along(self, part: Part) -> None:
        """Put a statement into the last round trip; who reads before what it writes has it written now."""
        self._along.append(part)

    async def write_now(self) -> None:
        """Write what was to go along."""
        await run(self.connection, self._along)
        self._along.clear()

    async def flush(self) -> dict[UUID, int]:
        """Write journal, outbox, reply and what goes along, still uncommitted.

        Journals are locked in the order of their ids; the others go along with the last, but where there are
        many.
        """
        heads: dict[UUID, int] = {}
        parts = [*self._along, *([self._reply] if self._reply else [])]
        if self._jobs:
            parts.append(outbox.adding(self._jobs))
        if len(self._drafts) > FEW:
            heads = await store.append_each(
                self.connection,
                self._drafts,
                at=self.now,
                actor_id=self.actor_id,
                correlation_id=self.correlation_id,
            )
            self._drafts.clear()
        last = max(self._drafts, default=None)
        for journal_id, drafts in sorted(self._drafts.items()):
            heads[journal_id] = await store.append(
                self.connection,
                journal_id,
                drafts,
                at=self.now,
                actor_id=self.actor_id,
                correlation_id=self.correlation_id,
                parts=parts if journal_id == last else (),
            )
        if last is None:
            await run(self.connection, parts)
        self._drafts.clear()
        self._along.clear()
        self._reply = None
        return heads

    async def commit(self) -> None:
        """Commit everything at once, then wake who waits for it."""
        heads = await self.flush()
        await self.connection.commit()
        if heads or self._jobs:
            await self._waker.wake(heads, jobs=bool(self._jobs))
        self._jobs.clear()


@asynccontextmanager
async def unit_of_work(
    engine: AsyncEngine,
    waker: Waker,
    *,
    clock: Clock = utc_now,
    actor_id: UUID | None = None,
    correlation_id: str | None = None,
) -> AsyncIterator[UnitOfWork]:
    """Open a unit; what is not committed when the block ends is rolled back."""
    async with engine.connect() as connection:
        yield UnitOfWork(connection, waker, clock=clock, actor_id=actor_id, correlation_id=correlation_id)
