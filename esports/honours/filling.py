"""Fill the seeds of a tournament with who has qualified for them."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.engine.errors import EngineError
from esports.engine.progression_seats import FilledSeed, Filling
from esports.entries import queries as entry_queries
from esports.entries.queries import waitlist
from esports.entries.service import OPEN_TO_STAFF
from esports.errors import DomainError, FieldError, Kind, conflict
from esports.honours.entering import Due, enter, let_in, seed
from esports.honours.planning import held
from esports.honours.season import Season, filled, worded
from esports.honours.standing import left_over
from esports.honours.wire import FillReport
from esports.i18n import N_
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.tournaments.programme import from_engine
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork

SEATED = (Filling.qualified, Filling.moved_up)


async def fill(unit: UnitOfWork, *, actor: Actor, tournament_id: UUID) -> FillReport:
    """Enter the qualifiers of finished sources with their seeds, before play begins; again is harmless.

    Who holds a seat already keeps the entry and gets the seed that is due now. The roster comes along
    where the tournament's rule allows it.

    Raises:
        DomainError: `not_found`, `forbidden`, `busy`, `no_qualification`, `too_late`, `plan_unsound`,
            `places_undecided`, `qualifiers_changed`, `no_room`.
    """
    seen = await tournaments.get(unit.connection, actor, tournament_id)
    await access.require(unit.connection, actor, Permission.manage_entries, seen.event)
    season = await held(unit, {tournament_id})
    tournament = await tournament_queries.by_id(unit.connection, tournament_id) or seen
    if all(link.target != tournament_id for link in season.links):
        raise conflict("no_qualification", N_("Nobody qualifies for this tournament: it has no sources."))
    if tournament.state not in OPEN_TO_STAFF:
        raise conflict("too_late", N_("Play has begun; this cannot be changed any more."))
    seeds = _decided(season, tournament_id)
    due = list(due_of(season, tournament_id, seeds))
    await _refuse_overfull(unit, tournament, due)
    entered = await enter(unit, tournament, season, [one for one in due if one.present is None])
    for one in due:
        if one.present is not None:
            await let_in(unit, one.present)
    await seed(unit, tournament_id, due, entered)
    return FillReport(
        entered=entered,
        known=len(due) - len(entered),
        open=sum(one.filling is Filling.open for one in seeds),
        vacant=sum(one.filling is Filling.vacant for one in seeds),
    )


def _decided(season: Season, tournament_id: UUID) -> Sequence[FilledSeed]:
    """The seeds, unless something must be decided by people first."""
    try:
        seeds, faults = filled(season, tournament_id)
    except EngineError as error:
        raise from_engine(error, Kind.conflict, "") from error
    names = season.names()
    sources = {link.source for link in season.links if link.target == tournament_id}
    told = [worded(reason, names) for source, reason in faults if source in sources]
    if told:
        raise DomainError(
            Kind.conflict,
            "places_undecided",
            N_("Shared places decide who goes on where, {count} in all: say who is ahead."),
            errors=[FieldError("", "place_undecided", one.text, dict(one.params)) for one in told],
            params={"count": len(told)},
        )
    if left := left_over(season, tournament_id, seeds):
        raise conflict(
            "qualifiers_changed",
            N_("No longer due, and still entered as qualifiers: {names}. Withdraw them first."),
            names=", ".join(one.name for one in left),
        )
    return seeds


def due_of(season: Season, tournament_id: UUID, seeds: Sequence[FilledSeed]) -> Iterator[Due]:
    """The seeds that are somebody's, with the entry that has qualified and the same in this tournament."""
    present = season.present(tournament_id)
    sources = {str(link.source): season.present(link.source) for link in season.links}
    for one in seeds:
        if one.filling in SEATED and one.entrant is not None:
            source = sources[str(one.params["source"])]
            yield Due(seed=one, source=source[one.entrant.id], present=present.get(one.entrant.id))


async def _refuse_overfull(unit: UnitOfWork, tournament: Tournament, due: Sequence[Due]) -> None:
    taken = await waitlist.places_taken(unit.connection, tournament.id)
    new = sum(one.present is None or one.present.state not in entry_queries.HOLDS_A_PLACE for one in due)
    if new and tournament.capacity is not None and taken + new > tournament.capacity:
        raise conflict(
            "no_room",
            N_("There is no room for {count} qualifiers: {taken} of {capacity} places are taken."),
            count=new,
            taken=taken,
            capacity=tournament.capacity,
        )
