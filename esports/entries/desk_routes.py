"""HTTP for many entries at once: one action on all of them, and the files for spreadsheets and programs."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Stream

from esports.accounts.access import Actor
from esports.entries import bulk, exporting
from esports.entries.wire import Bulk, BulkReport, Exported
from esports.http.callers import READER
from esports.http.openapi import reads, writes
from esports.http.problems import locale_of
from esports.http.provide import Parts
from esports.http.write import write
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]
CSV = "text/csv"


@post("/tournaments/{tournament:uuid}/entries/bulk", **writes(BulkReport))
async def act_on_entries(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    data: JSONBody[Bulk],
) -> Response[bytes]:
    """Do one thing to many entries; the report tells of each what became of it. For staff."""
    return await write(
        request,
        unit,
        lambda: bulk.act(unit, actor=actor, tournament_id=tournament, bulk=data, locale=locale_of(request)),
    )


@get("/tournaments/{tournament:uuid}/entries/export.csv", **reads(str, who=READER, media_type=CSV))
async def export_csv(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    tournament: FromPath[UUID],
) -> Stream:
    """All entries with their players, for a spreadsheet; the header in the caller's language. For staff."""
    of = await exporting.permit(unit.connection, actor, tournament)
    lines = exporting.as_csv(parts.engine.connect, of, locale_of(request), on=unit.now.date())
    return Stream(lines, media_type=CSV, headers=_named(f"{of.slug}.csv"))


@get("/tournaments/{tournament:uuid}/entries/export.json", **reads(Exported, who=READER))
async def export_json(
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    tournament: FromPath[UUID],
) -> Stream:
    """All entries with their players, as an import takes them. For staff."""
    of = await exporting.permit(unit.connection, actor, tournament)
    pieces = exporting.as_json(parts.engine.connect, of, on=unit.now.date())
    return Stream(pieces, media_type="application/json", headers=_named(f"{of.slug}.json"))


def _named(name: str) -> dict[str, str]:
    """Headers of a file to keep: a short name is plain ASCII, and what is in it is people's data."""
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}


handlers = [act_on_entries, export_csv, export_json]
