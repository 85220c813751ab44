"""Departures with what they do beyond the tournament: seats elsewhere that its places had filled."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from esports.accounts.access import Actor
from esports.entries import queries as entries
from esports.entries.seeding import OVER
from esports.errors import conflict, not_found
from esports.honours import elsewhere, refilling
from esports.honours.season import Season
from esports.i18n import N_
from esports.matches import departures
from esports.matches.correction_wire import Refilled, Revert
from esports.matches.departure_wire import AgreedDeparture, Departure, NewDeparture
from esports.matches.impact_wire import FilledSeat, Preview
from esports.matches.previews import with_seats_back
from esports.matches.queries import corrections as correction_queries
from esports.matches.queries import leaving as leaving_queries
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork


async def preview(unit: UnitOfWork, *, actor: Actor, entry_id: UUID, new: NewDeparture) -> Preview:
    """What it would change if the entry left now. Where seats elsewhere may change it is tried in this
    transaction, which the caller must not commit.

    Raises:
        DomainError: what `departures.preview` refuses, and `busy` where it is tried.
    """
    shown = await departures.preview(unit.connection, actor, entry_id, new)
    tournament = await _tournament(unit, actor, entry_id, "entry")
    if tournament.state not in OVER:
        return shown
    led_to = await correction_queries.led_to(unit.connection, tournament.id)
    season = await elsewhere.season_of(unit, tournament.id, held=False)
    done: list[Refilled] = []
    if season is not None and refilling.in_order(*season):
        fields = {name: getattr(new, name) for name in NewDeparture.__struct_fields__}
        tried = AgreedDeparture(**fields, reason=elsewhere.UNSAID, impact_token=shown.impact_token)
        _, done = await _made(unit, actor, entry_id, tried)
    return elsewhere.with_seats(shown, done, led_to)


async def depart(unit: UnitOfWork, *, actor: Actor, entry_id: UUID, new: AgreedDeparture) -> Departure:
    """Take an entry out, and give seats elsewhere to who has the places now, as the preview showed.

    Raises:
        DomainError: what `departures.depart` refuses, `busy`.
    """
    inner, _, outer = new.impact_token.partition(elsewhere.APART)
    agreed = msgspec.structs.replace(new, impact_token=inner)
    made, done = await _made(unit, actor, entry_id, agreed)
    if refilling.token_of(done) != outer:
        raise conflict("impact_changed", N_("It would now change something else than what was shown."))
    if not done:
        return made
    await leaving_queries.change_departure(unit.connection, made.id, refilled=msgspec.to_builtins(done))
    return msgspec.structs.replace(made, refilled=done)


async def preview_revert(unit: UnitOfWork, *, actor: Actor, departure_id: UUID) -> Preview:
    """What it would change if the departure were taken back now. Where it gave seats of a following stage or
    elsewhere to others it is tried in this transaction, which the caller must not commit.

    Raises:
        DomainError: what `departures.preview_revert` refuses, and where it is tried what `revert` does.
    """
    shown = await departures.preview_revert(unit.connection, actor, departure_id)
    stored = await leaving_queries.departure(unit.connection, departure_id)
    if stored is None or stored.reverted_at is not None or not (stored.refilled or stored.reseated):
        return shown
    tournament = await _tournament(unit, actor, stored.entry, "departure")
    led_to = await correction_queries.led_to(unit.connection, tournament.id)
    if stored.reseated:
        shown = await with_seats_back(unit.connection, shown, stored.reseated)
    back = await revert(unit, actor=actor, departure_id=departure_id, new=Revert(reason=elsewhere.UNSAID))
    given_back = [_the_other_way(one) for one in back.refilled or ()]
    changed = {one.tournament for one in stored.refilled or ()}
    return elsewhere.with_seats(shown, given_back, [one for one in led_to if one.tournament in changed])


async def revert(unit: UnitOfWork, *, actor: Actor, departure_id: UUID, new: Revert) -> Departure:
    """Let the entry back in, and give back the seats elsewhere, where nothing has changed there since.

    Raises:
        DomainError: what `departures.revert` refuses, `busy`.
    """
    stored = await leaving_queries.departure(unit.connection, departure_id)
    if stored is None:
        raise not_found("departure")
    season = await _season(unit, actor, stored.entry, "departure")
    stored = await leaving_queries.departure(unit.connection, departure_id) or stored
    made = await departures.revert(unit, actor=actor, departure_id=departure_id, new=new)
    if season is None or stored.reverted_at is not None or not stored.refilled:
        return made
    back = await refilling.restore(unit, stored.refilled, list(season[0].tournaments))
    return msgspec.structs.replace(made, refilled=back)


async def _made(
    unit: UnitOfWork, actor: Actor, entry_id: UUID, new: AgreedDeparture
) -> tuple[Departure, list[Refilled]]:
    """Take the entry out, and give the seats elsewhere to others."""
    before = await _season(unit, actor, entry_id, "entry")
    made = await departures.depart(unit, actor=actor, entry_id=entry_id, new=new)
    if before is None:
        return made, []
    season, source = before
    targets: Sequence[UUID] = refilling.in_order(season, source)
    return made, await refilling.refill(unit, source, list(season.tournaments), targets)


async def _season(unit: UnitOfWork, actor: Actor, entry_id: UUID, asked: str) -> tuple[Season, UUID] | None:
    tournament = await _tournament(unit, actor, entry_id, asked)
    return await elsewhere.season_of(unit, tournament.id, held=True)


async def _tournament(unit: UnitOfWork, actor: Actor, entry_id: UUID, asked: str) -> Tournament:
    entry = await entries.by_id(unit.connection, entry_id)
    if entry is None:
        raise not_found(asked)
    return await tournaments.get(unit.connection, actor, entry.tournament, asked=asked)


def _the_other_way(done: Refilled) -> Refilled:
    """As it is told when the seats are given back."""
    seats = [
        FilledSeat(seed=one.seed, before=one.after, after=one.before)
        for one in done.seats
        if one.before is not None
    ]
    return msgspec.structs.replace(done, seats=seats)
