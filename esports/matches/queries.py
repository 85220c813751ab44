"""Every SQL statement about reports and results."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    Integer,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets.wire import ResultRow
from esports.db.parts import Part, PartText, run
from esports.db.rows import to_struct
from esports.db.schema.brackets import matches, seats, slots
from esports.db.schema.entries import entries, roster_members
from esports.db.schema.honours import qualifications, qualifiers
from esports.db.schema.matches import ACTIVE, corrections, departures, pauses, reports, results
from esports.db.schema.teams import team_members
from esports.db.schema.tournaments import PUBLISHED, stages, tournaments
from esports.matches.departure_wire import StoredDeparture
from esports.matches.wire import (
    Claim,
    Correction,
    Entered,
    Objection,
    PartIn,
    Report,
    StoredCorrection,
    TournamentImpact,
)

CLAIM_COLUMNS = (
    reports.c.id,
    reports.c.match_id.label("match"),
    *(reports.c[name] for name in ("version", "state", "body", "slot", "entries", "evidence", "due_at")),
)
NEXT_VERSION = select(func.coalesce(func.max(reports.c.version), 0) + 1).where(
    reports.c.match_id == bindparam("match_id")
)
OWN_SIDES = (
    select(slots.c.slot, (entries.c.person_id == bindparam("person_id")).label("entered"))
    .join(entries, entries.c.id == slots.c.entry_id)
    .where(
        slots.c.match_id == bindparam("match_id"),
        or_(
            entries.c.person_id == bindparam("person_id"),
            exists().where(
                team_members.c.team_id == entries.c.team_id,
                team_members.c.person_id == bindparam("person_id"),
            ),
            exists().where(
                roster_members.c.entry_id == entries.c.id,
                roster_members.c.person_id == bindparam("person_id"),
            ),
        ),
    )
    .cte("own_sides")
)
DEPARTED = (
    exists()
    .where(departures.c.tournament_id == matches.c.tournament_id, departures.c.reverted_at.is_(None))
    .where(matches.c.id == bindparam("match_id"))
)
PART_IN = select(
    func.min(OWN_SIDES.c.slot).filter(OWN_SIDES.c.entered).label("slot"),
    (func.count() > 0).label("plays"),
    NEXT_VERSION.scalar_subquery().label("version"),
    DEPARTED.label("departed"),
).select_from(OWN_SIDES)


async def reports_by(connection: AsyncConnection, match_id: UUID, playing: Sequence[UUID]) -> list[Report]:
    """What those who play the match now have reported of it, the first one first."""
    query = _reports().where(reports.c.match_id == match_id, reports.c.entries == list(playing))
    return [to_struct(row, Report) for row in await connection.execute(query)]


async def reports_of(connection: AsyncConnection, match_id: UUID) -> list[Report]:
    """The match's reports, the first one first."""
    query = _reports().where(reports.c.match_id == match_id)
    return [to_struct(row, Report) for row in await connection.execute(query)]


def _reports() -> Select[Any]:
    return (
        select(
            reports.c.id,
            reports.c.match_id.label("match"),
            reports.c.version,
            reports.c.state,
            reports.c.body,
            reports.c.slot,
            reports.c.evidence,
            reports.c.due_at,
            reports.c.cause,
            reports.c.objection,
            matches.c.revision.label("match_revision"),
        )
        .join(matches, matches.c.id == reports.c.match_id)
        .order_by(reports.c.version)
    )


async def claims_of(connection: AsyncConnection, match_id: UUID) -> list[Claim]:
    """What the sides have claimed of the match, the first one first."""
    query = select(*CLAIM_COLUMNS).where(
        reports.c.match_id == match_id,
        reports.c.entries.is_not(None),
        reports.c.slot.is_not(None) | reports.c.reported_by.is_(None),
    )
    return [to_struct(row, Claim) for row in await connection.execute(query.order_by(reports.c.version))]


async def waiting_claim(connection: AsyncConnection, report_id: UUID) -> Claim | None:
    """A claim, if its match is reported and waits for an answer to it."""
    query = (
        select(*CLAIM_COLUMNS)
        .join(matches, matches.c.id == reports.c.match_id)
        .where(reports.c.id == report_id, reports.c.state == "claimed", reports.c.entries.is_not(None))
        .where(matches.c.state == "reported")
    )
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Claim) if row else None


async def locate_report(connection: AsyncConnection, report_id: UUID) -> UUID | None:
    """The match of a report."""
    query = select(reports.c.match_id).where(reports.c.id == report_id)
    match_id: UUID | None = (await connection.execute(query)).scalar_one_or_none()
    return match_id


async def add_claim(connection: AsyncConnection, claim: Claim, *, reported_by: UUID | None) -> None:
    """Insert what a side claims."""
    row = msgspec.structs.asdict(claim)
    row["match_id"] = row.pop("match")
    await connection.execute(insert(reports).values(**row, reported_by=reported_by))


async def confirm_claim(
    connection: AsyncConnection,
    claim: Claim,
    *,
    result_id: UUID,
    result: ResultRow,
    cause: str,
    confirmed_by: UUID | None,
) -> None:
    """Put a claim in force: its report is confirmed, and this is the match's active result."""
    values = {"state": "confirmed", "cause": cause, "confirmed_by": confirmed_by}
    await connection.execute(update(reports).where(reports.c.id == claim.id).values(**values))
    row = msgspec.structs.asdict(result)
    await connection.execute(insert(results).values(**row, id=result_id, report_id=claim.id))


async def entered(connection: AsyncConnection, match_id: UUID, playing: Sequence[UUID]) -> Entered | None:
    """A referee's word of the match between these that waits for a second person."""
    query = select(*(reports.c[name] for name in ("id", "version", "body", "evidence", "reported_by"))).where(
        reports.c.match_id == match_id, reports.c.state == "entered", reports.c.entries == list(playing)
    )
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Entered) if row else None


async def add_entered(connection: AsyncConnection, **row: Any) -> None:
    """Insert what a referee says, for a second person to confirm."""
    await connection.execute(insert(reports).values(**row, state="entered"))


async def confirm_entered(
    connection: AsyncConnection,
    report_id: UUID,
    *,
    result_id: UUID,
    result: ResultRow,
    confirmed_by: UUID | None,
) -> None:
    """Put a referee's word in force on that of a second person."""
    values = {"state": "confirmed", "cause": "staff", "confirmed_by": confirmed_by}
    await connection.execute(update(reports).where(reports.c.id == report_id).values(values))
    row = msgspec.structs.asdict(result)
    await connection.execute(insert(results).values(**row, id=result_id, report_id=report_id))


async def object_to(connection: AsyncConnection, report_id: UUID, objection: Objection) -> None:
    """Keep why somebody does not agree to a report."""
    told = msgspec.to_builtins(objection)
    await connection.execute(update(reports).where(reports.c.id == report_id).values(objection=told))


async def give_way(connection: AsyncConnection, match_ids: Sequence[UUID]) -> None:
    """What the sides claim of these matches, or a referee has entered, gives way to what is in force now."""
    await connection.execute(
        update(reports)
        .where(reports.c.match_id.in_(match_ids), reports.c.state.in_(("claimed", "entered")))
        .values(state="superseded")
    )


async def put_claims(connection: AsyncConnection, report_ids: Sequence[UUID], state: str) -> None:
    """Bring claims to a state."""
    await connection.execute(update(reports).where(reports.c.id.in_(report_ids)).values(state=state))


async def part_in(connection: AsyncConnection, match_id: UUID, person_id: UUID) -> PartIn:
    """The side of the match that this person entered, and whether they have a part in it at all."""
    given = {"match_id": match_id, "person_id": person_id}
    return to_struct((await connection.execute(PART_IN, given)).one(), PartIn)


ADD_REPORT = PartText(
    "report",
    """
    INSERT INTO reports (id, match_id, version, state, body, reported_by, evidence)
    VALUES (:report_id, :match_id, :version, 'confirmed', :body, :reported_by, :evidence)
    """,
    (
        bindparam("report_id", type_=Uuid),
        bindparam("match_id", type_=Uuid),
        bindparam("version", type_=Integer),
        bindparam("body", type_=JSONB),
        bindparam("reported_by", type_=Uuid),
        bindparam("evidence", type_=Text),
    ),
)
ADD_RESULT = PartText(
    "result",
    """
    INSERT INTO results (id, match_id, report_id, kind, entries, winner, scores, games, placements)
    VALUES (:id, :of_match, :of_report, :kind, :entries, :winner, :scores, :games, :placements)
    """,
    (
        bindparam("id", type_=Uuid),
        bindparam("of_match", type_=Uuid),
        bindparam("of_report", type_=Uuid),
        bindparam("kind", type_=Text),
        bindparam("entries", type_=ARRAY(Uuid)),
        bindparam("winner", type_=Integer),
        bindparam("scores", type_=JSONB(none_as_null=True)),
        bindparam("games", type_=JSONB),
        bindparam("placements", type_=JSONB),
    ),
)


def adding_confirmed(report: Mapping[str, Any], result_id: UUID, result: ResultRow) -> list[Part]:
    """The statements that insert a report, which is never edited, and the active result that it makes."""
    row = msgspec.structs.asdict(result)
    made = {**row, "id": result_id, "of_match": row.pop("match_id"), "of_report": report["id"]}
    values = {"evidence": None, **report, "report_id": report["id"]}
    return [_part(ADD_REPORT, values), _part(ADD_RESULT, made)]


def _part(written: PartText, values: Mapping[str, Any]) -> Part:
    return Part(written, {one.key: values[one.key] for one in written.parameters})


async def add_confirmed(
    connection: AsyncConnection, report: Mapping[str, Any], result_id: UUID, result: ResultRow
) -> int:
    """Insert a report and the active result that it makes; gives the report's version.

    Needs the tournament's lock.
    """
    version = await next_version(connection, report["match_id"])
    for part in adding_confirmed({**report, "version": version}, result_id, result):
        await run(connection, part)
    return version


async def active_results(connection: AsyncConnection, match_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The ids of the active results of matches, by match."""
    query = select(results.c.match_id, results.c.id).where(results.c.match_id.in_(match_ids), ACTIVE)
    return {row.match_id: row.id for row in await connection.execute(query)}


async def put(connection: AsyncConnection, result_ids: Sequence[UUID], state: str, report: str) -> None:
    """Bring results to a state, and the reports that made them to theirs."""
    chosen = results.c.id.in_(result_ids)
    made = select(results.c.report_id).where(chosen)
    await connection.execute(update(results).where(chosen).values(state=state))
    await connection.execute(update(reports).where(reports.c.id.in_(made)).values(state=report))


async def add_recorded(connection: AsyncConnection, report: Mapping[str, Any]) -> None:
    """Insert a report that is on record and makes no result."""
    await connection.execute(insert(reports).values(**report, state="recorded"))


async def put_report(connection: AsyncConnection, report_id: UUID, state: str) -> None:
    """Bring a report to a state."""
    await connection.execute(update(reports).where(reports.c.id == report_id).values(state=state))


async def next_version(connection: AsyncConnection, match_id: UUID) -> int:
    """The number of the match's next report. Needs the tournament's lock."""
    version: int = (await connection.execute(NEXT_VERSION, {"match_id": match_id})).scalar_one()
    return version


async def add_correction(
    connection: AsyncConnection, stored: StoredCorrection, *, made_by: UUID | None
) -> None:
    """Insert a correction."""
    same = ("id", "before_id", "after_id", "stands", "reason", "made_at")
    row = {name: getattr(stored, name) for name in same}
    others = {"match_id": stored.match, "report_id": stored.report, "voided": stored.voided_results}
    await connection.execute(insert(corrections).values(**row, **others, made_by=made_by))


async def change_correction(connection: AsyncConnection, correction_id: UUID, **values: Any) -> None:
    """Store changed columns of a correction."""
    await connection.execute(update(corrections).where(corrections.c.id == correction_id).values(**values))


def _corrections() -> Select[Any]:
    """Corrections with the matches of the results that they took out, the first one first."""
    taken = select(func.coalesce(func.array_agg(results.c.match_id), cast([], ARRAY(Uuid)))).where(
        results.c.id == any_(corrections.c.voided)
    )
    plain = ("id", "stands", "reason", "made_at", "revert_reason", "reverted_at", "before_id", "after_id")
    return select(
        *(corrections.c[name] for name in (*plain, "reseated", "refilled")),
        corrections.c.match_id.label("match"),
        corrections.c.report_id.label("report"),
        corrections.c.voided.label("voided_results"),
        taken.scalar_subquery().label("voided"),
    ).order_by(corrections.c.made_at, corrections.c.id)


async def corrections_of(connection: AsyncConnection, match_id: UUID) -> list[Correction]:
    """The match's corrections, the first one first."""
    rows = await connection.execute(_corrections().where(corrections.c.match_id == match_id))
    return [to_struct(row, Correction) for row in rows]


async def correction(connection: AsyncConnection, correction_id: UUID) -> StoredCorrection | None:
    """One correction."""
    query = _corrections().where(corrections.c.id == correction_id)
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, StoredCorrection) if row else None


async def result_rows(connection: AsyncConnection, result_ids: Sequence[UUID]) -> dict[UUID, ResultRow]:
    """Results of any state by their ids."""
    columns = (results.c[name] for name in ResultRow.__struct_fields__)
    query = select(results.c.id, *columns).where(results.c.id.in_(result_ids))
    return {row.id: to_struct(row, ResultRow) for row in await connection.execute(query)}


async def led_to(connection: AsyncConnection, tournament_id: UUID) -> list[TournamentImpact]:
    """The tournaments that places of this one lead to, unless they are drafts, by name."""
    entered = (
        select(func.count())
        .select_from(qualifiers.join(entries, entries.c.id == qualifiers.c.entry_id))
        .where(qualifiers.c.source_id == tournament_id, entries.c.tournament_id == tournaments.c.id)
        .scalar_subquery()
    )
    columns = (tournaments.c.id.label("tournament"), tournaments.c.name, tournaments.c.state)
    query = (
        select(*columns, entered.label("entered"))
        .join(qualifications, qualifications.c.target_id == tournaments.c.id)
        .where(qualifications.c.source_id == tournament_id, PUBLISHED)
        .order_by(tournaments.c.name, tournaments.c.id)
    )
    return [to_struct(row, TournamentImpact) for row in await connection.execute(query)]


async def names(connection: AsyncConnection, entry_ids: Sequence[UUID]) -> dict[str, str]:
    """The names of entries."""
    query = select(entries.c.id, entries.c.name).where(entries.c.id.in_(entry_ids))
    return {str(row.id): row.name for row in await connection.execute(query)}


DEPARTURE = (
    "id", "kind", "annulled", "everywhere", "reason", "made_at", "revert_reason", "reverted_at", "taken",
    "made",
)  # fmt: skip


def _departures() -> Select[Any]:
    return select(
        *(departures.c[name] for name in (*DEPARTURE, "reseated", "refilled")),
        departures.c.entry_id.label("entry"),
        departures.c.stage_id.label("stage"),
    )


async def departure(connection: AsyncConnection, departure_id: UUID) -> StoredDeparture | None:
    """One departure."""
    row = (await connection.execute(_departures().where(departures.c.id == departure_id))).one_or_none()
    return to_struct(row, StoredDeparture) if row else None


async def departures_of(connection: AsyncConnection, tournament_id: UUID) -> list[StoredDeparture]:
    """The tournament's departures, those that were taken back among them; the first one first."""
    query = (
        _departures()
        .where(departures.c.tournament_id == tournament_id)
        .order_by(departures.c.made_at, departures.c.id)
    )
    return [to_struct(row, StoredDeparture) for row in await connection.execute(query)]


IN_FORCE = select(departures.c.entry_id, departures.c.id).where(
    departures.c.tournament_id == bindparam("tournament_id"), departures.c.reverted_at.is_(None)
)
"""Built once, for it runs at every result."""


async def departures_in_force(connection: AsyncConnection, tournament_id: UUID) -> dict[str, UUID]:
    """The departures of the tournament that were not taken back, by entry."""
    rows = await connection.execute(IN_FORCE, {"tournament_id": tournament_id})
    return {str(row.entry_id): row.id for row in rows}


async def add_departure(
    connection: AsyncConnection, stored: StoredDeparture, *, tournament_id: UUID, made_by: UUID | None
) -> None:
    """Insert a departure."""
    row = {name: getattr(stored, name) for name in DEPARTURE}
    others = {"entry_id": stored.entry, "stage_id": stored.stage, "tournament_id": tournament_id}
    await connection.execute(insert(departures).values(**row, **others, made_by=made_by))


async def handed_over(connection: AsyncConnection, tournament_id: UUID) -> dict[UUID, UUID]:
    """By match the results in force that departures made which were not taken back."""
    query = (
        select(results.c.match_id, results.c.id)
        .join(departures, results.c.id == any_(departures.c.made))
        .where(departures.c.tournament_id == tournament_id, departures.c.reverted_at.is_(None))
        .where(ACTIVE)
    )
    return {row.match_id: row.id for row in await connection.execute(query)}


async def take_handed_back(connection: AsyncConnection, result_ids: Sequence[UUID]) -> None:
    """These results, which departures made, are void, and nothing that those would take back."""
    await put(connection, result_ids, "void", "voided")
    for one in result_ids:
        await connection.execute(
            update(departures)
            .where(departures.c.made.contains([one]))
            .values(made=func.array_remove(departures.c.made, one))
        )


async def add_made(connection: AsyncConnection, departure_id: UUID, result_id: UUID) -> None:
    """Add a result that the departure made later."""
    made = func.array_append(departures.c.made, result_id)
    await connection.execute(update(departures).where(departures.c.id == departure_id).values(made=made))


async def change_departure(connection: AsyncConnection, departure_id: UUID, **values: Any) -> None:
    """Store changed columns of a departure."""
    await connection.execute(update(departures).where(departures.c.id == departure_id).values(**values))


async def take_departure_back(
    connection: AsyncConnection, stored: StoredDeparture, *, reverted_by: UUID | None
) -> None:
    """Store that and why a departure was taken back."""
    await connection.execute(
        update(departures)
        .where(departures.c.id == stored.id)
        .values(revert_reason=stored.revert_reason, reverted_at=stored.reverted_at, reverted_by=reverted_by)
    )


async def stages_with(connection: AsyncConnection, entry_id: UUID) -> list[UUID]:
    """The stages in which the entry has a seat, the first one first."""
    query = (
        select(seats.c.stage_id)
        .join(stages, stages.c.id == seats.c.stage_id)
        .where(seats.c.entry_id == entry_id)
        .order_by(stages.c.position)
    )
    return list((await connection.execute(query)).scalars())


async def sitting(connection: AsyncConnection, match_id: UUID) -> int:
    """How many results the match has had. Needs the tournament's lock."""
    query = select(func.count()).where(results.c.match_id == match_id)
    count: int = (await connection.execute(query)).scalar_one()
    return count


THIS_SITTING = and_(
    pauses.c.entries
    == select(func.array_agg(aggregate_order_by(slots.c.entry_id, slots.c.slot)))
    .where(slots.c.match_id == pauses.c.match_id)
    .scalar_subquery(),
    pauses.c.sitting
    == select(func.count(results.c.id)).where(results.c.match_id == pauses.c.match_id).scalar_subquery(),
)
"""Whether a pause is of those who play now, and of what they play now."""
PAUSED = and_(pauses.c.resumed_at.is_(None), THIS_SITTING)
"""Whether a pause is in force."""


async def is_paused(connection: AsyncConnection, match_id: UUID) -> bool:
    """Whether the match is paused."""
    query = select(exists().where(pauses.c.match_id == match_id, PAUSED))
    found: bool = (await connection.execute(query)).scalar_one()
    return found


async def move_deadlines(
    connection: AsyncConnection, match_id: UUID, *, since: datetime, now: datetime, minutes: int
) -> list[tuple[UUID, datetime]]:
    """Give the claims of a match that wait for an answer the time of its pause; each with its new deadline.

    The pause began at `since`; a claim of so many `minutes` that was made in it gets all of them from now.
    """
    made_at = reports.c.due_at - timedelta(minutes=minutes)
    statement = (
        update(reports)
        .where(reports.c.match_id == match_id, reports.c.state == "claimed", reports.c.due_at.is_not(None))
        .values(due_at=reports.c.due_at + (now - func.greatest(since, made_at)))
        .returning(reports.c.id, reports.c.due_at)
    )
    return [(row.id, row.due_at) for row in await connection.execute(statement)]
