"""The programme of a tournament: its stages, added and taken back before they start."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor, Permission
from esports.engine import stage as engine
from esports.engine.errors import EngineError
from esports.engine.model import Entrant, Format, Options, Structure
from esports.errors import DomainError, FieldError, Kind, conflict, invalid, not_found
from esports.i18n import N_
from esports.journal.facts import Change, StageAdded, StageRemoved
from esports.text import clean_name
from esports.tournaments import queries
from esports.tournaments.service import check_moment, get, locked
from esports.tournaments.wire import Moment, NewStage, Stage
from esports.uow import UnitOfWork

MAX_STAGES = 20


async def add_stage(unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, new: NewStage) -> Stage:
    """Add a stage behind the ones that are there.

    Raises:
        DomainError: `not_found`, `forbidden`, `too_late`, `too_many_stages`, what `_check_follows` finds, and
            what the engine refuses of format, options and, behind another stage, of the number of entries.
    """
    tournament = await locked(unit, actor, tournament_id, Permission.manage_tournament)
    if tournament.state in ("finished", "archived", "cancelled"):
        raise conflict("too_late", N_("The tournament is over."))
    before = await queries.stages_of(unit.connection, tournament_id)
    if len(before) >= MAX_STAGES:
        raise conflict("too_many_stages", N_("A tournament has 20 stages at most."))
    begun = bool(before) and before[0].state != "pending"
    options = _check_format(new, tournament.best_of if begun else 1)
    if before:
        _check_follows(before, new, options)
    stage = Stage(
        id=unit.new_id(),
        tournament=tournament_id,
        position=len(before) + 1,
        state="pending",
        draw_seed=None,
        engine_version=None,
        **(msgspec.structs.asdict(new) | {"name": clean_name(new.name, "/name")}),
    )
    values = msgspec.structs.asdict(stage)
    values["tournament_id"] = values.pop("tournament")
    await queries.add_stage(unit.connection, **values)
    unit.record(
        tournament_id,
        StageAdded(stage_id=stage.id, name=stage.name, format=stage.format),
        [Change(f"stages/{stage.id}", subtree(stage))],
    )
    return stage


async def remove_stage(unit: UnitOfWork, *, actor: Actor, stage_id: UUID) -> None:
    """Take the last stage off the programme while it has not started.

    Raises:
        DomainError: `not_found`, `forbidden`, `stage_not_pending`, `stage_not_last`, and `too_late` where
            the stage before is over: nothing else could follow it, and nobody would have won.
    """
    found = await queries.stage(unit.connection, stage_id)
    if found is None:
        raise not_found("stage")
    await locked(unit, actor, found.tournament, Permission.manage_tournament, asked="stage")
    present = await queries.stages_of(unit.connection, found.tournament)
    stage = next((one for one in present if one.id == stage_id), None)
    if stage is None:
        raise not_found("stage")
    if stage.state != "pending":
        raise conflict("stage_not_pending", N_("This stage has started already."))
    if present[-1].id != stage_id:
        raise conflict("stage_not_last", N_("Only the last stage can be taken off."))
    if len(present) > 1 and present[-2].state == "finished":
        raise conflict("too_late", N_("The stage before is over; its qualifiers wait for this one."))
    await queries.remove_stage(unit.connection, stage_id)
    unit.record(
        found.tournament,
        StageRemoved(stage_id=stage_id, name=stage.name),
        [Change(f"stages/{stage_id}", None)],
    )


async def stages_of(connection: AsyncConnection, actor: Actor, tournament_id: UUID) -> Sequence[Stage]:
    """The tournament's stages in playing order."""
    await get(connection, actor, tournament_id)
    return await queries.stages_of(connection, tournament_id)


def subtree(stage: Stage) -> dict[str, Any]:
    """A stage in the live view before anything is played."""
    return {
        "id": str(stage.id),
        "stage": msgspec.to_builtins(stage),
        "entries": [],
        "rounds": [],
        "matches": [],
        "standings": [],
    }


WITHOUT_SERIES = (Format.free_for_all, Format.judged)
"""Formats that know no series between two sides."""


def engine_options(format: str, options: Mapping[str, Any], best_of: int) -> dict[str, Any]:
    """The options that the engine reads, with the tournament's best-of below the stage's own.

    `pairing` is not among them: it says who calls the next round. Nor is the `deadline` of a judged stage,
    for the engine knows no time.
    """
    others = ("pairing", "deadline") if format == Format.judged else ("pairing",)
    own = {name: value for name, value in options.items() if name not in others}
    return own if best_of == 1 or format in WITHOUT_SERIES else {"best_of": best_of, **own}


def deadline_of(options: Mapping[str, Any]) -> datetime | None:
    """Until when a judged stage takes submissions; None where its options leave that open.

    Raises:
        DomainError: `not_a_time`, `time_out_of_range`.
    """
    raw = options.get("deadline")
    if raw is None:
        return None
    try:
        moment = msgspec.convert(raw, Moment)
    except msgspec.ValidationError as error:
        raise invalid("not_a_time", "/options/deadline", N_("This must be a time with its zone.")) from error
    check_moment(moment, "/options/deadline")
    return moment


def check_qualifies(count: int, structure: Structure) -> None:
    """Whether so many can go on from the groups of this structure.

    Raises:
        DomainError: `qualifies_not_divisible`.
    """
    groups = len({match.group for match in structure.matches}) or 1
    if count % groups:
        raise _uneven(Kind.conflict, count, groups)


def _check_format(new: NewStage, best_of: int) -> Options:
    """The options, if format and options go together; `best_of` is the tournament's, once it is settled."""
    if new.options.get("pairing", "automatic") not in ("automatic", "manual"):
        raise invalid("option_not_a_choice", "/options/pairing", N_("Pairing is automatic or manual."))
    if new.format == Format.judged:
        deadline_of(new.options)
    try:
        options = engine.parse_options(new.format, engine_options(new.format, new.options, best_of))
    except EngineError as error:
        raise from_engine(error, Kind.invalid) from error
    if new.qualifies is not None and new.size is not None and new.qualifies >= new.size:
        raise _too_many()
    groups = engine.FORMATS[Format(new.format)].groups(options)
    if new.qualifies is not None and new.qualifies % groups:
        raise _uneven(Kind.invalid, new.qualifies, groups)
    return options


def _check_follows(before: Sequence[Stage], new: NewStage, options: Options) -> None:
    """Whether the stage can come behind these: found now, and not when half of them is played.

    Raises:
        DomainError: `no_qualifiers`, `too_late`, `stage_too_small`, `stage_overfull`,
            `direct_entries_too_late`, `too_many_qualify`, `qualifies_not_divisible`, and what the engine
            refuses of the number of entries.
    """
    last = before[-1]
    if last.qualifies is None:
        raise conflict("no_qualifiers", N_("The stage before must say how many qualify for this one."))
    if last.state != "pending":
        raise conflict("too_late", N_("The stage before has started; its qualifiers are settled."))
    size = new.size or last.qualifies
    if size < 2:
        raise conflict("stage_too_small", N_("Only one entry would play in this stage."))
    if size < last.qualifies:
        raise _at_size("stage_overfull", N_("More entries qualify for this stage than it takes."))
    if size > last.qualifies and before[0].state != "pending":
        raise _at_size(
            "direct_entries_too_late",
            N_("Play has begun: this stage can take those who qualify for it and nobody else."),
        )
    _check_size(new, options, size)


def _check_size(new: NewStage, options: Options, size: int) -> None:
    """Whether the stage can be played by so many: how many is known of every stage but the first."""
    anybody = [Entrant(str(seed)) for seed in range(1, size + 1)]
    try:
        structure = engine.build(new.format, anybody, options, draw_seed="")
    except EngineError as error:
        pointer = "/size" if error.pointer == "/entries" else error.pointer
        raise from_engine(error, Kind.conflict, pointer) from error
    if new.qualifies is not None:
        if new.qualifies > size:
            raise _too_many()
        check_qualifies(new.qualifies, structure)


def _too_many() -> DomainError:
    return invalid("too_many_qualify", "/qualifies", N_("Fewer must qualify than take part."))


def _uneven(kind: Kind, count: int, groups: int) -> DomainError:
    return DomainError(
        kind,
        "qualifies_not_divisible",
        N_("{count} entries cannot go on from {groups} groups: it must be a multiple."),
        pointer="/qualifies",
        params={"count": count, "groups": groups},
    )


def _at_size(code: str, detail: str) -> DomainError:
    return DomainError(Kind.conflict, code, detail, pointer="/size")


def from_engine(error: EngineError, kind: Kind, pointer: str | None = None) -> DomainError:
    """An engine's refusal as the product's; of several findings each is a wrong field of its own."""
    return DomainError(
        kind,
        error.code,
        error.detail,
        pointer=error.pointer if pointer is None else pointer,
        errors=[FieldError(one.pointer, one.code, one.detail, dict(one.params)) for one in error.findings],
        params=error.params,
    )
