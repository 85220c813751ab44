"""The documents that pages and watchers hold of a stage, piece by piece."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from esports.brackets.draft_shapes import DraftView
from esports.brackets.shapes import MatchView, PlacementView, RoundView, Side, SlotView, StandingView
from esports.brackets.wire import Match, ResultRow, Seat, StandingRow
from esports.engine.model import Phase
from esports.tournaments import programme
from esports.tournaments.wire import Stage


def match_view(match: Match) -> MatchView:
    """A match."""
    row, result = match.row, match.result
    return {
        "id": str(row.id),
        "number": row.number,
        "key": row.key,
        "round": row.round,
        "bracket": row.bracket,
        "group": row.group_key,
        "best_of": row.best_of,
        "phase": Phase(row.phase),
        "state": row.state,
        "revision": row.revision,
        "reason": row.reason,
        "slots": [_slot(match, number) for number in range(len(match.slots))],
        "games": [list(game) for game in result.games] if result else [],
        "placements": _placements(result) if result else [],
        "winner": result.winner if result else None,
        "outcome": result.kind if result else None,
        "station": match.place.station if match.place else None,
        "starts_at": shown_moment(match.place.starts_at) if match.place else None,
        "drafts": _drafts(match),
    }


def shown_moment(moment: datetime) -> str:
    """A moment as views hold it: in UTC, whatever zone the database told it in."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _drafts(match: Match) -> list[DraftView]:
    """The drafts of those who play now: a correction may have sent others into the match."""
    playing = [slot.entry_id for slot in match.slots]
    return [draft.shown for draft in match.drafts if draft.entries == playing]


def _slot(match: Match, number: int) -> SlotView:
    slot, result = match.slots[number], match.result
    outcome: Side | None = None
    if result is not None and match.row.phase == "settled" and not result.placements:
        if result.winner is None:
            outcome = "loss" if result.kind == "double_forfeit" else "draw"
        else:
            outcome = "win" if result.winner == number else "loss"
    return {
        "entry": str(slot.entry_id) if slot.entry_id else None,
        "source": slot.source,
        "score": result.scores[number] if result and result.scores is not None else None,
        "outcome": outcome,
        "vacant": slot.vacant,
    }


def _placements(result: ResultRow) -> list[list[PlacementView]]:
    return [
        [
            {"entry": str(entry), "place": one.place, "kills": one.kills, "outcome": one.outcome}
            for entry, one in zip(result.entries, game, strict=True)
        ]
        for game in result.placements
    ]


def rounds_view(matches: Iterable[Match]) -> list[RoundView]:
    """The rounds of these matches."""
    found: dict[str, RoundView] = {}
    for match in matches:
        one = round_view(match)
        found.setdefault(one["id"], one)
    return list(found.values())


def round_view(match: Match) -> RoundView:
    """The round that a match belongs to."""
    row = match.row
    parts = [row.bracket, *([row.group_key] if row.group_key else []), str(row.round)]
    return {"id": "-".join(parts), "bracket": row.bracket, "group": row.group_key, "number": row.round}


def seat_view(seat: Seat) -> dict[str, Any]:
    """An entry as a stage shows it."""
    told: dict[str, Any] = msgspec.to_builtins(seat)
    # That stands with the tournament's entries, and whether there is anybody to tell is for nobody to know.
    del told["state"], told["went_on"], told["reachable"]
    return told


def standing_view(row: StandingRow) -> StandingView:
    """A line of the table."""
    return {
        "id": str(row.entry_id),
        "entry": str(row.entry_id),
        "place": row.place,
        "ordinal": row.ordinal,
        "group": row.group_key,
        "figures": row.figures,
        "trail": row.trail,
    }


def subtree(
    stage: Stage, seats: Sequence[Seat], matches: Sequence[Match], standings: Sequence[StandingRow]
) -> dict[str, Any]:
    """The whole stage, as it stands in the tournament's view."""
    return {
        **programme.subtree(stage),
        "entries": [seat_view(seat) for seat in seats],
        "rounds": rounds_view(matches),
        "matches": [match_view(match) for match in matches],
        "standings": [standing_view(row) for row in standings],
    }


def path(stage_id: UUID, *steps: str) -> str:
    """A place below a stage in the tournament's view."""
    return "/".join(("stages", str(stage_id), *steps))
