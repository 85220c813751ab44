"""HTTP for pictures as answers."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts.access import Actor
from esports.entries.rules import files
from esports.entries.rules.wire import EntryFile
from esports.http.limits import Limit, admit
from esports.http.openapi import writes
from esports.http.pictures import picture_of
from esports.http.provide import Parts
from esports.http.write import write
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]
FILE_LIMIT = Limit(name="entry-file", count=30, seconds=3600)
"""Pictures that one person sends."""
PICTURE = picture_of("2 MiB", 4096)


@post("/tournaments/{tournament:uuid}/entry-files", **writes(EntryFile, 201, sent=PICTURE, refusals=(429,)))
async def add_entry_file(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    tournament: FromPath[UUID],
) -> Response[bytes]:
    """Send a picture for an answer, whose `id` the answer then names; for the organisers alone.

    What the file tells beside its pixels is not kept, and one that no answer names is gone after a day.
    """
    if actor.person_id is not None:
        await admit(parts, FILE_LIMIT, str(actor.person_id))
    body = await request.body()
    return await write(
        request,
        unit,
        lambda: files.add(unit, actor=actor, tournament_id=tournament, body=body),
        status=201,
    )


handlers = [add_entry_file]
