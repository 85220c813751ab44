"""Which players of an entry are minors, and whether their guardians have agreed.

A consent belongs to a player of an entry by their name and birth date: who is put on the roster in place of
somebody else needs one of their own.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.entries.queries import rostering
from esports.entries.wire import Entry, Member, Player
from esports.errors import conflict
from esports.i18n import N_
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork


class ConsentState(StrEnum):
    """How it stands with one player. `not_needed`: of age; `birth_date_needed`: nobody knows whether."""

    not_needed = "not_needed"
    birth_date_needed = "birth_date_needed"
    missing = "missing"
    asked = "asked"
    granted = "granted"
    refused = "refused"
    revoked = "revoked"


FREE = (ConsentState.not_needed, ConsentState.granted)
"""States that let an entry take part."""


def is_minor(born: date, age: int, on: date) -> bool:
    """Whether somebody is younger than `age` on the day; who is born on 29 February is older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < age


def subject_of(player: Player) -> bytes:
    """What stands for the player beside their consent, and tells nobody who they are."""
    told = f"{player.entry_id}\n{player.name}\n{player.birth_date}"
    return hashlib.sha256(told.encode()).digest()


def state_of(player: Player, tournament: Tournament, known: Mapping[bytes, str], on: date) -> ConsentState:
    """How it stands with the player; `known` are the states of the consents by their subjects."""
    if player.birth_date is None:
        return ConsentState.birth_date_needed
    if not is_minor(player.birth_date, tournament.consent_age, on):
        return ConsentState.not_needed
    return ConsentState(known.get(subject_of(player), ConsentState.missing))


async def states(
    connection: AsyncConnection, tournament: Tournament, *, on: date, entry_id: UUID | None = None
) -> dict[UUID, list[tuple[Player, ConsentState]]]:
    """Every player of the tournament, or of one entry, in the order of the roster, and how it stands."""
    known = await rostering.consent_states(connection, tournament.id, entry_id)
    found: dict[UUID, list[tuple[Player, ConsentState]]] = {}
    for player in await rostering.players(connection, tournament.id, entry_id):
        found.setdefault(player.entry_id, []).append((player, state_of(player, tournament, known, on)))
    return found


async def held(
    connection: AsyncConnection, tournament: Tournament, *, on: date, entry_id: UUID | None = None
) -> dict[UUID, list[ConsentState]]:
    """The entries that may not take part yet, with what holds them back; none where nobody asks for it."""
    if not tournament.require_guardian_consent:
        return {}
    found = await states(connection, tournament, on=on, entry_id=entry_id)
    lacking = {entry: [state for _, state in told if state not in FREE] for entry, told in found.items()}
    return {entry: told for entry, told in lacking.items() if told}


async def refuse_held(unit: UnitOfWork, tournament: Tournament, entry: Entry) -> None:
    """Refuse an entry that waits for a guardian.

    Raises:
        DomainError: `guardian_consent_missing`.
    """
    lacking = (await held(unit.connection, tournament, on=unit.now.date(), entry_id=entry.id)).get(entry.id)
    if lacking:
        raise conflict(
            "guardian_consent_missing",
            N_("This entry waits for the consent of guardians: {count} players are without it."),
            count=len(lacking),
        )


def without_minors(roster: Sequence[Member], tournament: Tournament, on: date) -> list[Member]:
    """The roster for staff who have given no reason: of its minors the nicknames alone."""
    return [
        msgspec.structs.replace(member, name=None, birth_date=None, withheld=True)
        if member.birth_date is not None and is_minor(member.birth_date, tournament.consent_age, on)
        else member
        for member in roster
    ]
