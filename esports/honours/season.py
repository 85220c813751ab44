"""A season as the engine sees it: the plan that tournaments hang together by, and who came where so far.

An entry is known from one tournament to the next by its name, as the database compares names. The engine
is given ids alone; `worded` puts the names into what it says.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.engine.errors import EngineError
from esports.engine.model import Entrant
from esports.engine.progression import fill
from esports.engine.progression_inputs import Finisher, in_order
from esports.engine.progression_plan import Plan, read_plan
from esports.engine.progression_seats import FilledSeed
from esports.entries.queries import HOLDS_A_PLACE
from esports.entries.seeding import OVER
from esports.entries.service import GONE, OPEN_TO_STAFF
from esports.honours import queries
from esports.honours.wire import Fielded, Known, Link, Reason

HIDDEN = "–"
"""Stands for the name of a tournament that the reader may not know of."""
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Season:
    """All that hangs together with a tournament, as it is stored."""

    tournaments: Mapping[UUID, Known]
    links: Sequence[Link]
    plans: Mapping[UUID, tuple[list[int], int]]
    entries: Sequence[Fielded]

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """By key the id that the entry has throughout the season."""
        first: dict[str, str] = {}
        for entry in self.entries:
            first.setdefault(entry.key, str(entry.id))
        return first

    def entries_of(self, tournament_id: UUID) -> list[Fielded]:
        """The tournament's entries, in final order where it is over."""
        return [entry for entry in self.entries if entry.tournament == tournament_id]

    def present(self, tournament_id: UUID) -> dict[str, Fielded]:
        """By their id in the season the tournament's entries that are not out."""
        inside = (entry for entry in self.entries_of(tournament_id) if entry.state not in GONE)
        return {self.ids[entry.key]: entry for entry in inside}

    def names(self, hidden: Iterable[UUID] = ()) -> dict[str, str]:
        """What the ids are called."""
        told = {self.ids[entry.key]: entry.name for entry in self.entries}
        told |= {str(one.id): one.name for one in self.tournaments.values()}
        return told | {str(one): HIDDEN for one in hidden}


async def load(connection: AsyncConnection, tournament_ids: Iterable[UUID]) -> Season:
    """The season that these tournaments, all of them, make up."""
    found = await queries.known(connection, tournament_ids)
    return Season(
        found,
        await queries.links_of(connection, found),
        await queries.plans_of(connection, found),
        await queries.fielded(connection, found),
    )


def raw_plan(
    season: Season, links: Sequence[Link], sizes: Mapping[UUID, int] | None = None
) -> dict[str, Any]:
    """The plan as the engine reads it."""
    rows: list[dict[str, Any]] = []
    for one in season.tournaments:
        direct, _ = season.plans.get(one, ([], 0))
        size = (sizes or {}).get(one)
        rows.append({"id": str(one), "direct": direct} | ({"size": size} if size else {}))
    leads = [
        {"from": str(link.source), "places": link.places, "to": str(link.target), "seeds": link.seeds}
        for link in links
    ]
    return {"tournaments": rows, "qualifications": leads}


def filled(season: Season, target: UUID) -> tuple[Sequence[FilledSeed], list[tuple[UUID, Reason]]]:
    """The seeds of a tournament as they stand, and what keeps some open, by the tournament at fault.

    A tournament in which a shared place decides who goes where counts as not finished.

    Raises:
        EngineError: the plan is not sound, as after a tournament in it is gone.
    """
    if all(link.target != target for link in season.links):
        return (), []
    plan = read_plan(raw_plan(season, season.links))
    finishers = {str(one): rows for one in season.tournaments if (rows := list(_finishers(season, one)))}
    problems: list[tuple[UUID, Reason]] = []
    while True:
        try:
            found = fill(plan, finishers, _direct(season, plan), _withdrawn(season))
            return found.get(str(target), ()), problems
        except EngineError as error:
            if error.code != "places_undecided":
                raise
            for one in error.findings:
                source = str(one.params["tournament"])
                finishers.pop(source, None)
                problems.append((UUID(source), Reason(text=one.detail, params=dict(one.params))))


def worded(reason: Reason, names: Mapping[str, str]) -> Reason:
    """The sentence with names in the place of ids."""
    params = {
        name: ID.sub(lambda found: names.get(found[0], found[0]), value) if isinstance(value, str) else value
        for name, value in reason.params.items()
    }
    return Reason(text=reason.text, params=params)


def _finishers(season: Season, source: UUID) -> Iterator[Finisher]:
    """Who may qualify from a tournament that is over, in final order."""
    if season.tournaments[source].state not in OVER:
        return
    rows = {
        one.id: Finisher(_entrant(season, one), one.place)
        for one in season.entries_of(source)
        if one.place is not None and one.state not in GONE
    }
    ahead = [entry for link in season.links if link.source == source for entry in link.ahead]
    yield from in_order(list(rows.values()), [rows[one].entrant.id for one in ahead if one in rows])


def _direct(season: Season, plan: Plan) -> dict[str, dict[int, Entrant]]:
    """Who is in by a direct seed."""
    return {
        str(target): {
            entry.seed: _entrant(season, entry)
            for entry in season.entries_of(target)
            if entry.seed in direct and entry.state in HOLDS_A_PLACE and not entry.qualifier
        }
        for target, (direct, _) in season.plans.items()
    }


def _withdrawn(season: Season) -> dict[str, set[str]]:
    """Who does not play in a tournament; who left while it was played has had the seat."""
    found: dict[str, set[str]] = {}
    for target in season.plans:
        before = season.tournaments[target].state in OPEN_TO_STAFF
        out = {
            season.ids[entry.key]
            for entry in season.entries_of(target)
            if entry.state in GONE and not entry.superseded and (before or entry.seed is None)
        }
        found[str(target)] = out - season.present(target).keys()
    return found


def _entrant(season: Season, entry: Fielded) -> Entrant:
    return Entrant(
        season.ids[entry.key],
        entry.name,
        club=entry.club,
        delegation=entry.delegation,
        region=entry.region,
        rating=entry.rating,
    )
