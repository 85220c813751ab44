"""HTTP for files as answers."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts import access
from esports.accounts.access import Actor, TokenScope
from esports.entries.rules import files
from esports.entries.rules.wire import EntryFile
from esports.http.limits import Limit, admit
from esports.http.openapi import writes
from esports.http.pictures import picture_of
from esports.http.provide import Parts, open_unit
from esports.http.write import write

Call = Request[Actor, Any, Any]
FILE_LIMIT = Limit(name="entry-file", count=30, seconds=3600)
"""Files that one person sends."""
FILE = picture_of("2 MiB", 4096, pdf=True)


@post("/tournaments/{tournament:uuid}/entry-files", **writes(EntryFile, 201, sent=FILE, refusals=(429,)))
async def add_entry_file(
    request: Call,
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    tournament: FromPath[UUID],
) -> Response[bytes]:
    """Send a picture or a PDF for an answer, whose `id` the answer then names; for the organisers alone.

    What the file tells beside what it shows is not kept, and one that no answer names is gone after a day.
    """
    await admit(parts, FILE_LIMIT, str(access.require_person(actor, TokenScope.entries)))
    file = await files.readied(parts.documents, await request.body())
    async with open_unit(request) as unit:
        return await write(
            request,
            unit,
            lambda: files.add(unit, actor=actor, tournament_id=tournament, file=file),
            status=201,
        )


handlers = [add_entry_file]
