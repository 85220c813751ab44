"""The table of a round robin: points, head-to-head among those still tied, game difference, wins, seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from esports.engine.model import (
    Entrant,
    MatchSpec,
    OutcomeKind,
    Phase,
    Result,
    Seat,
    Standing,
    Structure,
    seating_of,
)
from esports.engine.resolve import resolve
from esports.engine.round_robin import Points, RoundRobin
from esports.engine.table import Criterion, Ranked, rank


@dataclass(slots=True)
class _Row:
    """What one entry has done so far."""

    seed: int
    wins: int = 0
    draws: int = 0
    losses: int = 0
    games_won: int = 0
    games_lost: int = 0
    disqualified: bool = False
    dropped: bool = False

    def points(self, worth: Points) -> int:
        return self.wins * worth.win + self.draws * worth.draw + self.losses * worth.loss

    @property
    def game_difference(self) -> int:
        return self.games_won - self.games_lost


Rows = dict[str, _Row]
Settled = list[tuple[MatchSpec, Result]]


def standings(
    structure: Structure, entrants: Sequence[Entrant | None], results: Mapping[str, Result]
) -> tuple[Standing, ...]:
    """The table of each group, in the order of the groups; places count within a group."""
    assert isinstance(structure.options, RoundRobin)
    worth = structure.options.points
    seating = seating_of(entrants)
    states = resolve(structure, seating, results)
    groups: dict[str | None, set[int]] = {}
    settled: Settled = []
    for spec in structure.matches:
        seeds = groups.setdefault(spec.group, set())
        seeds.update(source.seed for source in spec.slots if isinstance(source, Seat))
        if states[spec.id].phase is Phase.settled:
            settled.append((spec, results[spec.id]))
    table: list[Standing] = []
    for group, seeds in groups.items():
        rows = {
            entrant.id: _Row(seed, dropped=entrant.dropped)
            for seed in seeds
            if (entrant := entrants[seed - 1])
        }
        played = [(spec, result) for spec, result in settled if spec.group == group]
        _count(rows, played)
        ranked = rank(list(rows), _criteria(rows, played, worth))
        table += [_standing(place, row, group, rows, worth) for place, row in enumerate(ranked, 1)]
    return tuple(table)


def _count(rows: Rows, played: Settled) -> None:
    for spec, result in played:
        won = games_won(spec, result)
        for slot, entry in enumerate(result.entries):
            row = rows[entry]
            row.games_won += won[slot]
            row.games_lost += won[1 - slot]
            if result.winner == slot:
                row.wins += 1
            elif result.winner is None and result.kind is OutcomeKind.played:
                row.draws += 1
            else:
                row.losses += 1
                row.disqualified |= result.kind is OutcomeKind.disqualification


def games_won(spec: MatchSpec, result: Result) -> tuple[int, int]:
    """Games won by each side; a match that was not played, or whose score is not known, counts none."""
    if result.kind is not OutcomeKind.played or (result.scores is None and spec.best_of > 1):
        return (0, 0)
    if spec.best_of > 1 and result.scores is not None:
        return (result.scores[0], result.scores[1])
    return (int(result.winner == 0), int(result.winner == 1))


def _criteria(rows: Rows, played: Settled, worth: Points) -> list[Criterion]:
    criteria = [
        Criterion(
            "points",
            lambda tied: {entry: rows[entry].points(worth) for entry in tied},
            "Points: {value}, and {other} for {against}.",
        ),
        Criterion(
            "head_to_head",
            lambda tied: _head_to_head(tied, played, worth),
            "Points in the matches among those tied: {value}, and {other} for {against}.",
            relative=True,
        ),
        Criterion(
            "game_difference",
            lambda tied: {entry: rows[entry].game_difference for entry in tied},
            "Games won minus lost: {value}, and {other} for {against}.",
        ),
        Criterion(
            "wins",
            lambda tied: {entry: rows[entry].wins for entry in tied},
            "Matches won: {value}, and {other} for {against}.",
        ),
        Criterion(
            "seed",
            lambda tied: {entry: rows[entry].seed for entry in tied},
            "Initial seed: {value}, and {other} for {against}.",
            lowest_first=True,
        ),
    ]
    return [*gone_last(rows), *criteria]


class Leaver(Protocol):
    """The record of an entry that may be out."""

    @property
    def disqualified(self) -> bool:
        """It was put out."""

    @property
    def dropped(self) -> bool:
        """It left."""


def gone_last(records: Mapping[str, Leaver]) -> list[Criterion]:
    """Puts those who dropped out behind all others, and the disqualified behind them."""
    disqualified = {entry for entry, record in records.items() if record.disqualified}
    dropped = {entry for entry, record in records.items() if record.dropped}
    found = [disqualified_last(disqualified)] if disqualified else []
    if dropped:
        found.append(
            Criterion(
                "dropped",
                lambda tied: {entry: int(entry in dropped) for entry in tied},
                "Dropped out (1) or not (0): {value}, and {other} for {against}.",
                lowest_first=True,
            )
        )
    return found


def disqualified_last(out: set[str]) -> Criterion:
    """Puts the disqualified behind all others."""
    return Criterion(
        "disqualified",
        lambda tied: {entry: int(entry in out) for entry in tied},
        "Disqualified (1) or not (0): {value}, and {other} for {against}.",
        lowest_first=True,
    )


def _head_to_head(tied: Sequence[str], played: Settled, worth: Points) -> dict[str, int]:
    """The points of the tied entries from the matches between them."""
    rows = {entry: _Row(0) for entry in tied}
    _count(rows, [(spec, result) for spec, result in played if all(each in rows for each in result.entries)])
    return {entry: row.points(worth) for entry, row in rows.items()}


def _standing(place: int, ranked: Ranked, group: str | None, rows: Rows, worth: Points) -> Standing:
    row = rows[ranked.entry]
    figures: dict[str, int | float | str] = {
        "points": row.points(worth),
        "wins": row.wins,
        "draws": row.draws,
        "losses": row.losses,
        "games_won": row.games_won,
        "games_lost": row.games_lost,
        "game_difference": row.game_difference,
        "seed": row.seed,
    }
    return Standing(ranked.entry, place, group, figures, ranked.trail)
