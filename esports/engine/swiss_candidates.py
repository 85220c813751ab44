"""Which pairings of a large Swiss round are worth a look, and which are enough to avoid every rematch."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from esports.engine.swiss_weights import Player

FAR = 8
"""How many windows away a partner is looked for at most."""


def near(players: Sequence[Player], window: int) -> Iterator[tuple[int, int]]:
    """Around the partner that the order in the group gives, and across the borders of the groups."""
    starts = [place for place, player in enumerate(players) if player.place == 0]
    groups = [range(start, end) for start, end in pairwise([*starts, len(players)])]
    for group in groups:
        yield from _around(players, group, window)
    for apart in (1, 2):
        for above, below in zip(groups, groups[apart:], strict=False):
            high, low = above[::-1], below
            yield from product(_outer(players, high, window // apart), _outer(players, low, window // apart))


def band(players: Sequence[Player], width: int) -> Iterator[tuple[int, int]]:
    """All pairs no further apart in rank than `width`."""
    for one in range(len(players)):
        for other in range(one + 1, min(len(players), one + width + 1)):
            yield one, other


def sure_width(players: Sequence[Player]) -> int:
    """The width of a band that holds a round without a rematch if the field is larger than it.

    If each has met at most r others, any 2r + 2 or more of an even number can be paired without a rematch:
    every one has at least half of them left, which is enough (Dirac). Parts of 2r + 2 neighbours, the last
    up to twice as large, lie within a band of 4r + 4, and one more where an entry rests.
    """
    return 4 * max(len(player.met) for player in players) + 5


def _around(players: Sequence[Player], group: range, window: int) -> Iterator[tuple[int, int]]:
    """Partners in the group, nearest to the ideal one first: `window` each way, and on to some good ones."""
    for one in group:
        player = players[one]
        partner = group[0] + group[-1] - one
        for ways in (range(max(partner, one + 1), group[-1] + 1), range(partner - 1, one, -1)):
            good = 0
            for steps, other in enumerate(ways):
                if steps > window and (good >= window // 2 or steps > FAR * window):
                    break
                yield one, other
                good += _good(player, players[other])


def _good(one: Player, other: Player) -> bool:
    """Nothing speaks against the two but their places."""
    apart = one.kind is None or one.kind != other.kind
    return apart and one.sides * other.sides <= 0 and other.entry not in one.met


def _outer(players: Sequence[Player], inwards: range, window: int) -> list[int]:
    """Those at the edge of a group: so many of each history, half a window."""
    seen: Counter[tuple[bool, bool, bool]] = Counter()
    found = []
    for place in inwards[: FAR * window]:
        player = players[place]
        history = (player.sides > 0, player.sides < 0, player.floats > 0)
        if seen[history] < window // 2:
            found.append(place)
        seen[history] += 1
    return found
