"""Seats elsewhere that places of a tournament had filled, given to others as a correction changes the places.

Only where play has not begun there, the tournament that they come from is over, and as many come as go:
whatever else there is to decide, its organisers do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from esports.engine.errors import EngineError
from esports.entries import queries as entry_queries
from esports.entries.seeding import OVER
from esports.entries.service import GONE, OPEN_TO_STAFF
from esports.honours import queries
from esports.honours.entering import Due, enter, seed
from esports.honours.filling import due_of
from esports.honours.season import Season, filled, load
from esports.honours.standing import left_over
from esports.honours.wire import Fielded
from esports.jobs import TellDecision
from esports.journal.facts import Change, EntryMoved, QualifiersSeeded
from esports.matches.correction_wire import Refilled, SeatLeft, SeatTaken
from esports.matches.impact_wire import FilledSeat
from esports.tournaments import queries as tournament_queries
from esports.uow import UnitOfWork

OUT = "withdrawn"


def token_of(done: Sequence[Refilled]) -> str:
    """The same for the same seats only; empty where none is another's."""
    seats = [(one.tournament, one.seats) for one in done]
    return sha256(repr(seats).encode()).hexdigest()[:16] if seats else ""


@dataclass(frozen=True)
class Differs:
    """What a tournament's seats differ in from what places of one source give."""

    left: Sequence[Fielded]
    due: Sequence[Due]

    @property
    def new(self) -> list[Due]:
        """Who is to come in."""
        return [one for one in self.due if one.present is None]

    @property
    def moved(self) -> list[tuple[Due, Fielded]]:
        """Who is in on another seed."""
        known = [(one, one.present) for one in self.due if one.present is not None]
        return [(one, present) for one, present in known if present.seed != one.seed.seed]


def in_order(season: Season, source_id: UUID) -> list[UUID]:
    """The tournaments whose seats are just as places of this one, which is over, have filled them.

    None where play has begun, nor drafts, nor one where anything else waits for its organisers.
    """
    if season.tournaments[source_id].state not in OVER:
        return []
    found = []
    for target in (link.target for link in season.links if link.source == source_id):
        one = _differs(season, source_id, target) if season.tournaments[target].published else None
        if one is not None and one.due and not (one.left or one.new or one.moved):
            found.append(target)
    return found


def _differs(season: Season, source_id: UUID, target: UUID) -> Differs | None:
    """None where its organisers have to decide something first, or play has begun."""
    if season.tournaments[target].state not in OPEN_TO_STAFF:
        return None
    try:
        seeds, faults = filled(season, target)
    except EngineError:
        return None
    if {link.source for link in season.links if link.target == target} & {source for source, _ in faults}:
        return None
    by_id = {one.id: one for one in season.entries_of(target)}
    return Differs(
        [by_id[one.entry] for one in left_over(season, target, seeds)],
        [one for one in due_of(season, target, seeds) if one.source.tournament == source_id],
    )


async def refill(
    unit: UnitOfWork, source_id: UUID, together: Sequence[UUID], targets: Sequence[UUID]
) -> list[Refilled]:
    """Give the seats of these tournaments that places of this one fill to those who have the places now.

    `together` is its whole season, whose rows are held; the tournaments were `in_order` before.
    """
    season = await load(unit.connection, together) if targets else None
    done = [await _refill(unit, season, source_id, target) for target in targets] if season else []
    return [one for one in done if one is not None]


async def _refill(unit: UnitOfWork, season: Season, source_id: UUID, target: UUID) -> Refilled | None:
    tournament = await tournament_queries.by_id(unit.connection, target)
    now = _differs(season, source_id, target)
    if tournament is None or now is None or not (now.left or now.moved) or len(now.left) != len(now.new):
        return None
    left, due, new = now.left, now.due, now.new
    for one in left:
        await _move(unit, one, OUT)
    await queries.supersede(unit.connection, [one.id for one in left], superseded=True)
    entered = await enter(unit, tournament, season, new)
    await seed(unit, target, due, entered)
    for one in left:
        _tell(unit, one.id)
    return Refilled(
        tournament=target,
        name=tournament.name,
        seats=list(_seats(left, due)),
        left=[SeatLeft(entry=one.id, state=one.state, seed=one.seed) for one in left],
        entered=[SeatTaken(entry=one.entry, seed=one.seed) for one in entered],
        moved=[SeatLeft(entry=one.id, state=one.state, seed=one.seed) for _, one in now.moved],
    )


def _seats(left: Sequence[Fielded], due: Sequence[Due]) -> Iterator[FilledSeat]:
    """Who had each seat, and who has it now."""
    present = [one.present for one in due if one.present is not None]
    before = {one.seed: one.name for one in (*left, *present)}
    for one in sorted(due, key=lambda one: one.seed.seed):
        if before.get(one.seed.seed) != one.source.name:
            yield FilledSeat(seed=one.seed.seed, before=before.get(one.seed.seed), after=one.source.name)


async def restore(unit: UnitOfWork, done: Sequence[Refilled], together: Sequence[UUID]) -> list[Refilled]:
    """Give the seats back, where nothing has changed there since; gives what was given back."""
    season = await load(unit.connection, together)
    return [one for one in done if await _restored(unit, season, one)]


async def _restored(unit: UnitOfWork, season: Season, done: Refilled) -> bool:
    found = season.tournaments.get(done.tournament)
    by_id = {one.id: one for one in season.entries_of(done.tournament)}
    if found is None or found.state not in OPEN_TO_STAFF or not _as_left(by_id, done):
        return False
    for taken in done.entered:
        await _move(unit, by_id[taken.entry], OUT)
    await queries.supersede(unit.connection, [one.entry for one in done.entered], superseded=True)
    for one in done.left:
        await _move(unit, by_id[one.entry], one.state)
    await queries.supersede(unit.connection, [one.entry for one in done.left], superseded=False)
    seeds = {one.entry: one.seed for one in (*done.left, *done.moved) if one.seed is not None}
    changed = await queries.give_seeds(unit.connection, done.tournament, seeds)
    unit.record(
        done.tournament,
        QualifiersSeeded(entries=[entry for entry, _ in changed]),
        [Change(f"entries/{entry}/seed", number) for entry, number in changed],
    )
    for entry in (*(one.entry for one in done.left), *(one.entry for one in done.entered)):
        _tell(unit, entry)
    return True


def _as_left(by_id: Mapping[UUID, Fielded], done: Refilled) -> bool:
    """Whether those who came in are where they were put, and nobody else has come in for those who went."""
    for taken in done.entered:
        now = by_id.get(taken.entry)
        if now is None or now.state in GONE or now.seed != taken.seed:
            return False
    entered = {one.entry for one in done.entered}
    here = [one for one in by_id.values() if one.state not in GONE and one.id not in entered]
    keys, people = {one.key for one in here}, {one.person for one in here} - {None}
    for left in done.left:
        gone = by_id.get(left.entry)
        if gone is None or gone.state != OUT or gone.key in keys or gone.person in people:
            return False
    return all(one.entry in by_id and by_id[one.entry].state not in GONE for one in done.moved)


async def _move(unit: UnitOfWork, entry: Fielded, state: str) -> None:
    await entry_queries.change(unit.connection, entry.id, {"state": state})
    fact = EntryMoved(entry_id=entry.id, name=entry.name, before=entry.state, after=state)
    unit.record(entry.tournament, fact, [Change(f"entries/{entry.id}/state", state)])


def _tell(unit: UnitOfWork, entry_id: UUID) -> None:
    unit.enqueue(TellDecision(entry_id), dedupe_key=f"refilled:{entry_id}:{unit.now.isoformat()}")
