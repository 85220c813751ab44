"""Whether an entry may come in: the rules put together, the same for whoever brings it in."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import msgspec

from esports.accounts import secret
from esports.entries.queries import rostering
from esports.entries.rules import answers, eligibility, files, queries, rosters
from esports.entries.rules.eligibility import Applicant
from esports.entries.rules.exceptions import Leave, standing
from esports.entries.rules.quotas import Held
from esports.entries.rules.wire import Eligibility, EntryRules, StoredRules
from esports.entries.wire import Entry, Member, NewEntry, NewMember, as_new
from esports.errors import DomainError, FieldError, Kind, conflict, invalid
from esports.i18n import N_
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as the rules look at it."""

    delegation: str | None
    region: str | None
    club: str | None
    rating: float | None
    members: Sequence[NewMember]
    address_verified: bool = False
    identities: Sequence[bool] | None = None
    ages_said: bool = False


class Admitted(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry that may come in has said: answers for everybody and in confidence, terms accepted."""

    shown: dict[str, Any]
    private: dict[str, Any]
    terms_version: int | None


def looked_at(new: NewEntry, *, address_verified: bool = False) -> Looked:
    """The new entry, as the rules look at it."""
    return Looked(
        delegation=new.delegation,
        region=new.region,
        club=new.club,
        rating=new.rating,
        members=new.roster,
        address_verified=address_verified,
        ages_said=new.ages_said,
    )


def findings(
    tournament: Tournament, rules: EntryRules, entry: Looked, held: Held | None
) -> Iterator[DomainError]:
    """Every refusal of the entry; `held` is None where the quotas are not touched."""
    found = rosters.reasons(entry.members, tournament.roster, rules.roster, state=tournament.state)
    if found:
        yield together(Kind.invalid, found)
    applicant = Applicant(
        delegation=entry.delegation,
        region=entry.region,
        rating=entry.rating,
        members=entry.members,
        address_verified=entry.address_verified,
        identities=entry.identities,
        ages_said=entry.ages_said,
    )
    unfit = eligibility.reasons(applicant, rules.eligibility)
    if unfit:
        words = N_("This entry may not take part here; see the list of reasons.")
        yield DomainError(Kind.invalid, "not_eligible", words, errors=unfit)
    full = list(held.faults(entry, rules.quota)) if held else []
    if full:
        yield together(Kind.conflict, full)


def together(kind: Kind, faults: Sequence[FieldError]) -> DomainError:
    """One refusal for all of these, under the code of the first."""
    first = faults[0]
    return DomainError(kind, first.code, first.detail, params=first.params, errors=faults)


async def admit(
    unit: UnitOfWork,
    tournament: Tournament,
    stored: StoredRules,
    new: NewEntry,
    leave: Leave,
    *,
    person: UUID | None,
) -> Admitted:
    """Look at a new entry of `person`, or of staff for somebody else, with the tournament held.

    Raises:
        DomainError: `invitation_needed`, `invitation_unknown`, `invitation_expired`, `invitation_used`,
            `terms_not_accepted`, `answers_refused`, the codes of `rosters.reasons`, `not_eligible` with the
            codes of `eligibility.reasons`, `quota_delegation_full` and the like,
            `too_many_tournaments`.
    """
    rules = stored.rules
    invited = None
    if person and rules.invitation_only:
        invited = await _invitation(unit, tournament.id, new.invitation)
    if person:
        _require_terms(stored, new.terms)
    pictures = await files.usable(unit, rules.questions, tournament.id, leave.entry_id)
    shown, private = answers.read(rules.questions, new.answers, complete=person is not None, files=pictures)
    verified = await _verified(unit, rules, person)
    for error in findings(
        tournament, rules, looked_at(new, address_verified=verified), await held(unit, tournament.id, rules)
    ):
        leave.weigh(error)
    if person and rules.tournaments_per_person is not None:
        await _require_few(unit, tournament, person, rules.tournaments_per_person)
    if invited:
        await queries.use_invitation(unit.connection, invited)
    return Admitted(shown=shown, private=private, terms_version=stored.terms_version if person else None)


async def reconsider(
    unit: UnitOfWork,
    tournament: Tournament,
    rules: EntryRules,
    entry: Entry,
    leave: Leave,
    *,
    counted: bool,
) -> None:
    """Look at an entry again that was changed, its roster being stored; `counted`: in what quotas count.

    Raises:
        DomainError: what `admit` refuses of rosters, eligibility and quotas.
    """
    roster = await rostering.roster(unit.connection, entry.id)
    seen = Looked(
        delegation=entry.delegation,
        region=entry.region,
        club=entry.club,
        rating=entry.rating,
        members=[as_new(one) for one in roster],
        address_verified=await _verified(unit, rules, entry.person),
        identities=_identities(roster) if entry.checked_in_at is not None else None,
        ages_said=entry.ages_said,
    )
    others = await held(unit, tournament.id, rules, but=entry.id) if counted else None
    for error in findings(tournament, rules, seen, others):
        leave.weigh(error)


def refuse_locked(unit: UnitOfWork, tournament: Tournament, rules: EntryRules, leave: Leave) -> None:
    """Refuse another roster once rosters are locked, but for an exception.

    Raises:
        DomainError: `roster_locked`.
    """
    if rosters.is_locked(rules.roster, state=tournament.state, now=unit.now):
        leave.weigh(
            DomainError(
                Kind.conflict,
                "roster_locked",
                N_("Rosters are locked; the organisers can make an exception and say why."),
                pointer="/roster",
            )
        )


async def require_roster(unit: UnitOfWork, tournament: Tournament, entry_id: UUID) -> None:
    """Refuse to check in an entry without a complete roster, or of people unknown, where the rules ask.

    Raises:
        DomainError: the codes of `rosters.reasons`; `identity_not_verified`, `roster_missing`.
    """
    rules = (await queries.rules_of(unit.connection, tournament.id)).rules
    identity = rules.eligibility.identity
    if rules.roster.due is None and identity is None:
        return
    roster = await rostering.roster(unit.connection, entry_id)
    members = [as_new(one) for one in roster]
    found = []
    if rules.roster.due is not None:
        found += rosters.reasons(members, tournament.roster, rules.roster, state="check_in")
    who = Applicant(
        delegation=None,
        region=None,
        rating=None,
        members=members,
        address_verified=False,
        identities=_identities(roster),
    )
    # The other rules were looked at when the entry came in, and at each change.
    found += eligibility.reasons(who, Eligibility(identity=identity))
    if found:
        Leave(entry_id, None, await standing(unit, entry_id)).weigh(together(Kind.invalid, found))


async def held(
    unit: UnitOfWork, tournament_id: UUID, rules: EntryRules, *, but: UUID | None = None
) -> Held | None:
    """What is taken of the quotas; None where there are none."""
    if not any(msgspec.structs.astuple(rules.quota)):
        return None
    return Held(await queries.held(unit.connection, tournament_id, but=but))


def _identities(roster: Sequence[Member]) -> list[bool]:
    return [one.verified_at is not None for one in roster]


async def _verified(unit: UnitOfWork, rules: EntryRules, person: UUID | None) -> bool:
    if person is None or not rules.eligibility.verified_address:
        return False
    return await queries.is_verified(unit.connection, person)


def _require_terms(stored: StoredRules, accepted: int | None) -> None:
    if stored.terms_version is not None and accepted != stored.terms_version:
        raise invalid(
            "terms_not_accepted",
            "/terms",
            N_("Please read the terms as they are now, and accept them."),
        )


async def _require_few(unit: UnitOfWork, tournament: Tournament, person: UUID, most: int) -> None:
    await queries.hold_person(unit.connection, person)
    others = await queries.tournaments_entered(unit.connection, person, tournament.event, but=tournament.id)
    if others >= most:
        raise conflict(
            "too_many_tournaments",
            N_("You are in {count} tournaments of this event already; more are not allowed here."),
            count=others,
        )


async def _invitation(unit: UnitOfWork, tournament_id: UUID, code: str | None) -> UUID:
    if code is None:
        raise invalid(
            "invitation_needed", "/invitation", N_("This tournament is for those who have an invitation.")
        )
    found = await queries.invitation_by_code(unit.connection, tournament_id, secret.digest(code))
    if found is None or found.revoked_at is not None:
        raise invalid("invitation_unknown", "/invitation", N_("This invitation is not valid."))
    if found.expires_at is not None and unit.now >= found.expires_at:
        raise invalid("invitation_expired", "/invitation", N_("This invitation has expired."))
    if found.used >= found.uses:
        raise invalid("invitation_used", "/invitation", N_("This invitation has been used already."))
    return found.id
