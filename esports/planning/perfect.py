"""Instances made from a plan that is known to be perfect.

Stations are filled wall to wall with blocks first. Then tournaments are cut out of them: a chain of blocks
that follow each other without a minute lost, released when the first begins; and blocks beside the chain,
each followed by one of the chain. A tournament cannot end before its chain does, whatever the plan: the
known plan ends every tournament as soon as can be, and no match waits: its price is that of `bounds`. Each
is due on the day after, so that the gap tells how much longer tournaments take, and is not the penalty for
the last minutes of days that are full.
"""

from itertools import pairwise
from typing import NamedTuple

from esports.planning.instances import CLOSES, DAY, DAYS, OPENS, days
from esports.planning.lot import Lot
from esports.planning.model import (
    Booking,
    Duration,
    Match,
    Model,
    Plan,
    Station,
    Tournament,
    Venue,
    plan_of,
)

REST, WARM_UP, STEP, SHORTEST = 15, 5, 15, 30


class Cell(NamedTuple):
    """A block of the known plan."""

    begin: int
    end: int
    station: int


def perfect(size: int, seed: int) -> tuple[Model, Plan]:
    """A model of at least so many matches and its perfect plan."""
    lot = Lot(size * 1000 + seed)
    stations = max(2, -(-size // (3 * 14)))
    matches: list[Match] = []
    tournaments: list[Tournament] = []
    bookings: list[Booking] = []
    for day in range(DAYS):
        if len(matches) >= size:
            break
        left = set(_fill(lot, day, stations))
        while left:
            name = f"t{len(tournaments) + 1:03}"
            chain = _chain(lot, left)
            beside = _beside(lot, left, chain)
            tournaments.append(Tournament(name, chain[0].begin, (day + 1) * DAY + CLOSES))
            ids = {cell: f"{name}/{place:02}" for place, cell in enumerate([*chain, *beside])}
            before: dict[Cell, list[str]] = {cell: [] for cell in ids}
            for first, second in pairwise(chain):
                before[second].append(ids[first])
            for cell, later in beside.items():
                before[later].append(ids[cell])
            for cell, match in ids.items():
                planned = cell.end - cell.begin - WARM_UP
                known = Duration(planned, planned / 1.15, 0.33)
                people = (f"{match}-a", f"{match}-b")
                matches.append(
                    Match(match, name, "title", known, "", 1, tuple(before[cell]), people, (), REST, WARM_UP)
                )
                bookings.append(Booking(match, cell.begin + WARM_UP, f"s{cell.station + 1}"))
    house = Venue("hall", days())
    places = tuple(Station(f"s{number + 1}", "hall", ("title",)) for number in range(stations))
    return Model((house,), places, tuple(tournaments), tuple(matches)), plan_of(bookings)


def _fill(lot: Lot, day: int, stations: int) -> list[Cell]:
    cells = []
    closes = day * DAY + CLOSES
    for station in range(stations):
        begin = day * DAY + OPENS
        while begin < closes:
            length = SHORTEST + STEP * lot.below(4)
            end = closes if closes - begin - length < SHORTEST else begin + length
            cells.append(Cell(begin, end, station))
            begin = end
    return cells


def _chain(lot: Lot, left: set[Cell]) -> list[Cell]:
    """Blocks without a minute lost between them, from the earliest that is left."""
    chain = [min(left)]
    left.remove(chain[0])
    while len(chain) < 8:
        following = sorted(cell for cell in left if cell.begin == chain[-1].end + REST)
        if not following:
            break
        chain.append(lot.one_of(following))
        left.remove(chain[-1])
    return chain


def _beside(lot: Lot, left: set[Cell], chain: list[Cell]) -> dict[Cell, Cell]:
    """Some blocks that run while the chain does, with the block of the chain that each comes before."""
    found = {}
    for cell in sorted(left):
        later = [step for step in chain if cell.begin >= chain[0].begin and cell.end + REST <= step.begin]
        if later and lot.below(4):
            found[cell] = later[0]
    left.difference_update(found)
    return found
