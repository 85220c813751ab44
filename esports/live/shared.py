"""Answers of the database that everybody shares who asks at about the same time.

A herd that comes back after a restart asks for the same few topics; so does the review of ten thousand
watchers, every minute. Only a yes is remembered, and only for some seconds.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

KEPT_SECONDS = 5.0
MOST_KEPT = 4_096
Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")


class Shared(Generic[Question, Answer]):
    """Asks `ask` once for many. None is a no, and is asked again."""

    def __init__(self, ask: Callable[[Question], Awaitable[Answer | None]]) -> None:
        self._ask = ask
        self._known: dict[Question, tuple[float, Answer]] = {}
        self._asking: dict[Question, asyncio.Task[Answer | None]] = {}

    async def get(self, question: Question) -> Answer | None:
        """The answer, at most some seconds old. Raises what asking raises."""
        known = self._known.get(question)
        if known is not None and known[0] > asyncio.get_running_loop().time():
            return known[1]
        task = self._asking.get(question)
        if task is None:
            task = asyncio.create_task(self._find(question))
            self._asking[question] = task
            task.add_done_callback(lambda _: self._asking.pop(question))
        return await asyncio.shield(task)

    async def _find(self, question: Question) -> Answer | None:
        answer = await self._ask(question)
        if answer is None:
            self._known.pop(question, None)
        else:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[question] = (asyncio.get_running_loop().time() + KEPT_SECONDS, answer)
        return answer
