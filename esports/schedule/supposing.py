"""A week as it would be: what is not drawn yet as it would be drawn now, and what somebody asks about."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from esports.brackets import draw as drawing
from esports.brackets.wire import SlotRow
from esports.errors import DomainError
from esports.schedule.making import week_of
from esports.schedule.modelling import Week, is_played
from esports.schedule.queries import OPEN, playing
from esports.schedule.rows import OpenMatch
from esports.schedule.settings_wire import Settings
from esports.schedule.venue_wire import Station, Venue
from esports.schedule.what_if_wire import WhatIf
from esports.tournaments import queries as tournaments
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork

OVER = ("finished", "archived", "cancelled")
MOST_TOURNAMENTS = 500
DRAW_SEED = "what if"


async def whole_week(unit: UnitOfWork, event_id: UUID, settings: Settings) -> Week:
    """The week with the first stages that have not begun, drawn for those who have a place, and not kept."""
    week = await week_of(unit, event_id, settings, unit.now)
    listed = await tournaments.page(
        unit.connection, event_id, after=None, limit=MOST_TOURNAMENTS, drafts=True
    )
    drawn = [match for one in listed if one.state not in OVER for match in await _drawn(unit, one)]
    inside = sorted({entry for match in drawn for entry in match.entries})
    people = {**week.people, **await playing.people_of(unit.connection, inside)}
    return msgspec.structs.replace(week, matches=[*week.matches, *drawn], people=people)


async def _drawn(unit: UnitOfWork, tournament: Tournament) -> list[OpenMatch]:
    """The matches of the first stage, none where it is drawn already or cannot be drawn."""
    stages = await tournaments.stages_of(unit.connection, tournament.id)
    if not stages or stages[0].state != "pending":
        return []
    try:
        draw = await drawing.draw(unit, tournament, stages[0], DRAW_SEED)
    except DomainError:
        return []
    ids = {match.row.key: match.row.id for match in draw.matches if match.row.phase in OPEN}
    open_ids = set(ids.values())
    return [
        OpenMatch(
            id=match.row.id,
            number=match.row.number,
            best_of=match.row.best_of,
            state=match.row.state,
            tournament_id=tournament.id,
            tournament=tournament.name,
            title=tournament.title,
            entries=[slot.entry_id for slot in match.slots if slot.entry_id is not None],
            sources=[ids[key] for key in map(_source, match.slots) if key in ids],
        )
        for match in draw.matches
        if match.row.id in open_ids
    ]


def _source(slot: SlotRow) -> str | None:
    """The match that the occupant comes from, while it is not known."""
    found: str | None = slot.source.get("winner_of") or slot.source.get("loser_of")
    return found if slot.entry_id is None else None


def supposed(week: Week, asked: WhatIf) -> Week:
    """The week with what is asked about."""
    best_of = {one.tournament: one.best_of for one in asked.best_of}
    matches = [
        msgspec.structs.replace(one, best_of=best_of[one.tournament_id])
        if one.tournament_id in best_of and not is_played(one)
        else one
        for one in week.matches
    ]
    days = {one.tournament: one for one in [*week.settings.days, *asked.days]}
    settings = msgspec.structs.replace(week.settings, days=list(days.values()))
    venues = [_supposed(venue, asked, week.matches) for venue in week.venues]
    return msgspec.structs.replace(week, matches=matches, settings=settings, venues=venues)


def _supposed(venue: Venue, asked: WhatIf, matches: Sequence[OpenMatch]) -> Venue:
    """The venue with other hours, and with more stations that serve all which its own or the matches need."""
    ends = {one.venue: one.ends for one in asked.closes}.get(venue.id)
    hours = [msgspec.structs.replace(one, ends=ends or one.ends) for one in venue.hours]
    count = sum(one.count for one in asked.stations if one.venue == venue.id)
    own = {title for one in venue.stations for title in one.titles}
    titles = sorted(own or {one.title for one in matches})
    more = [
        Station(id=UUID(int=number), venue=venue.id, name=str(number), titles=titles, out_of_order=False)
        for number in _numbers(venue, count)
    ]
    return msgspec.structs.replace(venue, hours=hours, stations=[*venue.stations, *more])


def _numbers(venue: Venue, count: int) -> range:
    """Ids for stations that are not there, other ones in each venue."""
    first = venue.id.int & ~0xFFFF
    return range(first, first + count)
