"""Store new matches and announce those that can be played."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from esports.brackets import queries
from esports.brackets.wire import Match, Seat
from esports.entries.queries import rostering
from esports.jobs import AnnounceMatchReady
from esports.journal.facts import MatchReady
from esports.uow import UnitOfWork


async def store_matches(unit: UnitOfWork, new: Sequence[Match], known: Mapping[str, UUID]) -> None:
    """Insert matches; `known` names the stage's other matches by their keys."""
    ids = {**known, **{match.row.key: match.row.id for match in new}}
    await queries.add_matches(
        unit.connection,
        [_match_values(match) for match in new],
        [values for match in new for values in _slot_values(match, ids)],
    )


def _match_values(match: Match) -> dict[str, Any]:
    values = msgspec.structs.asdict(match.row)
    del values["revision"]
    return values


def _slot_values(match: Match, ids: Mapping[str, UUID]) -> Iterable[dict[str, Any]]:
    for slot in match.slots:
        source = slot.source.get("winner_of") or slot.source.get("loser_of")
        yield {
            **msgspec.structs.asdict(slot),
            "source_match_id": ids[source] if source else None,
        }


async def announce(unit: UnitOfWork, matches: Iterable[Match], seats: Iterable[Seat] | None = None) -> None:
    """Record the matches whose sides are both known, and have their people told where there are any.

    Where the `seats` of all sides are known already nothing is looked up.
    """
    ready = [match for match in matches if match.row.phase == "ready"]
    sides = {match.row.id: [slot.entry_id for slot in match.slots if slot.entry_id] for match in ready}
    present = [entry for entries in sides.values() for entry in entries]
    if seats is not None:
        reachable = {seat.id for seat in seats if seat.reachable}
    else:
        reachable = await rostering.with_people(unit.connection, present) if present else set()
    for match in ready:
        row, entries = match.row, sides[match.row.id]
        unit.record(row.tournament_id, MatchReady(match_id=row.id, stage_id=row.stage_id, entries=entries))
        if reachable.intersection(entries):
            # Of a lobby there are too many to be the key themselves.
            who = sha256(" ".join(sorted(map(str, entries))).encode()).hexdigest()
            unit.enqueue(AnnounceMatchReady(match_id=row.id), dedupe_key=f"match-ready:{row.id}:{who}")
