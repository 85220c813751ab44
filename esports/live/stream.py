"""Streams: a topic as one class of watchers sees it, as ready-made frames, and how a follower joins.

Each message is encoded and framed once for all who follow. Who has joined a stream has been sent everything
up to the stream's `top`; between the frames that a newcomer missed and its joining there is no await, so
nothing can slip in between.

The first commit after a quiet while goes out at once; what comes within the window behind it goes out
together at the window's end, in one write for each follower. The kernel's part of a write is most of what a
delivery costs, so this is what carries a busy hour. Staff's streams have no window; where no staff follow,
the journal is read in windows instead, and what was read goes out at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec

from esports.journal import store
from esports.live import metrics
from esports.live.crowd import Crowd, Follower, PlainCrowd
from esports.live.deltas import Commit, Place, message_of
from esports.live.feed import Feed
from esports.live.messages import Outgoing, Resync, Snapshot

STALE_SNAPSHOT_ITEMS = 64

Framer = Callable[[Outgoing, str], bytes]
"""Makes the bytes of a message on the wire; the second argument is the epoch."""
Reading = tuple[store.Head, Any]
"""A journal's position and a view at that position."""


class Base(msgspec.Struct, frozen=True):
    """What a newcomer is sent first, and the place from which the stream goes on."""

    epoch: str
    seq: int
    frames: bytes


class Stream:
    """One topic for one class of watchers.

    `on_time`: that it sends at once counts in the measured lag.

    Attributes:
        place: what it is about.
        staff: whether its followers see what only staff may see.
        feed: the journal that it shows.
        top: what everyone who joined has been sent.
        crowd: the followers.
        frame_of, read: how messages become bytes, and how the view is read.
    """

    on_time = True

    def __init__(
        self,
        place: Place,
        feed: Feed,
        frame: Framer,
        read: Callable[[], Awaitable[Reading]],
        *,
        staff: bool,
        window_seconds: Callable[[], float] = lambda: 0.0,
        gather: Callable[[], Crowd] = PlainCrowd,
    ) -> None:
        self.place = place
        self.staff = staff
        self.feed = feed
        self.top = feed.top
        self.crowd = gather()
        self._window = window_seconds
        self._waiting: list[Commit] = []
        self._timer: asyncio.TimerHandle | None = None
        self.frame_of = frame
        self.read = read
        self._frames: dict[int, bytes] = {}
        self._snapshot: Base | None = None
        self._building: asyncio.Task[Base] | None = None

    def publish(self, commits: Sequence[Commit]) -> None:
        """New commits: out at once where it was quiet, else at the window's end."""
        self._waiting += commits
        if self._timer is None:
            window = self._window()
            if window and self.crowd:
                self._timer = asyncio.get_running_loop().call_later(window, self._end_window)
            self._send_waiting()

    def leave(self, follower: Follower) -> tuple[str | None, int | None]:
        """Send no more to it; the position from which it can go on."""
        self.crowd.remove(follower)
        return self.feed.epoch, self.top

    def idle(self) -> bool:
        """Whether nobody follows."""
        return not self.crowd

    def close(self) -> None:
        """Send nothing any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def reset(self, reason: str) -> None:
        """The stream does not continue: forget what was made, and tell the followers."""
        self.close()
        followers = self.crowd.clear()
        self._snapshot, self.top = None, self.feed.top
        self._waiting.clear()
        self._frames.clear()
        for follower in followers:
            follower.dropped(reason)

    async def base(self, epoch: str | None, after: int | None) -> Base:
        """Where a newcomer begins: its own place if the journal covers it, else a snapshot."""
        if after is None:
            metrics.FOLLOWS.labels("snapshot").inc()
            return await self.snapshot()
        if epoch != self.feed.epoch:
            return await self._instead("epoch")
        if after > self.feed.top:
            await self.feed.advance(after)
        if after > self.feed.top:
            return await self._instead("ahead")
        source = "ring"
        if self.feed.since(after) is None:
            source = "journal"
            await self.feed.reach_back(after)
        if self.feed.since(after) is None:
            return await self._instead("too_old")
        metrics.FOLLOWS.labels(source).inc()
        return Base(self.feed.epoch, after, b"")

    def join(self, follower: Follower, base: Base) -> bool:
        """Send what is missing behind `base` and join; False if the journal went on too far meanwhile.

        Where the newcomer knows more than the others were told, they are told first.
        """
        missed = self.feed.since(base.seq) if base.epoch == self.feed.epoch else None
        if missed is None:
            return False
        if base.seq > self.top:
            self._send_waiting()
        data = base.frames + b"".join(self._frame(commit) for commit in missed if commit.last <= self.top)
        if follower.gone():
            return True
        try:
            if data:
                follower.outlet.write(data)
        except (RuntimeError, OSError):
            return True
        if follower.ready():
            self.crowd.add(follower)
        return True

    async def snapshot(self) -> Base:
        """The whole view in a frame: one build, however many ask, until the journal has gone well past it."""
        known = self._snapshot
        if known and known.epoch == self.feed.epoch and self._is_recent(known.seq):
            return known
        if self._building is None or self._building.done():
            self._building = asyncio.create_task(self._build())
        return await asyncio.shield(self._building)

    def _is_recent(self, seq: int) -> bool:
        return self.feed.top - seq <= STALE_SNAPSHOT_ITEMS and self.feed.since(seq) is not None

    def _end_window(self) -> None:
        """Send what came within the window, and open another; after a quiet window none is open."""
        self._timer = None
        if self._waiting:
            self.publish(())

    def _send_waiting(self) -> None:
        """All that waits, in one write for each follower."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        self.top = waiting[-1].last
        followers = len(self.crowd)
        if followers:
            self.crowd.write(b"".join([self._frame(commit) for commit in waiting]))
            metrics.sent(waiting, followers, on_time=self.on_time)

    def tell(self, message: Outgoing) -> None:
        """Send something that has no number to who follows now."""
        self.crowd.write(self.frame_of(message, self.feed.epoch))

    async def _instead(self, reason: str) -> Base:
        metrics.FOLLOWS.labels(reason).inc()
        base = await self.snapshot()
        resync = Resync(topic=str(self.place.topic), reason=reason)
        return Base(base.epoch, base.seq, self.frame_of(resync, base.epoch) + base.frames)

    async def _build(self) -> Base:
        """Read position and view, and bring the feed as far."""
        metrics.BUILDS.inc()
        head, view = await self.read()
        message = Snapshot(topic=str(self.place.topic), epoch=head.epoch, seq=head.seq, view=view)
        if head.epoch != self.feed.epoch:
            await self.feed.restart(self.feed.epoch)
        await self.feed.advance(head.seq)
        self._snapshot = Base(head.epoch, head.seq, self.frame_of(message, head.epoch))
        return self._snapshot

    def _frame(self, commit: Commit) -> bytes:
        frame = self._frames.get(commit.last)
        if frame is None:
            frame = self.frame_of(message_of(self.place, commit, staff=self.staff), self.feed.epoch)
            self._frames[commit.last] = frame
            while next(iter(self._frames), self.feed.top) <= self.feed.start:
                del self._frames[next(iter(self._frames))]
        return frame
