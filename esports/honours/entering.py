"""Enter who has qualified, with all that their entries in the sources hold, and give them their seeds."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from esports.engine.lifecycle import TABLES, Machine
from esports.engine.progression_seats import FilledSeed
from esports.entries import queries as entry_queries
from esports.entries import service as entries
from esports.entries.checking import check_roster
from esports.entries.queries import rostering
from esports.entries.wire import Entry, as_new
from esports.errors import DomainError
from esports.honours import queries
from esports.honours.season import Season
from esports.honours.wire import Entered, Fielded
from esports.jobs import TellQualified
from esports.journal.facts import Change, EntryMoved, EntryQualified, QualifiersSeeded
from esports.tournaments import queries as tournament_queries
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A seed, the entry of the source that it is due to, and the same in this tournament if it is in."""

    seed: FilledSeed
    source: Fielded
    present: Fielded | None


async def enter(
    unit: UnitOfWork, tournament: Tournament, season: Season, due: Sequence[Due]
) -> list[Entered]:
    """Enter them, with all that their entries in the sources hold."""
    if not due:
        return []
    first = await tournament_queries.next_registration(unit.connection, tournament.id, len(due))
    around = season.entries_of(tournament.id)
    people = {one.person for one in around if one.state not in ("withdrawn", "refused")}
    entered: list[Entered] = []
    for order, one in enumerate(due, first):
        person = None if one.source.person in people else one.source.person
        people.add(person)
        entry = Entry(
            id=unit.new_id(),
            tournament=tournament.id,
            name=one.source.name,
            state="confirmed",
            seed=None,
            registered_order=order,
            delegation=one.source.delegation,
            club=one.source.club,
            region=one.source.region,
            rating=one.source.rating,
            person=person,
            revision=1,
            team=one.source.team,
        )
        await entry_queries.add_many(unit.connection, [entries.to_row(entry, {})])
        roster = await _copy_roster(unit, tournament, one.source.id, entry)
        entered.append(_told(unit, season, one, entry, roster=roster))
    return entered


def _told(unit: UnitOfWork, season: Season, one: Due, entry: Entry, *, roster: bool) -> Entered:
    params: dict[str, Any] = dict(one.seed.params)
    source = UUID(params["source"])
    fact = EntryQualified(
        entry_id=entry.id,
        name=entry.name,
        seed=one.seed.seed,
        source_id=source,
        source=season.tournaments[source].name,
        place=params["place"],
        due=params.get("due"),
    )
    unit.record(entry.tournament, fact, [Change(f"entries/{entry.id}", entries.view(entry))])
    return Entered(
        entry=entry.id,
        name=entry.name,
        seed=fact.seed,
        source=source,
        place=fact.place,
        due=fact.due,
        roster=roster,
    )


async def _copy_roster(unit: UnitOfWork, tournament: Tournament, source_id: UUID, entry: Entry) -> bool:
    """Whether the roster came along: none may be handed in later, a wrong one may not.

    A player who is in the tournament by another entry comes along by name alone.
    """
    members = await rostering.roster(unit.connection, source_id)
    roster = [as_new(one) for one in members]
    try:
        check_roster(roster, tournament.roster)
    except DomainError:
        return False
    linked = {one.person for one in roster if one.person is not None}
    elsewhere = await rostering.entered_elsewhere(unit.connection, tournament.id, linked, entry_id=entry.id)
    free = [msgspec.structs.replace(one, person=None) if one.person in elsewhere else one for one in roster]
    await entries.store_roster(unit, entry, free)
    return bool(roster)


async def let_in(unit: UnitOfWork, entry: Fielded) -> None:
    """Confirm an entry that waits, now that it has qualified."""
    table = TABLES[Machine.entry]
    if entry.state in entry_queries.HOLDS_A_PLACE and entry.state != "offered":
        return
    state = table.get((entry.state, "confirm")) or table[entry.state, "accept"]
    await entry_queries.change(unit.connection, entry.id, {"state": state, "published": True})
    after = msgspec.structs.replace(entry, state=state, published=True)
    entries.record(
        unit, after, EntryMoved(entry_id=entry.id, name=entry.name, before=entry.state, after=state)
    )


async def seed(unit: UnitOfWork, tournament_id: UUID, due: Sequence[Due], entered: Sequence[Entered]) -> None:
    """Give every qualifier the seed that is due, and keep where it came from."""
    known = {one.present.id: one for one in due if one.present is not None}
    seeds = {entry: one.seed.seed for entry, one in known.items()}
    seeds |= {one.entry: one.seed for one in entered}
    changed = await queries.give_seeds(unit.connection, tournament_id, seeds)
    rows: list[dict[str, Any]] = [
        {"entry_id": entry, "source_id": one.source.tournament, "place": one.seed.params["place"]}
        for entry, one in known.items()
    ]
    rows += [{"entry_id": one.entry, "source_id": one.source, "place": one.place} for one in entered]
    await queries.remember(unit.connection, rows)
    for row in rows:
        unit.enqueue(TellQualified(row["entry_id"]), dedupe_key=f"qualified:{row['entry_id']}")
    if changed:
        unit.record(
            tournament_id,
            QualifiersSeeded(entries=[entry for entry, _ in changed]),
            [Change(f"entries/{entry}/seed", seed) for entry, seed in changed],
        )
