"""HTTP for looking at the data of minors, and for one's own data."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from esports.accounts.access import Actor
from esports.accounts.authenticate import session_cookie
from esports.accounts.private import Call, private, shown_again
from esports.http.callers import READER, READER_IN_PERSON, WRITER_IN_PERSON
from esports.http.limits import Limit, admit
from esports.http.openapi import reads, writes
from esports.http.problems import locale_of
from esports.http.provide import Parts, open_unit
from esports.http.write import read, write
from esports.privacy import accesses, files, own, report
from esports.privacy.wire import Accesses, Erase, OwnData, SeenPeople, WhyLook
from esports.uow import UnitOfWork

EXPORT_LIMIT = Limit(name="own-data", count=10, seconds=3600)
"""Downloads of all that is kept about one person."""
AS_A_FILE = 'attachment; filename="answer.pdf"'
"""A PDF is no part of a page here: a browser saves it."""
CODE_LIMIT = Limit(name="erase-code", count=10, seconds=600)
"""Codes of a second factor per person, to erase the account."""


@post("/entries/{entry:uuid}/people", **writes(SeenPeople))
async def see_people(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
    data: JSONBody[WhyLook],
) -> Response[bytes]:
    """See the names and birth dates of an entry's minors too, for a reason, which is kept."""
    seen = await write(
        request,
        unit,
        lambda: accesses.look(unit, actor=actor, entry_id=entry, reason=data.reason),
        secret=True,
    )
    return private(seen)


@get("/entry-files/{file:uuid}", **reads(bytes, media_type="image/*", refusals=(403,)))
async def get_entry_file(
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    file: FromPath[UUID],
) -> Response[bytes]:
    """A file that is an answer; for whose it is and the organisers. A minor's is shown for a reason."""
    today = parts.clock().date()
    media_type, body = await files.file_of(unit.connection, actor, file, today=today)
    headers = {} if media_type.startswith("image/") else {"content-disposition": AS_A_FILE}
    return private(Response(body, media_type=media_type, headers=headers))


@get("/events/{event:uuid}/accesses", **reads(Accesses, who=READER))
async def list_accesses(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    event: FromPath[UUID],
    cursor: FromQuery[UUID | None] = None,
) -> Response[bytes]:
    """Who of the staff looked at the data of minors, when, whose and why; for owners."""
    found = await accesses.page(unit.connection, actor=actor, event_id=event, before=cursor)
    return private(read(request, found))


@get("/events/{event:uuid}/accesses.csv", **reads(str, who=READER, media_type="text/csv"))
async def report_accesses(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    event: FromPath[UUID],
    year: Annotated[int | None, QueryParameter(ge=1970, le=2999)] = None,
) -> Response[str]:
    """The same as a file, of one `year` or of all: the yearly report on the data of minors. For owners."""
    told = await report.as_csv(
        unit.connection, actor=actor, event_id=event, year=year, locale=locale_of(request)
    )
    named = f'attachment; filename="accesses-{year or "all"}.csv"'
    return Response(
        told, media_type="text/csv", headers={"content-disposition": named, "cache-control": "no-store"}
    )


@get("/me/data", **reads(OwnData, who=READER_IN_PERSON, refusals=(429,)))
async def get_own_data(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
) -> Response[bytes]:
    """All that is kept about the caller, to take along."""
    if actor.person_id is not None:
        await admit(parts, EXPORT_LIMIT, str(actor.person_id))
    reply = private(read(request, await own.collect(unit, actor=actor)))
    reply.headers["content-disposition"] = 'attachment; filename="esports-week-own-data.json"'
    return reply


@post("/me/erase", **writes(None, 204, who=WRITER_IN_PERSON, refusals=(429,), keyed=False))
async def erase_me(request: Call, parts: NamedDependency[Parts], data: JSONBody[Erase]) -> Response[None]:
    """Erase the caller's account and all that says who they were; results stay under a neutral name.

    It cannot be taken back, and there is nobody left to repeat a reply to: an `Idempotency-Key` is ignored.
    """
    account = await shown_again(request, parts, data.password)
    if data.code:
        await admit(parts, CODE_LIMIT, str(account.person.id))
    async with open_unit(request) as unit:
        await own.erase(unit, actor=request.user, code=data.code)
        await unit.commit()
    reply: Response[None] = Response(None, status_code=204)
    reply.set_cookie(session_cookie(parts.settings, None))
    return reply


handlers = [see_people, get_entry_file, list_accesses, report_accesses, get_own_data, erase_me]
