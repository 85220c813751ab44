"""One entry on the desk: what was let pass in it and why, and a change against the rules with its reason."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.entries import service as entries
from esports.entries.rules import deciding, setting
from esports.errors import not_found
from esports.http.provide import Parts
from esports.privacy import files
from esports.web.caster import snapshot, tournament_named
from esports.web.entering import MOST_ROWS
from esports.web.page import page

Call = Request[Actor, Any, Any]


@get("/desk/events/{event:str}/{tournament:str}/entries/{entry:uuid}", include_in_schema=False)
async def entry_desk(
    request: Call,
    parts: NamedDependency[Parts],
    actor: NamedDependency[Actor],
    event: FromPath[str],
    tournament: FromPath[str],
    entry: FromPath[UUID],
) -> Response[str]:
    """An entry's exceptions, and the form to change it although the rules of entering say otherwise."""
    async with snapshot(parts) as connection:
        of, found = await tournament_named(connection, actor, event, tournament)
        await access.require(connection, actor, Permission.manage_entries, of.id)
        own = await entries.get(connection, actor, entry, today=parts.clock().date())
        if own.tournament != found.id:
            raise not_found("entry")
        exceptions = await deciding.exceptions_of(connection, actor, entry)
        today = parts.clock().date()
        why_first = await files.needs_reason(connection, actor, own, found, today=today)
        stored = await setting.rules_of(connection, actor, found.id)
    return page(
        request,
        "desk_entry.html",
        event=of,
        tournament=found,
        own=own,
        exceptions=exceptions.items,
        rules=stored.rules,
        why_first=why_first,
        open=found.state in entries.BEFORE_PLAY,
        ages=True,
        roles=["player", "substitute", "coach"],
        rows_most=MOST_ROWS,
        data={"entry": {"id": own.id, "revision": own.revision}},
    )


handlers = [entry_desk]
