"""Use cases of entries: register, edit, look at them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission, TokenScope
from esports.engine import lifecycle
from esports.entries import guardians, linking, queries, staying
from esports.entries.checking import clean_fields, clean_roster, cleaned
from esports.entries.queries import registering, rostering
from esports.entries.rules import admission, answers, exceptions, files
from esports.entries.rules import queries as rule_queries
from esports.entries.rules.exceptions import Leave
from esports.entries.wire import Entries, Entry, EntryChanges, Member, NewEntry, NewMember, Search
from esports.errors import DomainError, Kind, conflict, invalid, not_found
from esports.events.service import refuse_stale
from esports.i18n import N_
from esports.jobs import TellReceived
from esports.journal.facts import (
    Change,
    EntryArrived,
    EntryChanged,
    EntryMoved,
    EntryRegistered,
    PlayerArrived,
    Visibility,
)
from esports.lookalikes import look
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork

PAGE = 200
OPEN_TO_STAFF = ("draft", "registration", "check_in", "seeding")
BEFORE_PLAY = OPEN_TO_STAFF
GONE = ("refused", "withdrawn", "disqualified")
COUNTED = {"delegation", "region", "club"}
LOOKED_AT = COUNTED | {"rating", "ages_said"}
"""Fields that the rules of entering look at, and those that quotas count by."""
STAYS = ("checked_in_at", "verified_method", "verified_at", "verified_by")
"""What the door and the staff know of a player, beside what the entry says."""
VIEWED = (
    "id",
    "name",
    "state",
    "seed",
    "place",
    "delegation",
    "club",
    "region",
    "answers",
    "checked_in_at",
    "players_in",
)


async def register(unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, new: NewEntry) -> Entry:
    """Enter a team or player: confirmed while there is room, else on the waitlist in strict order.

    Staff enter anyone up to the seeding; other people enter themselves, once, while registration is open,
    and await approval where the rules of entering ask for it.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `email_not_verified`, `registration_closed`,
            `seed_is_for_staff`, `rating_is_for_staff`, `name_taken`, `name_looks_alike`,
            `already_entered`, `seed_taken`, `exception_is_for_staff`, and what `checking.cleaned`,
            `linking.check` and `admission.admit` refuse.
    """
    # Before the lock, for everybody waits for it.
    staff = await access.allows_in(unit.connection, actor, Permission.manage_entries, tournament_id)
    tournament = await tournaments.locked(unit, actor, tournament_id, None)
    person = access.require_person(actor, TokenScope.entries)
    if not staff:
        access.require_verified_email(actor)
    _check_open(unit, tournament, staff)
    _refuse_own_seeding(staff, seed=new.seed, rating=new.rating)
    _refuse_own_exception(staff, new.exception)
    new = cleaned(new)
    if staff:  # who enter somebody give their word by doing so
        new = msgspec.structs.replace(new, ages_said=True)
    leave = Leave(unit.new_id(), new.exception)
    registrant = None if staff else person
    people = linking.people_of(new, registrant)
    met = await registering.met(unit.connection, tournament_id, leave.entry_id, people)
    stored = met.rules
    await linking.check(unit, actor, tournament, new, registrant=registrant, elsewhere=met.elsewhere)
    admitted = await admission.admit(unit, tournament, stored, new, leave, person=registrant)
    state = "confirmed" if has_room(tournament, met.taken) else "waitlisted"
    entry = Entry(
        id=leave.entry_id,
        tournament=tournament_id,
        name=new.name,
        state="pending" if stored.rules.approval and not staff else state,
        seed=new.seed,
        registered_order=met.number,
        delegation=new.delegation,
        club=new.club,
        region=new.region,
        rating=new.rating,
        person=registrant,
        revision=1,
        answers=admitted.shown or None,
        terms_version=admitted.terms_version,
        terms_accepted_at=unit.now if admitted.terms_version else None,
        ages_said=new.ages_said,
        team=new.team,
        published=staff or not stored.rules.approval,
    )
    for part in registering.adding(to_row(entry, admitted.private)):
        unit.write_along(part)
    members = await store_roster(unit, entry, new.roster)
    await files.keep(unit, stored.rules.questions, entry.id, admitted.private)
    await exceptions.keep(unit, tournament_id, [(entry.name, leave)])
    fact = EntryRegistered(entry_id=entry.id, name=entry.name, state=entry.state)
    record(unit, entry, fact)
    if registrant is not None:
        unit.enqueue(TellReceived(entry.id), dedupe_key=f"received:{entry.id}")
    return msgspec.structs.replace(entry, roster=members)


async def change(
    unit: UnitOfWork, *, actor: Actor, entry_id: UUID, changes: EntryChanges, expected: int | None
) -> Entry:
    """Edit an entry before play begins; for its registrant, while it is in or waits, and staff.

    Raises:
        DomainError: `not_found`, `forbidden`, `too_late`, `transition_not_allowed`, `stale_revision`,
            `roster_locked`, and what `register` refuses.
    """
    entry, tournament, staff = await mine(unit, actor, entry_id)
    refuse_stale(expected, entry.revision)
    refuse_after_start(tournament)
    if entry.state in GONE and not staff:
        raise transition_not_allowed(entry)
    _refuse_own_seeding(staff, rating=changes.rating)
    _refuse_own_exception(staff, changes.exception)
    given = msgspec.structs.asdict(changes)
    fields = clean_fields({name: value for name, value in given.items() if value is not msgspec.UNSET})
    del fields["exception"]
    roster: list[NewMember] | None = fields.pop("roster", None)
    said: dict[str, Any] | None = fields.pop("answers", None)
    after = msgspec.structs.replace(entry, **fields, revision=entry.revision + 1)
    rules = (await rule_queries.rules_of(unit.connection, tournament.id)).rules
    leave = Leave(entry_id, changes.exception, await exceptions.standing(unit, entry_id))
    if roster is not None:
        admission.refuse_locked(unit, tournament, rules, leave)
        known = await rostering.roster(unit.connection, entry_id)
        if not {one.name for one in roster} <= {one.name for one in known}:
            fields.setdefault("ages_said", staff)
            after = msgspec.structs.replace(after, ages_said=fields["ages_said"])
        await linking.check_players(unit, entry, roster, known=known)
        await rostering.clear_roster(unit.connection, entry_id)
        players = await store_roster(unit, entry, clean_roster(roster), known=known)
        fields["players_in"] = staying.players_in(players)
        after = msgspec.structs.replace(after, players_in=fields["players_in"])
    if roster is not None or fields.keys() & LOOKED_AT:
        await admission.reconsider(
            unit, tournament, rules, after, leave, counted=bool(fields.keys() & COUNTED)
        )
    if said is not None:
        pictures = await files.usable(unit, rules.questions, tournament.id, entry_id)
        shown, private = answers.read(rules.questions, said, complete=not staff, files=pictures)
        await files.keep(unit, rules.questions, entry_id, private)
        after = msgspec.structs.replace(after, answers=shown or None)
        fields |= {"public_answers": shown or None, "answers": private or None}
    await queries.change(unit.connection, entry_id, fields)
    await exceptions.keep(unit, tournament.id, [(after.name, leave)])
    record(unit, after, EntryChanged(entry_id=entry_id, name=after.name))
    members = await rostering.roster(unit.connection, entry_id)
    if entry.person is not None and entry.person == actor.person_id:
        members = [_own(one) for one in members]
    else:
        members = guardians.without_minors(members, tournament, unit.now.date())
    return msgspec.structs.replace(after, roster=members)


async def get(connection: AsyncConnection, actor: Actor, entry_id: UUID, *, today: date) -> Entry:
    """The entry with its roster; names and birth dates of its players for its organisers and itself alone.

    Each player sees their own. Those of minors organisers see by `privacy.accesses`, for a reason.

    Raises:
        DomainError: `not_found`.
    """
    entry = await queries.by_id(connection, entry_id)
    if entry is None:
        raise not_found("entry")
    tournament = await tournaments.get(connection, actor, entry.tournament, asked="entry")
    staff = await access.allows(connection, actor, Permission.see_private, tournament.event)
    mine = actor.person_id is not None and actor.person_id == entry.person and actor.may_use(TokenScope.read)
    if not (entry.published or staff or mine):
        raise not_found("entry")
    members = await rostering.roster(connection, entry_id)
    see_people = await access.allows(connection, actor, Permission.see_people, tournament.event)
    if mine or see_people:
        private = await queries.private_answers(connection, entry_id)
        said = {**private, **(entry.answers or {})}
        members = (
            [_own(one) for one in members] if mine else guardians.without_minors(members, tournament, today)
        )
        return msgspec.structs.replace(entry, roster=members, answers=said or None)
    own = actor.person_id if actor.may_use(TokenScope.read) else None
    shown = msgspec.structs.replace(
        entry,
        roster=[_own(one) if own and one.person == own else _nickname(one) for one in members],
    )
    return shown if staff else public(shown)


async def page(
    connection: AsyncConnection,
    actor: Actor,
    tournament_id: UUID,
    cursor: int,
    search: Search,
) -> Entries:
    """A page of the tournament's entries that fit the search, in the order of registration, without rosters.

    Raises:
        DomainError: `not_found`, `unknown_state`.
    """
    if search.state is not None and search.state not in lifecycle.STATES[lifecycle.Machine.entry]:
        raise invalid("unknown_state", "/state", N_("There is no such state."))
    tournament = await tournaments.get(connection, actor, tournament_id)
    staff = await access.allows(connection, actor, Permission.see_private, tournament.event)
    found = await queries.page(
        connection, tournament_id, after=cursor, limit=PAGE + 1, unpublished=staff, search=search
    )
    return Entries(
        items=[one if staff else public(one) for one in found[:PAGE]],
        next_cursor=str(found[PAGE - 1].registered_order) if len(found) > PAGE else None,
    )


def has_room(tournament: Tournament, taken: int) -> bool:
    """Whether one more entry can hold a place."""
    return tournament.capacity is None or taken < tournament.capacity


def public(entry: Entry) -> Entry:
    """The entry as everybody may see it."""
    return msgspec.structs.replace(
        entry, person=None, refusal=None, terms_version=None, terms_accepted_at=None, ages_said=False
    )


def view(entry: Entry) -> dict[str, Any]:
    """The entry in the live view."""
    told: dict[str, Any] = msgspec.to_builtins(entry)
    return {name: told[name] for name in VIEWED}


def record(
    unit: UnitOfWork,
    entry: Entry,
    fact: EntryRegistered | EntryMoved | EntryArrived | PlayerArrived | EntryChanged,
) -> None:
    """Tell the tournament's journal; an entry that is not published is told to staff alone."""
    unit.record(
        entry.tournament,
        fact,
        [Change(f"entries/{entry.id}", view(entry))],
        visibility=Visibility.public if entry.published else Visibility.staff,
    )


def to_row(entry: Entry, private: dict[str, Any]) -> dict[str, Any]:
    """The entry's columns; `private` are the answers that are for its organisers alone."""
    row = msgspec.structs.asdict(entry)
    del row["roster"], row["revision"]
    return row | {
        "tournament_id": row.pop("tournament"),
        "person_id": row.pop("person"),
        "public_answers": row.pop("answers"),
        "answers": private or None,
        "name_skeleton": look(entry.name),
        "team_id": row.pop("team"),
    }


def member_rows(unit: UnitOfWork, entry: Entry, roster: list[NewMember]) -> list[dict[str, Any]]:
    """The columns of a roster's players."""
    return [
        {
            "id": unit.new_id(),
            "entry_id": entry.id,
            "position": position,
            "name": member.name,
            "in_game_id": member.in_game_id,
            "role": member.role,
            "birth_date": member.birth_date,
            "person_id": member.person,
            "tournament_id": entry.tournament if member.person else None,
            "present": entry.state not in ("withdrawn", "refused") if member.person else None,
        }
        for position, member in enumerate(roster)
    ]


async def store_roster(
    unit: UnitOfWork, entry: Entry, roster: list[NewMember], *, known: Sequence[Member] = ()
) -> list[Member]:
    """Store the players and return them as they are now; of those `known` before what is known stays."""
    members = staying.carried(roster, known)
    rows = [
        row | {name: getattr(member, name) for name in STAYS}
        for row, member in zip(member_rows(unit, entry, roster), members, strict=True)
    ]
    if rows:
        await unit.write_now()
        await rostering.add_members(unit.connection, rows)
    return members


async def mine(unit: UnitOfWork, actor: Actor, entry_id: UUID) -> tuple[Entry, Tournament, bool]:
    """The entry with its tournament held, for its registrant or staff; and whether it is staff."""
    entry, tournament, staff = await held(unit, actor, entry_id)
    if not staff and entry.person != actor.person_id:
        raise not_yours()
    return entry, tournament, staff


async def held(unit: UnitOfWork, actor: Actor, entry_id: UUID) -> tuple[Entry, Tournament, bool]:
    """The entry with its tournament held, for whoever has an account; and whether that is staff."""
    access.require_person(actor, TokenScope.entries)
    found = await queries.by_id(unit.connection, entry_id)
    if found is None:
        raise not_found("entry")
    tournament = await tournaments.locked(unit, actor, found.tournament, None, asked="entry")
    entry = await queries.by_id(unit.connection, entry_id) or found
    staff = await access.allows(unit.connection, actor, Permission.manage_entries, tournament.event)
    return entry, tournament, staff


def not_yours() -> DomainError:
    """What who has nothing to do with an entry is told."""
    return DomainError(Kind.forbidden, "forbidden", N_("This is not your entry."))


def _refuse_own_seeding(staff: bool, *, seed: object = None, rating: object = None) -> None:
    """What decides the seeds is the organisers' word: a rating seeds as well as a seed does."""
    if seed is not None and not staff:
        raise invalid("seed_is_for_staff", "/seed", N_("Seeds are set by the organisers."))
    if rating not in (None, msgspec.UNSET) and not staff:
        raise invalid("rating_is_for_staff", "/rating", N_("Ratings are set by the organisers."))


def _refuse_own_exception(staff: bool, reason: str | None) -> None:
    if reason is not None and not staff:
        raise invalid("exception_is_for_staff", "/exception", N_("Exceptions are made by the organisers."))


def _check_open(unit: UnitOfWork, tournament: Tournament, staff: bool) -> None:
    if staff and tournament.state in OPEN_TO_STAFF:
        return
    window = tournament.registration
    inside = window is None or window.opens_at <= unit.now < window.closes_at
    if tournament.state != "registration" or not inside:
        raise conflict("registration_closed", N_("Registration is not open."))


def refuse_after_start(tournament: Tournament) -> None:
    if tournament.state not in BEFORE_PLAY:
        raise conflict("too_late", N_("Play has begun; this cannot be changed any more."))


def transition_not_allowed(entry: Entry) -> DomainError:
    """What the entry's state does not allow."""
    return conflict(
        "transition_not_allowed",
        N_("This entry is {state}; that cannot be done with it now."),
        state=entry.state,
    )


def _own(member: Member) -> Member:
    """The player as they themself and their captain see them: not which of the staff knows them."""
    return msgspec.structs.replace(member, verified_by=None)


def _nickname(member: Member) -> Member:
    known_as = None if member.person else member.in_game_id
    return Member(name=None, in_game_id=known_as, role=member.role, birth_date=None)
