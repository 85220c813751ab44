"""A match with what its sides claim of it: which claims count, and how one of them comes into force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec

from esports.brackets import mapping, view
from esports.brackets import queries as brackets
from esports.brackets.settle import settle
from esports.brackets.wire import Match
from esports.engine import lifecycle
from esports.engine.model import Result
from esports.jobs import TellDispute, TellReferees
from esports.journal.facts import ResultDisputed, ResultReported
from esports.journal.views import diff
from esports.matches import queries
from esports.matches.giving_up import hand_over
from esports.matches.queries import claims as claim_queries
from esports.matches.report_wire import Claim, NewReport
from esports.matches.service import result_of
from esports.tournaments.wire import Stage, Tournament
from esports.uow import UnitOfWork

WAITING = ("reported", "disputed")
"""The states of a match in which claims wait for an answer."""


@dataclass(frozen=True)
class Table:
    """A match at which the sides speak, with all that its result can reach. The tournament's row is held."""

    tournament: Tournament
    stage: Stage
    part: Sequence[Match]
    match_id: UUID

    @cached_property
    def match(self) -> Match:
        """The match itself."""
        return next(one for one in self.part if one.row.id == self.match_id)

    @cached_property
    def playing(self) -> list[UUID]:
        """Who is in the match, in slot order."""
        return [slot.entry_id for slot in self.match.slots if slot.entry_id is not None]


def open_claims(held: Table, claims: Sequence[Claim]) -> Mapping[int | None, Claim]:
    """The claim of each side and of the station that counts: the newest that waits, of those who play now."""
    if held.match.row.state not in WAITING:
        return {}
    return {one.slot: one for one in claims if one.state == "claimed" and one.entries == held.playing}


def result_from(held: Table, body: Mapping[str, Any]) -> Result:
    """The result that a report's body claims.

    Raises:
        DomainError: what the engine refuses.
    """
    return result_of(held.match, mapping.present(held.match), msgspec.convert(body, NewReport))


async def enforce(
    unit: UnitOfWork, held: Table, chosen: Claim, others: Sequence[Claim], *, cause: str
) -> None:
    """Put a claim in force: the match is confirmed, and the bracket moves on; the others are answered."""
    result = result_from(held, chosen.body)
    row = mapping.result_row(held.match_id, result)
    await claim_queries.confirm_claim(
        unit.connection,
        chosen,
        result_id=unit.new_id(),
        result=row,
        cause=cause,
        confirmed_by=unit.actor_id,
    )
    for one in others:
        agrees = result_from(held, one.body) == result
        await claim_queries.put_claims(unit.connection, [one.id], "agreed" if agrees else "superseded")
    why = None if cause == "staff" else cause
    await settle(unit, held.tournament, held.stage, held.part, held.match, result, row, cause=why)
    await hand_over(unit, held.tournament, held.stage)


async def touch(
    unit: UnitOfWork,
    held: Table,
    verb: str,
    fact: type[ResultReported] | type[ResultDisputed],
    slot: int | None,
) -> None:
    """Move the match by the verb and tell of it; a disputed match stays so."""
    before = held.match
    state = "idle" if before.row.state == "voided" else before.row.state
    if not (verb == "dispute" and state == "disputed"):
        state = lifecycle.move(lifecycle.Machine.match, state, verb)
    row = msgspec.structs.replace(before.row, state=state, revision=before.row.revision + 1)
    after = msgspec.structs.replace(before, row=row)
    await brackets.change(unit.connection, [(before, after)], unit.now)
    place = view.path(held.stage.id, "matches", str(held.match_id))
    if state == "disputed" != before.row.state:
        happening = str(row.revision)
        about = TellReferees(held.match_id, need="disputed", happening=happening, by=unit.actor_id)
        unit.enqueue(about, dedupe_key=f"dispute-told:{held.match_id}:{happening}")
        sides = TellDispute(held.match_id, happening, by=unit.actor_id)
        unit.enqueue(sides, dedupe_key=f"disputed:{held.match_id}:{happening}")
    await tell(unit, held, fact, slot, diff(view.match_view(before), view.match_view(after), place))


async def tell(
    unit: UnitOfWork,
    held: Table,
    fact: type[ResultReported] | type[ResultDisputed],
    slot: int | None,
    changes: Sequence[Any] = (),
) -> None:
    """Record who spoke: everybody may know that, but not what they said."""
    row = held.match.row
    entry = None if slot is None else held.playing[slot]
    names = await queries.names(unit.connection, [entry]) if entry else {}
    unit.record(
        held.tournament.id,
        fact(
            match_id=row.id, stage_id=row.stage_id, number=row.number, slot=slot, name=names.get(str(entry))
        ),
        changes,
    )
