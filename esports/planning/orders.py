"""What tournaments cost at least in the order in which they end."""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

from esports.planning.after_others import AfterOthers
from esports.planning.cost import OpenMinutes
from esports.planning.endings import Price, cheapest, names_of, sets_over
from esports.planning.tables import Tables
from esports.planning.tolling import Toll, by_tolls

TRIES = 1500
"""For how many matches in all, tolls are found in an order of its own: in a second or two."""
LOOKS = 3_000_000
"""How many numbers are gone through to look at orders by who is after whom: in some seconds."""


def by_order(
    tables: Tables,
    own: Sequence[int],
    begins: Sequence[int],
    ends: Mapping[str, int],
    opened: OpenMinutes,
    price: Price,
    toll: Toll | None,
) -> int:
    """A lower bound on the sum of the prices of the tournaments of a part, of which `own` are the matches.

    `ends` are the least open minutes of each end alone. Proof. In a plan the tournaments end in some order,
    each no earlier than all matches of it and of those before it can be over, and no earlier than the one
    before. What the prices of these ends, `after_others` and the tolls with these ends say of an order holds
    for it, so the least over all orders is a bound. The cheapest by what is known of them is looked at more
    closely, until nothing more is to be known of it: none costs less then. Orders are built from the last to
    end (`endings`).
    """
    names = names_of(tables, own)
    over = sets_over(tables, own, begins, opened)
    least = cheapest(names, over, ends, price)
    after = (
        AfterOthers(tables, own, begins, opened) if len({tables.pool[match] for match in own}) == 1 else None
    )
    waiting: list[tuple[int, int, tuple[int, ...], int]] = [(least[-1], len(least) - 1, (), 0)]
    tries = max(1, TRIES // len(own))
    while True:
        value, left, order, known = heappop(waiting)
        if left:
            paid = value - least[left]
            for place in range(len(names)):
                if left >> place & 1:
                    rest = left ^ 1 << place
                    own_price = price(names[place], max(over[left], ends[names[place]]))
                    heappush(waiting, (paid + own_price + least[rest], rest, (place, *order), 0))
            continue
        later = dict(ends)
        there, last = 0, 0
        for place in order:
            there |= 1 << place
            last = later[names[place]] = max(last, over[there], ends[names[place]])
        if known == 0 and after and after.work < LOOKS:
            value = max(value, after.cheapest([names[place] for place in order], later, price))
            heappush(waiting, (value, 0, order, 1))
        elif known < 2 and toll and tries:
            tries -= 1
            value = max(value, by_tolls(tables, own, begins, later, opened, toll))
            heappush(waiting, (value, 0, order, 2))
        else:
            return value
