"""HTTP for evidence: add pictures and links to a report, and look at a picture."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from esports.accounts.access import Actor
from esports.accounts.authenticate import SIGNS_IN
from esports.accounts.private import private
from esports.http.callers import NOBODY
from esports.http.limits import Limit, admit, caller_address
from esports.http.openapi import reads, writes
from esports.http.pictures import picture_of
from esports.http.provide import Parts
from esports.http.write import write
from esports.refereeing import evidence
from esports.refereeing.evidence_wire import EvidenceItem, NewEvidence
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]
EVIDENCE_LIMIT = Limit(name="evidence", count=60, seconds=3600)
"""Pieces of evidence that one person sends."""
STATION_PICTURES = Limit(name="station-pictures", count=60)
"""Pictures by links per network and minute: a hall stands behind one router."""
PICTURE = picture_of("2 MiB", 4096)


@post(
    "/reports/{report:uuid}/pictures", **writes(EvidenceItem, 201, also=(200,), sent=PICTURE, refusals=(429,))
)
async def add_picture(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    report: FromPath[UUID],
) -> Response[bytes]:
    """Add a picture to a report: PNG, JPEG or WebP; by a side of its match or a referee.

    What the file tells beside its pixels, such as where it was taken, is not kept.
    """
    await _admit(parts, actor)
    body = await request.body()
    return await write(
        request,
        unit,
        lambda: evidence.add_picture(unit, actor=actor, report_id=report, body=body),
        status=201,
    )


@post("/reports/{report:uuid}/evidence", **writes(EvidenceItem, 201, also=(200,), refusals=(429,)))
async def add_evidence_link(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    report: FromPath[UUID],
    data: JSONBody[NewEvidence],
) -> Response[bytes]:
    """Add a link to a report; by a side of its match or a referee."""
    await _admit(parts, actor)
    return await write(
        request,
        unit,
        lambda: evidence.add_link(unit, actor=actor, report_id=report, link=data.link),
        status=201,
    )


@get("/evidence/{piece:uuid}/picture", **reads(bytes, media_type="image/*"))
async def get_evidence_picture(
    unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], piece: FromPath[UUID]
) -> Response[bytes]:
    """A picture; for the sides of its match and for referees with no part in it."""
    media_type, body = await evidence.picture_of(unit.connection, actor, piece)
    return private(Response(body, media_type=media_type))


@post(
    "/station/pictures",
    opt=SIGNS_IN,
    **writes(EvidenceItem, 201, also=(200,), who=NOBODY, keyed=False, sent=PICTURE, refusals=(403, 429)),
)
async def add_picture_by_link(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    parts: NamedDependency[Parts],
    told: Annotated[str, HeaderParameter(name="x-match-link")] = "",
) -> Response[bytes]:
    """Add a picture to what the station has reported; the header `X-Match-Link` holds the link's secret."""
    await admit(parts, STATION_PICTURES, caller_address(request, parts.settings.trusted_proxies))
    body = await request.body()
    added = await write(request, unit, lambda: evidence.add_by_link(unit, told=told, body=body), status=201)
    return private(added)


async def _admit(parts: Parts, actor: Actor) -> None:
    if actor.person_id is not None:
        await admit(parts, EVIDENCE_LIMIT, str(actor.person_id))


handlers = [add_picture, add_evidence_link, get_evidence_picture, add_picture_by_link]
