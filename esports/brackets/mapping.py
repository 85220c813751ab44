"""Between stored rows and the engine's values: the two sides of one bracket."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from esports.brackets.wire import Match, MatchRow, PlacementRow, ResultRow, Seat, SlotRow, StandingRow
from esports.engine import stage as engine
from esports.engine.model import (
    UNKNOWN,
    VACANT,
    Bracket,
    Entrant,
    Format,
    LoserOf,
    MatchSpec,
    MatchState,
    Occupant,
    OutcomeKind,
    Phase,
    Placement,
    Result,
    Source,
    Standing,
    Structure,
    WinnerOf,
)
from esports.engine.model import Seat as SeatOf
from esports.tournaments.programme import engine_options
from esports.tournaments.wire import Stage, Tournament


def options_of(stage: Stage, tournament: Tournament) -> dict[str, Any]:
    """The options that the engine reads: the stage's own, and the tournament's best-of below them."""
    return engine_options(stage.format, stage.options, tournament.best_of)


def structure_of(stage: Stage, tournament: Tournament, found: Iterable[Match], size: int) -> Structure:
    """The structure, or the part of it, that these matches make up."""
    return Structure(
        format=Format(stage.format),
        options=engine.parse_options(stage.format, options_of(stage, tournament)),
        size=size,
        matches=tuple(spec_of(match) for match in found),
        draw_seed=stage.draw_seed,
    )


def spec_of(match: Match) -> MatchSpec:
    """The engine's description of a stored match."""
    row = match.row
    return MatchSpec(
        id=row.key,
        number=row.number,
        round=row.round,
        bracket=Bracket(row.bracket),
        slots=tuple(source_from(slot.source) for slot in match.slots),
        best_of=row.best_of,
        group=row.group_key,
        reason=row.reason,
        winner_place=row.winner_place,
        loser_place=row.loser_place,
        fixed=row.fixed,
        needs=row.needs,
        head_start=row.head_start or (),
    )


def source_from(raw: Mapping[str, Any]) -> Source:
    """A slot's source from its JSON form."""
    if "seed" in raw:
        return SeatOf(raw["seed"])
    return WinnerOf(raw["winner_of"]) if "winner_of" in raw else LoserOf(raw["loser_of"])


def source_to(source: Source) -> dict[str, Any]:
    """A slot's source in its JSON form."""
    match source:
        case SeatOf(seed):
            return {"seed": seed}
        case WinnerOf(name):
            return {"winner_of": name}
        case LoserOf(name):
            return {"loser_of": name}


def result_of(match: Match) -> Result | None:
    """The engine's result of a stored match."""
    return None if match.result is None else result_from(match.row.key, match.result)


def result_from(key: str, stored: ResultRow) -> Result:
    """A stored result as the engine's, of the match that has this name."""
    return Result(
        match=key,
        entries=tuple(str(entry) for entry in stored.entries),
        kind=OutcomeKind(stored.kind),
        winner=stored.winner,
        scores=tuple(stored.scores) if stored.scores is not None else None,
        games=tuple(stored.games),
        placements=tuple(
            tuple(Placement(one.place, one.kills, OutcomeKind(one.outcome)) for one in game)
            for game in stored.placements
        ),
    )


def result_row(match_id: UUID, result: Result) -> ResultRow:
    """The engine's result as it is stored."""
    return ResultRow(
        match_id=match_id,
        kind=result.kind,
        entries=[UUID(entry) for entry in result.entries],
        winner=result.winner,
        scores=list(result.scores) if result.scores is not None else None,
        games=list(result.games),
        placements=[
            [PlacementRow(place=one.place, kills=one.kills, outcome=one.outcome) for one in game]
            for game in result.placements
        ],
    )


def results_of(found: Iterable[Match]) -> dict[str, Result]:
    """The results of matches by the engine's names."""
    pairs = ((match.row.key, result_of(match)) for match in found)
    return {key: result for key, result in pairs if result is not None}


def state_of(match: Match) -> MatchState:
    """The state of a stored match as the engine last gave it."""
    occupants = tuple(_occupant(slot) for slot in match.slots)
    phase = Phase(match.row.phase)
    result = result_of(match)
    if phase is Phase.bye:
        present = next(one for one in occupants if isinstance(one, str))
        return MatchState(match.row.key, phase, occupants, winner=present)
    if phase is not Phase.settled or result is None:
        return MatchState(match.row.key, phase, occupants)
    winner = loser = None
    if result.winner is not None:
        winner, loser = result.entries[result.winner], result.entries[1 - result.winner]
    return MatchState(match.row.key, phase, occupants, winner, loser, result.scores, result.kind)


def _occupant(slot: SlotRow) -> Occupant:
    if slot.entry_id is not None:
        return str(slot.entry_id)
    return VACANT if slot.vacant else UNKNOWN


def entrants_of(seated: Sequence[Seat]) -> list[Entrant]:
    """The stage's entrants in seed order."""
    return [
        Entrant(
            id=str(seat.id),
            name=seat.name,
            club=seat.club,
            delegation=seat.delegation,
            region=seat.region,
            former_group=seat.former_group,
            dropped=seat.gone and not seat.went_on,
        )
        for seat in seated
    ]


def new_match(
    spec: MatchSpec, state: MatchState, *, match_id: UUID, stage: Stage, tournament_id: UUID
) -> Match:
    """A match that is not stored yet."""
    row = MatchRow(
        id=match_id,
        stage_id=stage.id,
        tournament_id=tournament_id,
        key=spec.id,
        number=spec.number,
        round=spec.round,
        bracket=spec.bracket,
        group_key=spec.group,
        best_of=spec.best_of,
        fixed=spec.fixed,
        needs=spec.needs,
        head_start=spec.head_start or None,
        reason=spec.reason,
        winner_place=spec.winner_place,
        loser_place=spec.loser_place,
        phase=state.phase,
        state="idle",
        revision=1,
    )
    return Match(row=row, slots=slots_of(match_id, spec, state.occupants), result=None)


def word(state: MatchState) -> str:
    """What people did with a match that has a result in this state: a lobby may still be played."""
    return "confirmed" if state.phase is Phase.settled else "live"


def present(match: Match) -> list[str]:
    """The entries that are in the match, in slot order."""
    return [str(slot.entry_id) for slot in match.slots if slot.entry_id is not None]


def slots_of(match_id: UUID, spec: MatchSpec, occupants: Sequence[Occupant]) -> tuple[SlotRow, ...]:
    """The slots of a match with these occupants."""
    return tuple(
        SlotRow(
            match_id=match_id,
            slot=slot,
            source=source_to(source),
            entry_id=UUID(occupant) if isinstance(occupant, str) else None,
            vacant=occupant is VACANT,
        )
        for slot, (source, occupant) in enumerate(zip(spec.slots, occupants, strict=True))
    )


def with_state(match: Match, state: MatchState, result: ResultRow | None) -> Match:
    """The match after the engine gave it another state."""
    row = msgspec.structs.replace(match.row, phase=str(state.phase), revision=match.row.revision + 1)
    slots = slots_of(row.id, spec_of(match), state.occupants)
    return msgspec.structs.replace(match, row=row, slots=slots, result=result)


def standing_rows(table: Sequence[Standing]) -> list[StandingRow]:
    """A whole table as rows, line after line."""
    return [standing_row(line, ordinal) for ordinal, line in enumerate(table, start=1)]


def standing_row(line: Standing, ordinal: int) -> StandingRow:
    """A line of the table as a row."""
    return StandingRow(
        entry_id=UUID(line.entry),
        ordinal=ordinal,
        place=line.place,
        group_key=line.group,
        figures=dict(line.figures),
        trail=[
            {
                "criterion": step.criterion,
                "value": step.value,
                "against": step.against,
                "other": step.other,
                "text": step.text,
                "params": dict(step.params),
            }
            for step in line.trail
        ],
    )
