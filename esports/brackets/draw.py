"""The draw of a stage: who plays in it, and its structure, from the seeds and the stage before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets import mapping, queries
from esports.brackets.queries import seated, tables
from esports.brackets.ranking import whole
from esports.brackets.wire import Match, Seat, StandingRow
from esports.engine import stage as engine
from esports.engine.errors import EngineError
from esports.engine.kept_apart import KeptApart
from esports.engine.model import Entrant, Format, Structure
from esports.engine.seeding import StagePlan, intake
from esports.entries import guardians
from esports.entries import queries as entry_queries
from esports.entries.wire import Entry
from esports.errors import Kind, conflict
from esports.i18n import N_
from esports.tournaments import queries as tournament_queries
from esports.tournaments.programme import check_qualifies, from_engine
from esports.tournaments.wire import Stage, Tournament
from esports.uow import UnitOfWork

PLAYED = ("playing", "withdrawn", "disqualified")
"""The states of those who were in the field when the first stage began, if they have a seed."""


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """A structure ready to be stored: `field` is every entry of the tournament in seed order.

    `kept_apart` is what it guarantees to those whom it keeps apart, as it is told.
    """

    stage: Stage
    draw_seed: str
    field: list[Entry]
    seats: list[Seat]
    matches: list[Match]
    standings: list[StandingRow]
    kept_apart: list[dict[str, Any]]


async def draw(unit: UnitOfWork, tournament: Tournament, stage: Stage, draw_seed: str) -> Draw:
    """Make the draw of a stage without storing anything.

    Raises:
        DomainError: `stage_not_pending`, `stage_before_not_finished`, `qualifies_not_divisible`, and what
            the engine refuses.
    """
    if stage.state != "pending":
        raise conflict("stage_not_pending", N_("This stage has started already."))
    stages = await tournament_queries.stages_of(unit.connection, tournament.id)
    before = stages[stage.position - 2] if stage.position > 1 else None
    if before is not None and before.state != "finished":
        raise conflict("stage_before_not_finished", N_("The stage before is not finished."))
    if before is None:
        _check_later(tournament, stages[1:])
    field = await field_of(unit.connection, tournament, first=before is None, on=unit.now.date())
    last = stages[-1].id == stage.id
    try:
        plans = [StagePlan(size=one.size, qualifies=one.qualifies) for one in stages]
        taken = intake(plans, len(field))[stage.position - 1]
        came_from = await seated.qualified_from(unit.connection, tournament.id)
        direct = [_seat(field[seed - 1], came_from) for seed in taken.direct]
        there = [seat for seat in direct if not seat.gone]
        if before is not None:
            there += await _qualifiers(unit.connection, tournament, before, taken.qualifiers)
        seats = [msgspec.structs.replace(seat, seed=seed) for seed, seat in enumerate(there, 1)]
        return _drawn(unit, tournament, stage, field, seats, draw_seed, last=last)
    except EngineError as error:
        raise from_engine(error, Kind.conflict) from error


def _check_later(tournament: Tournament, stages: Sequence[Stage]) -> None:
    """Whether the tournament's best-of, which nobody can change from now on, suits the later stages."""
    for place, stage in enumerate(stages, start=1):
        try:
            engine.parse_options(stage.format, mapping.options_of(stage, tournament))
        except EngineError as error:
            raise from_engine(error, Kind.conflict, f"/stages/{place}{error.pointer}") from error


async def field_of(
    connection: AsyncConnection, tournament: Tournament, *, first: bool, on: date
) -> list[Entry]:
    """The entries that play, in seed order: where anybody has checked in, those who did.

    Who lacks a guardian's consent on the day does not play. Who left after the first stage began is among
    them later, for the seeds count on.
    """
    if not first:
        played = await entry_queries.in_states(connection, tournament.id, PLAYED)
        return [entry for entry in played if entry.seed is not None]
    held = await guardians.held(connection, tournament, on=on)
    present = await entry_queries.in_states(connection, tournament.id, ("checked_in",))
    found = present or await entry_queries.in_states(connection, tournament.id, ("confirmed",))
    return [entry for entry in found if entry.id not in held]


def _seat(entry: Entry, came_from: Mapping[UUID, str]) -> Seat:
    return Seat(
        seed=0,
        id=entry.id,
        name=entry.name,
        delegation=entry.delegation,
        club=entry.club,
        region=entry.region,
        former_group=came_from.get(entry.id),
        state=entry.state,
    )


async def _qualifiers(
    connection: AsyncConnection, tournament: Tournament, before: Stage, count: int
) -> list[Seat]:
    """Who comes from the stage before; its groups are told, so that this one can keep them apart."""
    by_id = {seat.id: seat for seat in await seated.seats_of(connection, before.id)}
    groups = {row.entry_id: row.group_key for row in await tables.standings_of(connection, before.id)}
    return [
        msgspec.structs.replace(by_id[entry], former_group=f"{before.name} {group}")
        if (group := groups.get(entry))
        else by_id[entry]
        for entry in await qualified(connection, tournament, before, count)
    ]


async def qualified(
    connection: AsyncConnection, tournament: Tournament, stage: Stage, count: int
) -> list[UUID]:
    """The best of a finished stage, in the order of their seeds in the next.

    Of a judged stage fewer may go on: no more than have handed in.
    """
    if stage.format == Format.judged:
        gone = {seat.id for seat in await seated.seats_of(connection, stage.id) if seat.gone}
        table = await tables.standings_of(connection, stage.id)
        return [row.entry_id for row in table if row.entry_id not in gone][:count]
    seats = await seated.seats_of(connection, stage.id)
    found = await queries.of_stage(connection, stage.id)
    structure = mapping.structure_of(stage, tournament, found, len(seats))
    entrants = mapping.entrants_of(seats)
    return [UUID(entry) for entry in engine.qualified(structure, entrants, mapping.results_of(found), count)]


def _kept_apart(structure: Structure, entrants: Sequence[Entrant | None]) -> Sequence[KeptApart]:
    """Of a stage without matches nothing is drawn."""
    return engine.kept_apart(structure, entrants) if structure.matches else ()


def _drawn(
    unit: UnitOfWork,
    tournament: Tournament,
    stage: Stage,
    field: list[Entry],
    seats: list[Seat],
    draw_seed: str,
    *,
    last: bool,
) -> Draw:
    entrants: list[Entrant | None] = [*mapping.entrants_of(seats)]
    options = engine.parse_options(stage.format, mapping.options_of(stage, tournament))
    structure = engine.build(stage.format, entrants, options, draw_seed=draw_seed)
    if stage.qualifies is not None and not last:
        check_qualifies(stage.qualifies, structure)
    states = engine.resolve(structure, entrants, {})
    matches = [
        mapping.new_match(
            spec, states[spec.id], match_id=unit.new_id(), stage=stage, tournament_id=tournament.id
        )
        for spec in structure.matches
    ]
    return Draw(
        stage=stage,
        draw_seed=draw_seed,
        field=field,
        seats=seats,
        matches=matches,
        standings=whole(tournament, stage, seats, matches),
        kept_apart=[msgspec.to_builtins(one) for one in _kept_apart(structure, entrants)],
    )
