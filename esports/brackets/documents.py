"""Stage documents as bytes, built once for each state of the journal and served many times."""

from collections import OrderedDict
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor
from esports.brackets import queries, service
from esports.errors import not_found
from esports.journal import store
from esports.tournaments import service as tournaments

MOST = 256


class Document(msgspec.Struct, frozen=True):
    """A stage's view at one place of its journal."""

    epoch: str
    seq: int
    body: bytes


_cache: OrderedDict[UUID, Document] = OrderedDict()


async def stage_document(connection: AsyncConnection, actor: Actor, stage_id: UUID) -> Document:
    """The stage's document for whoever may see its tournament.

    Position and data are read in one snapshot, so they fit each other whatever is written meanwhile.

    Raises:
        DomainError: `not_found`.
    """
    await connection.rollback()
    await connection.execution_options(isolation_level="REPEATABLE READ")
    located = await queries.locate_stage(connection, stage_id)
    if located is None:
        raise not_found("stage")
    await tournaments.get(connection, actor, located[0], asked="stage")
    head = await store.head(connection, located[0])
    if head is None:
        raise not_found("stage")
    known = _cache.get(stage_id)
    if known is None or (known.epoch, known.seq) != (head.epoch, head.seq):
        view: dict[str, Any] = await service.stage_view(connection, stage_id)
        body = msgspec.json.encode({**view, "epoch": head.epoch, "seq": head.seq})
        known = _cache[stage_id] = Document(head.epoch, head.seq, body)
    _cache.move_to_end(stage_id)
    while len(_cache) > MOST:
        _cache.popitem(last=False)
    return known
