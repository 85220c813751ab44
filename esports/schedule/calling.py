"""Calling matches to their stations: which may be called now, and what holds the others back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.brackets import queries as brackets
from esports.brackets import view
from esports.errors import conflict
from esports.events import service as events
from esports.i18n import N_
from esports.jobs import AnnounceCall
from esports.journal.facts import MatchCalled
from esports.journal.views import diff
from esports.refereeing.held import HeldMatch, enter, refuse_over
from esports.schedule import queries
from esports.schedule.minors import OUTSIDE, Watch, watch
from esports.schedule.modelling import users
from esports.schedule.queries import places, playing
from esports.schedule.rows import Booking, OpenMatch
from esports.schedule.settings_wire import Calling
from esports.schedule.venue_wire import Station
from esports.schedule.wire import Call, CallQueue, ScheduledMatch, Told
from esports.uow import UnitOfWork

BROKEN = N_("{place} is out of order.")
TAKEN = N_("{place} has {match}.")
ON_AIR = N_("{stream} shows {match}.")
PLAYING = N_("A player is in {match}.")
RESTING = N_("A player rests after {match}.")
WAITING = ("idle", "called")


class Floor(msgspec.Struct, frozen=True, kw_only=True):
    """What goes on in the venues: who has a station or a stream, plays, rests, by the words for the match.

    `limited` are the hours of minors, which a call has to keep if it `blocks`, at the time `now`.
    """

    stations: Mapping[UUID | None, Station]
    taken: Mapping[UUID | None, str]
    shown: Mapping[str, str]
    playing: Mapping[UUID, str]
    resting: Mapping[UUID, str]
    people: Mapping[UUID, set[UUID]]
    limited: Watch | None
    blocks: bool
    now: datetime

    def hindrance(self, match: ScheduledMatch, entries: list[UUID]) -> Told | None:
        """What keeps the published match of these entries from being called to its station, None for nothing.

        Whether minors may play is asked last: it does not pass soon.
        """
        station, stream = match.station, match.stream
        place = self.stations[station]
        if place.out_of_order:
            return Told(code="station_out_of_order", text=BROKEN, params={"place": place.name})
        if station in self.taken:
            params = {"place": place.name, "match": self.taken[station]}
            return Told(code="station_busy", text=TAKEN, params=params)
        if stream is not None and stream in self.shown:
            params = {"stream": stream, "match": self.shown[stream]}
            return Told(code="stream_busy", text=ON_AIR, params=params)
        for busy, code, text in (
            (self.playing, "person_playing", PLAYING),
            (self.resting, "person_resting", RESTING),
        ):
            for one in users(entries, self.people):
                if one in busy:
                    return Told(code=code, text=text, params={"match": busy[one]})
        return self.outside(match) if self.blocks else None

    def outside(self, match: ScheduledMatch) -> Told | None:
        """That somebody in the match has limited hours, which it would leave if it was called now."""
        if self.limited is None or match.station is None or match.starts_at is None or match.ends_at is None:
            return None
        begins = self.now + timedelta(minutes=self.limited.warm_up)
        place = Booking(
            match_id=match.match,
            station_id=match.station,
            starts_at=begins,
            ends_at=begins + (match.ends_at - match.starts_at),
        )
        return OUTSIDE if self.limited.is_outside(place) else None


async def queue(unit: UnitOfWork, *, actor: Actor, event_id: UUID) -> CallQueue:
    """The published matches that can be played, by start, with what holds each back.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    await events.get(unit.connection, event_id)
    await access.require(unit.connection, actor, Permission.see_private, event_id)
    open_matches = {one.id: one for one in await playing.open_matches(unit.connection, event_id)}
    floor = await floor_of(unit, event_id, open_matches)
    row = await queries.schedule(unit.connection, event_id)
    by_hand = await queries.by_hand(unit.connection, event_id)
    leading = await queries.leading(unit.connection, event_id)
    items = []
    for match in await queries.published(unit.connection, event_id):
        known = open_matches.get(match.match)
        if known is None or match.phase != "ready" or match.state not in WAITING or match.station is None:
            continue
        holds = None
        if match.state == "idle":
            holds = floor.hindrance(match, known.entries)
        told = msgspec.structs.asdict(match)
        who = leading.get(match.match, [])
        warning = None if floor.blocks or match.state != "idle" else floor.outside(match)
        by_hands = match.match in by_hand
        items.append(Call(**told, hindrance=holds, warning=warning, by_hand=by_hands, referees=who))
    return CallQueue(calling=(row and row.calling) or Calling(), items=items)


async def call(unit: UnitOfWork, *, actor: Actor, match_id: UUID, back: bool = False) -> Call:
    """Call a match to its station, or take the call `back`. The same again is harmless.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `tournament_not_running`,
            `match_not_ready`, `not_scheduled`, `station_out_of_order`, `station_busy`, `stream_busy`,
            `person_playing`, `person_resting`, `outside_hours`.
    """
    found = await playing.match_event(unit.connection, match_id)
    if found is not None:
        # Before the tournament: two matches must not be called to one station at once.
        await queries.hold(unit.connection, found[0])
    held = await enter(unit, actor, match_id)
    event_id = held.tournament.event
    await access.require(unit.connection, actor, Permission.report_result, event_id)
    refuse_over(held)
    if held.match.row.state not in WAITING:
        raise conflict("match_not_ready", N_("This match is not being played now."))
    place = next(
        (one for one in await queries.published(unit.connection, event_id) if one.match == match_id), None
    )
    if place is None or place.station is None:
        raise conflict("not_scheduled", N_("This match has no published station."))
    wanted = "idle" if back else "called"
    if held.match.row.state != wanted:
        if not back:
            open_matches = {one.id: one for one in await playing.open_matches(unit.connection, event_id)}
            floor = await floor_of(unit, event_id, open_matches)
            holds = floor.hindrance(place, held.playing)
            if holds is not None:
                raise conflict(holds.code, holds.text, **holds.params)
        await put(unit, held, wanted)
        await queries.put_by_hand(unit.connection, match_id, by_hand=back)
    referees = (await queries.leading(unit.connection, event_id)).get(match_id, [])
    told = {**msgspec.structs.asdict(place), "state": wanted}
    return Call(**told, hindrance=None, by_hand=back, referees=referees)


async def put(unit: UnitOfWork, held: HeldMatch, state: str) -> None:
    """Have the match called, its people told, or not called."""
    if state == "called":
        unit.enqueue(AnnounceCall(held.match.row.id))
    before = held.match
    row = msgspec.structs.replace(before.row, state=state, revision=before.row.revision + 1)
    after = msgspec.structs.replace(before, row=row)
    await brackets.change(unit.connection, [(before, after)], unit.now)
    place = view.path(row.stage_id, "matches", str(row.id))
    fact = MatchCalled(**held.about, called=state == "called")
    unit.record(held.tournament.id, fact, diff(view.match_view(before), view.match_view(after), place))


async def floor_of(unit: UnitOfWork, event_id: UUID, open_matches: Mapping[UUID, OpenMatch]) -> Floor:
    """What goes on in the venues of the event now."""
    held = await queries.schedule(unit.connection, event_id)
    rest = timedelta(minutes=held.settings.rest if held else 0)
    booked = await queries.bookings_of(unit.connection, event_id)
    over = await playing.lately_over(unit.connection, event_id, unit.now - rest)
    concerned = {one for match in open_matches.values() for one in match.entries}
    concerned |= {entry for one in over for entry in one.entries}
    people = await playing.people_of(unit.connection, sorted(concerned))
    at_it = [one for one in open_matches.values() if one.state not in ("idle", "voided")]
    return Floor(
        stations=await _stations(unit.connection, event_id),
        taken={booked[one.id].station_id: _name(one) for one in at_it if one.id in booked},
        shown={
            stream: _name(one)
            for one in at_it
            if one.id in booked and (stream := booked[one.id].stream) is not None
        },
        playing={who: _name(one) for one in at_it for who in users(one.entries, people)},
        resting={who: one.name for one in over for who in users(one.entries, people)},
        people=people,
        limited=await watch(unit.connection, await events.get(unit.connection, event_id), held.settings)
        if held
        else None,
        blocks=held is not None and held.settings.minors.mode == "block",
        now=unit.now,
    )


async def _stations(connection: AsyncConnection, event_id: UUID) -> dict[UUID | None, Station]:
    found = await places.venues_of(connection, event_id)
    return {station.id: station for venue in found for station in venue.stations}


def _name(match: OpenMatch) -> str:
    return f"{match.tournament} #{match.number}"
