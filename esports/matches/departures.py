"""Use cases of departures: an entry leaves a tournament that is played, or is put out of it, and comes back.

What it would change is shown first, and done only as it was shown: coming matches go to the opponents, and
where all results are annulled those of the stage that it plays in, or of all its stages, are lost as well.
All of that is kept, so that it can be taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.brackets import correcting, mapping
from esports.brackets.correcting import Held
from esports.engine.model import Result
from esports.entries import queries as entry_queries
from esports.entries import service as entries
from esports.entries.wire import Entry
from esports.errors import conflict, not_found
from esports.i18n import N_
from esports.jobs import TellMatchChanged
from esports.journal.facts import Change, EntryLeft
from esports.matches import following, queries
from esports.matches.correction_wire import Revert
from esports.matches.departure_wire import (
    AgreedDeparture,
    Departure,
    Departures,
    NewDeparture,
    StoredDeparture,
)
from esports.matches.giving_up import body_of, hand_over, refreshed
from esports.matches.impact_wire import Preview
from esports.matches.leaving import Leaving, coming_back, leaving
from esports.matches.queries import claims as claim_queries
from esports.matches.queries import leaving as leaving_queries
from esports.tournaments import service as tournaments
from esports.uow import UnitOfWork


async def preview(connection: AsyncConnection, actor: Actor, entry_id: UUID, new: NewDeparture) -> Preview:
    """What it would change if the entry left now; nothing is stored.

    Raises:
        DomainError: `not_found`, and what `depart` refuses.
    """
    entry = await entry_queries.by_id(connection, entry_id)
    if entry is None:
        raise not_found("entry")
    tournament = await tournaments.get(connection, actor, entry.tournament, asked="entry")
    going = await leaving(connection, actor, tournament, entry, new)
    return await going.told(connection)


async def depart(unit: UnitOfWork, *, actor: Actor, entry_id: UUID, new: AgreedDeparture) -> Departure:
    """Take an entry out of a tournament that is played, if it would still change what the preview showed.

    Its registrant may withdraw it between matches; who reports results may do all of it.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `tournament_not_running`,
            `transition_not_allowed`, `match_under_way`, `impact_changed`, and what `following` refuses.
    """
    found = await entry_queries.by_id(unit.connection, entry_id)
    if found is None:
        raise not_found("entry")
    tournament = await tournaments.locked(unit, actor, found.tournament, None, asked="entry")
    entry = await entry_queries.by_id(unit.connection, entry_id) or found
    going = await leaving(unit.connection, actor, tournament, entry, new)
    if (await going.told(unit.connection)).impact_token != new.impact_token:
        raise conflict("impact_changed", N_("It would now change something else than what was shown."))
    stored = StoredDeparture(
        id=unit.new_id(),
        entry=entry_id,
        stage=going.stage,
        kind=new.kind,
        annulled=new.annulled,
        everywhere=new.everywhere,
        reason=new.reason,
        made_at=unit.now,
        taken=[],
        made=[],
    )
    await entry_queries.change(unit.connection, entry_id, {"state": going.after.state})
    given_up: list[list[UUID]] = []
    for part in going.parts:
        stored, matches = await _store_results(unit, actor, stored, part.before, part.results)
        given_up.append(matches)
    await leaving_queries.add_departure(
        unit.connection, stored, tournament_id=tournament.id, made_by=actor.person_id
    )
    await _carry_out(unit, going, stored, given_up)
    if going.ahead is not None:
        # The stages before it may have opened the tournament again.
        before, after = [await refreshed(unit, one) for one in (going.ahead.before, going.ahead.after)]
        ahead = replace(going.ahead, before=before, after=after)
        done = await following.carry_out(unit, ahead, reason=new.reason)
        await leaving_queries.change_departure(unit.connection, stored.id, reseated=msgspec.to_builtins(done))
        stored = msgspec.structs.replace(stored, reseated=done)
    unit.enqueue(TellMatchChanged("departure", stored.id), dedupe_key=f"departure-told:{stored.id}")
    return _public(stored)


async def revert(unit: UnitOfWork, *, actor: Actor, departure_id: UUID, new: Revert) -> Departure:
    """Let the entry back in, as if it had not left. The same again is a harmless repeat.

    Raises:
        DomainError: `not_found`, `forbidden`, `tournament_not_running`, `departure_overtaken`,
            `correction_overtaken`, `following_seat_left`.
    """
    stored = await leaving_queries.departure(unit.connection, departure_id)
    found = await entry_queries.by_id(unit.connection, stored.entry) if stored else None
    if stored is None or found is None:
        raise not_found("departure")
    tournament = await tournaments.locked(
        unit, actor, found.tournament, Permission.report_result, asked="departure"
    )
    # It may have been taken back before the tournament was ours.
    stored = await leaving_queries.departure(unit.connection, departure_id) or stored
    entry = await entry_queries.by_id(unit.connection, stored.entry) or found
    if stored.reverted_at is not None:
        return _public(stored)
    going = await coming_back(unit.connection, tournament, entry, stored)
    stored = msgspec.structs.replace(stored, revert_reason=new.reason, reverted_at=unit.now)
    await entry_queries.change(unit.connection, entry.id, {"state": going.after.state})
    await queries.put(unit.connection, stored.made, "reverted", "reverted")
    await queries.put(unit.connection, stored.taken, "active", "confirmed")
    await leaving_queries.take_departure_back(unit.connection, stored, reverted_by=actor.person_id)
    await _carry_out(unit, going, stored, [[] for _ in going.parts])
    if stored.reseated is not None:
        await following.take_back(unit, going.parts[-1].held, stored.reseated, reason=new.reason)
    unit.enqueue(TellMatchChanged("departure", stored.id), dedupe_key=f"departure-back:{stored.id}")
    for part in going.parts:
        await hand_over(unit, tournament, part.held.stage)
    return msgspec.structs.replace(_public(stored), paired=going.paired)


async def preview_revert(connection: AsyncConnection, actor: Actor, departure_id: UUID) -> Preview:
    """What it would change if the departure were taken back now; nothing is stored.

    Raises:
        DomainError: `not_found`, and what `revert` refuses.
    """
    stored = await leaving_queries.departure(connection, departure_id)
    entry = await entry_queries.by_id(connection, stored.entry) if stored else None
    if stored is None or entry is None:
        raise not_found("departure")
    tournament = await tournaments.get(connection, actor, entry.tournament, asked="departure")
    await access.require(connection, actor, Permission.report_result, tournament.event)
    if stored.reverted_at is not None:
        return Preview(impact=[], impact_token="")
    going = await coming_back(connection, tournament, entry, stored)
    return await going.told(connection)


async def of_tournament(connection: AsyncConnection, actor: Actor, tournament_id: UUID) -> Departures:
    """Who left the tournament while it was played, and who came back.

    Raises:
        DomainError: `not_found`.
    """
    await tournaments.get(connection, actor, tournament_id)
    found = await leaving_queries.departures_of(connection, tournament_id)
    return Departures(items=[_public(one) for one in found])


async def _store_results(
    unit: UnitOfWork, actor: Actor, stored: StoredDeparture, before: Held, results: Mapping[str, Result]
) -> tuple[StoredDeparture, list[UUID]]:
    """Put the results that differ into force; gives the matches that are given up or annulled."""
    ids = {match.row.key: match.row.id for match in before.found}
    changed = [key for key, result in results.items() if before.results.get(key) != result]
    void = [key for key in before.results if key not in results]
    replaced = [key for key in changed if key in before.results]
    active = await queries.active_results(unit.connection, [ids[key] for key in (*replaced, *void)])
    await queries.put(unit.connection, [active[ids[key]] for key in replaced], "corrected", "corrected")
    await queries.put(unit.connection, [active[ids[key]] for key in void], "void", "voided")
    await claim_queries.give_way(unit.connection, [ids[key] for key in changed])
    made = []
    for key in changed:
        made.append(unit.new_id())
        report = {
            "id": unit.new_id(),
            "match_id": ids[key],
            "body": body_of(results[key]),
            "reported_by": actor.person_id,
        }
        row = mapping.result_row(ids[key], results[key])
        await queries.add_confirmed(unit.connection, report, made[-1], row)
    stored = msgspec.structs.replace(
        stored, made=[*stored.made, *made], taken=[*stored.taken, *active.values()]
    )
    return stored, [ids[key] for key in changed]


def _fact(entry: Entry, stored: StoredDeparture, stage_id: UUID | None, matches: Sequence[UUID]) -> EntryLeft:
    return EntryLeft(
        entry_id=entry.id,
        name=entry.name,
        stage_id=stage_id,
        departure=stored.kind,
        annulled=stored.annulled,
        matches=list(matches),
        reason=stored.revert_reason or stored.reason,
        reverted=stored.reverted_at is not None,
    )


async def _carry_out(
    unit: UnitOfWork, going: Leaving, stored: StoredDeparture, given_up: Sequence[Sequence[UUID]]
) -> None:
    """Bring its stages to these results, the first one first, and record it all as one update."""
    moved = [Change(f"entries/{going.after.id}", entries.view(going.after))]
    if not going.parts:
        unit.record(going.tournament.id, _fact(going.after, stored, None, []), moved)
        return
    for part, matches in zip(going.parts, given_up, strict=True):
        fact = _fact(going.after, stored, part.held.stage.id, matches)
        # What comes back without a result was given up, or was to be played again, and never played.
        unplayed = part.before.results.keys() - part.results.keys() if fact.reverted else ()
        # The stages before it may have opened the tournament again.
        held = await refreshed(unit, part.held)
        after = await correcting.restate(unit, held, part.results, unplayed)
        await correcting.tell(unit, part.before, after, fact, moved)
        moved = []


def _public(stored: StoredDeparture) -> Departure:
    return msgspec.convert(stored, Departure, from_attributes=True)
