"""Use cases of tournaments: set one up, edit it, move it through its states."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.engine import lifecycle
from esports.errors import DomainError, Kind, conflict, invalid, not_found
from esports.events import service as events
from esports.events.service import refuse_stale
from esports.i18n import N_
from esports.journal.facts import (
    Change,
    TournamentChanged,
    TournamentCreated,
    TournamentMoved,
    Visibility,
)
from esports.text import NAME_LENGTH, clean_name
from esports.tournaments import queries, timetable
from esports.tournaments.wire import (
    Champion,
    NewTournament,
    Stage,
    Tournament,
    TournamentChanges,
    Tournaments,
    Window,
)
from esports.uow import UnitOfWork

PAGE = 50
TITLE_LENGTH = 80
RESERVED = frozenset(
    {"accesses", "calls", "chats", "deliveries", "queue", "schedule", "stations", "webhooks"}
)
"""Short names that pages of an event have, where those of its tournaments would stand."""
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
"""Between these a window may be: what lies outside is a slip, and not every clock can tell it."""


async def create(unit: UnitOfWork, *, actor: Actor, event_id: UUID, new: NewTournament) -> Tournament:
    """Set up a tournament, as a draft that only staff see.

    Raises:
        DomainError: `not_found`, `forbidden`, `slug_taken`, `slug_reserved`, `window_reversed`,
            `time_out_of_range`, `roster_reversed`.
    """
    await events.get(unit.connection, event_id)
    await access.require(unit.connection, actor, Permission.manage_event, event_id)
    if new.slug in RESERVED:
        raise invalid("slug_reserved", "/slug", N_("A page of the event has this short name already."))
    _check(new.registration, new.check_in)
    values = _cleaned(msgspec.structs.asdict(new))
    tournament_id = unit.new_id()
    row = queries.to_row(values)
    _check_roster(row["roster_min"], row["roster_max"])
    await queries.add(unit.connection, {"id": tournament_id, "event_id": event_id, **row})
    await unit.open_journal(tournament_id, "tournament")
    tournament = Tournament(
        id=tournament_id, event=event_id, state="draft", champion=None, revision=1, **values
    )
    timetable.plan(unit, tournament)
    fact = TournamentCreated(tournament_id=tournament_id, name=tournament.name)
    unit.record(tournament_id, fact, [Change("tournament", view(tournament))])
    record_on_board(unit, tournament, fact)
    return with_transitions(tournament)


async def get(
    connection: AsyncConnection, actor: Actor, tournament_id: UUID, *, asked: str = "tournament"
) -> Tournament:
    """The tournament, for whoever may see it; `asked` is the thing in it that the caller asked for.

    Raises:
        DomainError: `not_found` of what was asked, also where it is in a draft and the caller is no staff.
    """
    tournament = await queries.by_id(connection, tournament_id)
    if tournament is None or not await may_see(connection, actor, tournament):
        raise not_found(asked)
    return with_transitions(tournament)


async def may_see(connection: AsyncConnection, actor: Actor, tournament: Tournament) -> bool:
    """Whether the caller may know of the tournament: drafts are for staff."""
    return not tournament.hidden or await access.allows(
        connection, actor, Permission.see_private, tournament.event
    )


async def locked(
    unit: UnitOfWork,
    actor: Actor,
    tournament_id: UUID,
    permission: Permission | None,
    *,
    asked: str = "tournament",
) -> Tournament:
    """The tournament with its row held, for a use case that writes to it or to the thing `asked` in it.

    Raises:
        DomainError: `not_found` of what was asked, `sign_in_required`, `forbidden`.
    """
    tournament = await queries.by_id(unit.connection, tournament_id, lock=True)
    if tournament is None or not await may_see(unit.connection, actor, tournament):
        raise not_found(asked)
    if permission is not None:
        await access.require(unit.connection, actor, permission, tournament.event)
    return tournament


async def locked_for_match(
    unit: UnitOfWork, actor: Actor, match_id: UUID, *, asked: str
) -> tuple[Tournament, Stage]:
    """The tournament of a match with its row held, and the stage of the match; whoever may know of them.

    Raises:
        DomainError: `not_found` of what was asked.
    """
    held = await queries.held_with_stage(unit.connection, match_id)
    if held is None or not await may_see(unit.connection, actor, held[0]):
        raise not_found(asked)
    return held


async def page(connection: AsyncConnection, actor: Actor, event_id: UUID, cursor: UUID | None) -> Tournaments:
    """A page of the event's tournaments."""
    await events.get(connection, event_id)
    drafts = await access.allows(connection, actor, Permission.see_private, event_id)
    found = await queries.page(connection, event_id, after=cursor, limit=PAGE + 1, drafts=drafts)
    return Tournaments(
        items=[with_transitions(one) for one in found[:PAGE]],
        next_cursor=str(found[PAGE - 1].id) if len(found) > PAGE else None,
    )


async def change(
    unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, changes: TournamentChanges, expected: int | None
) -> Tournament:
    """Edit a tournament's settings.

    Raises:
        DomainError: `not_found`, `forbidden`, `stale_revision`, `too_late` for the length of matches once
            a stage has started, and what `create` refuses.
    """
    before = await locked(unit, actor, tournament_id, Permission.manage_tournament)
    refuse_stale(expected, before.revision)
    given = msgspec.structs.asdict(changes)
    fields = _cleaned({name: value for name, value in given.items() if value is not msgspec.UNSET})
    after = msgspec.structs.replace(before, **fields, revision=before.revision + 1)
    _check(after.registration, after.check_in)
    _check_roster(after.roster.min, after.roster.max)
    if after.best_of != before.best_of and await _started(unit, tournament_id):
        raise DomainError(
            Kind.conflict,
            "too_late",
            N_("Play has begun; this cannot be changed any more."),
            pointer="/best_of",
        )
    await queries.change(unit.connection, tournament_id, queries.to_row(fields))
    if "check_in" in fields:
        timetable.plan(unit, after, past=True)
    fact = TournamentChanged(tournament_id=tournament_id, fields=sorted(fields))
    unit.record(tournament_id, fact, [Change("tournament", view(after))])
    record_on_board(unit, after, fact)
    return with_transitions(after)


async def move(
    unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, to: str, reason: str | None = None
) -> Tournament:
    """Move the tournament to another state; to the state that it is in is a harmless repeat.

    Raises:
        DomainError: `not_found`, `forbidden`, `unknown_state`, `transition_not_allowed`.
    """
    before = await locked(unit, actor, tournament_id, Permission.manage_tournament)
    if to not in lifecycle.STATES[lifecycle.Machine.tournament]:
        raise invalid("unknown_state", "/to", N_("There is no such state."))
    if to == before.state:
        return with_transitions(before)
    if to == "running" and not await queries.count_stages(unit.connection, tournament_id):
        raise conflict("no_stages", N_("The tournament has no stages yet."))
    if to == "finished" and await _playing(unit, tournament_id):
        raise conflict("stage_running", N_("A stage is still being played; it ends with its last result."))
    return with_transitions(await moved(unit, before, to, reason=reason))


async def moved(
    unit: UnitOfWork, before: Tournament, to: str, *, reason: str | None = None, **columns: Any
) -> Tournament:
    """Store and record a move that the state table allows.

    Raises:
        DomainError: `transition_not_allowed` with the allowed states.
    """
    allowed = lifecycle.allowed("tournament", before.state)
    if to not in allowed:
        raise conflict(
            "transition_not_allowed",
            N_("A tournament that is {state} cannot become {to}."),
            extra={"allowed": sorted(allowed)},
            state=before.state,
            to=to,
        )
    dropped = before.hidden and to == "cancelled"
    after = msgspec.structs.replace(before, state=to, dropped=dropped, revision=before.revision + 1)
    if "champion" in columns:
        after = msgspec.structs.replace(after, champion=columns["champion"])
    await queries.change(unit.connection, before.id, {"state": to, "dropped": dropped, **columns})
    if to in ("registration", "check_in"):
        timetable.plan(unit, after)
    fact = TournamentMoved(tournament_id=before.id, before=before.state, after=to, reason=reason)
    unit.record(before.id, fact, [Change("tournament", view(after))])
    record_on_board(unit, after, fact)
    return after


async def crowned(unit: UnitOfWork, before: Tournament, champion: Champion | None) -> None:
    """Store and record another champion of a tournament that stays finished."""
    after = msgspec.structs.replace(before, champion=champion, revision=before.revision + 1)
    await queries.change(unit.connection, before.id, {"champion": champion})
    fact = TournamentChanged(tournament_id=before.id, fields=["champion"])
    unit.record(before.id, fact, [Change("tournament", view(after))])
    record_on_board(unit, after, fact)


def with_transitions(tournament: Tournament) -> Tournament:
    """The tournament with the states that it may go to."""
    return msgspec.structs.replace(
        tournament, transitions=sorted(lifecycle.allowed("tournament", tournament.state))
    )


def view(tournament: Tournament) -> dict[str, Any]:
    """What the live view tells of the tournament itself."""
    told: dict[str, Any] = msgspec.to_builtins(tournament)
    del told["transitions"], told["dropped"]
    return told


def record_on_board(
    unit: UnitOfWork, tournament: Tournament, fact: TournamentCreated | TournamentChanged | TournamentMoved
) -> None:
    """Tell the event's board; what is hidden is told to staff alone."""
    champion = msgspec.to_builtins(tournament.champion)
    told = {
        "id": str(tournament.id),
        "slug": tournament.slug,
        "name": tournament.name,
        "title": tournament.title,
        "state": tournament.state,
        "champion": champion,
    }
    unit.record(
        tournament.event,
        fact,
        [Change(f"tournaments/{tournament.id}", told)],
        visibility=Visibility.staff if tournament.hidden else Visibility.public,
    )


async def _playing(unit: UnitOfWork, tournament_id: UUID) -> bool:
    return any(stage.state == "running" for stage in await queries.stages_of(unit.connection, tournament_id))


async def _started(unit: UnitOfWork, tournament_id: UUID) -> bool:
    return any(stage.state != "pending" for stage in await queries.stages_of(unit.connection, tournament_id))


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    """The fields with the texts that people read as they are stored."""
    for field, longest in (("name", NAME_LENGTH), ("title", TITLE_LENGTH)):
        if field in values:
            values[field] = clean_name(values[field], f"/{field}", longest=longest)
    return values


def _check(registration: Window | None, check_in: Window | None) -> None:
    for name, window in (("registration", registration), ("check_in", check_in)):
        if window is None:
            continue
        for field, moment in (("opens_at", window.opens_at), ("closes_at", window.closes_at)):
            check_moment(moment, f"/{name}/{field}")
        if window.closes_at <= window.opens_at:
            raise invalid("window_reversed", f"/{name}/closes_at", N_("It closes before it opens."))


def check_moment(moment: datetime, pointer: str) -> None:
    """Refuse a time that can only be a slip.

    Raises:
        DomainError: `time_out_of_range`.
    """
    if not EARLIEST <= moment < LATEST:
        raise invalid("time_out_of_range", pointer, N_("This time is too far from the present."))


def _check_roster(smallest: int, largest: int) -> None:
    if largest < max(smallest, 1):
        raise invalid("roster_reversed", "/roster/max", N_("The largest roster is below the smallest."))
