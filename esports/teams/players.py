"""Use cases of members as players: what they are called in games, and what the team has been through."""

from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission, TokenScope
from esports.errors import invalid, not_found
from esports.i18n import N_
from esports.journal import store
from esports.journal.facts import CaptaincyHandedOver, Item, MemberJoined, MemberLeft, TeamCreated
from esports.teams import queries
from esports.teams.queries import players
from esports.teams.service import not_a_member
from esports.teams.wire import (
    InGameId,
    InGameIds,
    KnownMember,
    KnownMembers,
    LedTeam,
    TeamEvent,
    TeamHistory,
    TeamMember,
)
from esports.text import clean_name
from esports.uow import UnitOfWork

What = Literal["created", "joined", "left", "removed", "captain"]
MAX_EVENTS = 1_000
TITLE_LENGTH, SERVER_LENGTH = 80, 40


async def own_ids(connection: AsyncConnection, actor: Actor) -> InGameIds:
    """What the caller is called in games.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`.
    """
    person = access.require_person(actor, TokenScope.read)
    return InGameIds(items=(await players.ids_of(connection, [person]))[person])


async def set_own_ids(unit: UnitOfWork, *, actor: Actor, ids: InGameIds) -> InGameIds:
    """Store what the caller is called in games, in the place of all that was known.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `title_repeated`, `name_empty`, `name_too_long`,
            `name_characters`.
    """
    person = access.require_person(actor, TokenScope.entries)
    items = [_cleaned(one, f"/items/{number}") for number, one in enumerate(ids.items)]
    known: set[tuple[str, str]] = set()
    for number, one in enumerate(items):
        place = one.title.lower(), one.server.lower()
        if place in known:
            raise invalid(
                "title_repeated", f"/items/{number}/title", N_("This game and server stand here twice.")
            )
        known.add(place)
    rows = [{"id": unit.new_id(), **msgspec.structs.asdict(one)} for one in items]
    await players.set_ids(unit.connection, person, rows)
    return await own_ids(unit.connection, actor)


def _cleaned(one: InGameId, pointer: str) -> InGameId:
    server = one.server.strip()
    return InGameId(
        title=clean_name(one.title, f"{pointer}/title", longest=TITLE_LENGTH),
        server=clean_name(server, f"{pointer}/server", longest=SERVER_LENGTH) if server else "",
        in_game_id=clean_name(one.in_game_id, f"{pointer}/in_game_id"),
    )


async def known_members(connection: AsyncConnection, actor: Actor, team_id: UUID) -> KnownMembers:
    """The members with what they are called: for themselves in all games; for organisers in those of the
    tournaments that the team is in with them.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `not_found`, `not_member`.
    """
    person = access.require_person(actor, TokenScope.read)
    if await queries.by_id(connection, team_id) is None:
        raise not_found("team")
    titles: set[str] | None = None
    if not await queries.is_member(connection, team_id, person):
        titles = await _titles_run_by(connection, actor, team_id)
        if not titles:
            raise not_a_member()
    members = await queries.members(connection, team_id)
    return KnownMembers(items=await _with_ids(connection, members, titles))


async def _titles_run_by(connection: AsyncConnection, actor: Actor, team_id: UUID) -> set[str]:
    """The titles of the tournaments that the team is in and whose players the caller may see."""
    entered = await players.entered(connection, team_id)
    return {
        title
        for event, title in entered
        if await access.allows(connection, actor, Permission.see_people, event)
    }


async def led_by(connection: AsyncConnection, person_id: UUID, title: str) -> list[LedTeam]:
    """The teams that the person leads, with what their members are called in one game."""
    found = []
    for one in await queries.of_person(connection, person_id):
        if one.captain and (held := await queries.by_id(connection, one.id)):
            members = await _with_ids(connection, await queries.members(connection, one.id), {title})
            team = held.team
            found.append(LedTeam(id=team.id, name=team.name, delegation=team.delegation, members=members))
    return found


async def _with_ids(
    connection: AsyncConnection, members: list[TeamMember], titles: set[str] | None
) -> list[KnownMember]:
    people = {one.person: one for one in members if one.person is not None}
    ids = await players.ids_of(connection, people, titles=titles)
    return [
        KnownMember(person=person, nickname=one.nickname, captain=one.captain, in_game_ids=ids[person])
        for person, one in people.items()
    ]


async def history(connection: AsyncConnection, actor: Actor, team_id: UUID) -> TeamHistory:
    """Who came, went and led, and where the team took part; for its members.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `not_found`, `not_member`.
    """
    person = access.require_person(actor, TokenScope.read)
    if await queries.by_id(connection, team_id) is None:
        raise not_found("team")
    if not await queries.is_member(connection, team_id, person):
        raise not_a_member()
    head = await store.head(connection, team_id)
    after = max(head.seq - MAX_EVENTS, 0) if head else 0
    items = await store.read(connection, team_id, after=after, limit=MAX_EVENTS)
    told = [(item, *kind) for item in reversed(items) if (kind := _kind(item)) is not None]
    names = await players.nicknames(connection, {about for _, _, about in told})
    return TeamHistory(
        events=[TeamEvent(kind=kind, nickname=names.get(about), at=item.at) for item, kind, about in told],
        tournaments=await players.taken_part(connection, team_id),
    )


def _kind(item: Item) -> tuple[What, UUID] | None:
    match item.fact:
        case TeamCreated(person_id=person):
            return "created", person
        case MemberJoined(person_id=person):
            return "joined", person
        case MemberLeft(person_id=person, removed=removed):
            return "removed" if removed else "left", person
        case CaptaincyHandedOver(person_id=person):
            return "captain", person
    return None
