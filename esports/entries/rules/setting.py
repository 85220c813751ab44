"""Use cases: see the rules of entering a tournament, and set them."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor, Permission
from esports.entries.rules import queries
from esports.entries.rules.wire import EntryRules, Question, StoredRules
from esports.entries.service import refuse_after_start
from esports.errors import invalid, refuse_stale
from esports.i18n import N_
from esports.journal.facts import TournamentChanged
from esports.text import clean_name
from esports.tournaments import service as tournaments
from esports.uow import UnitOfWork

LABEL_LENGTH = 200


async def rules_of(connection: AsyncConnection, actor: Actor, tournament_id: UUID) -> StoredRules:
    """The rules of a tournament, for whoever may see it.

    Raises:
        DomainError: `not_found`.
    """
    await tournaments.get(connection, actor, tournament_id)
    return await queries.rules_of(connection, tournament_id)


async def set_rules(
    unit: UnitOfWork, *, actor: Actor, tournament_id: UUID, rules: EntryRules, expected: int | None
) -> StoredRules:
    """Decide what is asked of who enters; for those who are in already it counts from their next change on.

    A new text of the terms is a new version. The same rules again are a harmless repeat.

    Raises:
        DomainError: `not_found`, `forbidden`, `too_late`, `stale_revision`, `bounds_missing`,
            `bounds_reversed`, `time_out_of_range`, `question_twice`, `choices_needed`, `choices_unneeded`,
            `file_is_private`, and what `clean_name` refuses.
    """
    tournament = await tournaments.locked(unit, actor, tournament_id, Permission.manage_tournament)
    before = await queries.rules_of(unit.connection, tournament_id)
    refuse_stale(expected, before.revision)
    refuse_after_start(tournament)
    rules = _checked(rules)
    if rules == before.rules:
        return before
    version = before.terms_version
    if rules.terms != before.rules.terms:
        version = (
            await queries.add_terms(unit.connection, tournament_id, rules.terms) if rules.terms else None
        )
    after = StoredRules(
        tournament=tournament_id, rules=rules, terms_version=version, revision=before.revision + 1
    )
    await queries.store_rules(unit.connection, after)
    unit.record(tournament_id, TournamentChanged(tournament_id=tournament_id, fields=["entry_rules"]))
    return after


def _checked(rules: EntryRules) -> EntryRules:
    who = rules.eligibility
    if who.age:
        _check_bounds(who.age.min, who.age.max, "/eligibility/age")
    if who.rating:
        _check_bounds(who.rating.min, who.rating.max, "/eligibility/rating")
    coaches = rules.roster
    _check_bounds(coaches.coaches_min, coaches.coaches_max, "/roster/coaches", join="_")
    if coaches.locks_at:
        tournaments.check_moment(coaches.locks_at, "/roster/locks_at")
    keys = [question.key for question in rules.questions]
    for at, question in enumerate(rules.questions):
        if question.key in keys[:at]:
            raise invalid("question_twice", f"/questions/{at}/key", N_("Two questions have this key."))
    return msgspec.structs.replace(
        rules,
        eligibility=msgspec.structs.replace(
            who,
            regions=_clean(who.regions, "/eligibility/regions"),
            delegations=_clean(who.delegations, "/eligibility/delegations"),
        ),
        questions=[_question(one, f"/questions/{at}") for at, one in enumerate(rules.questions)],
    )


def _check_bounds(least: float | None, most: float | None, pointer: str, *, join: str = "/") -> None:
    if least is None and most is None:
        raise invalid("bounds_missing", pointer, N_("Give the least, the most, or both."))
    if least is not None and most is not None and most < least:
        raise invalid("bounds_reversed", f"{pointer}{join}max", N_("The most is below the least."))


def _clean(values: list[str], pointer: str) -> list[str]:
    return [clean_name(value, f"{pointer}/{at}") for at, value in enumerate(values)]


def _question(question: Question, pointer: str) -> Question:
    choices = _clean(question.choices, f"{pointer}/choices")
    if question.kind == "choice" and (len(choices) < 2 or len(set(choices)) < len(choices)):
        raise invalid("choices_needed", f"{pointer}/choices", N_("Give two choices or more, all different."))
    if question.kind != "choice" and choices:
        raise invalid("choices_unneeded", f"{pointer}/choices", N_("Only a choice has choices."))
    if question.kind == "file" and question.public:
        raise invalid("file_is_private", f"{pointer}/public", N_("A file is for the organisers alone."))
    label = clean_name(question.label, f"{pointer}/label", longest=LABEL_LENGTH)
    return msgspec.structs.replace(question, label=label, choices=choices)
