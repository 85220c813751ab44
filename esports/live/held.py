"""A topic some seconds late, for those whose pictures are late as well.

Nothing is told before it is so old, by the time that the journal gives each commit; the numbers and the
resuming are the topic's own. Who knows more than may be told yet, by a snapshot or from before, waits until
the stream has come as far. So a snapshot is not sent before all that it shows is old enough.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from esports.clock import Clock
from esports.live.crowd import Crowd, Follower
from esports.live.deltas import Commit
from esports.live.stream import Base, Stream

LOOK_SECONDS = 1.0
"""The clock is read at least so often, for it may be set."""


class HeldStream(Stream):
    """One topic for one class of watchers, `delay` late. `present` is the same topic without a delay."""

    on_time = False

    def __init__(
        self, present: Stream, delay: timedelta, clock: Clock, *, gather: Callable[[], Crowd]
    ) -> None:
        super().__init__(
            present.place,
            present.feed,
            present.frame_of,
            present.read,
            staff=present.staff,
            gather=gather,
        )
        self._present = present
        self._delay = delay
        self._clock = clock
        self._held: deque[tuple[datetime, int, Commit | None]] = deque()
        self._early: dict[Follower, Base] = {}
        self._look: asyncio.TimerHandle | None = None
        self._begin()

    def publish(self, commits: Sequence[Commit]) -> None:
        """Keep new commits until they are old enough."""
        for commit in commits:
            self._hold(commit.items[-1].at, commit.last, commit)
        self._release()

    def join(self, follower: Follower, base: Base) -> bool:
        """Join, or wait for the stream to come as far as `base`."""
        if base.seq <= self.top or base.epoch != self.feed.epoch:
            return super().join(follower, base)
        if not follower.gone():
            self._early[follower] = base
        return True

    def leave(self, follower: Follower) -> tuple[str | None, int | None]:
        """As for any stream; who still waited goes on from where it was before."""
        base = self._early.pop(follower, None)
        if base is None:
            return super().leave(follower)
        return (None, None) if base.frames else (base.epoch, base.seq)

    def idle(self) -> bool:
        """Whether nobody follows or waits."""
        return super().idle() and not self._early

    def close(self) -> None:
        """Let nothing out any more."""
        super().close()
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def reset(self, reason: str) -> None:
        """The stream does not continue."""
        early, self._early = self._early, {}
        super().reset(reason)
        self._begin()
        for follower in early:
            follower.dropped(reason)

    async def snapshot(self) -> Base:
        """The present's, to be sent once it may be."""
        return await self._present.snapshot()

    def _begin(self) -> None:
        """Hold what is young of what the feed has kept; what it does not show the age of counts as young."""
        self._held.clear()
        recent = self.feed.since(self.feed.start) or []
        self.top = self.feed.start if recent else 0
        if not recent and self.feed.top:
            self._hold(self._clock(), self.feed.top, None)
        for commit in recent:
            self._hold(commit.items[-1].at, commit.last, commit)
        self._release()

    def _hold(self, at: datetime, seq: int, commit: Commit | None) -> None:
        due = at + self._delay
        if self._held:
            due = max(due, self._held[-1][0])
        self._held.append((due, seq, commit))

    def _release(self) -> None:
        """Send what is due, let in who waited for it, and look again in time."""
        self.close()
        now = self._clock()
        while self._held and self._held[0][0] <= now:
            _, seq, commit = self._held.popleft()
            if commit is None:
                self.top = seq
            else:
                super().publish([commit])
        self._let_in()
        if self._held:
            seconds = (self._held[0][0] - now).total_seconds()
            loop = asyncio.get_running_loop()
            self._look = loop.call_later(min(seconds, LOOK_SECONDS), self._release)

    def _let_in(self) -> None:
        for follower, base in list(self._early.items()):
            if base.seq <= self.top:
                del self._early[follower]
                if not super().join(follower, base):
                    follower.dropped("too_old")
