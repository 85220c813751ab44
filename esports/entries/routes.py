"""HTTP for entries: register, edit, check in, withdraw, import, seed; and for what decides their places."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, patch, post, put
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIMediaType, Reference, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from esports.accounts.access import Actor
from esports.entries import arrivals, importing, offers, places, presence, seeding, service
from esports.entries.rules import file_routes as files
from esports.entries.rules import routes as rules
from esports.entries.wire import Entries, Entry, EntryChanges, ImportReport, NewEntry, Search, SeedList, Seeds
from esports.http.openapi import reads, writes
from esports.http.problems import locale_of
from esports.http.write import expected_revision, read, write
from esports.tournaments.wire import Tournament, TournamentChanges, Transition
from esports.uow import UnitOfWork

Call = Request[Actor, Any, Any]

SHEET = RequestBody(
    {
        "application/json": OpenAPIMediaType(
            schema=Schema(
                type=OpenAPIType.OBJECT,
                required=["entries"],
                properties={
                    "entries": Schema(
                        type=OpenAPIType.ARRAY,
                        items=Reference("#/components/schemas/NewEntry"),
                        max_items=importing.MAX_ROWS,
                    )
                },
                examples=[{"entries": [{"name": "Night Owls 夜猫子", "seed": 1}, {"name": "Early Birds"}]}],
            )
        ),
        "text/csv": OpenAPIMediaType(
            schema=Schema(
                type=OpenAPIType.STRING,
                description=f"UTF-8 with a header line: name, and any of {', '.join(importing.COLUMNS[1:])}.",
                examples=["name,seed,club\r\nNight Owls 夜猫子,1,Physics\r\nEarly Birds,,\r\n"],
            )
        ),
    },
    description="The entries, one a row.",
    required=True,
)
"""What an import takes. Rows are looked at one by one, so that each can be told what is wrong with it."""


@post("/tournaments/{tournament:uuid}/entries", **writes(Entry, 201))
async def register_entry(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    data: JSONBody[NewEntry],
) -> Response[bytes]:
    """Enter a tournament; the reply's `state` tells whether the entry is in or on the waitlist."""
    return await write(
        request,
        unit,
        lambda: service.register(unit, actor=actor, tournament_id=tournament, new=data),
        status=201,
    )


@get("/tournaments/{tournament:uuid}/entries", **reads(Entries))
async def list_entries(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    cursor: Annotated[int, QueryParameter(ge=0, le=2**31 - 1)] = 0,
    in_state: Annotated[str | None, QueryParameter(name="state")] = None,
    delegation: FromQuery[str | None] = None,
    text: Annotated[str | None, QueryParameter(max_length=120)] = None,
    checked_in: FromQuery[bool | None] = None,
) -> Response[bytes]:
    """The tournament's entries in the order of registration; `text` is looked for in names and origins."""
    search = Search(state=in_state, delegation=delegation, text=text, checked_in=checked_in)
    return read(request, await service.page(unit.connection, actor, tournament, cursor, search))


@post("/tournaments/{tournament:uuid}/entries/import", **writes(ImportReport, sent=SHEET))
async def import_entries(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    dry_run: FromQuery[bool] = False,
    partial: FromQuery[bool] = False,
) -> Response[bytes]:
    """Enter many at once, from CSV or JSON. `dry_run` reports what would happen and keeps nothing."""
    body = await request.body()
    csv = request.headers.get("content-type", "").partition(";")[0].strip().lower() == "text/csv"
    rows = importing.rows_from_csv(body) if csv else importing.rows_from_json(body)

    async def use_case() -> Any:
        return await importing.import_entries(
            unit,
            actor=actor,
            tournament_id=tournament,
            rows=rows,
            partial=partial,
            locale=locale_of(request),
        )

    if dry_run:
        return read(request, await use_case())
    return await write(request, unit, use_case)


@get("/entries/{entry:uuid}", **reads(Entry))
async def get_entry(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
) -> Response[bytes]:
    """One entry with its roster."""
    return read(request, await service.get(unit.connection, actor, entry, today=unit.now.date()))


@patch("/entries/{entry:uuid}", **writes(Entry, if_match=True))
async def change_entry(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
    data: JSONBody[EntryChanges],
) -> Response[bytes]:
    """Edit an entry before play begins. Send the revision that you saw as `If-Match`."""
    expected = expected_revision(request)
    return await write(
        request,
        unit,
        lambda: arrivals.change_entry(unit, actor=actor, entry_id=entry, changes=data, expected=expected),
    )


@post("/entries/{entry:uuid}/check-in", **writes(Entry))
async def check_in_entry(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
) -> Response[bytes]:
    """Confirm that the entry is there."""
    return await write(request, unit, lambda: presence.check_in(unit, actor=actor, entry_id=entry))


@post("/entries/{entry:uuid}/withdraw", **writes(Entry))
async def withdraw_entry(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
) -> Response[bytes]:
    """Take an entry out before play begins."""
    return await write(request, unit, lambda: places.withdraw(unit, actor=actor, entry_id=entry))


@post("/entries/{entry:uuid}/accept", **writes(Entry))
async def accept_place(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
) -> Response[bytes]:
    """Accept the place that is offered to an entry of the waitlist, while the offer lasts."""
    return await write(request, unit, lambda: offers.accept(unit, actor=actor, entry_id=entry))


@post("/entries/{entry:uuid}/decline", **writes(Entry))
async def decline_place(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
) -> Response[bytes]:
    """Decline the place that is offered, and leave the tournament; the next is offered it."""
    return await write(request, unit, lambda: offers.decline(unit, actor=actor, entry_id=entry))


@post("/entries/{entry:uuid}/disqualify", **writes(Entry))
async def disqualify_entry(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    entry: FromPath[UUID],
) -> Response[bytes]:
    """Put an entry out before play begins; for staff."""
    return await write(request, unit, lambda: places.disqualify(unit, actor=actor, entry_id=entry))


@put("/tournaments/{tournament:uuid}/seeds", **writes(SeedList))
async def set_seeds(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    data: JSONBody[Seeds],
) -> Response[bytes]:
    """Decide the seed list, by hand or by a method."""
    return await write(
        request,
        unit,
        lambda: seeding.set_seeds(unit, actor=actor, tournament_id=tournament, seeds=data),
    )


@patch("/tournaments/{tournament:uuid}", **writes(Tournament, if_match=True))
async def change_tournament(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    data: JSONBody[TournamentChanges],
) -> Response[bytes]:
    """Edit a tournament. Send the revision that you saw as `If-Match`."""
    expected = expected_revision(request)
    return await write(
        request,
        unit,
        lambda: places.change_tournament(
            unit, actor=actor, tournament_id=tournament, changes=data, expected=expected
        ),
    )


@post("/tournaments/{tournament:uuid}/transitions", **writes(Tournament))
async def move_tournament(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    tournament: FromPath[UUID],
    data: JSONBody[Transition],
) -> Response[bytes]:
    """Move the tournament to another state; on the way to the seeding or to play its check-in closes."""
    return await write(
        request,
        unit,
        lambda: presence.move_tournament(
            unit, actor=actor, tournament_id=tournament, to=data.to, reason=data.reason
        ),
    )


handlers = [
    change_tournament,
    move_tournament,
    register_entry,
    list_entries,
    import_entries,
    get_entry,
    change_entry,
    check_in_entry,
    withdraw_entry,
    accept_place,
    decline_place,
    disqualify_entry,
    set_seeds,
    *rules.handlers,
    *files.handlers,
]
