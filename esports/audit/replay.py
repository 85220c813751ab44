"""The journal from its first line, held against the view that the tables give."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets.service import tournament_view
from esports.events.service import event_view
from esports.journal import store
from esports.journal.views import merge, normal

PAGE = 1_000
VIEWS: dict[str, tuple[Callable[..., Awaitable[Any]], dict[str, Any]]] = {
    "tournament": (tournament_view, {"entries": [], "stages": []}),
    "event": (event_view, {"tournaments": []}),
}
"""What the journals of a kind are about, and what stands there before the first line.

An inbox forgets by design, so that its journal has nothing to be held against.
"""


async def contradictions(connection: AsyncConnection, journal_id: UUID, kind: str) -> list[str]:
    """The places where the replay says something else than the tables, for staff and for the public.

    A field that the tables show and the journal never spoke of is none: a later version may show more.
    The connection must see one state of the database.
    """
    if kind not in VIEWS:
        return []
    build, empty = VIEWS[kind]
    found: set[str] = set()
    for staff in (True, False):
        told = await _replayed(connection, journal_id, empty, staff)
        now = msgspec.to_builtins(await build(connection, journal_id, staff=staff), str_keys=True)
        found |= set(_differ(normal(told), normal(now), ""))
    return sorted(found)


async def _replayed(connection: AsyncConnection, journal_id: UUID, empty: Any, staff: bool) -> Any:
    view, after = empty, 0
    while items := await store.read(connection, journal_id, after=after, limit=PAGE, public=not staff):
        for item in items:
            view = merge(view, item.patch)
        after = items[-1].seq
        if len(items) < PAGE:
            break
    return view


def _differ(told: Any, now: Any, place: str) -> Iterator[str]:
    if isinstance(told, dict) and isinstance(now, dict):
        keyed = "by id" in told and "by id" in now
        for name in told if not keyed else {**told["by id"], **now["by id"]}:
            one, other = (told["by id"], now["by id"]) if keyed else (told, now)
            yield from _differ(one.get(name), other.get(name), f"{place}/{name}" if place else name)
    elif isinstance(told, list) and isinstance(now, list) and len(told) == len(now):
        for index, (one, other) in enumerate(zip(told, now, strict=True)):
            yield from _differ(one, other, f"{place}/{index}")
    elif told != now:
        yield place
