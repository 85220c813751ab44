"""Use cases of guardians' consents: ask for one, and see how it stands with an entry and a tournament."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts import queries as people
from esports.accounts.access import Actor, Permission, TokenScope
from esports.accounts.address import clean_email
from esports.consents import queries
from esports.consents.queries import Consent
from esports.consents.text import VERSION
from esports.consents.wire import (
    AskGuardian,
    EntryConsents,
    HeldEntries,
    HeldEntry,
    PlayerConsent,
)
from esports.entries import guardians
from esports.entries import queries as entry_queries
from esports.entries import service as entries
from esports.entries.guardians import FREE, ConsentState
from esports.entries.wire import Entry, Player
from esports.errors import DomainError, Kind, conflict, invalid, not_found
from esports.i18n import N_
from esports.jobs import SendConsentMail
from esports.journal.facts import ConsentMoved, Visibility
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork

OPEN = (ConsentState.missing, ConsentState.asked, ConsentState.refused, ConsentState.revoked)
"""States in which a guardian can be asked."""
LINK_LIFE = timedelta(days=14)
"""How long a guardian may take to answer."""
MAX_ASKS = 3
"""Mails to the guardian of one player."""
MAX_ENTRY_MAILS = 60
"""Mails to guardians for one entry, whoever came and went on its roster."""


async def ask(
    unit: UnitOfWork, *, actor: Actor, entry_id: UUID, asked: AskGuardian, locale: str
) -> EntryConsents:
    """Send a guardian a link to decide; for the entry's registrant and staff, before play.

    Raises:
        DomainError: `not_found`, `forbidden`, `too_late`, `transition_not_allowed`, `unknown_player`,
            `consent_not_needed`, `consent_granted_already`, `email_malformed`, `own_address`,
            `too_many_mails`.
    """
    entry, tournament, _ = await entries.mine(unit, actor, entry_id)
    entries.refuse_after_start(tournament)
    if entry.state in entries.GONE:
        raise entries.transition_not_allowed(entry)
    player, state = await _player(unit, tournament, entry, asked.player)
    if state not in (*OPEN, ConsentState.granted):
        raise conflict(
            "consent_not_needed",
            N_("Guardians are asked for players whose birth date says that they are under {age}."),
            age=tournament.consent_age,
        )
    if state == ConsentState.granted:
        raise conflict("consent_granted_already", N_("The guardian of this player has agreed already."))
    address = clean_email(asked.guardian_email, "/guardian_email")
    await _refuse_own(unit, actor, entry, address)
    await _send(unit, entry, player, address, locale)
    tell(unit, entry, ConsentState.asked)
    return await _view(unit.connection, tournament, entry, on=unit.now.date(), named=_is_own(actor, entry))


async def _player(
    unit: UnitOfWork, tournament: Tournament, entry: Entry, position: int
) -> tuple[Player, ConsentState]:
    found = await guardians.states(unit.connection, tournament, on=unit.now.date(), entry_id=entry.id)
    for player, state in found.get(entry.id, []):
        if player.position == position:
            return player, state
    raise invalid("unknown_player", "/player", N_("There is no such player on the roster."))


async def _refuse_own(unit: UnitOfWork, actor: Actor, entry: Entry, address: str) -> None:
    """A player could otherwise be their own guardian."""
    for person_id in {actor.person_id, entry.person} - {None}:
        person = await people.person(unit.connection, person_id) if person_id else None
        if person is not None and person.email == address:
            raise invalid(
                "own_address",
                "/guardian_email",
                N_("This is the address of your own account; a guardian needs their own."),
            )


async def _send(unit: UnitOfWork, entry: Entry, player: Player, address: str, locale: str) -> None:
    subject = guardians.subject_of(player)
    before = await queries.of_entry(unit.connection, entry.id)
    known = next((one for one in before if one.subject == subject), None)
    sent = await queries.mails_of(unit.connection, entry.id)
    if (known is not None and known.mails >= MAX_ASKS) or sent >= MAX_ENTRY_MAILS:
        raise conflict(
            "too_many_mails",
            N_("The guardian was asked often enough; please speak with the organisers."),
        )
    values = {
        "guardian_email": address,
        "locale": locale,
        "expires_at": unit.now + LINK_LIFE,
        "changed_at": unit.now,
    }
    consent_id = known.id if known else unit.new_id()
    if known is None:
        await queries.add(
            unit.connection,
            id=consent_id,
            entry_id=entry.id,
            subject=subject,
            state=ConsentState.asked,
            mails=1,
            **values,
        )
    else:
        await queries.ask_again(unit.connection, consent_id, **values)
    await note(unit, consent_id, ConsentState.asked)
    unit.enqueue(SendConsentMail(consent_id), dedupe_key=f"consent-mail:{unit.new_id()}")


async def of_entry(
    connection: AsyncConnection, actor: Actor, entry_id: UUID, *, today: date
) -> EntryConsents:
    """How it stands with the players of an entry; for its registrant and for staff.

    Raises:
        DomainError: `sign_in_required`, `scope_missing`, `not_found`, `forbidden`.
    """
    person = access.require_person(actor, TokenScope.read)
    entry = await entry_queries.by_id(connection, entry_id)
    if entry is None:
        raise not_found("entry")
    tournament = await tournaments.get(connection, actor, entry.tournament, asked="entry")
    own = entry.person == person
    if not own and not await access.allows(connection, actor, Permission.see_people, tournament.event):
        raise DomainError(Kind.forbidden, "forbidden", N_("This is not your entry."))
    return await _view(connection, tournament, entry, on=today, named=own)


def _is_own(actor: Actor, entry: Entry) -> bool:
    return entry.person is not None and entry.person == actor.person_id


async def _view(
    connection: AsyncConnection, tournament: Tournament, entry: Entry, *, on: date, named: bool
) -> EntryConsents:
    found = await guardians.states(connection, tournament, on=on, entry_id=entry.id)
    known = {one.subject: one for one in await queries.of_entry(connection, entry.id)}
    players = [
        _player_view(player, state, known.get(guardians.subject_of(player)), named=named)
        for player, state in found.get(entry.id, [])
    ]
    lacking = any(player.state not in FREE for player in players)
    return EntryConsents(
        entry=entry.id,
        name=entry.name,
        required=tournament.require_guardian_consent,
        consent_age=tournament.consent_age,
        held=tournament.require_guardian_consent and lacking,
        players=players,
    )


def _player_view(
    player: Player, state: ConsentState, consent: Consent | None, *, named: bool
) -> PlayerConsent:
    shown = consent if consent and state != ConsentState.not_needed else None
    return PlayerConsent(
        position=player.position,
        name=player.name if named else None,
        in_game_id=player.in_game_id,
        state=state,
        guardian=shortened(shown.guardian_email) if shown and shown.guardian_email else None,
        changed_at=shown.changed_at if shown else None,
        mails_left=MAX_ASKS - (consent.mails if consent else 0),
    )


def shortened(address: str) -> str:
    """The address as far as its writer needs to know it again: `p…@example.org`."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


async def of_tournament(
    connection: AsyncConnection, actor: Actor, tournament_id: UUID, *, today: date
) -> HeldEntries:
    """The entries that wait for guardians, for staff.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`.
    """
    tournament = await tournaments.get(connection, actor, tournament_id)
    await access.require(connection, actor, Permission.manage_entries, tournament.event)
    return await held_entries(connection, tournament, on=today)


async def own_held(
    connection: AsyncConnection, actor: Actor, tournament: Tournament, *, on: date
) -> UUID | None:
    """The caller's own entry in the tournament, where it waits for guardians."""
    if actor.person_id is None or not tournament.require_guardian_consent:
        return None
    entry_id = await queries.own_entry(connection, tournament.id, actor.person_id)
    if entry_id is None:
        return None
    held = await guardians.held(connection, tournament, on=on, entry_id=entry_id)
    return entry_id if held else None


async def held_entries(connection: AsyncConnection, tournament: Tournament, *, on: date) -> HeldEntries:
    """The entries that wait for guardians and have not left."""
    held = await guardians.held(connection, tournament, on=on)
    names = await queries.entry_names(connection, list(held))
    return HeldEntries(
        items=[
            HeldEntry(entry=entry, name=name, state=state, lacking=sorted(held[entry]))
            for entry, name, state in names
            if state not in entries.GONE
        ]
    )


async def note(unit: UnitOfWork, consent_id: UUID, state: ConsentState) -> None:
    """Keep what happened, and by which version of the text."""
    await queries.decided(
        unit.connection, id=unit.new_id(), consent_id=consent_id, decision=state, version=VERSION, at=unit.now
    )


def tell(unit: UnitOfWork, entry: Entry, state: ConsentState) -> None:
    """Tell staff by the journal; never which player it is about."""
    fact = ConsentMoved(entry_id=entry.id, name=entry.name, state=state)
    unit.record(entry.tournament, fact, visibility=Visibility.staff)
