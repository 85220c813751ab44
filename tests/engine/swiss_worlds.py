"""States of a fixed-round Swiss for tests: so many rounds paired and decided by lot."""

from itertools import groupby
from random import Random

from esports.engine.swiss_matching import best_pairs
from esports.engine.swiss_weights import Player


def state(
    n: int, rounds: int, lot: Random, *, clubs: int = 0, draws: float = 0.0, hard: bool = False
) -> list[Player]:
    """The players before the next round, in rank order."""
    points, floats, sides = [0] * n, [0] * n, [0] * n
    met: list[set[str]] = [set() for _ in range(n)]
    rested = [False] * n
    kinds = [str(lot.randrange(clubs)) if clubs else None for _ in range(n)]

    def players() -> list[Player]:
        order = sorted(range(n), key=lambda one: (-points[one], one))
        found = []
        for score, members in groupby(order, key=lambda one: points[one]):
            group = list(members)
            found += [
                Player(
                    str(one),
                    score,
                    place,
                    len(group),
                    met[one],
                    floats[one],
                    sides[one],
                    rested[one],
                    kinds[one],
                )
                for place, one in enumerate(group)
            ]
        return found

    for _ in range(rounds):
        for board, pair in enumerate(best_pairs(players(), hard=hard)):
            one = int(pair.high.entry)
            if pair.low is None:
                points[one] += 2
                rested[one] = True
                continue
            other = int(pair.low.entry)
            met[one].add(pair.low.entry)
            met[other].add(pair.high.entry)
            for entry in (one, other):
                floats[entry] += pair.high.points != pair.low.points
            side = 1 if (sides[one], board % 2) < (sides[other], 1) else -1
            sides[one] += side
            sides[other] -= side
            chance = lot.random()
            first = 1 if chance < draws else 2 * (lot.random() < 0.5 + 0.3 * (other - one) / n)
            points[one] += first
            points[other] += 2 - first
    return players()
