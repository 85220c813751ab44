"""What each row of a circuit earned: its points, its places, its titles, and which results count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, pairwise

from esports.engine.circuit_options import Circuit
from esports.engine.place_shares import Finished, Share, shares


@dataclass(frozen=True, slots=True)
class Earned:
    """What a row earned in one tournament; `counted`: it is among the best results that count."""

    tournament: str
    points: Fraction
    counted: bool = True


@dataclass(slots=True)
class Row:
    """All about a row; `places` are its shares of each place, `titles` those with a place among the first."""

    earned: list[Earned] = field(default_factory=list)
    held: list[Share] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    places: Mapping[int, Fraction] = field(default_factory=dict)
    points: Fraction = Fraction()


Rows = Mapping[str, Row]


def rows_of(circuit: Circuit, tournaments: Sequence[Finished]) -> Rows:
    """A row for each who holds a finish in sound tournaments."""
    rows: dict[str, Row] = {}
    summed = [Fraction(), *accumulate(circuit.points)]
    for tournament in tournaments:
        for holder, held in shares(tournament.finishes, len(circuit.points)).items():
            row = rows.setdefault(holder, Row())
            row.held += held
            points = sum(
                (part * (summed[last] - summed[first - 1]) for first, last, part in held), Fraction()
            )
            row.earned.append(Earned(tournament.id, points * tournament.weight))
        for holder in _best_holders(tournament, circuit.top):
            rows[holder].titles.add(tournament.title)
    for row in rows.values():
        row.earned = _best(row.earned, circuit.best)
        row.points = sum((each.points for each in row.earned if each.counted), Fraction())
        row.places = _places(row.held)
    return rows


def _best_holders(tournament: Finished, top: int) -> set[str]:
    return {holder for each in tournament.finishes if each.place <= top for holder in each.holders}


def _best(earned: Sequence[Earned], best: int | None) -> list[Earned]:
    falling = sorted(range(len(earned)), key=lambda number: -earned[number].points)
    counted = set(falling[:best])
    return [Earned(each.tournament, each.points, place in counted) for place, each in enumerate(earned)]


def _places(held: Sequence[Share]) -> dict[int, Fraction]:
    """By place what all shares of it sum up to; only where each begins and ends anything is added."""
    steps: dict[int, Fraction] = {}
    for first, last, part in held:
        steps[first] = steps.get(first, Fraction()) + part
        steps[last + 1] = steps.get(last + 1, Fraction()) - part
    places: dict[int, Fraction] = {}
    total = Fraction()
    for start, end in pairwise(sorted(steps)):
        total += steps[start]
        places |= dict.fromkeys(range(start, end), total) if total else {}
    return places
