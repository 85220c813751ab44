"""The rows of a plan, each in its own right: is there such a tournament, and may the caller speak for it?"""

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.errors import DomainError, Kind, invalid
from esports.honours import queries
from esports.honours.wire import Link, NewPlan, NewSource
from esports.i18n import N_
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork


async def links_of(unit: UnitOfWork, actor: Actor, target: Tournament, new: NewPlan) -> list[Link]:
    """Read the rows of the plan.

    Raises:
        DomainError: `unknown_tournament`, `forbidden`, `entry_kind_differs`, `source_repeated`,
            `places_or_count`, `unknown_entry`, `direct_without_source`.
    """
    links: list[Link] = []
    taken = {*new.direct, *(seed for one in new.sources for seed in one.seeds or ())}
    for number, one in enumerate(new.sources):
        pointer = f"/sources/{number}"
        source = await _source(unit, actor, one, f"{pointer}/tournament")
        if source.entry_kind != target.entry_kind:
            raise invalid(
                "entry_kind_differs", f"{pointer}/tournament", N_("Teams and players do not qualify as one.")
            )
        if any(link.source == source.id for link in links):
            raise invalid(
                "source_repeated", f"{pointer}/tournament", N_("This tournament stands in the list twice.")
            )
        if (one.places is None) == (one.count is None):
            raise invalid("places_or_count", pointer, N_("Send either the places or their count."))
        places = one.places or list(range(1, (one.count or 0) + 1))
        seeds = one.seeds or _free(taken, len(places))
        taken |= {*seeds}
        links.append(Link(target=target.id, source=source.id, places=places, seeds=seeds, ahead=one.ahead))
        await _check_ahead(unit, one, pointer)
    if new.direct and not links:
        raise invalid("direct_without_source", "/direct", N_("Without a source every seed is direct."))
    return links


async def _check_ahead(unit: UnitOfWork, one: NewSource, pointer: str) -> None:
    own = await queries.fielded(unit.connection, [one.tournament]) if one.ahead else []
    for place, entry in enumerate(one.ahead):
        if all(entry != known.id for known in own):
            raise invalid(
                "unknown_entry", f"{pointer}/ahead/{place}", N_("The tournament has no such entry.")
            )


async def _source(unit: UnitOfWork, actor: Actor, one: NewSource, pointer: str) -> Tournament:
    """A tournament whose places the caller may give away: the rosters come with them."""
    found = await tournament_queries.by_id(unit.connection, one.tournament)
    if found is None or not await tournaments.may_see(unit.connection, actor, found):
        raise invalid("unknown_tournament", pointer, N_("There is no such tournament."))
    if not await access.allows(unit.connection, actor, Permission.manage_tournament, found.event):
        raise DomainError(
            Kind.forbidden,
            "forbidden",
            N_("Only who organises {name} may say where its places lead."),
            pointer=pointer,
            params={"name": found.name},
        )
    return found


def _free(taken: set[int], count: int) -> list[int]:
    return [seed for seed in range(1, len(taken) + count + 1) if seed not in taken][:count]
