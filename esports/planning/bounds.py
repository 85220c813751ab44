"""What no plan can beat, and so how far a plan can be from the best."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from math import floor

from esports.planning.cost import FLOW, LATE, WANTED, OpenMinutes
from esports.planning.earliest import earliest_begins, earliest_ends
from esports.planning.fluid import Load, Work, least
from esports.planning.model import Model, Tournament, Value
from esports.planning.occupancy import NEVER
from esports.planning.pins import topological
from esports.planning.tables import Tables

ROUNDING = 1e-9
"""The share that is taken off what was computed in floating point."""


class Bounds(Value, frozen=True):
    """Lower bounds on the price of a finished plan, in its unit.

    `paths` counts each tournament alone, `total` also that they share stations. Streams, referees, people of
    several tournaments and the ends of days that no match fits into are not counted: the best plan may cost
    more than `total`, by an amount that is not known.
    """

    paths: int
    total: int


def bounds(model: Model) -> Bounds:
    """The bounds of a well-formed model without a cycle in which each match fits into some opening.

    Proof of `paths`: the price of a tournament never falls as its end moves on, and waiting costs no less
    than nothing; a start no earlier than the earliest is away from an earlier wanted one by as much.
    Proof of `total`: split the tournaments of a pool in any way; each part costs at least what the parts'
    paths say, and at least what `fluid.least` says of it alone, since leaving the others out only makes
    room. Lateness is at least any share of it between none and all, which makes it linear. The split is by
    day of release, the one whose sum is the largest.
    """
    tables = Tables(model)
    opened = OpenMinutes.of(model)
    begins = earliest_begins(tables)
    if NEVER in begins:
        raise ValueError("a match fits into no opening")
    ends = earliest_ends(tables, begins, opened)
    alone = {
        tournament.id: _price(tournament, opened, ends[tournament.id])
        for tournament in model.tournaments
        if tournament.id in ends
    }
    wanted = sum(
        WANTED * max(0, begins[match] + asked.warm_up - asked.wanted)
        for match, asked in enumerate(model.matches)
        if asked.wanted is not None
    )
    works = _works(tables, begins, opened)
    total = 0.0
    for pool, loads in works.items():
        named = [tournament for tournament in model.tournaments if tournament.id in loads]
        total += _best_split(named, loads, alone, opened, ends, len(tables.pool_stations[pool]))
    paths = sum(alone.values())
    return Bounds(paths + wanted, max(paths, floor(total * (1 - ROUNDING))) + wanted)


def _price(tournament: Tournament, opened: OpenMinutes, end: int) -> int:
    late = 0 if tournament.due is None else max(0, end - opened(tournament.due))
    return FLOW * tournament.weight * (end - opened(tournament.release)) + LATE * late


def _works(tables: Tables, begins: Sequence[int], opened: OpenMinutes) -> dict[int, dict[str, list[Work]]]:
    """The matches of each pool by tournament; a tournament of several pools counts in its largest alone."""
    tail = [0] * len(tables.length)
    for match in reversed(topological(tables)):
        for later in tables.after[match]:
            tournament = tables.model.matches[match].tournament
            if tables.model.matches[later].tournament == tournament:
                tail[match] = max(tail[match], tables.length[later] + tail[later])
    by_pool: dict[str, dict[int, list[Work]]] = defaultdict(lambda: defaultdict(list))
    for match, asked in enumerate(tables.model.matches):
        work = Work(opened(begins[match]), tables.length[match], tail[match])
        by_pool[asked.tournament][tables.pool[match]].append(work)
    works: dict[int, dict[str, list[Work]]] = defaultdict(dict)
    for tournament, pools in by_pool.items():
        largest = max(pools, key=lambda pool: sum(work.length for work in pools[pool]))
        works[largest][tournament] = pools[largest]
    return works


def _best_split(
    tournaments: Sequence[Tournament],
    works: dict[str, list[Work]],
    alone: dict[str, int],
    opened: OpenMinutes,
    ends: dict[str, int],
    stations: int,
) -> float:
    """The largest sum over parts that are days of release in a row, of each part's better bound."""
    days: dict[int, list[Tournament]] = defaultdict(list)
    for tournament in tournaments:
        days[bisect_right(opened.starts, tournament.release)].append(tournament)
    order = sorted(days)
    best = [0.0]
    for last in range(1, len(order) + 1):
        sums = []
        for first in range(last):
            part = [tournament for day in order[first:last] for tournament in days[day]]
            paths = sum(alone[tournament.id] for tournament in part)
            sums.append(best[first] + max(paths, _together(part, works, opened, ends, stations)))
        best.append(max(sums))
    return best[-1]


def _together(
    part: Sequence[Tournament],
    works: dict[str, list[Work]],
    opened: OpenMinutes,
    ends: dict[str, int],
    stations: int,
) -> float:
    """The pool's bound of these tournaments, for the better of two shares of their lateness.

    The one takes no lateness; the other all of the tournaments that are late even alone, and a quarter of
    the others' that are due within twice their time.
    """
    found = []
    for eager in (False, True):
        loads, constant = [], 0.0
        for tournament in part:
            share = 0.0
            if eager and tournament.due is not None:
                start, end, due = opened(tournament.release), ends[tournament.id], opened(tournament.due)
                share = 1.0 if end > due else 0.25 if 2 * (end - start) > due - start else 0.0
            price = FLOW * tournament.weight + share * LATE
            loads.append(Load(price, works[tournament.id]))
            constant -= FLOW * tournament.weight * opened(tournament.release)
            constant -= share * LATE * opened(tournament.due or 0)
        found.append(least(loads, stations) + constant)
    return max(found)
