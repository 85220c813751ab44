"""The one place where access is decided: who may do what, where. What is not granted here is denied."""

from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import queries
from esports.accounts.wire import TokenScope as TokenScope
from esports.errors import DomainError, Kind
from esports.i18n import N_


class Role(StrEnum):
    """What a person is to an event."""

    owner = "owner"
    operator = "operator"
    referee = "referee"
    caster = "caster"
    judge = "judge"


class Permission(StrEnum):
    """What a route asks for. Public reading asks for nothing."""

    create_event = "create_event"
    manage_event = "manage_event"
    manage_staff = "manage_staff"
    manage_tournament = "manage_tournament"
    manage_entries = "manage_entries"
    report_result = "report_result"
    mark_submission = "mark_submission"
    see_private = "see_private"
    """What is not published yet: drafts, reports, who did what."""
    see_people = "see_people"
    """The names and birth dates of players, many of them minors: for those who check them in."""


GRANTS: dict[Role, frozenset[Permission]] = {
    Role.owner: frozenset(Permission) - {Permission.create_event},
    Role.operator: frozenset(Permission) - {Permission.create_event, Permission.manage_staff},
    Role.referee: frozenset({Permission.report_result, Permission.see_private}),
    Role.caster: frozenset({Permission.see_private}),
    Role.judge: frozenset({Permission.mark_submission, Permission.see_private}),
}

SCOPE_OF: dict[Permission, TokenScope] = {
    Permission.create_event: TokenScope.manage,
    Permission.manage_event: TokenScope.manage,
    Permission.manage_staff: TokenScope.manage,
    Permission.manage_tournament: TokenScope.manage,
    Permission.manage_entries: TokenScope.entries,
    Permission.report_result: TokenScope.results,
    Permission.mark_submission: TokenScope.results,
    Permission.see_private: TokenScope.read,
    Permission.see_people: TokenScope.read,
}


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who calls: a person by session or token, or nobody.

    `scopes` is None for a session, else what the token is limited to.
    """

    person_id: UUID | None = None
    is_admin: bool = False
    scopes: frozenset[TokenScope] | None = None
    session_hash: bytes | None = None
    locale: str = "en"

    def may_use(self, scope: TokenScope) -> bool:
        """Whether the way of signing in allows this scope at all."""
        return self.scopes is None or scope in self.scopes


ANONYMOUS = Actor()


def require_person(actor: Actor, scope: TokenScope) -> UUID:
    """The caller's person id, for what any signed-in person may do for themselves.

    Raises:
        DomainError: `sign_in_required`, or `scope_missing` for a token without `scope`.
    """
    if actor.person_id is None:
        raise DomainError(Kind.unauthenticated, "sign_in_required", N_("Please sign in first."))
    if not actor.may_use(scope):
        raise DomainError(
            Kind.forbidden,
            "scope_missing",
            N_("This token lacks the scope {scope}."),
            params={"scope": scope},
        )
    return actor.person_id


def require_session(actor: Actor) -> UUID:
    """The caller's person id, for what a token may not do: a token that made tokens would never expire.

    Raises:
        DomainError: `sign_in_required`, or `session_needed` for a token.
    """
    if actor.person_id is not None and actor.session_hash is None:
        raise DomainError(
            Kind.forbidden, "session_needed", N_("A token cannot do this; please sign in with your password.")
        )
    return require_person(actor, TokenScope.manage)


async def allows(
    connection: AsyncConnection, actor: Actor, permission: Permission, event_id: UUID | None
) -> bool:
    """Whether `actor` holds `permission` in the event; site admins hold every one everywhere."""
    if actor.person_id is None or not actor.may_use(SCOPE_OF[permission]):
        return False
    if actor.is_admin:
        return True
    if event_id is None:
        return False
    roles = await queries.roles_of(connection, actor.person_id, event_id)
    return any(permission in GRANTS[Role(role)] for role in roles)


async def require(
    connection: AsyncConnection, actor: Actor, permission: Permission, event_id: UUID | None
) -> None:
    """Go on only if `actor` holds `permission` in the event.

    Raises:
        DomainError: `sign_in_required`, `scope_missing` or `forbidden`.
    """
    require_person(actor, SCOPE_OF[permission])
    if not await allows(connection, actor, permission, event_id):
        raise DomainError(Kind.forbidden, "forbidden", N_("Your role does not allow this."))
