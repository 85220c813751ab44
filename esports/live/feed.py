"""The feed of one journal in this process: where it stands, and its last commits, in order, without gaps.

Everything comes from PostgreSQL, where numbers are dense and in commit order; hints from elsewhere only
say that there is something to read. A journal whose epoch changed, or that went back, was restored from
a backup: the feed begins anew and says so.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from esports import log
from esports.db.errors import DATABASE_ERRORS
from esports.journal import store
from esports.journal.tail import Tail
from esports.live.deltas import Commit, commits_of
from esports.live.tasks import end

RING_ITEMS = 256
RESUME_ITEMS = 1_000
BUSY, CALM = 4, 2
"""Commits in a window: with so many, and until there are fewer, the next are read without being told of."""
UNAVAILABLE = (*DATABASE_ERRORS, SQLAlchemyError, TimeoutError)
logger = log.get(__name__)


class NoJournal(LookupError):
    """There is no such journal (any more)."""


class Feed:
    """One journal's commits in the order of their numbers.

    Attributes:
        epoch: the identity of the journal as it was read.
        top: the last number that has been told to `on_commits`.
        start: the number before the oldest commit kept.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        tail: Tail,
        journal_id: UUID,
        *,
        on_commits: Callable[[list[Commit]], None],
        on_reset: Callable[[], None],
        on_hear: Callable[[bool], None] = lambda _wanted: None,
        window_seconds: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self.journal_id = journal_id
        self.epoch = ""
        self.top = 0
        self.start = 0
        # One statement at a time, of what is never changed: it needs no transaction around it.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._tail = tail
        self._on_commits = on_commits
        self._on_reset = on_reset
        self._on_hear = on_hear
        self._window = window_seconds
        self._commits: deque[Commit] = deque()
        self._lock = asyncio.Lock()
        self._wanted = 0
        self._pump: asyncio.Task[None] | None = None

    async def open(self) -> bool:
        """Find out where the journal stands; later calls do nothing, and say so by False.

        Raises:
            NoJournal: there is none.
        """
        async with self._lock:
            if self.epoch:
                return False
            await self._begin()
            return True

    async def restart(self, stale_epoch: str) -> None:
        """Begin anew if the feed still is in `stale_epoch`, and tell the followers.

        Raises:
            NoJournal: it is gone.
        """
        async with self._lock:
            if self.epoch == stale_epoch:
                try:
                    await self._begin()
                except NoJournal:
                    self.epoch = ""
                    raise
                finally:
                    self._on_reset()

    def hint(self, seq: int) -> None:
        """Somebody says that the journal has come to `seq`. What is known already is dropped."""
        self._wanted = max(self._wanted, seq)
        if self._wanted > self.top and self.idle():
            self._pump = asyncio.create_task(self._run())

    async def advance(self, seq: int) -> int:
        """Read up to the journal's head, unless `seq` is known by then. Tells `on_commits` at once.

        How many commits came.
        """
        came = 0
        async with self._lock:
            while self.top < seq:
                commits = await read_commits(self._tail, self.journal_id, after=self.top)
                if not commits:
                    break
                if not _dense(commits, self.top):
                    await self._begin()
                    self._on_reset()
                    break
                self._append(commits)
                came += len(commits)
        return came

    def since(self, after: int) -> list[Commit] | None:
        """The commits behind `after`, or None if `after` is older, newer, or inside of a commit."""
        if after == self.top:
            return []
        found = [commit for commit in self._commits if commit.first > after]
        return found if found and found[0].first == after + 1 else None

    async def reach_back(self, after: int) -> None:
        """Read older commits, so that `since(after)` knows them, if they are not too many."""
        async with self._lock:
            if after >= self.start or self.top - after > RESUME_ITEMS:
                return
            async with self._engine.connect() as connection:
                older = await _read_whole(connection, self.journal_id, after=after, upto=self.start)
            self._commits.extendleft(reversed(older))
            self.start = self._commits[0].first - 1 if self._commits else self.top

    def idle(self) -> bool:
        """Whether it reads nothing at the moment."""
        return self._pump is None or self._pump.done()

    async def close(self) -> None:
        """Stop reading."""
        if self._pump is not None:
            await end([self._pump])

    async def _begin(self) -> None:
        async with self._engine.connect() as connection:
            head = await store.head(connection, self.journal_id)
            if head is None:
                raise NoJournal(str(self.journal_id))
            recent = max(0, head.seq - RING_ITEMS)
            self._commits = deque(await _read_whole(connection, self.journal_id, after=recent, upto=head.seq))
        self.epoch, self.top, self._wanted = head.epoch, head.seq, head.seq
        self.start = self._commits[0].first - 1 if self._commits else head.seq

    async def _run(self) -> None:
        """Read while there is something to read, and not more often than once a window."""
        try:
            while self._wanted > self.top:
                before = self.top
                came = await self._read_for_a_window(self._wanted)
                if self.top == before:
                    self._wanted = before
                if came >= BUSY and self._window():
                    await self._read_unasked()
        except UNAVAILABLE as error:
            logger.warning("journal not readable", journal=str(self.journal_id), reason=str(error))
            self._wanted = self.top

    async def _read_unasked(self) -> None:
        """Look at the end of each window, and want no hints meanwhile."""
        self._on_hear(False)
        try:
            while self._window() and await self._read_for_a_window(self.top + 1) >= CALM:
                pass
        finally:
            self._on_hear(True)

    async def _read_for_a_window(self, seq: int) -> int:
        """Advance, and wait until the next reading is due, which it is at once if nothing came unasked.

        The window begins when all have been sent what came, so that there is one however many they are.
        """
        came = await self.advance(seq)
        if came or seq <= self._wanted:
            await asyncio.sleep(self._window())
        return came

    def _append(self, commits: list[Commit]) -> None:
        self.top = commits[-1].last
        self._commits.extend(commits)
        while len(self._commits) > 1 and self.top - self._commits[0].last > RING_ITEMS:
            self._commits.popleft()
        self.start = self._commits[0].first - 1
        self._on_commits(commits)


def _dense(commits: Sequence[Commit], after: int) -> bool:
    """Whether every number behind `after` is there; a journal in use never lacks one."""
    numbers = [item.seq for commit in commits for item in commit.items]
    return numbers == list(range(after + 1, after + 1 + len(numbers)))


async def read_commits(
    tail: Tail, journal_id: UUID, *, after: int, limit: int = RESUME_ITEMS
) -> list[Commit]:
    """Whole commits behind `after`, which is the end of one: about `limit` items, the last commit whole."""
    items = await tail.read(journal_id, after=after, limit=limit)
    if items and items[-1].seq < items[-1].commit_seq:
        last = items[-1]
        items += await tail.read(
            journal_id, after=last.seq, limit=last.commit_seq - last.seq, upto=last.commit_seq
        )
    return commits_of(items)


async def _read_whole(
    connection: AsyncConnection, journal_id: UUID, *, after: int, upto: int
) -> Sequence[Commit]:
    """The commits that lie whole between `after` and `upto`, which is the end of one."""
    from_inside = max(0, after - 1)
    items = await store.read(connection, journal_id, after=from_inside, limit=upto - from_inside, upto=upto)
    cut = items[0].commit_seq if items and after > 0 else 0
    return commits_of(item for item in items if item.seq > cut)
