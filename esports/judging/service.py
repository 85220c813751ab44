"""Use cases of submissions: hand in, replace, look at what was handed in."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission, TokenScope
from esports.brackets import view
from esports.entries import queries as entry_queries
from esports.errors import DomainError, Kind, conflict, invalid, not_found
from esports.events.service import refuse_stale
from esports.i18n import N_
from esports.ids import new_id
from esports.journal.facts import Change, JudgingMoved, SubmissionHandedIn, Visibility
from esports.judging import queries
from esports.judging.contest import Held, load, options_of, refuse_unless_running
from esports.judging.rows import SubmissionRow
from esports.judging.wire import KnownSubmission, NewSubmission, OwnWork, Submission, Submissions
from esports.text import clean_link, clean_name
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.tournaments.programme import deadline_of
from esports.tournaments.wire import Stage, Tournament
from esports.uow import UnitOfWork


async def hand_in(
    unit: UnitOfWork, *, actor: Actor, stage_id: UUID, new: NewSubmission, expected: int | None
) -> Submission:
    """Take an entry's work, or another one in its place; for its registrant and staff, to the deadline.

    The same again is a harmless repeat. Without a deadline the assignment of judges ends the handing in.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `stage_not_judged`, `entry_not_seated`,
            `tournament_not_running`, `stage_not_running`, `submissions_closed`, `stale_revision`,
            `link_not_https`, and what `clean_name` refuses of the title.
    """
    person = access.require_person(actor, TokenScope.entries)
    tournament, stage = await held_stage(unit, actor, stage_id, None)
    options_of(tournament, stage)
    entry = await entry_queries.by_id(unit.connection, new.entry)
    if entry is None or not await queries.seated(unit.connection, stage_id, new.entry):
        raise invalid("entry_not_seated", "/entry", N_("This entry does not take part in the stage."))
    if entry.person != person and not await access.allows(
        unit.connection, actor, Permission.manage_entries, tournament.event
    ):
        raise DomainError(Kind.forbidden, "forbidden", N_("This is not your entry."))
    refuse_unless_running(tournament, stage)
    row = await queries.contest(unit.connection, stage_id)
    deadline = deadline_of(stage.options)
    if (row and row.assigned_at) or (deadline is not None and unit.now >= deadline):
        raise conflict("submissions_closed", N_("Nothing can be handed in any more."))
    values = {"title": clean_name(new.title, "/title"), "link": clean_link(new.link, "/link")}
    before = await queries.submission_of(unit.connection, stage_id, entry.id)
    if before is None:
        refuse_stale(expected, 0)
        return await _first(unit, tournament, stage, entry.id, values)
    refuse_stale(expected, before.revision)
    if values == {"title": before.title, "link": before.link}:
        return msgspec.convert(_public(before), KnownSubmission, from_attributes=True)
    await queries.replace_submission(unit.connection, before.id, **values, handed_in_at=unit.now)
    _record(unit, stage, entry.id, replaced=True)
    after = msgspec.structs.replace(before, **values, handed_in_at=unit.now, revision=before.revision + 1)
    return msgspec.convert(_public(after), KnownSubmission, from_attributes=True)


async def listed(connection: AsyncConnection, actor: Actor, stage_id: UUID) -> Submissions:
    """The submissions: all of them for everybody once published, before that for the organisers.

    A registrant sees the own entry's, without its number. An organiser who judges blind sees none.

    Raises:
        DomainError: `not_found`, `stage_not_judged`.
    """
    held = await looked_at(connection, actor, stage_id)
    rows = held.submissions
    if not held.published and not await organises(connection, actor, held):
        person = actor.person_id if actor.may_use(TokenScope.read) else None
        own = [one for one in rows if person is not None and one.person_id == person]
        rows = [msgspec.structs.replace(one, number=None) for one in own]
    return Submissions(items=[_public(one) for one in rows])


async def own_work(connection: AsyncConnection, stage_id: UUID, person_id: UUID) -> OwnWork | None:
    """The entry that the person has in the stage, with what it handed in; None where there is none."""
    found = await queries.entry_of(connection, stage_id, person_id)
    if found is None:
        return None
    row = await queries.submission_of(connection, stage_id, found[0])
    shown = None if row is None else _public(msgspec.structs.replace(row, number=None))
    return OwnWork(entry=found[0], name=found[1], submission=shown)


async def looked_at(connection: AsyncConnection, actor: Actor, stage_id: UUID) -> Held:
    """All of a judged stage, for whoever may see its tournament; what they are told is another matter.

    Raises:
        DomainError: `not_found`, `stage_not_judged`.
    """
    stage = await tournament_queries.stage(connection, stage_id)
    if stage is None:
        raise not_found("stage")
    tournament = await tournaments.get(connection, actor, stage.tournament, asked="stage")
    options_of(tournament, stage)
    return await load(connection, tournament, stage)


async def organises(connection: AsyncConnection, actor: Actor, held: Held) -> bool:
    """Whether the caller may see whose each number is: the organisers, unless they judge blind here."""
    if held.options.blind and any(one.person_id == actor.person_id for one in held.judges):
        return held.published
    return await access.allows(connection, actor, Permission.manage_tournament, held.tournament.event)


async def held_stage(
    unit: UnitOfWork, actor: Actor, stage_id: UUID, permission: Permission | None, *, asked: str = "stage"
) -> tuple[Tournament, Stage]:
    """The stage and its tournament with the tournament's row held.

    Raises:
        DomainError: `not_found` of what was `asked`, `sign_in_required`, `forbidden`.
    """
    found = await tournament_queries.stage(unit.connection, stage_id)
    if found is None:
        raise not_found(asked)
    tournament = await tournaments.locked(unit, actor, found.tournament, permission, asked=asked)
    stage = await tournament_queries.stage(unit.connection, stage_id)
    if stage is None:
        raise not_found(asked)
    return tournament, stage


async def tell_counts(unit: UnitOfWork, held: Held) -> None:
    """Store how far the contest is now, and tell everybody if that is news."""
    told = held.counts()
    if held.row is not None and held.row.told == told:
        return
    await queries.tell(unit.connection, held.stage.id, told)
    unit.record(
        held.tournament.id,
        JudgingMoved(stage_id=held.stage.id, **told),
        [Change(view.path(held.stage.id, "judging"), told)],
    )


async def _first(
    unit: UnitOfWork, tournament: Tournament, stage: Stage, entry_id: UUID, values: dict[str, Any]
) -> Submission:
    await queries.add_submission(
        unit.connection,
        id=_untimed_id(stage),
        stage_id=stage.id,
        entry_id=entry_id,
        handed_in_at=unit.now,
        **values,
    )
    _record(unit, stage, entry_id, replaced=False)
    held = await load(unit.connection, tournament, stage)
    await tell_counts(unit, held)
    return _public(next(one for one in held.submissions if one.entry_id == entry_id))


def _untimed_id(stage: Stage) -> UUID:
    """An id that carries the stage's time instead of the hour of handing in, which the journal tells beside
    the entry: a judge who is to be blind sees both.
    """
    made = datetime.fromtimestamp((stage.id.int >> 80) / 1000, UTC)
    return new_id(lambda: made)


def _record(unit: UnitOfWork, stage: Stage, entry_id: UUID, *, replaced: bool) -> None:
    fact = SubmissionHandedIn(stage_id=stage.id, entry_id=entry_id, replaced=replaced)
    unit.record(stage.tournament, fact, visibility=Visibility.staff)


def _public(row: SubmissionRow) -> Submission:
    told = {name: getattr(row, name) for name in ("id", "name", "title", "link", "number", "handed_in_at")}
    return Submission(stage=row.stage_id, entry=row.entry_id, revision=row.revision, **told)
