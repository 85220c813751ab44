"""The points table over tournaments: best results count, ties go to more firsts (rules.md, 10)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from esports.engine.circuit_options import Circuit
from esports.engine.circuit_rows import Earned, Row, Rows, rows_of
from esports.engine.exact import shown
from esports.engine.model import Standing, TrailStep, Value
from esports.engine.place_shares import Finished, check
from esports.engine.shared_places import Figure, Placed, share_places

POINTS = "Points: {value}, and {other} for {against}."
SAME_FINISHES = "As many finishes as {against} in every place that earns points."
FINISHES = "Finishes in place {place}: {value}, and {other} for {against}."
MOVES_UP = (
    "Moves up as the overall winner, with a first place (1) or not (0): {value}, and {other} for {against}."
)
FEW_TITLES = "Not ranked: among the first {top} in {titles} titles, of {minimum} that are needed."


@dataclass(frozen=True, slots=True)
class Unranked:
    """A row without a place, with its figures and the reason in words."""

    entry: str
    figures: Mapping[str, Value]
    text: str
    params: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class PointsTable:
    """The ranked rows by place, the unranked by points; `earned` adds each row's points up.

    The figures are points, tournaments counted, titles with a place among the first `top`, and firsts.
    """

    standings: tuple[Standing, ...]
    unranked: tuple[Unranked, ...]
    earned: Mapping[str, tuple[Earned, ...]]


def points_table(circuit: Circuit, tournaments: Sequence[Finished]) -> PointsTable:
    """The table of all who hold a finish. Refuses finishes that are unsound, with every finding.

    *Ours*: of equal results the earlier tournament counts; firsts, seconds and so on are those of all
    tournaments, counted or not, an exact share where a place is shared, down to the last that earns points.
    """
    check(tournaments)
    rows = rows_of(circuit, tournaments)
    ranked = [entry for entry, row in rows.items() if len(row.titles) >= circuit.minimum_titles]
    placed = _placed(circuit, rows, ranked)
    others = share_places(rows.keys() - set(ranked), _figures(rows))
    return PointsTable(
        tuple(_standing(row, rows) for row in placed),
        tuple(_unranked(circuit, row.entry, rows[row.entry]) for row in others),
        {entry: tuple(row.earned) for entry, row in rows.items()},
    )


def _placed(circuit: Circuit, rows: Rows, ranked: Collection[str]) -> tuple[Placed, ...]:
    """In order; who shares the highest place that has a first in it has one too, and moves up as well."""
    figures = _figures(rows)
    placed = share_places(ranked, figures)
    firsts = [row.place for row in placed if rows[row.entry].places.get(1)]
    if not circuit.winner_needs_first or not firsts or firsts[0] == 1:
        return placed
    moved = {row.entry: Fraction(row.place == firsts[0]) for row in placed}
    return share_places(ranked, [Figure("moves_up", moved, MOVES_UP), *figures])


def _figures(rows: Rows) -> list[Figure]:
    """Points, then the finishes: who has more firsts, with as many who has more seconds, and so on.

    All finishes are one figure, as one place at most separates two rows; `_explained` names it.
    """
    finishes = {entry: _finishes(row) for entry, row in rows.items()}
    order = {finish: Fraction(number) for number, finish in enumerate(sorted(set(finishes.values())))}
    return [
        Figure("points", {entry: row.points for entry, row in rows.items()}, POINTS),
        Figure("finishes", {entry: order[finish] for entry, finish in finishes.items()}, SAME_FINISHES),
    ]


def _finishes(row: Row) -> tuple[tuple[int, Fraction], ...]:
    """Of two of these the greater has more of the first place in which they differ."""
    return tuple((-place, part) for place, part in sorted(row.places.items()))


def _explained(rows: Rows, step: TrailStep) -> TrailStep:
    """The step that compares finishes, by the first place in which the two differ."""
    if step.criterion != "finishes":
        return step
    own, other = (rows[str(entry)].places for entry in (step.params["entry"], step.against))
    places = (place for place in sorted({*own, *other}) if own.get(place) != other.get(place))
    place = next(places, None)
    text, at = (SAME_FINISHES, 1) if place is None else (FINISHES, place)
    value, others = (shown(each.get(at, Fraction())) for each in (own, other))
    params = {**step.params, "value": value, "other": others, "place": at}
    return replace(step, value=value, other=others, text=text, params=params)


def _standing(placed: Placed, rows: Rows) -> Standing:
    trail = tuple(_explained(rows, step) for step in placed.trail)
    return Standing(placed.entry, placed.place, None, _told(rows[placed.entry]), trail)


def _told(row: Row) -> dict[str, Value]:
    return {
        "points": shown(row.points),
        "counted": sum(each.counted for each in row.earned),
        "titles": len(row.titles),
        "firsts": shown(row.places.get(1, Fraction())),
    }


def _unranked(circuit: Circuit, entry: str, row: Row) -> Unranked:
    params = {"top": circuit.top, "titles": len(row.titles), "minimum": circuit.minimum_titles}
    return Unranked(entry, _told(row), FEW_TITLES, params)
