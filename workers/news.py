"""What is new and stands in no journal, told now and then: however often it changes, nobody is flooded."""

from collections.abc import Callable
from uuid import UUID

from esports.db.wake import News
from esports.uow import Waker

HUSH_SECONDS = 6.0
"""Of one event nothing is told so long after something was."""


class Herald:
    """Gathers news of events, and tells those of each that was not told of lately; `now` is in seconds."""

    def __init__(self, waker: Waker, now: Callable[[], float]) -> None:
        self._waker = waker
        self._now = now
        self._waiting: dict[UUID, News] = {}
        self._told: dict[UUID, float] = {}

    def add(self, event_id: UUID, news: News) -> None:
        """Something is new; with what waits already it is told as one."""
        other = self._waiting.get(event_id, News(news.code, (), ()))
        self._waiting[event_id] = News(
            news.code,
            sorted({*other.journals, *news.journals}),
            sorted({*other.matches, *news.matches}),
        )

    async def tell(self) -> int:
        """Tell what may be told by now; of how many events that was."""
        now = self._now()
        self._told = {event: at for event, at in self._told.items() if now - at < HUSH_SECONDS}
        due = [event for event in self._waiting if event not in self._told]
        for event in due:
            self._told[event] = now
            await self._waker.tell(self._waiting.pop(event))
        return len(due)
