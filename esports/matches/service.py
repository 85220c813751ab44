"""Use cases of matches: report a result, look at matches."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.brackets import mapping, view
from esports.brackets import queries as brackets
from esports.brackets.settle import settle
from esports.brackets.wire import Match
from esports.engine import lifecycle
from esports.engine.errors import EngineError
from esports.engine.model import Phase, Result
from esports.engine.series import result_from_report
from esports.errors import Kind, conflict, invalid, not_found
from esports.events import service as events
from esports.events.service import refuse_stale
from esports.i18n import N_
from esports.jobs import TellDispute, TellMatchChanged
from esports.journal.facts import ResultEntered
from esports.journal.views import diff
from esports.matches import queries, second
from esports.matches.giving_up import hand_over
from esports.matches.own import own_match
from esports.matches.queries import claims as claim_queries
from esports.matches.queries import corrections as correction_queries
from esports.matches.report_wire import Entered, KnownReport, NewReport, PartIn, Report
from esports.matches.wire import MatchDetail, MatchPage
from esports.text import clean_link, clean_name
from esports.tournaments import service as tournaments
from esports.tournaments.programme import from_engine
from esports.tournaments.wire import Stage, Tournament
from esports.uow import UnitOfWork

PAGE = 100
MAP_LENGTH = 64
UNREPORTED = ("idle", "called", "live")
"""The states in which a match has no report that counts: those of a departure that was taken back do not."""


async def rule(
    unit: UnitOfWork,
    *,
    actor: Actor,
    tournament: Tournament,
    stage: Stage,
    part: Sequence[Match],
    match_id: UUID,
    own: PartIn,
    new: NewReport,
) -> Report:
    """Take a result from a referee or operator: confirmed at once, and the bracket moves on.

    Where a second person is needed it waits for another one, who says the same or confirms it.

    The tournament's row must be held. What the sides have claimed gives way. Who has a part in the match may
    not: `own` is what the caller is to it, and `part` the match with all that its result can reach.

    The same report again is answered with the first one. Of a lobby each report holds all games so far,
    and takes the place of the one before.

    Raises:
        DomainError: `sign_in_required`, `forbidden`, `own_match`, `tournament_not_running`, `stale_revision`,
            `already_confirmed`, `match_not_ready`, `games_missing`, `link_not_https`, and what the engine
            refuses.
    """
    await access.require(unit.connection, actor, Permission.report_result, tournament.event)
    if own.plays:
        raise own_match()
    match = next(one for one in part if one.row.id == match_id)
    unreported = match.row.state in UNREPORTED and match.result is None
    before = [] if unreported else await queries.reports_of(unit.connection, match_id)
    in_force = next((one for one in before if one.state == "confirmed"), None)
    if in_force is not None and (in_force.body == new.body() or match.row.phase != "ready"):
        return _again(in_force, new)
    refuse_unplayable(tournament, match, new)
    evidence = new.evidence and clean_link(new.evidence, "/evidence")
    result = result_of(match, mapping.present(match), new)
    report_id = unit.new_id()
    if second.needed(tournament, part, match):
        known = await second.waiting(unit, tournament, match)
        if known is None or result_of(match, mapping.present(match), report_body(known.body)) != result:
            row = {"id": report_id, "match_id": match_id, "version": own.version, "body": new.body()}
            return await _enter(unit, tournament, match, before, {**row, "evidence": evidence})
        if known.reported_by == actor.person_id:
            return _again(next(one for one in before if one.id == known.id), new)
        return await confirm_entered(unit, tournament, stage, part, match, known)
    if match.result is not None:
        await _extend(unit, match, result)
    stored = mapping.result_row(match_id, result)
    adding = queries.adding_confirmed(
        {
            "id": report_id,
            "match_id": match_id,
            "version": own.version,
            "body": new.body(),
            "reported_by": actor.person_id,
            "evidence": evidence,
        },
        unit.new_id(),
        stored,
    )
    await _give_way(unit, before)
    settled = await settle(unit, tournament, stage, part, match, result, stored, adding=adding)
    _tell_given(unit, new, report_id)
    if own.departed:
        await hand_over(unit, tournament, stage)
    return Report(
        id=report_id,
        match=match_id,
        version=own.version,
        state="confirmed",
        body=new.body(),
        match_revision=settled.row.revision,
        evidence=evidence,
    )


async def confirm_entered(
    unit: UnitOfWork,
    tournament: Tournament,
    stage: Stage,
    part: Sequence[Match],
    match: Match,
    entered: Entered,
) -> Report:
    """Put what a referee entered in force, on the word of a second person. The tournament's row must be held.

    Raises:
        DomainError: `tournament_not_running`, `match_not_ready`, and what the engine refuses.
    """
    new, match_id = report_body(entered.body), match.row.id
    refuse_unplayable(tournament, match, new)
    result = result_of(match, mapping.present(match), new)
    if match.result is not None:
        await _extend(unit, match, result)
    stored = mapping.result_row(match_id, result)
    await claim_queries.confirm_entered(
        unit.connection, entered.id, result_id=unit.new_id(), result=stored, confirmed_by=unit.actor_id
    )
    before = await queries.reports_of(unit.connection, match_id)
    await _give_way(unit, before)
    await settle(unit, tournament, stage, part, match, result, stored)
    if _differed(before):
        unit.enqueue(TellDispute(match_id, str(entered.id)), dedupe_key=f"decided:{match_id}:{entered.id}")
    _tell_given(unit, new, entered.id)
    await hand_over(unit, tournament, stage)
    after = await queries.reports_of(unit.connection, match_id)
    return next(one for one in after if one.id == entered.id)


def _differed(before: Sequence[Report]) -> bool:
    """Whether the sides did not agree, before a referee's word took the place of theirs."""
    claims = [one for one in before if one.state == "claimed"]
    return any(one.objection or one.body != claims[0].body for one in claims)


def _tell_given(unit: UnitOfWork, new: NewReport, report_id: UUID) -> None:
    """Tell both sides of a match that a referee gave to one of them, or to none."""
    if new.outcome is not None:
        unit.enqueue(TellMatchChanged("report", report_id), dedupe_key=f"ruling-told:{report_id}")


def report_body(body: Mapping[str, Any]) -> NewReport:
    """A stored body as it was sent."""
    return msgspec.convert(body, NewReport)


async def _enter(
    unit: UnitOfWork, tournament: Tournament, match: Match, before: Sequence[Report], row: Mapping[str, Any]
) -> Report:
    """Keep a referee's word until a second person confirms it, in the place of another that waited."""
    gone = [one.id for one in before if one.state == "entered"]
    if gone:
        await claim_queries.put_claims(unit.connection, gone, "superseded")
    playing = [slot.entry_id for slot in match.slots]
    await claim_queries.add_entered(unit.connection, **row, reported_by=unit.actor_id, entries=playing)
    state = "idle" if match.row.state == "voided" else match.row.state
    state = lifecycle.move(lifecycle.Machine.match, state, "report")
    seen = msgspec.structs.replace(match.row, state=state, revision=match.row.revision + 1)
    after = msgspec.structs.replace(match, row=seen)
    await brackets.change(unit.connection, [(match, after)], unit.now)
    fact = ResultEntered(match_id=match.row.id, stage_id=match.row.stage_id, number=match.row.number)
    place = view.path(match.row.stage_id, "matches", str(match.row.id))
    unit.record(tournament.id, fact, diff(view.match_view(match), view.match_view(after), place))
    found = await queries.reports_of(unit.connection, match.row.id)
    return next(one for one in found if one.id == row["id"])


async def _give_way(unit: UnitOfWork, before: Sequence[Report]) -> None:
    """What the sides claim, or a referee has entered, gives way to what is in force now."""
    given_way = [one.id for one in before if one.state in ("claimed", "entered")]
    if given_way:
        await claim_queries.put_claims(unit.connection, given_way, "superseded")


async def get(connection: AsyncConnection, actor: Actor, match_id: UUID) -> MatchDetail:
    """A match with its reports (for staff) and the names of its sides.

    Raises:
        DomainError: `not_found`.
    """
    located = await brackets.locate_match(connection, match_id)
    if located is None:
        raise not_found("match")
    tournament = await tournaments.get(connection, actor, located[0], asked="match")
    match = await brackets.by_id(connection, match_id)
    if match is None:
        raise not_found("match")
    staff = await access.allows(connection, actor, Permission.see_private, tournament.event)
    return MatchDetail(
        match=view.match_view(match),
        tournament=located[0],
        stage=located[1],
        names=await queries.names(connection, [slot.entry_id for slot in match.slots if slot.entry_id]),
        reports=await queries.reports_of(connection, match_id) if staff else [],
        corrections=await correction_queries.corrections_of(connection, match_id),
    )


async def search(
    connection: AsyncConnection,
    actor: Actor,
    event_id: UUID,
    *,
    states: Sequence[str] | None,
    phase: str | None,
    entry: UUID | None,
    cursor: UUID | None,
) -> MatchPage:
    """The event's matches that fit, in the order of their making.

    Raises:
        DomainError: `not_found`, `unknown_state`, `unknown_phase`.
    """
    await events.get(connection, event_id)
    for state in states or ():
        if state not in lifecycle.STATES[lifecycle.Machine.match]:
            raise invalid("unknown_state", "/state", N_("There is no such state."))
    if phase is not None and phase not in list(Phase):
        raise invalid("unknown_phase", "/phase", N_("There is no such phase."))
    drafts = await access.allows(connection, actor, Permission.see_private, event_id)
    found = await brackets.search(
        connection,
        event_id,
        states=states,
        phase=phase,
        entry=entry,
        after=cursor,
        limit=PAGE + 1,
        drafts=drafts,
    )
    return MatchPage(
        items=[
            {
                **view.match_view(match),
                "tournament": str(match.row.tournament_id),
                "stage": str(match.row.stage_id),
            }
            for match in found[:PAGE]
        ],
        next_cursor=str(found[PAGE - 1].row.id) if len(found) > PAGE else None,
    )


def _again(first: Report, new: NewReport) -> Report:
    if first.body == new.body():
        return KnownReport(**msgspec.structs.asdict(first))
    raise conflict("already_confirmed", N_("This match has its result already."))


async def _extend(unit: UnitOfWork, match: Match, result: Result) -> None:
    """Make way for a report of more games of the same lobby; nobody's game may get lost."""
    known = len(match.result.placements) if match.result else 0
    if len(result.placements) < known:
        raise conflict(
            "games_missing",
            N_("This lobby has {count} games already; report all of them, and the new one behind."),
            count=known,
        )
    active = await queries.active_results(unit.connection, [match.row.id])
    await queries.put(unit.connection, list(active.values()), "extended", "extended")


def refuse_unplayable(tournament: Tournament, match: Match, new: NewReport) -> None:
    """Go on only if the match can be reported now, and the reporter saw it as it is.

    Raises:
        DomainError: `tournament_not_running`, `stale_revision`, `match_not_ready`.
    """
    if tournament.state != "running":
        raise conflict("tournament_not_running", N_("The tournament is not running."))
    refuse_stale(new.expected_revision, match.row.revision)
    if match.row.phase != "ready":
        raise conflict(
            "match_not_ready",
            N_("This match cannot be played now: it is {phase}."),
            extra={"phase": match.row.phase},
            phase=match.row.phase,
        )


def result_of(match: Match, playing: Sequence[str], new: NewReport) -> Result:
    """What the report says, as a result between these entries.

    Raises:
        DomainError: what the engine refuses, and what `clean_name` does of a map.
    """
    for place, game in enumerate(new.games or ()):
        if game.map is not None:
            clean_name(game.map, f"/games/{place}/map", longest=MAP_LENGTH)
    try:
        return result_from_report(mapping.spec_of(match), playing, new.body())
    except EngineError as error:
        raise from_engine(error, Kind.invalid) from error
