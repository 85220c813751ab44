"""What no plan can beat, and so how far a plan can be from the best."""

from collections.abc import Callable, Sequence
from math import floor

from esports.planning.claims import claims
from esports.planning.cost import FLOW, LATE, WAIT, WANTED, OpenMinutes, tournament_price
from esports.planning.earliest import earliest_begins, earliest_ends
from esports.planning.endings import few, names_of
from esports.planning.model import Model, Value
from esports.planning.native import toller
from esports.planning.occupancy import NEVER
from esports.planning.orders import by_order
from esports.planning.parts import parts
from esports.planning.shared import Entry, together
from esports.planning.tables import Tables
from esports.planning.tolling import ROUNDING, Toll, by_tolls
from esports.planning.waits import least_waits

ROUNDS, LEAST_ROUNDS, WORK = 160, 30, 200_000
"""How often the split of prices is bettered: fewer times for many matches, so as to take a second or two."""


class Bounds(Value, frozen=True):
    """Lower bounds on the price of a finished plan, in its unit.

    `paths` counts each tournament alone, `total` also that they share stations, streams and referees. People
    of several tournaments are not counted, and no more is taken of stations than there is only in the mean
    of several plans: the best plan may cost more than `total`, by an amount that is not known.
    """

    paths: int
    total: int


def bounds(model: Model, tolls: Callable[[], Toll | None] = toller) -> Bounds:
    """The bounds of a well-formed model without a cycle in which each match fits into some opening.

    They are higher where there are compiled `tolls`.

    Proof of `paths`: the price of a tournament never falls as its end moves on; matches wait no less than
    `waits` says; a start no earlier than the earliest is away from an earlier wanted one by as much. Of
    `total`: the price is a sum over tournaments, each is in one part, and leaving out those of others leaves
    a plan. So what the parts cost adds up, each no less than its paths, than `orders.by_order` (where its
    tournaments are few), than `tolling.by_tolls` (where that is compiled) and than `shared.together` say.
    That last also holds for all at once, who share streams and referees. In it, lateness is no less than
    nothing, and no less than all minutes after what was due, of which either is taken for a tournament: the
    latter where it is late even alone.
    """
    tables = Tables(model)
    opened = OpenMinutes.of(model)
    begins = earliest_begins(tables)
    if NEVER in begins:
        raise ValueError("a match fits into no opening")
    ends = earliest_ends(tables, begins, opened)
    known = {tournament.id: tournament for tournament in model.tournaments if tournament.id in ends}
    toll = tolls()

    def price(name: str, end: int) -> int:
        return tournament_price(opened, known[name], end)

    def relaxed(own: Sequence[int]) -> int:
        """What is true of the tournaments of these matches as in `shared.together`."""
        machines, claimed = claims(tables, own, begins, opened)
        entries, constant = [], 0
        for name in names_of(tables, own):
            asked = known[name]
            due = opened(asked.due or 0)
            late = LATE if asked.due is not None and ends[name] > due else 0
            entries.append(Entry(FLOW * asked.weight + late, ends[name], claimed[name]))
            constant -= FLOW * asked.weight * opened(asked.release) + late * due
        rounds = max(LEAST_ROUNDS, min(ROUNDS, WORK // max(1, len(own))))
        return floor(together(entries, machines, rounds) * (1 - ROUNDING)) + constant

    paths = sum(price(name, ends[name]) for name in known)
    apart = 0
    for own in parts(tables):
        found = [sum(price(name, ends[name]) for name in names_of(tables, own)), relaxed(own)]
        if toll:
            found.append(by_tolls(tables, own, begins, ends, opened, toll))
        if few(tables, own):
            found.append(by_order(tables, own, begins, ends, opened, price, toll))
        apart += max(found)
    total = max(apart, relaxed(range(len(model.matches))))
    rest = WAIT * least_waits(tables) + _wanted(model, begins)
    return Bounds(paths + rest, total + rest)


def _wanted(model: Model, begins: list[int]) -> int:
    return sum(
        WANTED * max(0, begins[match] + asked.warm_up - asked.wanted)
        for match, asked in enumerate(model.matches)
        if asked.wanted is not None
    )
