"""What a departure would be, or its taking back: the entry, its stage and all results as they would be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts import access
from esports.accounts.access import Actor
from esports.brackets import correcting, mapping
from esports.brackets.correcting import Held
from esports.engine import departure as engine
from esports.engine import lifecycle
from esports.engine import stage as engine_stage
from esports.engine.departure import Parting
from esports.engine.errors import EngineError
from esports.engine.model import Format, Result
from esports.entries import service as entries
from esports.entries.wire import Entry
from esports.errors import Kind, conflict
from esports.i18n import N_
from esports.matches import queries
from esports.matches.departure_wire import NewDeparture, StoredDeparture
from esports.matches.giving_up import gone_of
from esports.matches.previews import CORRECTABLE, told
from esports.matches.wire import PairedImpact, Preview
from esports.tournaments import queries as tournament_queries
from esports.tournaments.programme import from_engine
from esports.tournaments.wire import Tournament

VERBS = {"withdrawn": "withdraw", "disqualified": "disqualify"}
OVER = ("advanced", "eliminated")
"""How an entry stands in a Swiss that plays no more rounds."""
UNDER_WAY = ("live", "reported", "disputed")
"""The states of a match that is being played, or that awaits its result."""


@dataclass(frozen=True)
class Leaving:
    """A departure as it would be: the entry after it, its stage before and after, and all results."""

    tournament: Tournament
    entry: Entry
    after: Entry
    before: Held | None
    held: Held | None
    results: Mapping[str, Result]
    parting: Parting
    missed: Sequence[int] = ()

    @property
    def paired(self) -> PairedImpact | None:
        """The rounds that were paired without the entry that comes back, if there are any."""
        if self.held is None or not self.missed:
            return None
        return PairedImpact(stage=self.held.stage.id, name=self.held.stage.name, rounds=list(self.missed))

    async def told(self, connection: AsyncConnection) -> Preview:
        """What it changes, as it travels."""
        if self.held is None:
            return Preview(impact=[], impact_token=self.parting.token)
        shown = await told(connection, self.held, self.parting)
        impact = [*shown.impact, *([self.paired] if self.paired else [])]
        return msgspec.structs.replace(shown, impact=impact)


async def leaving(
    connection: AsyncConnection, actor: Actor, tournament: Tournament, entry: Entry, new: NewDeparture
) -> Leaving:
    """The departure as it would be now.

    Raises:
        DomainError: `sign_in_required`, `forbidden`, `tournament_not_running`, `transition_not_allowed`,
            `match_under_way`.
    """
    may_itself = new.kind == "withdrawn" and not new.annulled
    staff = await access.require_departure(
        connection, actor, tournament.event, holder=entry.person if may_itself else None
    )
    _refuse_unplayed(tournament)
    state = lifecycle.TABLES[lifecycle.Machine.entry].get((entry.state, VERBS[new.kind]))
    if state is None or entry.state not in ("playing", "placed"):
        raise entries.transition_not_allowed(entry)
    after = msgspec.structs.replace(entry, state=state, revision=entry.revision + 1)
    before = await _stage_of(connection, tournament, entry.id)
    if before is None:
        return Leaving(tournament, entry, after, None, None, {}, Parting((), (), ()))
    live = _under_way(before, entry.id)
    if live and not staff:
        raise conflict(
            "match_under_way", N_("A match of this entry is being played; please speak to a referee.")
        )
    held = _seated(before, entry.id, state)
    results = engine.leave(
        held.structure,
        held.entrants,
        before.results,
        gone_of(held.seats),
        live=live,
        annul=str(entry.id) if new.annulled else None,
    )
    return Leaving(tournament, entry, after, before, held, results, _parting(before, held, results))


async def coming_back(
    connection: AsyncConnection, tournament: Tournament, entry: Entry, stored: StoredDeparture
) -> Leaving:
    """A departure taken back, as it would be now.

    Raises:
        DomainError: `tournament_not_running`, `departure_overtaken`.
    """
    _refuse_unplayed(tournament)
    state = lifecycle.move(lifecycle.Machine.entry, entry.state, "reinstate")
    if tournament.state == "finished":
        state = lifecycle.move(lifecycle.Machine.entry, state, "place")
    after = msgspec.structs.replace(entry, state=state, revision=entry.revision + 1)
    before = await _stage_of(connection, tournament, entry.id)
    if before is None:
        return Leaving(tournament, entry, after, None, None, {}, Parting((), (), ()))
    held = _seated(before, entry.id, state)
    rows = await queries.result_rows(connection, [*stored.made, *stored.taken])
    keys = {match.row.id: match.row.key for match in before.found}
    known = {one: mapping.result_from(keys[row.match_id], row) for one, row in rows.items()}
    try:
        results = engine.reinstate(
            held.structure,
            (before.entrants, before.results),
            held.entrants,
            [known[one] for one in stored.made],
            [known[one] for one in stored.taken],
        )
    except EngineError as error:
        raise from_engine(error, Kind.conflict) from error
    missed = _missed(held, results, entry.id)
    return Leaving(tournament, entry, after, before, held, results, _parting(before, held, results), missed)


def _missed(held: Held, results: Mapping[str, Result], entry_id: UUID) -> list[int]:
    """The rounds of a Swiss that were paired without an entry which plays on: they stay as they are."""
    if held.stage.format != Format.swiss:
        return []
    table = engine_stage.standings(held.structure, held.entrants, results)
    line = next(one for one in table if one.entry == str(entry_id))
    if line.figures.get("status") in OVER:
        return []
    own = {match.row.round for match in held.found if any(one.entry_id == entry_id for one in match.slots)}
    return sorted({match.row.round for match in held.found} - own)


def _refuse_unplayed(tournament: Tournament) -> None:
    if tournament.state not in CORRECTABLE:
        raise conflict("tournament_not_running", N_("The tournament is not running."))


async def _stage_of(connection: AsyncConnection, tournament: Tournament, entry_id: UUID) -> Held | None:
    """The last stage that the entry sits in: those before it are over, and stand."""
    stage_id = await queries.last_stage(connection, entry_id)
    stage = await tournament_queries.stage(connection, stage_id) if stage_id else None
    return None if stage is None else await correcting.held(connection, tournament, stage)


def _seated(held: Held, entry_id: UUID, state: str) -> Held:
    seats = [
        msgspec.structs.replace(seat, state=state) if seat.id == entry_id else seat for seat in held.seats
    ]
    return replace(held, seats=seats)


def _under_way(held: Held, entry_id: UUID) -> set[str]:
    return {
        match.row.key
        for match in held.found
        if match.row.state in UNDER_WAY and any(slot.entry_id == entry_id for slot in match.slots)
    }


def _parting(before: Held, held: Held, results: Mapping[str, Result]) -> Parting:
    return engine.parting(
        held.structure,
        (before.entrants, before.results),
        (held.entrants, results),
        qualifies=held.stage.qualifies,
    )
