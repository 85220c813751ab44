"""What a correction would change, told before it is made: the preview, and the token that stands for it."""

from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.brackets import correcting
from esports.brackets import queries as brackets
from esports.brackets.correcting import Held
from esports.brackets.view import shown_moment
from esports.engine import correction
from esports.engine import impact as engine
from esports.engine.departure import Parting
from esports.engine.errors import EngineError
from esports.engine.impact import Impact
from esports.engine.model import Occupant
from esports.errors import Kind, conflict, not_found
from esports.events.service import refuse_stale
from esports.i18n import N_
from esports.matches import queries
from esports.matches.correction_wire import Proposal, Reseated
from esports.matches.following import Following, following
from esports.matches.impact_wire import (
    EarlierImpact,
    MatchImpact,
    PlaceImpact,
    Preview,
    SeatChange,
    SeedImpact,
    StageImpact,
)
from esports.matches.queries import corrections as correction_queries
from esports.matches.report_wire import NewReport
from esports.matches.service import result_of
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.tournaments.programme import from_engine
from esports.tournaments.wire import Tournament

CORRECTABLE = ("running", "paused", "finished")
"""The states of a tournament in which results may be corrected."""


async def preview(connection: AsyncConnection, actor: Actor, match_id: UUID, new: Proposal) -> Preview:
    """What it would change if the match's result were this one; nothing is stored.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `not_correctable`, `stale_revision`,
            `no_result_to_correct`, what the engine refuses of the report, and what `following` refuses.
    """
    located = await brackets.locate_match(connection, match_id)
    if located is None:
        raise not_found("match")
    tournament = await tournaments.get(connection, actor, located[0], asked="match")
    await access.require(connection, actor, Permission.report_result, tournament.event)
    stage = await whole_stage(connection, tournament, located[1])
    impact = impact_of(stage, match_id, new)
    return await told(connection, stage, impact, await ahead_of(connection, stage, impact, new))


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


async def ahead_of(
    connection: AsyncConnection, held: Held, impact: Impact, new: Proposal
) -> Following | None:
    """What the correction, unless it stands, does to the following stage where that has started."""
    results = correction.apply(held.results, correction.correct(held.results, impact))
    return await following(connection, held, results, new.following)


async def told(
    connection: AsyncConnection, held: Held, impact: Impact | Parting, ahead: Following | None = None
) -> Preview:
    """The impact as it travels; the token is the same for the same impact only."""
    stages = await _flagged(connection, held, ahead) if impact.qualified or ahead else []
    led_to = await correction_queries.led_to(connection, held.tournament.id) if impact.places else []
    return Preview(
        impact=[
            *_later(held, impact),
            *_places(impact),
            *(
                SeedImpact(entry=UUID(one.entry), before=one.before, after=one.after)
                for one in impact.qualified
            ),
            *stages,
            *led_to,
        ],
        impact_token=sha256(f"{impact.token} {stages!r} {led_to!r}".encode()).hexdigest(),
    )


def earlier_stage(held: Held, parting: Parting) -> EarlierImpact:
    """What changes in a stage before the one that an entry plays in, where its results are annulled too."""
    return EarlierImpact(
        stage=held.stage.id,
        name=held.stage.name,
        state=held.stage.state,
        matches=list(_later(held, parting)),
        places=list(_places(parting)),
        names={str(seat.id): seat.name for seat in held.seats},
    )


async def _flagged(connection: AsyncConnection, held: Held, ahead: Following | None) -> list[StageImpact]:
    """The following stages that have started: they rest on who went on, and stay as they are, or do not."""
    return [
        _moved(ahead)
        if ahead and ahead.before.stage.id == one.id
        else StageImpact(stage=one.id, name=one.name, state=one.state)
        for one in await tournament_queries.stages_of(connection, held.tournament.id)
        if one.position > held.stage.position and one.state != "pending"
    ]


def _moved(ahead: Following) -> StageImpact:
    stage, parting = ahead.before.stage, ahead.parting
    return StageImpact(
        stage=stage.id,
        name=stage.name,
        state=stage.state,
        following=ahead.how,
        seats=ahead.seats,
        matches=list(_later(ahead.before, parting)),
        places=list(_places(parting)),
        names={str(seat.id): seat.name for seat in (*ahead.before.seats, *ahead.after.seats)},
    )


async def with_seats_back(connection: AsyncConnection, shown: Preview, done: Reseated) -> Preview:
    """What is shown, and that the seats of the following stage would be given back."""
    stage = await tournament_queries.stage(connection, done.stage)
    if stage is None:
        raise not_found("stage")
    ahead = StageImpact(
        stage=stage.id,
        name=stage.name,
        state=stage.state,
        following=done.how,
        seats=[SeatChange(seed=one.seed, before=one.after, after=one.before) for one in done.seats],
        names=await queries.names(connection, [id for one in done.seats for id in (one.before, one.after)]),
    )
    others = [one for one in shown.impact if not isinstance(one, StageImpact) or one.stage != stage.id]
    return msgspec.structs.replace(shown, impact=[*others, ahead])


def _places(impact: Impact | Parting) -> Iterator[PlaceImpact]:
    for one in impact.places:
        yield PlaceImpact(entry=UUID(one.entry), before=one.before, after=one.after)


def _later(held: Held, impact: Impact | Parting) -> Iterator[MatchImpact]:
    by_key = {match.row.key: match for match in held.found}
    for later in impact.later:
        row, place = by_key[later.match].row, by_key[later.match].place
        yield MatchImpact(
            match=row.id,
            number=row.number,
            effect=later.effect,
            phase=row.phase,
            state=row.state,
            before=[_entry(one) for one in later.before],
            after=[_entry(one) for one in later.after],
            station=place.station if place else None,
            starts_at=shown_moment(place.starts_at) if place else None,
        )


def _entry(occupant: Occupant) -> UUID | None:
    return UUID(occupant) if isinstance(occupant, str) else None
