"""The use case that ends a judged stage: the table from the marks, and whose each number was."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from esports.accounts.access import Actor, Permission
from esports.brackets import mapping, view
from esports.brackets import service as bracket_service
from esports.brackets.closing import close
from esports.brackets.queries import seated, tables
from esports.brackets.ranking import LINES_A_PLACE
from esports.brackets.wire import StandingRow
from esports.engine.errors import EngineError
from esports.engine.judged import Mark
from esports.engine.judged_table import publish as engine_publish
from esports.errors import Kind, conflict
from esports.i18n import N_
from esports.journal.facts import Change, MarksPublished
from esports.judging import queries
from esports.judging.contest import Held, labelled, load, options_of, refuse_unless_running
from esports.judging.service import held_stage
from esports.tournaments import queries as tournament_queries
from esports.tournaments.programme import from_engine
from esports.uow import UnitOfWork


async def publish(unit: UnitOfWork, *, actor: Actor, stage_id: UUID) -> dict[str, Any]:
    """Make the table from the marks, reveal the entries, and let the tournament go on.

    Who handed nothing in gets no place. Entries that nothing separates share theirs; of them the better
    seed goes on to the next stage.

    Raises:
        DomainError: `not_found`, `forbidden`, `stage_not_judged`, `tournament_not_running`,
            `stage_not_running`, `judges_not_assigned`, `marks_missing` with every submission that lacks
            some, `too_few_go_on`.
    """
    tournament, stage = await held_stage(unit, actor, stage_id, Permission.manage_tournament)
    options_of(tournament, stage)
    refuse_unless_running(tournament, stage)
    held = await load(unit.connection, tournament, stage)
    if held.row is None or held.row.draw_seed is None:
        raise conflict("judges_not_assigned", N_("No judges are assigned yet."))
    await _refuse_too_few(unit, held)
    table = _table(held, {seat.id: seat.seed for seat in await seated.seats_of(unit.connection, stage_id)})
    told = {**held.counts(), "published": _published(held)}
    await queries.tell(unit.connection, stage_id, told)
    await queries.change_contest(unit.connection, stage_id, published_at=unit.now)
    await tables.store_standings(unit.connection, stage_id, table)
    lines = [
        Change(view.path(stage_id, "standings", str(row.entry_id)), view.standing_view(row)) for row in table
    ]
    fact = MarksPublished(
        stage_id=stage_id,
        name=stage.name,
        draw_seed=held.row.draw_seed,
        entries=[one.entry_id for one in held.submissions],
    )
    unit.record(tournament.id, fact, [Change(view.path(stage_id, "judging"), told), *lines])
    await close(unit, tournament, stage)
    return await bracket_service.stage_view(unit.connection, stage_id)


async def _refuse_too_few(unit: UnitOfWork, held: Held) -> None:
    """Refuse to end the stage where the next one could then neither be played nor be taken off."""
    stages = await tournament_queries.stages_of(unit.connection, held.tournament.id)
    if held.stage.qualifies is not None and stages[-1].id != held.stage.id and len(held.submissions) < 2:
        raise conflict("too_few_go_on", N_("Only one entry would go on; take the next stage off first."))


def _table(held: Held, seeds: dict[UUID, int]) -> list[StandingRow]:
    """The table by entries, whose names the trails tell; who share a place stand in seed order.

    Raises:
        DomainError: `marks_missing`.
    """
    entries = {str(one.id): str(one.entry_id) for one in held.submissions}
    contest = held.contest_by(lambda submission: submission.entry_id)
    marks = [Mark(one.judge, entries[one.submission], one.points) for one in held.given]
    try:
        placed = engine_publish(contest, marks)
    except EngineError as error:
        by_entry = {str(one.entry_id): one for one in held.submissions}
        raise from_engine(labelled(error, by_entry), Kind.conflict) from error
    rows = [mapping.standing_row(one, one.place * LINES_A_PLACE + seeds[UUID(one.entry)]) for one in placed]
    return sorted(rows, key=lambda row: row.ordinal)


def _published(held: Held) -> Sequence[dict[str, Any]]:
    """Whose each number was, with what was handed in."""
    return [
        {"id": str(one.entry_id), "number": one.number, "title": one.title, "link": one.link}
        for one in held.submissions
    ]
