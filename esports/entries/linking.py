"""What ties an entry to a team and its players to accounts: a captain enters the team's own members, and a
person is in one entry of a tournament.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from esports.accounts import access
from esports.accounts.access import Actor, TokenScope
from esports.entries.queries import rostering
from esports.entries.wire import Entry, Member, NewEntry, NewMember
from esports.errors import DomainError, Kind, conflict, invalid, not_found
from esports.i18n import N_
from esports.teams import queries as teams
from esports.teams.service import not_captain
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork


def people_of(new: NewEntry, registrant: UUID | None) -> set[UUID]:
    """Everybody with an account whom the entry would bring in."""
    return {one for one in (registrant, *(member.person for member in new.roster)) if one is not None}


async def check(
    unit: UnitOfWork,
    actor: Actor,
    tournament: Tournament,
    new: NewEntry,
    *,
    registrant: UUID | None,
    elsewhere: Collection[UUID],
) -> None:
    """Refuse a link that is not the caller's to make. The tournament is held, and the team from here on.

    `elsewhere` are those of its `people_of` who are in another entry of the tournament.

    Raises:
        DomainError: `team_not_wanted` where players enter alone, `not_found`, `not_captain`,
            `already_entered` for a registrant who plays for others, and what `check_players` refuses.
    """
    if new.team is not None:
        if tournament.entry_kind != "team":
            raise invalid("team_not_wanted", "/team", N_("This tournament is for single players."))
        person = access.require_person(actor, TokenScope.entries)
        held = await teams.locked(unit.connection, new.team, shared=True)
        if held is None:
            raise not_found("team")
        if held.captain != person:
            raise not_captain()
    if registrant in elsewhere:
        raise conflict("already_entered", N_("You have entered this tournament already."))
    await _check_players(unit, new.team, new.roster, known=(), elsewhere=elsewhere)


async def check_players(
    unit: UnitOfWork, entry: Entry, roster: Sequence[NewMember], *, known: Sequence[Member]
) -> None:
    """Refuse players with an account who are not of the entry's team, or are in another entry.

    Who is on the roster already may stay, also when they have left the team since.

    Raises:
        DomainError: `player_without_team`, `player_twice`, `player_not_in_team`,
            `player_entered_already`, each with the player's place in the roster.
    """
    if entry.team is not None:
        await teams.locked(unit.connection, entry.team, shared=True)
    linked = {one.person for one in roster if one.person is not None}
    elsewhere = await rostering.entered_elsewhere(
        unit.connection, entry.tournament, linked, entry_id=entry.id
    )
    await _check_players(unit, entry.team, roster, known=known, elsewhere=elsewhere)


async def _check_players(
    unit: UnitOfWork,
    team_id: UUID | None,
    roster: Sequence[NewMember],
    *,
    known: Sequence[Member],
    elsewhere: Collection[UUID],
) -> None:
    linked = {place: one.person for place, one in enumerate(roster) if one.person is not None}
    if not linked:
        return
    members = await teams.members(unit.connection, team_id) if team_id else []
    welcome = {one.person for one in members} | {one.person for one in known}
    seen: set[UUID] = set()
    for place, person in linked.items():
        pointer = f"/roster/{place}/person"
        if team_id is None:
            raise invalid("player_without_team", pointer, N_("Only a team brings players with accounts."))
        if person not in welcome:
            raise invalid("player_not_in_team", pointer, N_("This player is not in the team."))
        if person in seen:
            raise invalid("player_twice", pointer, N_("This player stands in the roster twice."))
        if person in elsewhere:
            raise DomainError(
                Kind.conflict,
                "player_entered_already",
                N_("{name} is in another entry of this tournament."),
                pointer=pointer,
                params={"name": roster[place].name},
            )
        seen.add(person)


def without_links(new: NewEntry) -> NewEntry:
    """The entry as it is, if nothing in it links to teams or accounts: an import speaks for nobody.

    Raises:
        DomainError: `links_not_imported`.
    """
    if new.team is not None or any(one.person is not None for one in new.roster):
        raise invalid(
            "links_not_imported", "/team", N_("An import enters no teams or players with accounts by id.")
        )
    return new
