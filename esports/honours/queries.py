"""Every SQL statement about points rules and qualifications, and what honours are made from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    Integer,
    Select,
    Text,
    Uuid,
    cast,
    delete,
    func,
    insert,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.db.rows import to_struct
from esports.db.schema.accounts import people
from esports.db.schema.brackets import matches
from esports.db.schema.entries import entries
from esports.db.schema.honours import points_rules, qualification_plans, qualifications, qualifiers
from esports.db.schema.matches import proposals
from esports.db.schema.tournaments import PUBLISHED, tournaments
from esports.entries.queries import COLUMNS
from esports.entries.seeding import OVER
from esports.entries.service import GONE
from esports.honours.wire import Fielded, Finish, Known, Link, Proposed, StoredRules


async def finishes(connection: AsyncConnection, event_id: UUID) -> list[Finish]:
    """The places of all who played to the end, in the event's finished tournaments as they were made."""
    delegation = func.coalesce(entries.c.delegation, entries.c.club, entries.c.name)
    finished = (
        select(
            tournaments.c.id.label("tournament"),
            tournaments.c.name.label("tournament_name"),
            tournaments.c.slug,
            tournaments.c.title,
            entries.c.id.label("entry"),
            entries.c.name,
            entries.c.place,
            _as_first_spelled(delegation).label("delegation"),
            _as_first_spelled(entries.c.name).label("entry_name"),
        )
        .join(tournaments, tournaments.c.id == entries.c.tournament_id)
        .where(tournaments.c.event_id == event_id, tournaments.c.state.in_(OVER))
        .where(entries.c.place.is_not(None), entries.c.state.not_in(GONE))
        .order_by(tournaments.c.id, entries.c.place, entries.c.registered_order)
    )
    return [to_struct(row, Finish) for row in await connection.execute(finished)]


def _as_first_spelled(text: Any) -> Any:
    """The text as the first of all rows has it whose text is the same but for capitals."""
    return func.first_value(text).over(
        partition_by=func.lower(text), order_by=(tournaments.c.id, entries.c.registered_order)
    )


async def rules_of(connection: AsyncConnection, event_id: UUID) -> StoredRules | None:
    """The rules of the event's points table, if there are any."""
    query = select(points_rules.c.rules, points_rules.c.revision).where(points_rules.c.event_id == event_id)
    row = (await connection.execute(query)).one_or_none()
    return msgspec.convert({**row.rules, "revision": row.revision}, StoredRules) if row else None


async def store_rules(connection: AsyncConnection, event_id: UUID, rules: dict[str, Any]) -> int:
    """Put these rules in force; gives their revision."""
    statement = upsert(points_rules).values(event_id=event_id, rules=rules)
    statement = statement.on_conflict_do_update(
        index_elements=["event_id"],
        set_={"rules": statement.excluded.rules, "revision": points_rules.c.revision + 1},
    )
    revision: int = (await connection.execute(statement.returning(points_rules.c.revision))).scalar_one()
    return revision


async def tournaments_of(connection: AsyncConnection, event_id: UUID, *, drafts: bool) -> set[UUID]:
    """The event's tournaments."""
    query = select(tournaments.c.id).where(tournaments.c.event_id == event_id)
    if not drafts:
        query = query.where(PUBLISHED)
    return set((await connection.execute(query)).scalars())


async def season(connection: AsyncConnection, tournament_ids: Iterable[UUID]) -> set[UUID]:
    """These tournaments and all that hang together with them by qualifications, however far."""
    start = select(func.unnest(cast(list(tournament_ids), ARRAY(Uuid))).label("id"))
    reached = start.cte("reached", recursive=True)
    pairs = [(qualifications.c.target_id, qualifications.c.source_id)]
    pairs.append((qualifications.c.source_id, qualifications.c.target_id))
    ways = union_all(*(select(one.label("here"), other.label("there")) for one, other in pairs)).subquery()
    reached = reached.union(select(ways.c.there).join(reached, ways.c.here == reached.c.id))
    return set((await connection.execute(select(reached.c.id))).scalars())


async def lock(connection: AsyncConnection, tournament_ids: Iterable[UUID]) -> None:
    """Hold the rows of these tournaments, in the order of their ids, to the end of the transaction."""
    chosen = select(tournaments.c.id).where(tournaments.c.id.in_(list(tournament_ids)))
    await connection.execute(chosen.order_by(tournaments.c.id).with_for_update())


async def known(connection: AsyncConnection, tournament_ids: Iterable[UUID]) -> dict[UUID, Known]:
    """These tournaments as they were made."""
    query = (
        select(
            tournaments.c.id,
            tournaments.c.name,
            tournaments.c.event_id.label("event"),
            tournaments.c.state,
            tournaments.c.entry_kind,
            tournaments.c.capacity,
            PUBLISHED.label("published"),
        )
        .where(tournaments.c.id.in_(list(tournament_ids)))
        .order_by(tournaments.c.id)
    )
    return {row.id: to_struct(row, Known) for row in await connection.execute(query)}


async def links_of(connection: AsyncConnection, target_ids: Iterable[UUID]) -> list[Link]:
    """The qualifications for these tournaments, in the order that each was given."""
    query = (
        select(
            qualifications.c.target_id.label("target"),
            qualifications.c.source_id.label("source"),
            qualifications.c.places,
            qualifications.c.seeds,
            qualifications.c.ahead,
        )
        .where(qualifications.c.target_id.in_(list(target_ids)))
        .order_by(qualifications.c.target_id, qualifications.c.position)
    )
    return [to_struct(row, Link) for row in await connection.execute(query)]


async def plans_of(
    connection: AsyncConnection, target_ids: Iterable[UUID]
) -> dict[UUID, tuple[list[int], int]]:
    """By tournament that has a plan: its direct seeds, and the plan's revision."""
    query = select(qualification_plans).where(qualification_plans.c.target_id.in_(list(target_ids)))
    return {row.target_id: (row.direct, row.revision) for row in await connection.execute(query)}


async def store_plan(
    connection: AsyncConnection, target_id: UUID, direct: Sequence[int], rows: Sequence[Mapping[str, Any]]
) -> int:
    """Put this plan in the place of the former one; gives its revision."""
    await connection.execute(delete(qualifications).where(qualifications.c.target_id == target_id))
    if rows:
        await connection.execute(insert(qualifications), list(rows))
    statement = upsert(qualification_plans).values(target_id=target_id, direct=list(direct))
    statement = statement.on_conflict_do_update(
        index_elements=["target_id"],
        set_={"direct": statement.excluded.direct, "revision": qualification_plans.c.revision + 1},
    )
    told = await connection.execute(statement.returning(qualification_plans.c.revision))
    revision: int = told.scalar_one()
    return revision


async def fielded(connection: AsyncConnection, tournament_ids: Iterable[UUID]) -> list[Fielded]:
    """All entries of these tournaments, in each by place, seed and registration."""
    query = (
        select(
            *COLUMNS,
            func.lower(entries.c.name).label("key"),
            qualifiers.c.source_id.label("qualifier"),
            func.coalesce(qualifiers.c.superseded, False).label("superseded"),
        )
        .outerjoin(qualifiers, qualifiers.c.entry_id == entries.c.id)
        .where(entries.c.tournament_id.in_(list(tournament_ids)))
        .order_by(
            entries.c.tournament_id,
            entries.c.place.asc().nulls_last(),
            entries.c.seed.asc().nulls_last(),
            entries.c.registered_order,
        )
    )
    return [to_struct(row, Fielded) for row in await connection.execute(query)]


async def give_seeds(
    connection: AsyncConnection, tournament_id: UUID, seeds: Mapping[UUID, int]
) -> list[tuple[UUID, int | None]]:
    """Give these entries their seeds, and take those from all others; gives the entries that it changed."""
    told = cast({str(entry): seed for entry, seed in seeds.items()}, JSONB)
    seed = cast(told[cast(entries.c.id, Text)].astext, Integer)
    concerned = entries.c.id.in_(list(seeds)) | entries.c.seed.in_(list(seeds.values()))
    statement = (
        update(entries)
        .where(entries.c.tournament_id == tournament_id, concerned, entries.c.seed.is_distinct_from(seed))
        .values(seed=seed, revision=entries.c.revision + 1)
        .returning(entries.c.id, entries.c.seed)
    )
    return [(row.id, row.seed) for row in await connection.execute(statement)]


async def remember(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep which tournament and place these entries came in by."""
    if rows:
        statement = upsert(qualifiers)
        changed = {name: statement.excluded[name] for name in ("source_id", "place")}
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["entry_id"], set_=changed), list(rows)
        )


async def supersede(connection: AsyncConnection, entry_ids: Sequence[UUID], *, superseded: bool) -> None:
    """Keep whether a correction gave the seats of these entries to others."""
    chosen = qualifiers.c.entry_id.in_(list(entry_ids))
    await connection.execute(update(qualifiers).where(chosen).values(superseded=superseded))


def _proposals() -> Select[Any]:
    """Proposed corrections, the first one first."""
    return (
        select(
            proposals.c.id,
            proposals.c.match_id.label("match"),
            matches.c.number,
            proposals.c.body,
            proposals.c.proposed_by,
            people.c.display_name.label("by"),
            proposals.c.proposed_at,
            proposals.c.closed_at,
            proposals.c.correction_id.label("correction"),
        )
        .join(matches, matches.c.id == proposals.c.match_id)
        .outerjoin(people, people.c.id == proposals.c.proposed_by)
        .order_by(proposals.c.proposed_at, proposals.c.id)
    )


async def proposal(connection: AsyncConnection, proposal_id: UUID) -> Proposed | None:
    """One proposed correction."""
    row = (await connection.execute(_proposals().where(proposals.c.id == proposal_id))).one_or_none()
    return to_struct(row, Proposed) if row else None


async def waiting_proposal(connection: AsyncConnection, match_id: UUID) -> Proposed | None:
    """The correction of a match that waits for a second person."""
    query = _proposals().where(proposals.c.match_id == match_id, proposals.c.closed_at.is_(None))
    row = (await connection.execute(query)).one_or_none()
    return to_struct(row, Proposed) if row else None


async def waiting_proposals(connection: AsyncConnection, tournament_id: UUID) -> list[Proposed]:
    """The corrections of a tournament that wait for a second person."""
    query = _proposals().where(matches.c.tournament_id == tournament_id, proposals.c.closed_at.is_(None))
    return [to_struct(row, Proposed) for row in await connection.execute(query)]


async def add_proposal(connection: AsyncConnection, **row: Any) -> None:
    """Insert a proposed correction. Needs the tournament's lock."""
    await connection.execute(insert(proposals).values(**row))


async def close_proposal(connection: AsyncConnection, proposal_id: UUID, **values: Any) -> bool:
    """Close a proposed correction; False where it was closed before."""
    chosen = (proposals.c.id == proposal_id) & proposals.c.closed_at.is_(None)
    done = await connection.execute(update(proposals).where(chosen).values(**values))
    return done.rowcount == 1
