"""The seed list: by hand, by rating, by registration, by an earlier result, or by a draw to be repeated."""

import secrets
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from esports.accounts.access import Actor, Permission
from esports.engine import seeding as engine
from esports.engine.model import Entrant
from esports.entries import queries
from esports.entries.queries import placing
from esports.entries.service import OPEN_TO_STAFF
from esports.entries.wire import Entry, SeedList, Seeds
from esports.errors import DomainError, Kind, conflict, invalid
from esports.i18n import N_
from esports.journal.facts import Change, SeedsSet
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.uow import UnitOfWork

SEEDED = ("confirmed", "checked_in")
OVER = ("finished", "archived")
"""The states of a tournament whose places are final."""


async def set_seeds(unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, seeds: Seeds) -> SeedList:
    """Decide the seed list of all entries that hold a place. For staff, before play begins.

    Raises:
        DomainError: `not_found`, `forbidden`, `too_late`, `seeds_or_method`, `draw_seed_not_used`,
            `seeds_incomplete`, `seeds_unknown_entry`, `seeds_repeated`, and what `_earlier` refuses.
    """
    tournament = await tournaments.locked(unit, actor, tournament_id, Permission.manage_entries)
    if tournament.state not in OPEN_TO_STAFF:
        raise conflict("too_late", N_("Play has begun; this cannot be changed any more."))
    entries = await queries.in_states(unit.connection, tournament_id, SEEDED)
    places = await _earlier(unit, actor, tournament_id, seeds)
    chosen = _chosen(seeds, entries, places)
    changed = await placing.set_seeds(unit.connection, tournament_id, chosen.entries)
    unit.record(
        tournament_id,
        SeedsSet(
            method=chosen.method,
            draw_seed=chosen.draw_seed,
            entries=chosen.entries,
            tournament_id=chosen.tournament,
        ),
        [Change(f"entries/{entry}/seed", seed) for entry, seed in changed],
    )
    return chosen


async def _earlier(unit: UnitOfWork, actor: Actor, tournament_id: UUID, seeds: Seeds) -> Mapping[UUID, int]:
    """The places in the earlier tournament that the seeds go by; of the other methods none.

    Raises:
        DomainError: `tournament_needed`, `tournament_not_used`, `unknown_tournament`, `not_finished`.
    """
    if seeds.method != "result":
        if seeds.tournament is not None:
            raise invalid(
                "tournament_not_used", "/tournament", N_("Only the result method takes a tournament.")
            )
        return {}
    if seeds.tournament is None:
        raise invalid("tournament_needed", "/tournament", N_("Say which tournament's result decides."))
    earlier = await tournament_queries.by_id(unit.connection, seeds.tournament)
    if earlier is None or not await tournaments.may_see(unit.connection, actor, earlier):
        raise invalid("unknown_tournament", "/tournament", N_("There is no such tournament."))
    places = await placing.places_by_name(unit.connection, tournament_id, earlier.id)
    if earlier.state not in OVER or not await placing.with_place(unit.connection, earlier.id):
        raise DomainError(
            Kind.conflict,
            "not_finished",
            N_("{name} is not finished: its places are not known yet."),
            pointer="/tournament",
            params={"name": earlier.name},
        )
    return places


def _chosen(seeds: Seeds, entries: Sequence[Entry], places: Mapping[UUID, int]) -> SeedList:
    if (seeds.entries is msgspec.UNSET) == (seeds.method is msgspec.UNSET):
        raise invalid("seeds_or_method", "", N_("Send either the list of entries or a method."))
    if seeds.draw_seed is not None and seeds.method != "random":
        raise invalid("draw_seed_not_used", "/draw_seed", N_("Only the random method takes a draw seed."))
    if seeds.entries is not msgspec.UNSET:
        return _by_hand(seeds.entries, {entry.id for entry in entries})
    entrants = entrants_of(sorted(entries, key=lambda entry: entry.registered_order))
    if seeds.method == "random":
        draw_seed = seeds.draw_seed or secrets.token_hex(8)
        drawn = engine.random_draw(entrants, draw_seed)
        return SeedList(method="random", draw_seed=draw_seed, entries=[UUID(one.id) for one in drawn])
    if seeds.method == "rating":
        entrants = engine.by_rating(entrants)
    if seeds.method == "result":
        entrants = engine.by_result(entrants, {str(entry): place for entry, place in places.items()})
    order = [UUID(one.id) for one in entrants]
    return SeedList(method=str(seeds.method), draw_seed=None, entries=order, tournament=seeds.tournament)


def entrants_of(entries: Sequence[Entry]) -> list[Entrant]:
    """Entries as the engine sees them, in the same order."""
    return [
        Entrant(
            id=str(entry.id),
            name=entry.name,
            club=entry.club,
            delegation=entry.delegation,
            region=entry.region,
            rating=entry.rating,
        )
        for entry in entries
    ]


def _by_hand(order: list[UUID], known: set[UUID]) -> SeedList:
    seen: set[UUID] = set()
    for place, entry in enumerate(order):
        if entry not in known:
            raise invalid(
                "seeds_unknown_entry", f"/entries/{place}", N_("This entry holds no place in the tournament.")
            )
        if entry in seen:
            raise invalid("seeds_repeated", f"/entries/{place}", N_("This entry stands in the list twice."))
        seen.add(entry)
    if len(seen) < len(known):
        raise invalid(
            "seeds_incomplete",
            "/entries",
            N_("{count} entries are missing from the list."),
            count=len(known) - len(seen),
        )
    return SeedList(method="list", draw_seed=None, entries=order)
