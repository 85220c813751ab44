"""The points table of an event, and the rules that it goes by."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, cast
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.engine.circuit import points_table
from esports.engine.circuit_options import Circuit
from esports.engine.circuit_rows import Earned
from esports.engine.errors import EngineError
from esports.engine.exact import DECIMALS, LARGEST_NUMBER, number, shown
from esports.engine.options import Fields
from esports.errors import Kind, invalid, not_found, refuse_stale
from esports.events import queries as event_queries
from esports.events import service as events
from esports.honours import queries
from esports.honours.tables import by_delegation, by_entry, finished, trail
from esports.honours.wire import (
    EarnedLine,
    PointsLine,
    PointsRules,
    PointsTable,
    Reason,
    StoredRules,
)
from esports.i18n import N_
from esports.journal.facts import PointsRulesSet
from esports.tournaments.programme import from_engine
from esports.uow import UnitOfWork

CIRCUIT = ("points", "best", "minimum_titles", "top", "winner_needs_first")
"""The rules that the engine reads."""


async def set_rules(
    unit: UnitOfWork, *, actor: Actor, event_id: UUID, rules: PointsRules, expected: int | None
) -> StoredRules:
    """Decide how the event's points table is made. The same rules again are a harmless repeat.

    Raises:
        DomainError: `not_found`, `forbidden`, `stale_revision`, `unknown_tournament`, `weight_repeated`,
            `points_number`, and what the engine refuses.
    """
    if await event_queries.by_id(unit.connection, event_id, lock=True) is None:
        raise not_found("event")
    await access.require(unit.connection, actor, Permission.manage_event, event_id)
    before = await queries.rules_of(unit.connection, event_id)
    refuse_stale(expected, before.revision if before else 0)
    _circuit(rules)
    _weights(rules, await queries.tournaments_of(unit.connection, event_id, drafts=True))
    told = msgspec.to_builtins(rules)
    if before is not None and told == _without_revision(before):
        return before
    revision = await queries.store_rules(unit.connection, event_id, told)
    unit.record(event_id, PointsRulesSet(event_id=event_id))
    return msgspec.convert({**told, "revision": revision}, StoredRules)


async def points(connection: AsyncConnection, event_id: UUID) -> PointsTable:
    """The points table of an event, where it has rules for one.

    Raises:
        DomainError: `not_found`.
    """
    await events.get(connection, event_id)
    rules = await queries.rules_of(connection, event_id)
    if rules is None:
        return PointsTable(event=event_id, rules=None, items=[])
    items = await _lines(connection, event_id, rules)
    public = await queries.tournaments_of(connection, event_id, drafts=False)
    shown_weights = [one for one in rules.weights if one.tournament in public]
    shown_rules = msgspec.structs.replace(rules, weights=shown_weights)
    return PointsTable(event=event_id, rules=shown_rules, items=items)


async def preview(
    connection: AsyncConnection, *, actor: Actor, event_id: UUID, rules: PointsRules
) -> PointsTable:
    """The points table that these rules would give; `rules` has the revision of those in force, or 0.

    Raises:
        DomainError: `not_found`, `forbidden`, and what `set_rules` refuses of the rules.
    """
    await events.get(connection, event_id)
    await access.require(connection, actor, Permission.manage_event, event_id)
    before = await queries.rules_of(connection, event_id)
    _circuit(rules)
    _weights(rules, await queries.tournaments_of(connection, event_id, drafts=True))
    told = {**msgspec.to_builtins(rules), "revision": before.revision if before else 0}
    items = await _lines(connection, event_id, rules)
    return PointsTable(event=event_id, rules=msgspec.convert(told, StoredRules), items=items)


async def _lines(connection: AsyncConnection, event_id: UUID, rules: PointsRules) -> list[PointsLine]:
    """The rows that the rules give: the ranked, then those who are not."""
    found = await queries.finishes(connection, event_id)
    holder = by_entry if rules.rows == "entry" else by_delegation
    names = {str(one.tournament): one.tournament_name for one in found}
    table = points_table(_circuit(rules), finished(found, holder, _weights(rules)))
    earned = {name: _earned(rows, names) for name, rows in table.earned.items()}
    lines = [
        PointsLine(
            place=row.place,
            name=row.entry,
            **cast(dict[str, Any], row.figures),
            trail=trail(row.trail),
            earned=earned[row.entry],
        )
        for row in table.standings
    ]
    others = [
        PointsLine(
            place=None,
            name=row.entry,
            **cast(dict[str, Any], row.figures),
            trail=[],
            earned=earned[row.entry],
            reason=Reason(text=row.text, params=row.params),
        )
        for row in table.unranked
    ]
    return [*lines, *others]


def _without_revision(rules: StoredRules) -> dict[str, object]:
    told: dict[str, object] = msgspec.to_builtins(rules)
    del told["revision"]
    return told


def _circuit(rules: PointsRules) -> Circuit:
    try:
        return Circuit.read(Fields({name: getattr(rules, name) for name in CIRCUIT}))
    except EngineError as error:
        raise from_engine(error, Kind.invalid, error.pointer.removeprefix("/options")) from error


def _weights(rules: PointsRules, known: set[UUID] | None = None) -> dict[UUID, Fraction]:
    """The weights by tournament; where they are new, `known` are those that there may be."""
    found: dict[UUID, Fraction] = {}
    for place, one in enumerate(rules.weights):
        pointer = f"/weights/{place}"
        if known is not None and one.tournament not in known:
            raise invalid(
                "unknown_tournament", f"{pointer}/tournament", N_("The event has no such tournament.")
            )
        if one.tournament in found:
            raise invalid(
                "weight_repeated", f"{pointer}/tournament", N_("This tournament stands in the list twice.")
            )
        weight = number(one.weight)
        if weight is None:
            raise invalid(
                "points_number",
                f"{pointer}/weight",
                N_("A weight must be a number from 0 to below {largest}, with at most {decimals} decimals."),
                largest=LARGEST_NUMBER,
                decimals=DECIMALS,
            )
        found[one.tournament] = weight
    return found


def _earned(earned: Sequence[Earned], names: Mapping[str, str]) -> list[EarnedLine]:
    return [
        EarnedLine(
            tournament=UUID(one.tournament),
            tournament_name=names[one.tournament],
            points=shown(one.points),
            counted=one.counted,
        )
        for one in earned
    ]
