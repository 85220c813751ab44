"""Points given and taken by hand, in formats that are decided by points."""

from dataclasses import replace
from uuid import UUID

import msgspec

from esports.accounts.access import Actor, Permission
from esports.brackets import correcting, mapping
from esports.brackets.service import held
from esports.brackets.wire import Adjustment
from esports.engine import stage as engine
from esports.engine.errors import EngineError
from esports.engine.model import Format
from esports.errors import Kind, conflict, invalid
from esports.i18n import N_
from esports.journal.facts import PointsAdjusted
from esports.tournaments import queries as tournament_queries
from esports.tournaments.programme import from_engine
from esports.tournaments.wire import Stage
from esports.uow import UnitOfWork


async def adjust(unit: UnitOfWork, *, actor: Actor, stage_id: UUID, new: Adjustment) -> Stage:
    """Give or take points of an entry; the table follows at once, and so does who is champion.

    Raises:
        DomainError: `not_found`, `forbidden`, `no_points_here`, `stage_not_running`,
            `adjustment_entry_unknown`, and what the engine refuses of the points.
    """
    tournament, stage = await held(unit, actor, stage_id, Permission.manage_tournament)
    if stage.format != Format.free_for_all:
        raise conflict("no_points_here", N_("This stage is not decided by points that can be adjusted."))
    if stage.state == "pending" or tournament.state not in ("running", "paused", "finished"):
        raise conflict("stage_not_running", N_("This stage is not running."))
    before = await correcting.held(unit.connection, tournament, stage)
    names = {seat.id: seat.name for seat in before.seats}
    if new.entry not in names:
        raise invalid("adjustment_entry_unknown", "/entry", N_("This entry does not play in this stage."))
    told = {**msgspec.to_builtins(new), "date": f"{unit.now:%Y-%m-%dT%H:%M:%SZ}"}
    options = {**stage.options, "adjustments": [*stage.options.get("adjustments", []), told]}
    adjusted = replace(before, stage=msgspec.structs.replace(stage, options=options))
    try:
        engine.parse_options(stage.format, mapping.options_of(adjusted.stage, tournament))
    except EngineError as error:
        raise from_engine(error, Kind.invalid, f"/{error.pointer.rpartition('/')[2]}") from error
    await tournament_queries.change_stage(unit.connection, stage.id, options=options)
    fact = PointsAdjusted(
        stage_id=stage.id,
        entry_id=new.entry,
        name=names[new.entry],
        points=str(new.points),
        reason=new.reason,
    )
    # At match point more or fewer points decide whether a game is still to be played.
    after = await correcting.restate(unit, adjusted, before.results)
    await correcting.tell(unit, before, after, fact)
    return after.stage
