"""Use cases of one's own data: take all of it along, or have it erased."""

import secrets
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from esports.accounts import queries as accounts
from esports.accounts import second_factor
from esports.accounts.access import Actor, require_session
from esports.accounts.passwords import NOBODY
from esports.brackets import service as brackets
from esports.entries.service import GONE
from esports.errors import conflict, not_found
from esports.i18n import N_
from esports.journal.facts import EntryChanged, Visibility
from esports.journal.views import diff
from esports.privacy.queries import erasure, export
from esports.privacy.queries.erasure import OwnEntry
from esports.privacy.wire import OwnData
from esports.teams import queries as team_queries
from esports.teams import service as teams
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Champion
from esports.uow import UnitOfWork

OVER = ("finished", "archived", "cancelled")


async def collect(unit: UnitOfWork, *, actor: Actor) -> OwnData:
    """All that is kept about the caller.

    Raises:
        DomainError: `sign_in_required`, `session_needed`.
    """
    person_id, connection = require_session(actor), unit.connection
    person = await accounts.person(connection, person_id)
    if person is None:
        raise not_found("person")
    return OwnData(
        exported_at=unit.now,
        person=person,
        created_at=await export.made_at(connection, person_id),
        **await export.account(connection, person_id),
        **await export.together(connection, person_id),
        **await export.play(connection, person_id),
        **await export.work(connection, person_id),
    )


async def erase(unit: UnitOfWork, *, actor: Actor, code: str | None) -> None:
    """Erase the caller, who has shown their password: nothing is left that says who they were.

    Results stay, under a neutral name where the entry was the person's own. Journals are never rewritten:
    what was announced in them stays, a nickname and the title and link of a published work; they hold nothing
    else of a person. What was done for others keeps the id of the account, which is nobody's then.

    Raises:
        DomainError: `sign_in_required`, `session_needed`, `second_factor_needed`, `second_factor_wrong`,
            `entries_not_over`, `only_owner`, `captain_must_hand_over`.
    """
    person_id = require_session(actor)
    found = await erasure.entries_of(unit.connection, person_id)
    for tournament_id in sorted({entry.tournament_id for entry in found}):
        await tournament_queries.by_id(unit.connection, tournament_id, lock=True)
    for team in await team_queries.of_person(unit.connection, person_id):
        await teams.leave(unit, actor=actor, team_id=team.id)
    await accounts.lock_person(unit.connection, person_id)
    await second_factor.demand(unit, person_id, code)
    entries = await erasure.entries_of(unit.connection, person_id)
    _refuse_running(entries)
    alone = await erasure.owned_alone(unit.connection, person_id, OVER)
    if alone:
        raise conflict(
            "only_owner",
            N_("Nobody else owns {events}; give somebody the role first."),
            events=", ".join(alone),
        )
    await clear(unit, person_id, entries)


async def clear(unit: UnitOfWork, person_id: UUID, entries: Sequence[OwnEntry]) -> None:
    """Leave nothing that says who the person was. The tournaments of their `entries`, all of them, are held
    before the person is, and their teams left before."""
    name = f"Player-{secrets.token_hex(4).upper()}"
    for tournament_id, own in groupby(entries, attrgetter("tournament_id")):
        await _rename(unit, tournament_id, [one for one in own if one.entry_kind == "player"], name)
    ids = [entry.id for entry in entries]
    await erasure.clear_entries(unit.connection, ids, name)
    await erasure.clear_elsewhere(unit.connection, person_id, name)
    await erasure.clear_replies(unit.connection, person_id, [person_id, *ids])
    await erasure.clear_account(
        unit.connection,
        person_id,
        email=f"{name.lower()}-{person_id.hex}{erasure.NOBODYS}",
        email_verified_at=None,
        display_name=name,
        birth_date=None,
        locale="en",
        time_zone=None,
        notices={},
        password_hash=NOBODY,
        is_admin=False,
    )


def _refuse_running(entries: Sequence[OwnEntry]) -> None:
    running = [one for one in entries if one.tournament_state not in OVER and one.state not in GONE]
    if running:
        names = sorted({f"{one.name} ({one.tournament})" for one in running})
        raise conflict(
            "entries_not_over",
            N_("You still take part; withdraw first, or wait until it is over: {entries}."),
            extra={"entries": [str(one.id) for one in running]},
            entries=", ".join(names),
        )


async def _rename(unit: UnitOfWork, tournament_id: UUID, own: list[OwnEntry], name: str) -> None:
    """Put the neutral name into what everybody sees of a tournament, and tell its followers."""
    for number, entry in enumerate(own):
        unique = name if not number else f"{name}-{number}"
        before = await brackets.tournament_view(unit.connection, tournament_id, staff=True)
        await erasure.rename(unit.connection, entry, unique)
        after = await brackets.tournament_view(unit.connection, tournament_id, staff=True)
        unit.record(
            tournament_id,
            EntryChanged(entry_id=entry.id, name=unique),
            diff(before, after),
            visibility=Visibility.staff if not entry.published else Visibility.public,
        )
        tournament = await tournament_queries.by_id(unit.connection, tournament_id)
        if tournament and tournament.champion and tournament.champion.entry == entry.id:
            await tournaments.crowned(unit, tournament, Champion(entry=entry.id, name=unique))
