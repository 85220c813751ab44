"""Publishing a plan as one change, and taking a publication back."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.accounts.wire import REMIND_MINUTES
from esports.brackets import view
from esports.errors import conflict
from esports.events import service as events
from esports.i18n import N_
from esports.jobs import AnnounceSchedule, RemindOfMatches
from esports.journal.facts import Change, MatchesScheduled, SchedulePublished
from esports.schedule import queries
from esports.schedule.minors import watch
from esports.schedule.modelling import is_played
from esports.schedule.queries import places, playing
from esports.schedule.rows import Booking, Move, Publication, ScheduleRow
from esports.schedule.steps import forget
from esports.schedule.wire import Published
from esports.uow import UnitOfWork


async def publish(unit: UnitOfWork, *, actor: Actor, event_id: UUID, plan: int) -> Published:
    """Publish the plan that the caller looked at; matches that are over or being played keep their place.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `no_plan`, `plan_changed`, `outside_hours`.
    """
    held = await _held(unit, actor, event_id)
    if held.plan != plan:
        raise conflict("plan_changed", N_("There is a newer plan than the one that you looked at."))
    if held.state != "ready":
        raise conflict("no_plan", N_("There is no plan that could be published."))
    await _hold_tournaments(unit, event_id)
    wanted = await queries.planned_bookings_of(unit.connection, event_id)
    now = await queries.bookings_of(unit.connection, event_id)
    movable = await _movable(unit, event_id)
    put = [one for match_id, one in sorted(wanted.items()) if match_id in movable and one]
    await _refuse_outside(unit, held, put, "/plan")
    moves = [
        Move(match_id=match_id, before=now.get(match_id), after=after)
        for match_id, after in sorted(wanted.items())
        if match_id in movable and now.get(match_id) != after
    ]
    return await _put(unit, held, moves, undoes=None)


async def undo(unit: UnitOfWork, *, actor: Actor, event_id: UUID, version: int) -> Published:
    """Take back the newest publication: matches that have not begun have the places that they had before.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `schedule_changed`, `nothing_to_undo`,
            `outside_hours`.
    """
    held = await _held(unit, actor, event_id)
    if held.version != version:
        raise conflict("schedule_changed", N_("The schedule was published anew since you looked at it."))
    last = await queries.publication(unit.connection, event_id, version)
    if last is None or last.undoes is not None:
        raise conflict("nothing_to_undo", N_("There is no publication that could be taken back."))
    await _hold_tournaments(unit, event_id)
    now = await queries.bookings_of(unit.connection, event_id)
    movable = await _movable(unit, event_id)
    stations = {
        one.id for venue in await places.venues_of(unit.connection, event_id) for one in venue.stations
    }
    moves = []
    for move in last.moves:
        after = move.before if move.before and move.before.station_id in stations else None
        if move.match_id in movable and now.get(move.match_id) != after:
            moves.append(Move(match_id=move.match_id, before=now.get(move.match_id), after=after))
    await _refuse_outside(unit, held, _afters(moves), "/version")
    await queries.mark_undone(unit.connection, last.id)
    return await _put(unit, held, moves, undoes=version)


async def _held(unit: UnitOfWork, actor: Actor, event_id: UUID) -> ScheduleRow:
    await events.get(unit.connection, event_id)
    await access.require(unit.connection, actor, Permission.manage_event, event_id)
    return await queries.hold(unit.connection, event_id)


async def _movable(unit: UnitOfWork, event_id: UUID) -> set[UUID]:
    """The matches that have not begun: one to which people were called since the plan stays where it is."""
    found = await playing.open_matches(unit.connection, event_id)
    return {one.id for one in found if not is_played(one)}


async def _refuse_outside(
    unit: UnitOfWork, held: ScheduleRow, wanted: Sequence[Booking], pointer: str
) -> None:
    """Rosters and hours may have changed since the plan was made, so they are looked at again."""
    if held.settings.minors.mode == "block":
        event = await events.get(unit.connection, held.event_id)
        limited = await watch(unit.connection, event, held.settings)
        if limited is not None:
            limited.refuse(wanted, pointer)


async def _hold_tournaments(unit: UnitOfWork, event_id: UUID) -> None:
    """Nobody may report a result while what its match shows changes."""
    inside = await playing.tournaments_of(unit.connection, event_id)
    await playing.hold_tournaments(unit.connection, sorted(inside))


async def _put(
    unit: UnitOfWork, held: ScheduleRow, moves: Sequence[Move], *, undoes: int | None
) -> Published:
    """Store the moves as the next version, and tell the watchers of each tournament and of the event."""
    version, event_id = held.version + 1, held.event_id
    await queries.put_bookings(unit.connection, [move.match_id for move in moves], _afters(moves))
    one = Publication(
        id=unit.new_id(), event_id=event_id, version=version, moves=list(moves), undone=False, undoes=undoes
    )
    made = {"published_by": unit.actor_id, "published_at": unit.now}
    await queries.add_publication(unit.connection, one, **made)
    await queries.change(unit.connection, event_id, version=version, state="published")
    await forget(unit, event_id)
    told = [move for move in moves if move.is_told]
    await _tell_tournaments(unit, version, told)
    fact = SchedulePublished(version=version, moved=len(told), undoes=undoes)
    unit.record(event_id, fact, [Change("schedule", {"version": version})])
    unit.enqueue(AnnounceSchedule(one.id), dedupe_key=f"schedule:{event_id}:{version}")
    for starts_at in sorted({one.starts_at for one in _afters(moves)}):
        for minutes in REMIND_MINUTES:
            due = starts_at - timedelta(minutes=minutes)
            if due > unit.now:
                key = f"remind:{event_id}:{version}:{starts_at.timestamp()}:{minutes}"
                unit.enqueue(RemindOfMatches(event_id, starts_at, minutes), due_at=due, dedupe_key=key)
    return Published(version=version, moved=len(told))


async def _tell_tournaments(unit: UnitOfWork, version: int, moves: Sequence[Move]) -> None:
    located = await playing.located(unit.connection, [move.match_id for move in moves])
    names = await places.station_names(unit.connection, {one.station_id for one in _afters(moves)})
    patches: dict[UUID, list[Change]] = defaultdict(list)
    counts: dict[UUID, int] = defaultdict(int)
    for move in moves:
        tournament_id, stage_id = located[move.match_id]
        counts[tournament_id] += 1
        place = view.path(stage_id, "matches", str(move.match_id))
        told: dict[str, str | None] = {"station": None, "starts_at": None}
        if move.after is not None:
            told["station"] = names[move.after.station_id]
            told["starts_at"] = view.shown_moment(move.after.starts_at)
        patches[tournament_id] += [Change(f"{place}/{name}", value) for name, value in told.items()]
    for tournament_id, patch in patches.items():
        unit.record(tournament_id, MatchesScheduled(version=version, moved=counts[tournament_id]), patch)


def _afters(moves: Sequence[Move]) -> list[Booking]:
    return [move.after for move in moves if move.after is not None]
