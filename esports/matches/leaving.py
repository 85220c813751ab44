"""What a departure would be, or its taking back: the entry, its stages and all results as they would be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
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
from esports.engine.reseating import Reseating
from esports.entries import service as entries
from esports.entries.wire import Entry
from esports.errors import Kind, conflict, invalid, not_found
from esports.i18n import N_
from esports.matches.departure_wire import NewDeparture, StoredDeparture
from esports.matches.following import Following, following
from esports.matches.giving_up import gone_of
from esports.matches.impact_wire import PairedImpact, Preview
from esports.matches.previews import CORRECTABLE, earlier_stage, told
from esports.matches.queries import corrections as correction_queries
from esports.matches.queries import leaving as leaving_queries
from esports.tournaments import queries as tournament_queries
from esports.tournaments.programme import from_engine
from esports.tournaments.wire import Tournament

VERBS = {"withdrawn": "withdraw", "disqualified": "disqualify"}
OVER = ("advanced", "eliminated")
"""How an entry stands in a Swiss that plays no more rounds."""
UNDER_WAY = ("live", "reported", "disputed")
"""The states of a match that is being played, or that awaits its result."""


@dataclass(frozen=True)
class Part:
    """One stage of a departure: it before and after, and all its results as they would be."""

    before: Held
    held: Held
    results: Mapping[str, Result]

    @property
    def parting(self) -> Parting:
        """What changes in it."""
        return engine.parting(
            self.held.structure,
            (self.before.entrants, self.before.results),
            (self.held.entrants, self.results),
            qualifies=self.held.stage.qualifies,
        )


@dataclass(frozen=True)
class Leaving:
    """A departure as it would be: the entry after it, and the stages that it touches.

    The last one is where its matches are given up; those before it lose its results where all are annulled.
    `ahead` is the stage after them where the entry gives up its seat, and others go on.
    """

    tournament: Tournament
    entry: Entry
    after: Entry
    parts: Sequence[Part]
    missed: Sequence[int] = ()
    ahead: Following | None = None

    @property
    def stage(self) -> UUID | None:
        """The last stage that the entry plays in, if it is in any."""
        return self.parts[-1].held.stage.id if self.parts else None

    @property
    def paired(self) -> PairedImpact | None:
        """The rounds that were paired without the entry that comes back, if there are any."""
        if not self.missed:
            return None
        stage = self.parts[-1].held.stage
        return PairedImpact(stage=stage.id, name=stage.name, rounds=list(self.missed))

    async def told(self, connection: AsyncConnection) -> Preview:
        """What it changes, as it travels."""
        if not self.parts:
            return Preview(impact=[], impact_token=Parting((), (), ()).token)
        *earlier, last = self.parts
        shown = await told(connection, last.held, last.parting, self.ahead)
        partings = [(one.held, one.parting) for one in earlier]
        token = " ".join([shown.impact_token, *(parting.token for _, parting in partings)])
        before = [earlier_stage(held, parting) for held, parting in partings]
        impact = [*before, *shown.impact, *([self.paired] if self.paired else [])]
        return Preview(impact=impact, impact_token=sha256(token.encode()).hexdigest())


async def leaving(
    connection: AsyncConnection, actor: Actor, tournament: Tournament, entry: Entry, new: NewDeparture
) -> Leaving:
    """The departure as it would be now.

    Raises:
        DomainError: `sign_in_required`, `forbidden`, `tournament_not_running`, `transition_not_allowed`,
            `match_under_way`, `everywhere_without_annulling`, and what `following` refuses.
    """
    if new.everywhere and not new.annulled:
        raise invalid(
            "everywhere_without_annulling",
            "/everywhere",
            N_("Only results that are annulled can be annulled in all stages."),
        )
    may_itself = new.kind == "withdrawn" and not new.annulled and new.following is Reseating.keep
    staff = await access.require_departure(
        connection, actor, tournament.event, holder=entry.person if may_itself else None
    )
    _refuse_unplayed(tournament)
    state = lifecycle.TABLES[lifecycle.Machine.entry].get((entry.state, VERBS[new.kind]))
    if state is None or entry.state not in ("playing", "placed"):
        raise entries.transition_not_allowed(entry)
    after = msgspec.structs.replace(entry, state=state, revision=entry.revision + 1)
    stages = await leaving_queries.stages_with(connection, entry.id)
    if new.following is not Reseating.keep:
        stages = await _without_seat_ahead(connection, tournament, stages)
    parts = []
    for stage_id in stages if new.everywhere else stages[-1:]:
        before = await _held(connection, tournament, stage_id)
        live = _under_way(before, entry.id)
        if live and not staff:
            raise conflict(
                "match_under_way", N_("A match of this entry is being played; please speak to a referee.")
            )
        held = _seated(before, entry.id, state)
        annul = str(entry.id) if new.annulled else None
        stage = (held.structure, held.entrants, before.results, gone_of(held.seats))
        parts.append(Part(before, held, engine.leave(*stage, live=live, annul=annul)))
    last = parts[-1] if parts else None
    ahead = await following(connection, last.held, last.results, new.following, entry.id) if last else None
    return Leaving(tournament, entry, after, parts, ahead=ahead)


async def _without_seat_ahead(
    connection: AsyncConnection, tournament: Tournament, stages: list[UUID]
) -> list[UUID]:
    """The stages of an entry without the one in which it gives up its seat: the last one that has started."""
    known = await tournament_queries.stages_of(connection, tournament.id)
    started = [one.id for one in known if one.state != "pending"]
    return stages[:-1] if len(stages) > 1 and started[-2:] == stages[-2:] else stages


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
    stages = await leaving_queries.stages_with(connection, entry.id)
    rows = await correction_queries.result_rows(connection, [*stored.made, *stored.taken])
    parts = []
    for stage_id in stages if stored.everywhere else stages[-1:]:
        before = await _held(connection, tournament, stage_id)
        held = _seated(before, entry.id, state)
        keys = {match.row.id: match.row.key for match in before.found}
        known = {
            one: mapping.result_from(keys[row.match_id], row)
            for one, row in rows.items()
            if row.match_id in keys
        }
        made, taken = ([known[one] for one in ids if one in known] for ids in (stored.made, stored.taken))
        now = (before.entrants, before.results)
        try:
            results = engine.reinstate(held.structure, now, held.entrants, made, taken)
        except EngineError as error:
            raise from_engine(error, Kind.conflict) from error
        parts.append(Part(before, held, results))
    missed = _missed(parts[-1].held, parts[-1].results, entry.id) if parts else []
    return Leaving(tournament, entry, after, parts, missed)


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


async def _held(connection: AsyncConnection, tournament: Tournament, stage_id: UUID) -> Held:
    stage = await tournament_queries.stage(connection, stage_id)
    if stage is None:
        raise not_found("stage")
    return await correcting.held(connection, tournament, stage)


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
