"""Use cases of brackets: preview a draw, start a stage, pair a round; and the views of what is played."""

import secrets
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor, Permission
from esports.brackets import pairing, queries, view
from esports.brackets.closing import round_over
from esports.brackets.draw import Draw, draw
from esports.brackets.queries import seated, tables
from esports.brackets.storing import announce, store_matches
from esports.brackets.wire import StartStage
from esports.engine.model import ENGINE_VERSION, Format
from esports.entries import presence
from esports.entries import queries as entry_queries
from esports.entries import service as entries
from esports.entries.queries import placing
from esports.errors import DomainError, Kind, conflict, not_found
from esports.events.watching import watch
from esports.i18n import N_
from esports.jobs import AnnounceDraw
from esports.journal import store
from esports.journal.facts import Change, FieldFixed, StageStarted
from esports.tournaments import programme
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Stage, Tournament
from esports.uow import UnitOfWork

MAY_START = ("draft", "registration", "check_in", "seeding", "running")


async def preview_draw(
    unit: UnitOfWork, *, actor: Actor, stage_id: UUID, draw_seed: str | None
) -> dict[str, Any]:
    """The structure that a start would make, with the reason of each pairing and what it guarantees to
    those who are kept apart; nothing is stored.

    Raises:
        DomainError: `not_found`, `forbidden`, and what `start_stage` refuses.
    """
    tournament, stage = await held(unit, actor, stage_id, Permission.manage_tournament)
    chosen = draw_seed or secrets.token_hex(8)
    await presence.close(unit, tournament)
    made = await draw(unit, tournament, stage, chosen)
    shown = msgspec.structs.replace(stage, draw_seed=chosen, engine_version=ENGINE_VERSION)
    document = view.subtree(shown, made.seats, made.matches, made.standings)
    return {**document, "kept_apart": made.kept_apart}


async def start_stage(unit: UnitOfWork, *, actor: Actor, stage_id: UUID, start: StartStage) -> dict[str, Any]:
    """Make the draw of a stage, store it, and open its first matches.

    The first stage fixes the tournament's field and its seeds; the tournament is running from then on.

    Raises:
        DomainError: `not_found`, `forbidden`, `stale_seq`, `tournament_not_running`, `check_in_not_held`,
            `stage_not_pending`, `stage_before_not_finished`, and what the engine refuses.
    """
    tournament, stage = await held(unit, actor, stage_id, Permission.manage_tournament)
    await _refuse_stale_seq(unit, tournament.id, start.expected_seq)
    if tournament.state not in MAY_START:
        raise conflict("tournament_not_running", N_("The tournament is not running."))
    await presence.close(unit, tournament)
    made = await draw(unit, tournament, stage, start.draw_seed or secrets.token_hex(8))
    if stage.position == 1:
        await _fix_field(unit, tournament, made)
    if tournament.state != "running":
        await tournaments.moved(unit, tournament, "running")
    started = msgspec.structs.replace(
        stage,
        state="running",
        draw_seed=made.draw_seed,
        engine_version=ENGINE_VERSION,
    )
    watch(unit, tournament.event)
    await _store(unit, started, made)
    document = view.subtree(started, made.seats, made.matches, made.standings)
    unit.record(
        tournament.id,
        StageStarted(
            stage_id=stage.id,
            name=stage.name,
            format=stage.format,
            entries=[seat.id for seat in made.seats],
            draw_seed=started.draw_seed,
            engine_version=ENGINE_VERSION,
            kept_apart=made.kept_apart,
        ),
        [Change(view.path(stage.id), document)],
    )
    await announce(unit, made.matches)
    unit.enqueue(AnnounceDraw(stage.id), dedupe_key=f"draw:{stage.id}:{started.draw_seed}")
    return document


async def pair_round(unit: UnitOfWork, *, actor: Actor, stage_id: UUID) -> dict[str, Any]:
    """Pair the stage's next round, where that is left to the operator.

    Raises:
        DomainError: `not_found`, `forbidden`, `stage_not_running`, `tournament_not_running`,
            `round_not_complete`, `nothing_to_pair`.
    """
    tournament, stage = await held(unit, actor, stage_id, Permission.manage_tournament)
    if stage.state != "running":
        raise conflict("stage_not_running", N_("This stage is not running."))
    if tournament.state != "running":
        raise conflict("tournament_not_running", N_("The tournament is not running."))
    if await queries.count_open(unit.connection, stage_id):
        raise conflict("round_not_complete", N_("Matches of this round are still to be played."))
    if not await pairing.pair_next(unit, tournament, stage):
        raise conflict("nothing_to_pair", N_("There is no further round to pair."))
    await round_over(unit, tournament, stage)
    return await stage_view(unit.connection, stage_id)


async def held(
    unit: UnitOfWork, actor: Actor, stage_id: UUID, permission: Permission
) -> tuple[Tournament, Stage]:
    """The stage and its tournament with the tournament's row held.

    Raises:
        DomainError: `not_found`, also where the stage was taken off while this waited; and what
            `tournaments.service.locked` refuses.
    """
    found = await tournament_queries.stage(unit.connection, stage_id)
    if found is None:
        raise not_found("stage")
    tournament = await tournaments.locked(unit, actor, found.tournament, permission, asked="stage")
    stage = await tournament_queries.stage(unit.connection, stage_id)
    if stage is None:
        raise not_found("stage")
    return tournament, stage


async def stage_view(connection: AsyncConnection, stage_id: UUID) -> dict[str, Any]:
    """The stage's document, without epoch and seq.

    Raises:
        DomainError: `not_found`.
    """
    stage = await tournament_queries.stage(connection, stage_id)
    if stage is None:
        raise not_found("stage")
    return await _document(connection, stage)


async def tournament_view(connection: AsyncConnection, tournament_id: UUID, *, staff: bool) -> dict[str, Any]:
    """The document of the whole tournament, without epoch and seq.

    Raises:
        DomainError: `not_found`.
    """
    tournament = await tournament_queries.by_id(connection, tournament_id)
    if tournament is None:
        raise not_found("tournament")
    stages = await tournament_queries.stages_of(connection, tournament_id)
    found = await entry_queries.page(connection, tournament_id, after=0, limit=100_000, unpublished=staff)
    return {
        "tournament": tournaments.view(tournament),
        "entries": [entries.view(entry) for entry in found],
        "stages": [await _document(connection, stage) for stage in stages],
    }


async def _document(connection: AsyncConnection, stage: Stage) -> dict[str, Any]:
    if stage.state == "pending":
        return programme.subtree(stage)
    document = view.subtree(
        stage,
        await seated.seats_of(connection, stage.id),
        await queries.of_stage(connection, stage.id),
        await tables.standings_of(connection, stage.id),
    )
    if stage.format == Format.judged and (judging := await tables.judging_of(connection, stage.id)):
        document["judging"] = judging
    return document


async def _refuse_stale_seq(unit: UnitOfWork, tournament_id: UUID, expected: int | None) -> None:
    head = await store.head(unit.connection, tournament_id)
    if expected is not None and head is not None and head.seq != expected:
        raise DomainError(
            Kind.stale,
            "stale_seq",
            N_("Something changed since you looked; look again before the draw."),
            extra={"seq": head.seq},
        )


async def _fix_field(unit: UnitOfWork, tournament: Tournament, made: Draw) -> None:
    """Number the seeds of all who play from 1, and let them play."""
    order = [entry.id for entry in made.field]
    await placing.set_seeds(unit.connection, tournament.id, order)
    await entry_queries.set_states(unit.connection, order, "playing")
    playing = [
        msgspec.structs.replace(entry, seed=seed, state="playing") for seed, entry in enumerate(made.field, 1)
    ]
    left = await placing.without_place(unit.connection, tournament.id, order)
    unit.record(
        tournament.id,
        FieldFixed(entries=order),
        [Change(f"entries/{entry.id}", entries.view(entry)) for entry in playing]
        + [Change(f"entries/{entry}/seed", None) for entry in left],
    )


async def _store(unit: UnitOfWork, stage: Stage, made: Draw) -> None:
    await tournament_queries.change_stage(
        unit.connection,
        stage.id,
        state="running",
        draw_seed=stage.draw_seed,
        engine_version=stage.engine_version,
        started_at=unit.now,
    )
    await seated.add_seats(unit.connection, stage.id, made.seats)
    await store_matches(unit, made.matches, {})
    await tables.store_standings(unit.connection, stage.id, made.standings)
