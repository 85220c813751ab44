"""What the pages tell of the rules of entering: to who enters, and to who decides."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor
from esports.entries import queries as entries
from esports.entries import service
from esports.entries.rules import inviting, setting
from esports.entries.rules.rosters import is_locked
from esports.entries.rules.wire import EntryRules, Quota
from esports.i18n import N_
from esports.teams import queries as teams
from esports.tournaments.wire import Tournament

MOST_ROWS = 120
"""As many players as a roster can have at all."""


class Said(msgspec.Struct, frozen=True):
    """A sentence, and what fills its places."""

    text: str
    params: Mapping[str, Any] = {}


async def for_entrant(
    connection: AsyncConnection, actor: Actor, tournament: Tournament, person: UUID
) -> dict[str, Any]:
    """What the form to enter shows: the rules, what is asked, and the caller's own entry if they have one."""
    stored = await setting.rules_of(connection, actor, tournament.id)
    rules = stored.rules
    size = tournament.roster
    age = rules.eligibility.age
    ages = (age is not None and age.by == "birth_date") or tournament.require_guardian_consent
    alone = tournament.entry_kind == "player"
    roles = ["player"]
    roles += ["substitute"] if size.substitutes else []
    roles += ["coach"] if rules.roster.coaches_min else []
    return {
        "rules": rules,
        "asked": list(asked(rules)),
        "age_words": list(asked_ages(rules)) if age and age.by == "word" else [],
        "terms_version": stored.terms_version,
        "own": await entries.of_person(connection, tournament.id, person),
        "ages": ages,
        "roles": roles,
        "people": ages or len(roles) > 1 or (alone and bool(rules.roster.due or rules.eligibility.identity)),
        "rows": 1 if alone else max(size.min, 1),
        "rows_most": 1 if alone else size.max + size.substitutes + rules.roster.coaches_min,
    }


async def for_editing(
    connection: AsyncConnection, actor: Actor, tournament: Tournament, person: UUID, *, now: datetime
) -> dict[str, Any]:
    """What the form to edit one's own entry shows: the entry, and what may be said of it at this time."""
    told = await for_entrant(connection, actor, tournament, person)
    rules: EntryRules = told["rules"]
    found = told["own"]
    own = await service.get(connection, actor, found.id, today=now.date()) if found else None
    roster = own.roster or [] if own else []
    team = own.team if own else None
    members = await teams.members(connection, team) if team else []
    listed = {one.person for one in roster}
    coaches = rules.roster.coaches_max
    said = {one.role for one in roster}
    told["roles"] = [
        "player",
        *(["substitute"] if tournament.roster.substitutes or "substitute" in said else []),
        *(["coach"] if (coaches and tournament.entry_kind == "team") or "coach" in said else []),
    ]
    # What was said once is in the form, or it would be lost with the next change.
    told["ages"] = told["ages"] or any(one.birth_date for one in roster)
    if tournament.entry_kind == "team":
        told["rows_most"] = min(tournament.roster.max + tournament.roster.substitutes + coaches, MOST_ROWS)
    return told | {
        "own": own,
        "open": own is not None and own.state not in service.GONE and tournament.state in service.BEFORE_PLAY,
        "with_roster": tournament.entry_kind == "team" or told["people"] or bool(roster),
        "locked": is_locked(rules.roster, state=tournament.state, now=now),
        "free": [{"person": one.person, "name": one.nickname} for one in members if one.person not in listed],
    }


async def for_desk(
    connection: AsyncConnection, actor: Actor, tournament: Tournament, may: Mapping[str, bool]
) -> dict[str, Any]:
    """What the desk's forms hold: the rules as they are, and the invitations for who manages entries."""
    stored = await setting.rules_of(connection, actor, tournament.id)
    invited = (
        await inviting.invitations_of(connection, actor, tournament.id) if may["manage_entries"] else None
    )
    return {"entry_rules": stored, "invitations": invited.items if invited else []}


async def public_questions(connection: AsyncConnection, actor: Actor, tournament_id: UUID) -> dict[str, str]:
    """The labels of the questions by their keys, for the answers that everybody sees."""
    stored = await setting.rules_of(connection, actor, tournament_id)
    return {question.key: question.label for question in stored.rules.questions}


def asked(rules: EntryRules) -> Iterator[Said]:
    """The rules that no field of the form tells by itself, in sentences."""
    yield from asked_ages(rules)
    if rules.eligibility.rating:
        yield Said(N_("A rating is needed; the organisers enter those who have one."))
    if rules.eligibility.verified_address:
        yield Said(N_("You have confirmed your mail address."))
    if rules.eligibility.identity:
        yield Said(N_("Before check-in the staff see who each player is; have a document with you."))
    yield from _limits(rules.quota)
    if rules.tournaments_per_person is not None:
        told = {"count": rules.tournaments_per_person}
        yield Said(N_("Nobody is in more than {count} tournaments of this event."), told)
    if rules.approval:
        yield Said(N_("The organisers look at your entry before it is in."))


def asked_ages(rules: EntryRules) -> Iterator[Said]:
    """How old players are, in sentences; where it is by one's word, these are the words."""
    age = rules.eligibility.age
    if age is None:
        return
    day = age.on.isoformat()
    if age.min is not None:
        yield Said(N_("Players are at least {years} years old on {day}."), {"years": age.min, "day": day})
    if age.max is not None:
        yield Said(N_("Players are at most {years} years old on {day}."), {"years": age.max, "day": day})


def _limits(quota: Quota) -> Iterator[Said]:
    for field, words in QUOTAS.items():
        if count := getattr(quota, field):
            yield Said(words, {"count": count})


QUOTAS = {
    "delegation": N_("A delegation has at most {count} entries."),
    "region": N_("A region has at most {count} entries."),
    "club": N_("A club has at most {count} entries."),
}
