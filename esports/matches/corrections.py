"""Use cases of corrections: carry one out as it was shown, and take it back.

A result is never edited: a correction puts another one in its place, takes out what later matches rest on
it, and keeps all of that, so that it can be told and taken back.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor, Permission
from esports.brackets import correcting, mapping
from esports.brackets import queries as brackets
from esports.brackets.correcting import Held
from esports.engine import correction as engine
from esports.engine.errors import EngineError
from esports.engine.model import Result
from esports.errors import Kind, conflict, not_found
from esports.i18n import N_
from esports.jobs import TellMatchChanged
from esports.journal.facts import ResultCorrected
from esports.matches import following, queries
from esports.matches.correction_wire import Correction, NewCorrection, Revert, StoredCorrection
from esports.matches.giving_up import hand_over
from esports.matches.own import refuse_own
from esports.matches.previews import ahead_of, impact_of, told, whole_stage
from esports.matches.queries import corrections as correction_queries
from esports.matches.queries import leaving as leaving_queries
from esports.text import clean_link
from esports.tournaments import service as tournaments
from esports.tournaments.programme import from_engine
from esports.uow import UnitOfWork


async def correct(unit: UnitOfWork, *, actor: Actor, match_id: UUID, new: NewCorrection) -> Correction:
    """Correct a confirmed result, if it would still change what the preview showed.

    Raises:
        DomainError: `not_found`, `forbidden`, `own_match`, `impact_changed`, and what `previews.preview`
            refuses.
    """
    located = await brackets.locate_match(unit.connection, match_id)
    if located is None:
        raise not_found("match")
    tournament = await tournaments.locked(unit, actor, located[0], Permission.report_result, asked="match")
    await refuse_own(unit.connection, actor, match_id)
    held = await whole_stage(unit.connection, tournament, located[1])
    impact = impact_of(held, match_id, new)
    ahead = await ahead_of(unit.connection, held, impact, new)
    if (await told(unit.connection, held, impact, ahead)).impact_token != new.impact_token:
        raise conflict(
            "impact_changed", N_("The correction would now change something else than what was shown.")
        )
    made = engine.correct(held.results, impact, stands=new.stands)
    ids = {match.row.key: match.row.id for match in held.found}
    voided = [ids[one.match] for one in made.voided]
    active = await queries.active_results(unit.connection, [match_id, *voided])
    stored = StoredCorrection(
        id=unit.new_id(),
        match=match_id,
        report=unit.new_id(),
        stands=new.stands,
        voided=voided,
        reason=new.reason,
        made_at=unit.now,
        before_id=active[match_id],
        after_id=None if new.stands else unit.new_id(),
        voided_results=[active[match] for match in voided],
    )
    await _store(unit, actor, stored, new, impact.after)
    await _carry_out(unit, held, stored, engine.apply(held.results, made))
    if ahead is not None and not new.stands:
        done = await following.carry_out(unit, ahead, reason=new.reason)
        await correction_queries.change_correction(
            unit.connection, stored.id, reseated=msgspec.to_builtins(done)
        )
        stored = msgspec.structs.replace(stored, reseated=done)
    unit.enqueue(TellMatchChanged("correction", stored.id), dedupe_key=f"correction-told:{stored.id}")
    return _public(stored)


async def revert(unit: UnitOfWork, *, actor: Actor, correction_id: UUID, new: Revert) -> Correction:
    """Take a correction back: all is as if it had not been. The same again is a harmless repeat.

    Raises:
        DomainError: `not_found`, `forbidden`, `own_match`, `not_correctable`, `correction_overtaken`.
    """
    stored = await correction_queries.correction(unit.connection, correction_id)
    located = await brackets.locate_match(unit.connection, stored.match) if stored else None
    if stored is None or located is None:
        raise not_found("correction")
    tournament = await tournaments.locked(
        unit, actor, located[0], Permission.report_result, asked="correction"
    )
    await refuse_own(unit.connection, actor, stored.match)
    # It may have been taken back before the tournament was ours.
    stored = await correction_queries.correction(unit.connection, correction_id) or stored
    if stored.reverted_at is not None:
        return _public(stored)
    held = await whole_stage(unit.connection, tournament, located[1])
    handed = await _handed(unit.connection, held)
    try:
        made = await _made(unit.connection, held, stored)
        results = engine.revert(held.structure, held.entrants, held.results, made, handed=handed)
    except EngineError as error:
        raise from_engine(error, Kind.conflict) from error
    stored = msgspec.structs.replace(stored, revert_reason=new.reason, reverted_at=unit.now)
    gone = {key for key in handed if results.get(key) != held.results[key]}
    await leaving_queries.take_handed_back(unit.connection, [handed[key] for key in sorted(gone)])
    await _store_revert(unit, actor, stored)
    await _carry_out(unit, held, stored, results, unplayed=gone)
    if stored.reseated is not None:
        await following.take_back(unit, held, stored.reseated, reason=new.reason)
    unit.enqueue(TellMatchChanged("correction", stored.id), dedupe_key=f"correction-back:{stored.id}")
    return _public(stored)


async def _store(
    unit: UnitOfWork, actor: Actor, stored: StoredCorrection, new: NewCorrection, after: Result | None
) -> None:
    """Keep the correction and its report; unless it stands, its result is in force from now on."""
    report = {
        "id": stored.report,
        "match_id": stored.match,
        "body": new.body(),
        "reported_by": actor.person_id,
        "evidence": new.evidence and clean_link(new.evidence, "/evidence"),
    }
    if stored.after_id is None or after is None:
        version = await queries.next_version(unit.connection, stored.match)
        await queries.add_recorded(unit.connection, {**report, "version": version})
    else:
        await queries.put(unit.connection, [stored.before_id], "corrected", "corrected")
        await queries.put(unit.connection, stored.voided_results, "void", "voided")
        row = mapping.result_row(stored.match, after)
        await queries.add_confirmed(unit.connection, report, stored.after_id, row)
    await correction_queries.add_correction(unit.connection, stored, made_by=actor.person_id)


async def _store_revert(unit: UnitOfWork, actor: Actor, stored: StoredCorrection) -> None:
    if stored.after_id is None:
        await queries.put_report(unit.connection, stored.report, "reverted")
    else:
        await queries.put(unit.connection, [stored.after_id], "reverted", "reverted")
        restored = [stored.before_id, *stored.voided_results]
        await queries.put(unit.connection, restored, "active", "confirmed")
    await correction_queries.change_correction(
        unit.connection,
        stored.id,
        revert_reason=stored.revert_reason,
        reverted_at=stored.reverted_at,
        reverted_by=actor.person_id,
    )


async def _made(connection: AsyncConnection, held: Held, stored: StoredCorrection) -> engine.Correction:
    """The engine's correction from the rows that it is kept in."""
    ids = [stored.before_id, *filter(None, [stored.after_id]), *stored.voided_results]
    rows = await correction_queries.result_rows(connection, ids)
    keys = {match.row.id: match.row.key for match in held.found}
    results = {one: mapping.result_from(keys[row.match_id], row) for one, row in rows.items()}
    return engine.Correction(
        before=results[stored.before_id],
        after=results[stored.after_id] if stored.after_id else None,
        voided=tuple(results[one] for one in stored.voided_results),
        stands=stored.stands,
    )


async def _handed(connection: AsyncConnection, held: Held) -> dict[str, UUID]:
    """The matches that came to those who have left, with their results in force."""
    known = await leaving_queries.handed_over(connection, held.tournament.id)
    return {match.row.key: known[match.row.id] for match in held.found if match.row.id in known}


async def _carry_out(
    unit: UnitOfWork,
    held: Held,
    stored: StoredCorrection,
    results: Mapping[str, Result],
    unplayed: Collection[str] = (),
) -> None:
    """Bring the stage to these results, and record it all as one update."""
    match = next(one for one in held.found if one.row.id == stored.match)
    result = results[match.row.key]
    names = {str(seat.id): seat.name for seat in held.seats}
    fact = ResultCorrected(
        match_id=stored.match,
        stage_id=held.stage.id,
        number=match.row.number,
        names=[names.get(entry) for entry in result.entries],
        winner=result.winner,
        scores=list(result.scores) if result.scores is not None else None,
        reason=stored.revert_reason or stored.reason,
        voided=stored.voided,
        stands=stored.stands,
        reverted=stored.reverted_at is not None,
    )
    after = await correcting.restate(unit, held, results, unplayed)
    await correcting.tell(unit, held, after, fact)
    await hand_over(unit, held.tournament, held.stage)


def _public(stored: StoredCorrection) -> Correction:
    return msgspec.convert(stored, Correction, from_attributes=True)
