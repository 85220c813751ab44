"""The one place where access is decided: who may do what, where. What is not granted here is denied."""

from collections.abc import Awaitable, Callable
from enum import Enum, StrEnum
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import queries
from esports.accounts.wire import TokenScope as TokenScope
from esports.errors import DomainError, Kind
from esports.i18n import N_
from esports.settings import Settings


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
    manage_webhooks = "manage_webhooks"
    moderate_teams = "moderate_teams"
    """To take off what a team must not show."""
    operate = "operate"
    """To see how the background work of the installation fares, and to have it tried again."""
    see_private = "see_private"
    """What is not published yet: drafts, reports, who did what."""
    see_people = "see_people"
    """The names and birth dates of players, many of them minors: for those who check them in."""


SITE_WIDE = frozenset({Permission.create_event, Permission.moderate_teams, Permission.operate})
"""What belongs to no event; only site admins hold it."""

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.owner: frozenset(Permission) - SITE_WIDE,
    Role.operator: frozenset(Permission) - SITE_WIDE - {Permission.manage_staff, Permission.manage_webhooks},
    Role.referee: frozenset({Permission.report_result, Permission.see_private}),
    Role.caster: frozenset({Permission.see_private}),
    Role.judge: frozenset({Permission.mark_submission, Permission.see_private}),
}

TRUSTED = frozenset({Role.owner, Role.operator, Role.referee})
"""Roles whose hands the policy of the second factor binds."""

SCOPE_OF: dict[Permission, TokenScope] = {
    Permission.create_event: TokenScope.manage,
    Permission.manage_event: TokenScope.manage,
    Permission.manage_staff: TokenScope.manage,
    Permission.manage_tournament: TokenScope.manage,
    Permission.manage_entries: TokenScope.entries,
    Permission.report_result: TokenScope.results,
    Permission.mark_submission: TokenScope.results,
    Permission.manage_webhooks: TokenScope.manage,
    Permission.moderate_teams: TokenScope.manage,
    Permission.operate: TokenScope.manage,
    Permission.see_private: TokenScope.read,
    Permission.see_people: TokenScope.read,
}


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What this installation asks of people beyond a password."""

    verified_email: bool = False
    second_factor: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "Policy":
        """As the operator of the machine has set it."""
        return cls(
            verified_email=settings.require_verified_email, second_factor=settings.require_second_factor
        )


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who calls: a person by session or token, or nobody; and the policy that they are held to.

    `scopes` is None for a session, else what the token is limited to.
    """

    person_id: UUID | None = None
    is_admin: bool = False
    email_verified: bool = False
    second_factor: bool = False
    policy: Policy = Policy()
    scopes: frozenset[TokenScope] | None = None
    session_hash: bytes | None = None
    locale: str = "en"
    time_zone: str | None = None

    @property
    def is_proven(self) -> bool:
        """Whether the person has the second factor that the policy asks of those with power over others."""
        return self.second_factor or not self.policy.second_factor

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


def require_verified_email(actor: Actor) -> None:
    """Go on only if the caller has confirmed their address, where the policy asks for it.

    Raises:
        DomainError: `email_not_verified`.
    """
    if actor.policy.verified_email and not actor.email_verified:
        raise DomainError(
            Kind.forbidden,
            "email_not_verified",
            N_("Please confirm your mail address first: open the link in the mail that you got."),
        )


class Standing(Enum):
    """How somebody stands to a permission."""

    denied = "denied"
    unproven = "unproven"
    granted = "granted"


async def allows(
    connection: AsyncConnection, actor: Actor, permission: Permission, event_id: UUID | None
) -> bool:
    """Whether `actor` holds `permission` in the event; site admins hold every one everywhere."""
    return await _standing(connection, actor, permission, event_id) is Standing.granted


async def allows_in(
    connection: AsyncConnection, actor: Actor, permission: Permission, tournament_id: UUID
) -> bool:
    """Whether `actor` holds `permission` in the tournament's event; of one that is not there admins do."""
    standing = await _standing(connection, actor, permission, tournament_id, queries.roles_in)
    return standing is Standing.granted


async def may_rule(connection: AsyncConnection, person_id: UUID, event_id: UUID) -> bool:
    """Whether somebody who is not the caller holds a role in the event that confirms results."""
    return any(rules(role) for role in await queries.roles_of(connection, person_id, event_id))


def rules(role: str) -> bool:
    """Whether a role in an event confirms results."""
    return Permission.report_result in GRANTS[Role(role)]


async def require(
    connection: AsyncConnection, actor: Actor, permission: Permission, event_id: UUID | None
) -> None:
    """Go on only if `actor` holds `permission` in the event.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `forbidden`, or `second_factor_required` where
            a second factor is all that is missing.
    """
    require_person(actor, SCOPE_OF[permission])
    standing = await _standing(connection, actor, permission, event_id)
    if standing is Standing.unproven:
        raise DomainError(
            Kind.forbidden,
            "second_factor_required",
            N_("Your role needs a second factor here; set one up in your account first."),
        )
    if standing is Standing.denied:
        raise DomainError(Kind.forbidden, "forbidden", N_("Your role does not allow this."))


async def require_departure(
    connection: AsyncConnection, actor: Actor, event_id: UUID, *, holder: UUID | None
) -> bool:
    """Go on only for who may take an entry out of a tournament that is played, and tell whether it is staff.

    Whoever reports results may; and `holder`, who registered the entry, where they may do it themselves.

    Raises:
        DomainError: what `require` refuses.
    """
    own = actor.person_id is not None and actor.person_id == holder and actor.may_use(TokenScope.entries)
    staff = await allows(connection, actor, Permission.report_result, event_id)
    if not (staff or own):
        await require(connection, actor, Permission.report_result, event_id)
    return staff


async def _standing(
    connection: AsyncConnection,
    actor: Actor,
    permission: Permission,
    place_id: UUID | None,
    roles: Callable[[AsyncConnection, UUID, UUID], Awaitable[list[str]]] = queries.roles_of,
) -> Standing:
    """How `actor` stands at a place; `roles` gives a person's roles there."""
    if actor.person_id is None or not actor.may_use(SCOPE_OF[permission]):
        return Standing.denied
    if actor.is_admin and actor.is_proven:
        return Standing.granted
    held = await roles(connection, actor.person_id, place_id) if place_id else []
    granting = {Role(role) for role in held if permission in GRANTS[Role(role)]}
    if granting - (frozenset() if actor.is_proven else TRUSTED):
        return Standing.granted
    return Standing.unproven if granting or actor.is_admin else Standing.denied
