"""Every SQL statement about what changed in people's matches."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, Text, Uuid, case, cast, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.schema.brackets import matches, slots, unpairings
from esports.db.schema.entries import entries
from esports.db.schema.events import events
from esports.db.schema.matches import corrections, departures, reports, results
from esports.db.schema.tournaments import stages, tournaments
from esports.notifications.queries import WHERE
from esports.notifications.queries.crowds import everybody_of, people_of
from esports.notifications.wire import MatchChanged

PLACE = ("tournament_id", "event", "event_slug", "tournament", "tournament_slug")
NO_IDS = cast([], ARRAY(Uuid))


async def changed(
    connection: AsyncConnection, about: str, happening_id: UUID
) -> list[tuple[UUID, MatchChanged]]:
    """Who is concerned by a correction, a departure, an unpaired round or a report, and what each is told,
    by match.

    Concerned are those who are in a match that it touched, and those who had played it.
    """
    if about == "unpairing":
        return await _unpaired(connection, happening_id)
    happening = {"correction": _correction, "departure": _departure, "report": _report}[about]
    found = (await connection.execute(happening(happening_id))).one_or_none()
    if found is None:
        return []
    told = {"what": found.what, "reason": found.reason, "reverted": found.reverted}
    return [
        (row.person_id, MatchChanged(**told, void=row.result_id in found.void, **_fields(row)))
        for row in await connection.execute(_concerned([*found.decided, *found.void]))
    ]


async def _unpaired(connection: AsyncConnection, unpairing_id: UUID) -> list[tuple[UUID, MatchChanged]]:
    """Who would have played whom in a round that was unpaired; its matches are gone."""
    query = (
        select(unpairings.c.matches, unpairings.c.reason, *WHERE)
        .join(stages, stages.c.id == unpairings.c.stage_id)
        .join(tournaments, tournaments.c.id == stages.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .where(unpairings.c.id == unpairing_id)
    )
    found = (await connection.execute(query)).one_or_none()
    if found is None:
        return []
    ids = [UUID(entry) for match in found.matches for entry in match["entries"]]
    who = select(entries.c.id, entries.c.name).where(entries.c.id.in_(ids))
    names = {row.id: row.name for row in await connection.execute(who)}
    people = await everybody_of(connection, ids)
    told = []
    for match in found.matches:
        present = [UUID(entry) for entry in match["entries"]]
        payload = MatchChanged(
            **{name: getattr(found, name) for name in PLACE},
            match_id=UUID(match["id"]),
            number=match["number"],
            names=[names[one] for one in present],
            what="unpaired",
            reason=found.reason,
            void=False,
            reverted=False,
        )
        told += [(person, payload) for one in present for person in people[one]]
    return sorted(told, key=lambda one: one[0])


def _fields(row: Any) -> dict[str, Any]:
    names = ("match_id", "number", *PLACE)
    return {**{name: getattr(row, name) for name in names}, "names": row.names or []}


def _correction(correction_id: UUID) -> Any:
    """A correction that moved somebody: its match, and the results that it took out here and further on."""
    return select(
        literal("corrected").label("what"),
        func.coalesce(corrections.c.revert_reason, corrections.c.reason).label("reason"),
        corrections.c.reverted_at.is_not(None).label("reverted"),
        func.array_append(NO_IDS, corrections.c.before_id).label("decided"),
        func.array_cat(corrections.c.voided, _ahead(corrections)).label("void"),
    ).where(corrections.c.id == correction_id, ~corrections.c.stands)


def _ahead(happenings: Table) -> Any:
    """The results that it took out in the following stage."""
    further = func.array(
        select(cast(func.jsonb_array_elements_text(happenings.c.reseated["voided_results"]), Uuid))
        .correlate(happenings)
        .scalar_subquery()
    )
    return case((happenings.c.reseated.is_(None), NO_IDS), else_=further)


def _departure(departure_id: UUID) -> Any:
    """Somebody who left or was put out: the matches that this decided, and those that are to be replayed."""
    replaced = select(results.c.id).where(results.c.id == func.any(departures.c.taken))
    void = replaced.where(results.c.state == "void").correlate(departures)
    return select(
        departures.c.kind.label("what"),
        func.coalesce(departures.c.revert_reason, departures.c.reason).label("reason"),
        departures.c.reverted_at.is_not(None).label("reverted"),
        departures.c.made.label("decided"),
        func.array_cat(func.array(void.scalar_subquery()), _ahead(departures)).label("void"),
    ).where(departures.c.id == departure_id)


def _report(report_id: UUID) -> Any:
    """A referee's word that a match was not played, if it is in force."""
    made = select(results.c.id).where(results.c.report_id == reports.c.id).correlate(reports)
    return select(
        cast(reports.c.body["outcome"]["kind"].astext, Text).label("what"),
        literal(None, Text).label("reason"),
        literal(False).label("reverted"),
        func.array(made.scalar_subquery()).label("decided"),
        NO_IDS.label("void"),
    ).where(reports.c.id == report_id, reports.c.state == "confirmed", reports.c.body.has_key("outcome"))


def _concerned(result_ids: Sequence[UUID]) -> Any:
    """The people of the matches of these results, in the order of the results and then of the people."""
    order = {str(one): place for place, one in enumerate(result_ids)}
    place = cast(cast(order, JSONB)[cast(results.c.id, Text)].astext, Text)
    side, name = slots.alias(), entries.alias()
    names = (
        select(func.array_agg(func.coalesce(name.c.name, "–")))
        .select_from(side.outerjoin(name, name.c.id == side.c.entry_id))
        .where(side.c.match_id == matches.c.id)
        .scalar_subquery()
    )
    chosen = results.c.id.in_(result_ids)
    now = select(results.c.id, slots.c.entry_id).join(slots, slots.c.match_id == results.c.match_id)
    then = select(results.c.id, func.unnest(results.c.entries).label("entry_id")).where(chosen)
    who = union_all(now.where(chosen), then).cte("who")
    whom = people_of(entries.c.id.in_(select(who.c.entry_id)))
    return (
        select(
            results.c.id.label("result_id"),
            whom.c.person_id,
            matches.c.id.label("match_id"),
            matches.c.number,
            *WHERE,
            names.label("names"),
        )
        .join(who, who.c.id == results.c.id)
        .join(whom, whom.c.entry_id == who.c.entry_id)
        .join(matches, matches.c.id == results.c.match_id)
        .join(tournaments, tournaments.c.id == matches.c.tournament_id)
        .join(events, events.c.id == tournaments.c.event_id)
        .order_by(func.length(place), place, whom.c.person_id)
    )
