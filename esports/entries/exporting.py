"""A tournament's entries as a file: CSV for spreadsheets, JSON that an import takes.

For staff who may see people. Birth dates stay here: no list needs them, and most of those people are young.
Of minors the nicknames alone go out: their names are seen one entry at a time, for a reason.
"""

import csv
import io
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.entries import guardians, queries
from esports.entries.queries import rostering
from esports.entries.service import GONE
from esports.entries.wire import Entry, Member
from esports.i18n import N_, translate
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament

PAGE = 500
BOM = "\ufeff"
"""Without it spreadsheets take Chinese for something else."""
FORMULA = tuple("=+-@\t\r＝＋－＠")
"""With these a cell begins that a spreadsheet would calculate instead of show."""
COLUMNS: dict[str, Callable[[Entry], Any]] = {
    N_("Entry number"): lambda entry: entry.registered_order,
    N_("Name"): lambda entry: entry.name,
    N_("State"): lambda entry: entry.state,
    N_("Seed"): lambda entry: entry.seed,
    N_("Final place"): lambda entry: entry.place,
    N_("Delegation"): lambda entry: entry.delegation,
    N_("Club"): lambda entry: entry.club,
    N_("Region"): lambda entry: entry.region,
    N_("Rating"): lambda entry: entry.rating,
    N_("Checked in at"): lambda entry: entry.checked_in_at and entry.checked_in_at.isoformat(),
    N_("Players"): lambda entry: "; ".join(_player(member) for member in entry.roster),
}
KEPT = ("name", "seed", "delegation", "club", "region", "rating")
Connect = Callable[[], AbstractAsyncContextManager[AsyncConnection]]


async def permit(connection: AsyncConnection, actor: Actor, tournament_id: UUID) -> Tournament:
    """Go on only if the caller may have the file; gives the tournament that it is of.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    tournament = await tournaments.get(connection, actor, tournament_id)
    await access.require(connection, actor, Permission.see_people, tournament.event)
    return tournament


async def as_csv(connect: Connect, tournament: Tournament, locale: str, *, on: date) -> AsyncIterator[str]:
    """The lines, a page of entries at a time; the header in the words of `locale`."""
    yield BOM + line([translate(locale, name) for name in COLUMNS])
    async for entries in _pages(connect, tournament, on):
        yield "".join(line([column(entry) for column in COLUMNS.values()]) for entry in entries)


async def as_json(connect: Connect, tournament: Tournament, *, on: date) -> AsyncIterator[str]:
    """The document `{"entries": [...]}`, a page of entries at a time."""
    comma = '{"entries": ['
    async for entries in _pages(connect, tournament, on):
        for entry in entries:
            if entry.state in GONE:
                continue
            yield comma + msgspec.json.encode(_importable(entry)).decode()
            comma = ",\n"
    yield "]}" if comma == ",\n" else comma + "]}"


async def _pages(connect: Connect, tournament: Tournament, on: date) -> AsyncIterator[list[Entry]]:
    """All entries in the order of registration; no connection is held while a slow reader reads."""
    after = 0
    while True:
        async with connect() as connection:
            found = await queries.page(connection, tournament.id, after=after, limit=PAGE, unpublished=True)
            rosters = await rostering.rosters(connection, [entry.id for entry in found])
        yield [
            msgspec.structs.replace(entry, roster=_told(rosters.get(entry.id, []), tournament, on))
            for entry in found
        ]
        if len(found) < PAGE:
            return
        after = found[-1].registered_order


def _told(roster: Sequence[Member], tournament: Tournament, on: date) -> list[Member]:
    shown = guardians.without_minors(roster, tournament, on)
    return [
        msgspec.structs.replace(member, name=member.name or member.in_game_id or f"Player-{number}")
        for number, member in enumerate(shown, 1)
    ]


def line(cells: Sequence[Any]) -> str:
    """The cells as a line of a file for spreadsheets."""
    written = io.StringIO()
    csv.writer(written).writerow([safe(cell) if isinstance(cell, str) else cell for cell in cells])
    return written.getvalue()


def safe(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _player(member: Member) -> str:
    known = member.in_game_id not in (None, member.name)
    return f"{member.name} ({member.in_game_id})" if known else str(member.name)


def _importable(entry: Entry) -> dict[str, Any]:
    told = {name: getattr(entry, name) for name in KEPT}
    roster = [
        {"name": member.name, "in_game_id": member.in_game_id, "role": member.role} for member in entry.roster
    ]
    return {name: value for name, value in told.items() if value is not None} | {"roster": roster}
