"""What a correction does to the following stage where that has started: its seats, and what was played there.

Nobody is moved there unless the operator chooses so. Who is seated there without having played the stage
before has a direct seed, and keeps it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets import correcting, mapping, view
from esports.brackets.correcting import Held
from esports.brackets.queries import seated
from esports.brackets.wire import Seat
from esports.engine import departure as engine
from esports.engine import stage as engine_stage
from esports.engine.departure import Parting
from esports.engine.errors import EngineError
from esports.engine.impact import NOBODY_YET
from esports.engine.model import Format, Result
from esports.engine.reseating import Reseating, seating
from esports.errors import DomainError, Kind, conflict
from esports.i18n import N_
from esports.journal.facts import StageReseated
from esports.journal.views import diff
from esports.matches import queries
from esports.matches.correction_wire import Reseated
from esports.matches.giving_up import as_it_is, hand_over
from esports.matches.impact_wire import SeatChange
from esports.matches.queries import corrections as correction_queries
from esports.tournaments import queries as tournament_queries
from esports.tournaments.programme import from_engine
from esports.tournaments.wire import Stage
from esports.uow import UnitOfWork


@dataclass(frozen=True)
class Following:
    """The following stage with its seats before and after, and its results as they would be."""

    before: Held
    after: Held
    results: Mapping[str, Result]
    how: Reseating

    @property
    def parting(self) -> Parting:
        """What changes in it."""
        return engine.parting(
            self.before.structure,
            (self.before.entrants, self.before.results),
            (self.after.entrants, self.results),
            qualifies=self.before.stage.qualifies,
        )

    @property
    def seats(self) -> list[SeatChange]:
        """The seats that somebody else has."""
        pairs = zip(self.before.seats, self.after.seats, strict=True)
        return [
            SeatChange(seed=old.seed, before=old.id, after=new.id, former_group=old.former_group)
            for old, new in pairs
            if old != new
        ]

    @property
    def voided(self) -> list[str]:
        """The matches that lose their results."""
        return [key for key in self.before.results if key not in self.results]


async def following(
    connection: AsyncConnection,
    held: Held,
    results: Mapping[str, Result],
    how: Reseating,
    leaving: UUID | None = None,
) -> Following | None:
    """The following stage as these results of `held` would have it; None where it is not to change.

    Who is `leaving` gives up a seat there.

    Raises:
        DomainError: `qualifiers_unknown`, `following_stage_judged`, `following_field_differs`,
            `following_seat_left`, `later_stage_started`.
    """
    stages = await tournament_queries.stages_of(connection, held.tournament.id)
    later = [one for one in stages if one.position > held.stage.position and one.state != "pending"]
    if how is Reseating.keep or not later:
        return None
    if later[0].format == Format.judged:
        raise conflict(
            "following_stage_judged",
            N_("The following stage is judged, and who hands in there cannot be changed: keep it as it is."),
        )
    before = await correcting.held(connection, held.tournament, later[0])
    ahead = _seated(held, before, results, how, leaving)
    if len(later) > 1 and ahead.parting.qualified:
        raise conflict(
            "later_stage_started",
            N_("{name} has started too, and rests on the stage that would change: keep that as it is."),
            name=later[1].name,
        )
    return ahead if ahead.seats else None


def _seated(
    held: Held, before: Held, results: Mapping[str, Result], how: Reseating, leaving: UUID | None
) -> Following:
    played = {seat.id: seat for seat in held.seats}
    theirs = [seat for seat in before.seats if seat.id in played]
    best = _qualified(held, before, results, [str(seat.id) for seat in theirs], leaving)
    try:
        order = seating([str(seat.id) for seat in theirs], best, how)
    except EngineError as error:
        raise from_engine(error, Kind.conflict) from error
    now = {seat.id: seat for seat in theirs}
    groups = _groups(held, results)
    changed = {
        seat.seed: msgspec.structs.replace(
            now.get(UUID(entry)) or _coming(held.stage, played[UUID(entry)], groups), seed=seat.seed
        )
        for seat, entry in zip(theirs, order, strict=True)
    }
    return _reseated(before, changed, how)


def _reseated(before: Held, changed: Mapping[int, Seat], how: Reseating) -> Following:
    """The stage with other seats; who has left keeps the seat that it had."""
    after = replace(before, seats=[changed.get(seat.seed, seat) for seat in before.seats])
    for old, new in zip(before.seats, after.seats, strict=True):
        if old.id != new.id and (old.gone or new.gone):
            raise conflict(
                "following_seat_left",
                N_("{name} has left the tournament, and its seat cannot change: let it back in first."),
                name=(old if old.gone else new).name,
            )
    kept = engine.forfeited(after.structure, after.entrants, before.results, {})
    return Following(before, after, kept, how)


def _qualified(
    held: Held, before: Held, results: Mapping[str, Result], seated: Sequence[str], leaving: UUID | None
) -> tuple[str, ...]:
    """Who should have gone on; who has left since is passed over only if it was before it got a seat."""
    count = held.stage.qualifies or before.stage.size or len(seated)
    keep = {*seated} - {str(leaving)}
    entrants = [one and replace(one, dropped=one.dropped and one.id not in keep) for one in held.entrants]
    try:
        return engine_stage.qualified(held.structure, entrants, results, count)
    except EngineError as error:
        if error.code not in NOBODY_YET:
            raise from_engine(error, Kind.conflict) from error
        raise conflict(
            "qualifiers_unknown",
            N_(
                "Who goes on is not known before the void matches are played again: keep the following stage "
                "as it is now, and correct the result once more when they are."
            ),
        ) from error


def _groups(held: Held, results: Mapping[str, Result]) -> dict[str, str | None]:
    table = engine_stage.standings(held.structure, held.entrants, results)
    return {row.entry: row.group for row in table}


def _coming(stage: Stage, seat: Seat, groups: Mapping[str, str | None]) -> Seat:
    group = groups.get(str(seat.id))
    return msgspec.structs.replace(seat, former_group=f"{stage.name} {group}") if group else seat


async def carry_out(unit: UnitOfWork, ahead: Following, *, reason: str) -> Reseated:
    """Seat them, take out what others have played, and record it; gives what can be taken back."""
    ids = {match.row.key: match.row.id for match in ahead.before.found}
    voided = [ids[key] for key in ahead.voided]
    active = await queries.active_results(unit.connection, voided)
    await queries.put(unit.connection, list(active.values()), "void", "voided")
    done = Reseated(
        stage=ahead.before.stage.id,
        how=ahead.how,
        seats=ahead.seats,
        voided=voided,
        voided_results=list(active.values()),
    )
    await _store(unit, ahead, reason=reason, reverted=False)
    return done


async def take_back(unit: UnitOfWork, held: Held, done: Reseated, *, reason: str) -> None:
    """Bring the following stage back to where it was.

    Raises:
        DomainError: `correction_overtaken`, `following_seat_left`.
    """
    stage = await tournament_queries.stage(unit.connection, done.stage)
    if stage is None:
        raise _overtaken()
    before = await as_it_is(unit, held.tournament, stage)
    seats = {seat.seed: seat for seat in before.seats}
    known = {seat.id: seat for seat in (*held.seats, *before.seats)}
    if any(seats[one.seed].id != one.after for one in done.seats):
        raise _overtaken()
    changed = {
        one.seed: msgspec.structs.replace(known[one.before], seed=one.seed, former_group=one.former_group)
        for one in done.seats
    }
    back = _reseated(before, changed, done.how)
    rows = await correction_queries.result_rows(unit.connection, done.voided_results)
    keys = {match.row.id: match.row.key for match in before.found}
    taken = [mapping.result_from(keys[row.match_id], row) for row in rows.values()]
    try:
        results = engine.reinstate(
            before.structure, (before.entrants, before.results), back.after.entrants, [], taken
        )
    except EngineError as error:
        raise _overtaken() from error
    await queries.put(unit.connection, done.voided_results, "active", "confirmed")
    await _store(unit, replace(back, results=results), reason=reason, reverted=True)


def _overtaken() -> DomainError:
    return conflict(
        "correction_overtaken",
        N_("It cannot be taken back: in the following stage, results since then rest on it."),
    )


async def _store(unit: UnitOfWork, ahead: Following, *, reason: str, reverted: bool) -> None:
    """Store the seats and where each match stands, and record it all as one update."""
    before, stage = ahead.before, ahead.before.stage
    seeds = {one.seed for one in ahead.seats}
    await seated.change_seats(
        unit.connection, stage.id, [seat for seat in ahead.after.seats if seat.seed in seeds]
    )
    old, new = ({str(seat.id): view.seat_view(seat) for seat in one.seats} for one in (before, ahead.after))
    shown = [
        change
        for entry in {**old, **new}
        for change in diff(old.get(entry), new.get(entry), view.path(stage.id, "entries", entry))
    ]
    fact = StageReseated(
        stage_id=stage.id,
        name=stage.name,
        left=[seat.name for seat in before.seats if str(seat.id) not in new],
        entered=[seat.name for seat in ahead.after.seats if str(seat.id) not in old],
        voided=[match.row.id for match in before.found if match.row.key in ahead.voided],
        reason=reason,
        reverted=reverted,
    )
    after = await correcting.restate(unit, ahead.after, ahead.results)
    await correcting.tell(unit, before, after, fact, shown)
    await hand_over(unit, before.tournament, stage)
