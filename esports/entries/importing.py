"""Bring in many entries at once, from CSV or JSON, with a report of every row that does not fit."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from esports.accounts.access import Actor, Permission
from esports.entries import linking, queries
from esports.entries.checking import cleaned
from esports.entries.queries import rostering, waitlist
from esports.entries.rules import admission, exceptions
from esports.entries.rules import queries as rule_queries
from esports.entries.rules.rows import Asking, Coming, weigh
from esports.entries.service import OPEN_TO_STAFF, has_room, member_rows, to_row, view
from esports.entries.wire import Entry, ImportReport, NewEntry, Rejected
from esports.errors import DomainError, FieldError, Kind, conflict
from esports.http.fields import field_error
from esports.i18n import N_, translate
from esports.journal.facts import Change, EntriesImported
from esports.lookalikes import look
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.uow import UnitOfWork

COLUMNS = ("name", "seed", "delegation", "club", "region", "rating")
MAX_ROWS = 8192


class Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The JSON form of an import; each row is looked at on its own, so that all faults are told."""

    entries: list[msgspec.Raw]


class Taken(NamedTuple):
    """What an entry of the tournament has already: names and how they look, as they are compared; seeds."""

    names: set[str]
    looks: set[str]
    seeds: set[int]


async def import_entries(
    unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, rows: list[Any], partial: bool, locale: str
) -> ImportReport:
    """Enter the rows in order: confirmed up to the capacity, then waitlisted. For staff, up to the seeding.

    Without `partial` one bad row stops all of them. The report is in the language of `locale`.

    Raises:
        DomainError: `not_found`, `forbidden`, `registration_closed`, `import_rejected` with the report.
    """
    tournament = await tournaments.locked(unit, actor, tournament_id, Permission.manage_entries)
    if tournament.state not in OPEN_TO_STAFF:
        raise conflict("registration_closed", N_("Entries can be imported up to the seeding only."))
    rules = (await rule_queries.rules_of(unit.connection, tournament_id)).rules
    looked_at = [_row(row) for row in rows]
    keys = await queries.name_keys(
        unit.connection, [row.name for row in looked_at if isinstance(row, NewEntry)]
    )
    names, seeds = await queries.names_and_seeds(unit.connection, tournament_id)
    looks = await queries.looks(unit.connection, tournament_id)
    held = await admission.held(unit, tournament_id, rules)
    asking = Asking(unit, tournament, rules, held)
    good, rejected = _sift(looked_at, keys, Taken(names, looks, seeds), asking, locale)
    if rejected and not partial:
        report = ImportReport(created=0, waitlisted=0, rejected=rejected)
        raise DomainError(
            Kind.invalid,
            "import_rejected",
            N_("{count} rows do not fit; nothing was imported."),
            params={"count": len({one.row for one in rejected})},
            extra=msgspec.to_builtins(report),
        )
    first = await tournament_queries.next_registration(unit.connection, tournament_id, len(good))
    taken = await waitlist.places_taken(unit.connection, tournament_id)
    entries = []
    for offset, coming in enumerate(good):
        confirmed = has_room(tournament, taken + offset)
        entries.append(_entry(tournament_id, coming, first + offset, confirmed))
    await queries.add_many(
        unit.connection, [to_row(entry, one.private) for entry, one in zip(entries, good, strict=True)]
    )
    await rostering.add_members(
        unit.connection,
        [
            row
            for entry, one in zip(entries, good, strict=True)
            for row in member_rows(unit, entry, one.new.roster)
        ],
    )
    await exceptions.keep(unit, tournament_id, [(one.new.name, one.leave) for one in good])
    created = sum(entry.state == "confirmed" for entry in entries)
    if entries:
        unit.record(
            tournament_id,
            EntriesImported(created=created, waitlisted=len(entries) - created),
            [Change(f"entries/{entry.id}", view(entry)) for entry in entries],
        )
    return ImportReport(created=created, waitlisted=len(entries) - created, rejected=rejected)


def rows_from_json(body: bytes) -> list[Any]:
    """The rows of a JSON import, not yet looked at.

    Raises:
        DomainError: `malformed_body`, `invalid_fields`, `too_many_rows`.
    """
    try:
        sheet = msgspec.json.decode(body, type=Sheet)
        return [msgspec.json.decode(row) for row in _bounded(sheet.entries)]
    except msgspec.ValidationError as error:
        raise DomainError(
            Kind.invalid,
            "invalid_fields",
            N_("Send {shape}."),
            params={"shape": '{"entries": [{"name": "..."}]}'},
        ) from error
    except msgspec.DecodeError as error:
        raise DomainError(Kind.malformed, "malformed_body", N_("The body is not valid JSON.")) from error


def rows_from_csv(body: bytes) -> list[Any]:
    """The rows of a CSV import with a header line of `name` and any of the other columns.

    Raises:
        DomainError: `malformed_csv`, `unknown_columns`, `too_many_rows`.
    """
    try:
        reader = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
        reader.fieldnames = _header(reader.fieldnames or ())
        found = list(islice(reader, MAX_ROWS + 1))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DomainError(Kind.malformed, "malformed_csv", N_("This is not a CSV file in UTF-8.")) from error
    return [row for row in map(_from_cells, _bounded(found)) if row]


def _header(names: Sequence[str]) -> list[str]:
    header = [name.strip().lower() for name in names]
    if "name" not in header or not set(header) <= set(COLUMNS) or len(set(header)) < len(header):
        raise DomainError(
            Kind.invalid,
            "unknown_columns",
            N_("The first line must name the columns: name, and any of {columns}."),
            params={"columns": ", ".join(COLUMNS[1:])},
        )
    return header


def _from_cells(cells: Mapping[str | None, Any]) -> dict[str, Any]:
    """The cells that hold something; none for a line that a spreadsheet put there to fill the page."""
    stripped = {
        "unexpected" if name is None else name: value.strip() if isinstance(value, str) else value
        for name, value in cells.items()
    }
    row: dict[str, Any] = {name: value for name, value in stripped.items() if value not in (None, "")}
    for name, kind in (("seed", int), ("rating", float)):
        if "_" in row.get(name, "_"):  # Python would take 1_0 for 10
            continue
        with suppress(ValueError):
            row[name] = kind(row[name])
    return row


def _bounded(rows: list[Any]) -> list[Any]:
    if len(rows) > MAX_ROWS:
        raise DomainError(
            Kind.invalid, "too_many_rows", N_("At most {count} rows at once."), params={"count": MAX_ROWS}
        )
    return rows


def _row(row: Any) -> NewEntry | FieldError:
    """The row as an entry, or what is wrong with it by itself."""
    try:
        new = linking.without_links(cleaned(msgspec.convert(row, NewEntry)))
        return msgspec.structs.replace(new, ages_said=True)  # the word of who imports it
    except msgspec.ValidationError as error:
        return field_error({"message": str(error)})
    except DomainError as error:
        return FieldError(error.pointer or "", error.code, error.detail, error.params)


def _sift(
    rows: Iterable[NewEntry | FieldError],
    keys: Mapping[str, str],
    taken: Taken,
    asking: Asking,
    locale: str,
) -> tuple[list[Coming], list[Rejected]]:
    """The rows that can come in, and those that cannot; `keys` are their names as `taken` has them."""
    good: list[Coming] = []
    rejected: list[Rejected] = []
    for number, row in enumerate(rows, start=1):
        if isinstance(row, FieldError):
            rejected.append(_rejected(number, row, locale))
            continue
        coming, faults = weigh(asking, row)
        clash = _clash(row, keys[row.name], taken)
        told = [clash, *faults] if clash else faults
        rejected += [_rejected(number, fault, locale) for fault in told]
        if not told:
            good.append(coming)
            taken.names.add(keys[row.name])
            taken.looks.add(look(row.name))
            if row.seed is not None:
                taken.seeds.add(row.seed)
            if asking.held:
                asking.held.take(row)
    return good, rejected


def _rejected(number: int, fault: FieldError, locale: str) -> Rejected:
    words = translate(locale, fault.detail, **fault.params)
    return Rejected(row=number, code=fault.code, pointer=fault.pointer, detail=words)


def _clash(new: NewEntry, key: str, taken: Taken) -> FieldError | None:
    if key in taken.names:
        return FieldError("/name", "name_taken", N_("An entry of this name is in the tournament already."))
    if look(new.name) in taken.looks:
        return FieldError(
            "/name",
            "name_looks_alike",
            N_("The name of an entry in the tournament looks just like this one."),
        )
    if new.seed in taken.seeds:
        return FieldError("/seed", "seed_taken", N_("Another entry has this seed."))
    return None


def _entry(tournament_id: UUID, coming: Coming, order: int, confirmed: bool) -> Entry:
    new = coming.new
    return Entry(
        id=coming.leave.entry_id,
        tournament=tournament_id,
        name=new.name,
        state="confirmed" if confirmed else "waitlisted",
        seed=new.seed,
        registered_order=order,
        delegation=new.delegation,
        club=new.club,
        region=new.region,
        rating=new.rating,
        person=None,
        revision=1,
        answers=coming.shown or None,
        ages_said=new.ages_said,
    )
