"""What the database refuses, in the product's own words: constraint names and SQLSTATE codes."""

from typing import Any

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from esports.errors import DomainError, Kind
from esports.i18n import N_

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "uq_people_email": ("email_taken", "/email", N_("There is an account with this address already.")),
    "uq_events_slug": ("slug_taken", "/slug", N_("There is an event with this short name already.")),
    "uq_tournaments_event_id_slug": (
        "slug_taken",
        "/slug",
        N_("There is a tournament with this short name in the event already."),
    ),
    "uq_entries_name": ("name_taken", "/name", N_("An entry of this name is in the tournament already.")),
    "uq_entries_name_skeleton": (
        "name_looks_alike",
        "/name",
        N_("The name of an entry in the tournament looks just like this one."),
    ),
    "uq_entries_person": (
        "already_entered",
        "",
        N_("You have entered this tournament already."),
    ),
    "uq_roster_members_person": (
        "player_entered_already",
        "/roster",
        N_("A player of this roster is in another entry of the tournament."),
    ),
    "pk_team_members": ("already_member", "", N_("You are in this team already.")),
    "uq_entries_tournament_id_seed": ("seed_taken", "/seed", N_("Another entry has this seed.")),
    "uq_staff_event_id_person_id_role": (
        "role_held_already",
        "/role",
        N_("This person holds the role already."),
    ),
    "uq_drafts_game": ("draft_exists", "", N_("This game has its draft already.")),
    "uq_venues_event_id_name": (
        "name_taken",
        "/name",
        N_("There is a venue of this name in the event already."),
    ),
    "uq_stations_venue_id_name": (
        "name_taken",
        "/name",
        N_("There is a station of this name in the venue already."),
    ),
    "uq_results_active": ("already_confirmed", "", N_("This match has its result already.")),
}
"""Constraint name: code, pointer, words. Every one is a conflict."""


SERVER_TROUBLE = ("08", "53", "57")
"""SQLSTATE classes: the connection, the server's resources, an operator or a timeout that intervened."""

DATABASE_ERRORS = (DBAPIError, PoolTimeout, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
"""What a call may raise. SQLAlchemy lets the driver's own errors through while it connects."""


def from_database(error: Exception) -> DomainError:
    """The refusal that a database error stands for; one that is no refusal is raised again."""
    cause: Any = getattr(error, "orig", None)
    cause = getattr(cause, "__cause__", None) or cause or error
    known = CONSTRAINTS.get(getattr(cause, "constraint_name", None) or "")
    if known:
        code, pointer, detail = known
        return DomainError(Kind.conflict, code, detail, pointer=pointer)
    state = getattr(cause, "sqlstate", None) or ""
    if state in ("55P03", "40001", "40P01"):
        return DomainError(
            Kind.conflict,
            "busy",
            N_("Others are changing the same thing; try again."),
            retry_after_seconds=1,
        )
    if state.startswith("22"):
        return DomainError(Kind.invalid, "invalid_value", N_("A value is out of its range."))
    invalidated = not isinstance(error, DBAPIError) or error.connection_invalidated
    if invalidated or state[:2] in SERVER_TROUBLE:
        return DomainError(
            Kind.unavailable,
            "database_unavailable",
            N_("The database does not answer; nothing was changed."),
            retry_after_seconds=2,
        )
    raise error
