"""What tournaments cost at least in the order in which they end, where tolls know when each can end."""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

from esports.planning.cost import OpenMinutes
from esports.planning.endings import Price, cheapest, names_of, sets_over
from esports.planning.tables import Tables
from esports.planning.tolling import Toll, by_tolls

TRIES = 1500
"""For how many matches in all, tolls are found in an order of its own: in a second or two."""


def by_order(
    tables: Tables,
    own: Sequence[int],
    begins: Sequence[int],
    ends: Mapping[str, int],
    opened: OpenMinutes,
    price: Price,
    toll: Toll,
) -> int:
    """A lower bound on the sum of the prices of the tournaments of a part, of which `own` are the matches.

    Proof. In a plan the tournaments end in some order, each no earlier than all matches of it and of those
    before it can be over, and no earlier than the one before. What the prices of these ends and the tolls
    with these ends say of an order holds for it, so the least over all orders is a bound. Orders are gone
    through by the prices of their ends, the cheapest first, built from the last to end (`endings`): those
    that are not come to cost no less than the next.
    """
    names = names_of(tables, own)
    over = sets_over(tables, own, begins, opened)
    least = cheapest(names, over, ends, price)
    waiting: list[tuple[int, int, tuple[int, ...]]] = [(least[-1], len(least) - 1, ())]
    found, tries = -1, max(1, TRIES // len(own))
    while waiting and (found == -1 or waiting[0][0] < found):
        value, left, order = heappop(waiting)
        if left:
            paid = value - least[left]
            for place in range(len(names)):
                if left >> place & 1:
                    rest = left ^ 1 << place
                    own_price = price(names[place], max(over[left], ends[names[place]]))
                    heappush(waiting, (paid + own_price + least[rest], rest, (place, *order)))
        elif tries:
            tries -= 1
            later = dict(ends)
            there, last = 0, 0
            for place in order:
                there |= 1 << place
                last = later[names[place]] = max(last, over[there], ends[names[place]])
            value = max(value, by_tolls(tables, own, begins, later, opened, toll))
            found = value if found == -1 else min(found, value)
        else:
            return value if found == -1 else min(found, value)
    return found
