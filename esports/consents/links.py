"""What the links of mails to guardians do: show what is asked, decide, withdraw.

The secret of a link is made when its mail is sent, as with `accounts.mails`: the outbox knows the id of the
consent, the table the hashes of the secrets, the mail alone the secret.
"""

from typing import Literal
from uuid import UUID

import msgspec

from esports.accounts import mails, secret
from esports.consents import queries
from esports.consents.queries import Consent
from esports.consents.service import note, tell
from esports.consents.text import VERSION, paragraphs
from esports.consents.wire import AskedConsent, Decision, GivenDecision
from esports.db.housekeeping import KEEP_PEOPLE
from esports.entries import guardians, places
from esports.entries import queries as entry_queries
from esports.entries.guardians import ConsentState
from esports.entries.queries import rostering
from esports.entries.service import BEFORE_PLAY
from esports.entries.wire import Player
from esports.errors import DomainError, conflict, invalid
from esports.i18n import N_
from esports.jobs import SendConsentMail, TellConsentRevoked
from esports.tournaments import queries as tournament_queries
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork

Answer = Literal["granted", "refused", "revoked"]


async def look(unit: UnitOfWork, *, token: str, locale: str) -> AskedConsent:
    """What the guardian with this link is asked, or has agreed to.

    Raises:
        DomainError: `link_unknown`, `link_used`, `link_expired`.
    """
    consent, revocable = await _open(unit, token)
    tournament = await _tournament(unit, consent)
    player = await _subject(unit, tournament, consent)
    told = paragraphs(
        locale,
        player=player.name,
        tournament=consent.tournament,
        event=consent.event,
        entry=consent.entry,
        age=tournament.consent_age,
        days=KEEP_PEOPLE.days,
    )
    return AskedConsent(
        player=player.name,
        entry=consent.entry,
        tournament=consent.tournament,
        event=consent.event,
        state=ConsentState(consent.state),
        revocable=revocable,
        version=VERSION,
        text=told,
    )


async def decide(unit: UnitOfWork, *, decision: Decision) -> GivenDecision:
    """Take a guardian's answer; the link is used up, and who agrees gets one to withdraw.

    Raises:
        DomainError: `link_unknown`, `link_used`, `link_expired`, `text_changed`.
    """
    consent, tournament = await _held(unit, decision.token, revocable=False)
    if decision.version != VERSION:
        raise conflict("text_changed", N_("The text was changed meanwhile; please read it again."))
    await _subject(unit, tournament, consent)
    state: Answer = "granted" if decision.agree else "refused"
    await _settle(unit, consent, state)
    if decision.agree:
        unit.enqueue(SendConsentMail(consent.id), dedupe_key=f"consent-mail:{unit.new_id()}")
    return GivenDecision(state=state)


async def revoke(unit: UnitOfWork, *, token: str) -> GivenDecision:
    """Withdraw a consent. Before play the entry is held again, a check-in taken back, the organisers told.

    Raises:
        DomainError: `link_unknown`, `link_used`.
    """
    consent, tournament = await _held(unit, token, revocable=True)
    await _settle(unit, consent, "revoked")
    entry = await entry_queries.by_id(unit.connection, consent.entry_id)
    if entry is not None and tournament.require_guardian_consent and tournament.state in BEFORE_PLAY:
        await places.hold_back(unit, entry)
    unit.enqueue(TellConsentRevoked(consent.id), dedupe_key=f"consent-revoked:{unit.new_id()}")
    return GivenDecision(state="revoked")


async def _open(unit: UnitOfWork, token: str) -> tuple[Consent, bool]:
    """The consent of a link that works, and whether it is the one to withdraw."""
    given = token.strip()
    if not secret.is_opaque(given):
        raise mails.unknown()
    digest = secret.digest(given)
    revocable = await queries.by_revoke(unit.connection, digest)
    if revocable is not None:
        if revocable.state != ConsentState.granted:
            raise mails.used()
        return revocable, True
    consent = await queries.by_ask(unit.connection, digest)
    if consent is None:
        raise mails.unknown()
    if consent.state != ConsentState.asked:
        raise mails.used()
    if consent.expires_at <= unit.now:
        raise invalid("link_expired", "/token", N_("This link has run out; ask for a new one."))
    return consent, False


async def _held(unit: UnitOfWork, token: str, *, revocable: bool) -> tuple[Consent, Tournament]:
    """The consent of a link with its tournament's row held: of two at once the second finds it used."""
    found, _ = await _open(unit, token)
    tournament = await _tournament(unit, found, lock=True)
    consent, withdraws = await _open(unit, token)
    if withdraws != revocable:
        raise mails.unknown()
    return consent, tournament


async def _tournament(unit: UnitOfWork, consent: Consent, *, lock: bool = False) -> Tournament:
    found = await tournament_queries.by_id(unit.connection, consent.tournament_id, lock=lock)
    if found is None:
        raise mails.unknown()
    return found


async def _subject(unit: UnitOfWork, tournament: Tournament, consent: Consent) -> Player:
    """The player that it is about; a link is of no use any more for one who left the roster."""
    for player in await rostering.players(unit.connection, tournament.id, consent.entry_id):
        if guardians.subject_of(player) == consent.subject:
            return player
    raise mails.used()


async def _settle(unit: UnitOfWork, consent: Consent, state: Answer) -> None:
    await queries.change(unit.connection, consent.id, state=state, changed_at=unit.now)
    await note(unit, consent.id, ConsentState(state))
    entry = await entry_queries.by_id(unit.connection, consent.entry_id)
    if entry is not None:
        tell(unit, entry, ConsentState(state))


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A mail to a guardian as it goes out now: to decide, or with the link to withdraw."""

    id: UUID
    address: str
    locale: str
    player: str
    entry: str
    tournament: str
    event: str
    granted: bool
    token: str


async def mint(unit: UnitOfWork, consent_id: UUID) -> Outgoing | None:
    """The mail with a fresh secret, as it is to be sent now; None if there is nothing to send any more."""
    consent = await queries.by_id(unit.connection, consent_id)
    if consent is None or consent.guardian_email is None:
        return None
    granted = consent.state == ConsentState.granted
    if not granted and (consent.state != ConsentState.asked or consent.expires_at <= unit.now):
        return None
    try:
        player = await _subject(unit, await _tournament(unit, consent), consent)
    except DomainError:
        return None
    token = secret.new()
    column = "revoke_hash" if granted else "ask_hash"
    await queries.change(unit.connection, consent_id, **{column: secret.digest(token)})
    return Outgoing(
        id=unit.new_id(),
        address=consent.guardian_email,
        locale=consent.locale,
        player=player.name,
        entry=consent.entry,
        tournament=consent.tournament,
        event=consent.event,
        granted=granted,
        token=token,
    )
