"""What a write costs, in what can be counted: its statements, and whether any is compiled for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine


@contextmanager
def counted(engine: AsyncEngine) -> Iterator[list[bool]]:
    """The statements that run inside: of each, whether it was compiled before."""
    kept: list[bool] = []

    def see(_connection: Any, _cursor: Any, _statement: str, _given: Any, context: Any, _many: bool) -> None:
        kept.append(context.compiled is None or context.cache_hit.name == "CACHE_HIT")

    event.listen(engine.sync_engine, "before_cursor_execute", see)
    try:
        yield kept
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", see)
