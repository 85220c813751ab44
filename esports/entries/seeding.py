"""The seed list: given by hand, or found by rating, by registration, or by a draw that can be repeated."""

import secrets
from collections.abc import Sequence
from uuid import UUID

import msgspec

from esports.accounts.access import Actor, Permission
from esports.engine import seeding as engine
from esports.engine.model import Entrant
from esports.entries import queries
from esports.entries.service import OPEN_TO_STAFF
from esports.entries.wire import Entry, SeedList, Seeds
from esports.errors import conflict, invalid
from esports.i18n import N_
from esports.journal.facts import Change, SeedsSet
from esports.tournaments import service as tournaments
from esports.uow import UnitOfWork

SEEDED = ("confirmed", "checked_in")


async def set_seeds(unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, seeds: Seeds) -> SeedList:
    """Decide the seed list of all entries that hold a place. For staff, before play begins.

    Raises:
        DomainError: `not_found`, `forbidden`, `too_late`, `seeds_or_method`, `draw_seed_not_used`,
            `seeds_incomplete`, `seeds_unknown_entry`, `seeds_repeated`.
    """
    tournament = await tournaments.locked(unit, actor, tournament_id, Permission.manage_entries)
    if tournament.state not in OPEN_TO_STAFF:
        raise conflict("too_late", N_("Play has begun; this cannot be changed any more."))
    entries = await queries.in_states(unit.connection, tournament_id, SEEDED)
    chosen = _chosen(seeds, entries)
    changed = await queries.set_seeds(unit.connection, tournament_id, chosen.entries)
    unit.record(
        tournament_id,
        SeedsSet(method=chosen.method, draw_seed=chosen.draw_seed, entries=chosen.entries),
        [Change(f"entries/{entry}/seed", seed) for entry, seed in changed],
    )
    return chosen


def _chosen(seeds: Seeds, entries: Sequence[Entry]) -> SeedList:
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
    return SeedList(method=str(seeds.method), draw_seed=None, entries=[UUID(one.id) for one in entrants])


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
