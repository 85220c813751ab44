"""What a correction would change, told before it is made: the preview, and the token that stands for it."""

from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.brackets import correcting
from esports.brackets import queries as brackets
from esports.brackets.correcting import Held
from esports.engine import impact as engine
from esports.engine.departure import Parting
from esports.engine.errors import EngineError
from esports.engine.impact import Impact
from esports.engine.model import Occupant
from esports.errors import Kind, conflict, not_found
from esports.events.service import refuse_stale
from esports.i18n import N_
from esports.matches.service import result_of
from esports.matches.wire import MatchImpact, NewReport, PlaceImpact, Preview, SeedImpact, StageImpact
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.tournaments.programme import from_engine
from esports.tournaments.wire import Tournament

CORRECTABLE = ("running", "paused", "finished")
"""The states of a tournament in which results may be corrected."""


async def preview(connection: AsyncConnection, actor: Actor, match_id: UUID, new: NewReport) -> Preview:
    """What it would change if the match's result were this one; nothing is stored.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `not_correctable`, `stale_revision`,
            `no_result_to_correct`, and what the engine refuses of the report.
    """
    located = await brackets.locate_match(connection, match_id)
    if located is None:
        raise not_found("match")
    tournament = await tournaments.get(connection, actor, located[0], asked="match")
    await access.require(connection, actor, Permission.report_result, tournament.event)
    stage = await whole_stage(connection, tournament, located[1])
    return await told(connection, stage, impact_of(stage, match_id, new))


async def whole_stage(connection: AsyncConnection, tournament: Tournament, stage_id: UUID) -> Held:
    """The stage of a match whose result is to be corrected.

    Raises:
        DomainError: `not_found`, `not_correctable`.
    """
    stage = await tournament_queries.stage(connection, stage_id)
    if stage is None:
        raise not_found("match")
    if tournament.state not in CORRECTABLE:
        raise conflict("not_correctable", N_("Results of this tournament cannot be corrected now."))
    return await correcting.held(connection, tournament, stage)


def impact_of(held: Held, match_id: UUID, new: NewReport) -> Impact:
    """What this result of the match would change in its stage.

    Raises:
        DomainError: `stale_revision`, `no_result_to_correct`, and what the engine refuses.
    """
    match = next(one for one in held.found if one.row.id == match_id)
    refuse_stale(new.expected_revision, match.row.revision)
    played = held.results.get(match.row.key)
    if played is None:
        raise conflict("no_result_to_correct", N_("This match has no result to correct."))
    corrected = result_of(match, played.entries, new)
    stage = (held.structure, held.entrants, held.results)
    try:
        return engine.preview(*stage, match.row.key, corrected, qualifies=held.stage.qualifies)
    except EngineError as error:
        raise from_engine(error, Kind.conflict) from error


async def told(connection: AsyncConnection, held: Held, impact: Impact | Parting) -> Preview:
    """The impact as it travels; the token is the same for the same impact only."""
    stages = await _flagged(connection, held) if impact.qualified else []
    return Preview(
        impact=[
            *_later(held, impact),
            *(
                PlaceImpact(entry=UUID(one.entry), before=one.before, after=one.after)
                for one in impact.places
            ),
            *(
                SeedImpact(entry=UUID(one.entry), before=one.before, after=one.after)
                for one in impact.qualified
            ),
            *stages,
        ],
        impact_token=sha256(f"{impact.token} {stages!r}".encode()).hexdigest(),
    )


async def _flagged(connection: AsyncConnection, held: Held) -> list[StageImpact]:
    """The following stages that have started: they rest on who went on, and stay as they are."""
    return [
        StageImpact(stage=one.id, name=one.name, state=one.state)
        for one in await tournament_queries.stages_of(connection, held.tournament.id)
        if one.position > held.stage.position and one.state != "pending"
    ]


def _later(held: Held, impact: Impact | Parting) -> Iterator[MatchImpact]:
    by_key = {match.row.key: match.row for match in held.found}
    for later in impact.later:
        row = by_key[later.match]
        yield MatchImpact(
            match=row.id,
            number=row.number,
            effect=later.effect,
            phase=row.phase,
            state=row.state,
            before=[_entry(one) for one in later.before],
            after=[_entry(one) for one in later.after],
        )


def _entry(occupant: Occupant) -> UUID | None:
    return UUID(occupant) if isinstance(occupant, str) else None
