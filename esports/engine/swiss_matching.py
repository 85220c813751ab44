"""The best pairing of a fixed-round Swiss: a cheapest matching, first among the pairings worth a look.

Where that does not prove that nothing better exists, all pairings are looked at: those of the whole field
up to `MEDIUM` entries, beyond it a band of ranks so wide that it surely holds a round without a rematch.

A round of more than `PARTED` entries is solved part by part if that proves to be the best; of more than
`LARGE`, if it keeps every rule that can be kept. There the rest is only as good as the near pairings allow.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import attrgetter

from esports.engine.matching import cheapest
from esports.engine.swiss_candidates import band, near, sure_width
from esports.engine.swiss_weights import Cost, Player, Scale

SMALL, MEDIUM, PARTED, LARGE = 64, 256, 512, 1024
WINDOW = 10
PARTS = (128, 512)
"""Half the entries of a part of a large score group; the second where the first had to break a rule."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who meet, the higher-ranked first, or one who rests; and what is bad about it."""

    high: Player
    low: Player | None
    cost: Cost


def best_pairs(players: Sequence[Player], *, hard: bool) -> list[Pair]:
    """Pair all players, given in rank order; of an odd number one rests.

    `hard`: entries of one kind must not meet if that can be helped; else it is only avoided among pairings
    of equal scores.
    """
    if len(players) > PARTED:
        for half in PARTS if len(players) > LARGE else PARTS[:1]:
            parts = _in_parts(players, hard, half)
            if parts is not None and (len(players) > LARGE or proven(parts, players)):
                return parts
    sparse = None
    if len(players) > SMALL:
        sparse = solve(players, near(players, WINDOW), hard)
        if sparse is not None and (len(players) > PARTED or proven(sparse, players)):
            return sparse
    wide = solve(players, _wide(players), hard) or solve(players, _wide(players), hard, rematches=True)
    return min((pairs for pairs in (sparse, wide) if pairs is not None), key=total)


def total(pairs: Iterable[Pair]) -> Cost:
    """The costs summed up."""
    return Cost(*map(sum, zip(*(pair.cost for pair in pairs), strict=True)))


def proven(pairs: Sequence[Pair], players: Sequence[Player]) -> bool:
    """Only the floats that odd groups force are spent, so that at most the fold could be better.

    Of a middle field; in a larger one the sides are not asked for.
    """
    spent = total(pairs)
    resting = next((pair.high for pair in pairs if pair.low is None), None)
    forced = fewest_gaps([player for player in players if player is not resting])
    sides = 0 if len(players) <= MEDIUM else spent.sides
    return spent == Cost(gap=forced, sides=sides, fold=spent.fold)


def fewest_gaps(players: Sequence[Player]) -> int:
    """The least sum of squared differences: across a border with an odd number above, two must meet."""
    borders = enumerate(pairwise(players), 1)
    return sum((above.points - below.points) ** 2 for count, (above, below) in borders if count % 2)


def solve(
    players: Sequence[Player], candidates: Iterable[tuple[int, int]], hard: bool, *, rematches: bool = False
) -> list[Pair] | None:
    """The cheapest way to pair all with these candidates alone, none standing twice; None if there is none.

    A rematch is no candidate unless `rematches`.
    """
    if not players:
        return []
    scale, count = Scale(players, hard=hard), len(players)
    edges = [
        (one, other, scale.pair(players[one], players[other]))
        for one, other in candidates
        if rematches or players[other].entry not in players[one].met
    ]
    if count % 2:
        edges += ((place, count, scale.bye(players[place], rank)) for rank, place in _resting(players))
    found = cheapest(count + count % 2, edges)
    if found is None:
        return None
    return [
        Pair(players[one], players[other] if other < count else None, scale.cost(number))
        for one, other, number in found
    ]


def _resting(players: Sequence[Player]) -> Iterator[tuple[int, int]]:
    """Who may rest, the lowest first, with its rank among those who had a bye, or who had none."""
    for rested in (False, True):
        places = range(len(players) - 1, -1, -1)
        yield from enumerate(place for place in places if players[place].rested is rested)


def _wide(players: Sequence[Player]) -> Iterable[tuple[int, int]]:
    """All pairs, or so many that a round without a rematch is among them."""
    if len(players) <= MEDIUM:
        return band(players, len(players))
    return dict.fromkeys((*near(players, 4 * WINDOW), *band(players, sure_width(players))))


def _in_parts(players: Sequence[Player], hard: bool, half: int) -> list[Pair] | None:
    """Score group after score group, an odd one down, each in parts; None if a rule had to be broken."""
    left, found, down = list(players), list[Pair](), list[Player]()
    if len(left) % 2:
        rank, place = next(_resting(left))
        scale = Scale(players, hard=hard)
        found.append(Pair(left[place], None, scale.cost(scale.bye(left.pop(place), rank))))
    for _, members in groupby(left, key=attrgetter("points")):
        came, pool = down, [*down, *members]
        down = [pool.pop(_floating(pool, len(came)))] if len(pool) % 2 else []
        for part in _parts(pool, len(came), half):
            pairs = solve(part, near(part, WINDOW), hard)
            if pairs is None or any(pair.cost.kept_apart for pair in pairs):
                return None
            found += pairs
    return found


def _floating(pool: Sequence[Player], came: int) -> int:
    """Who goes down: of those who did so least, the lowest, and not who has just come from above."""
    return min(range(len(pool) - 1, -1, -1), key=lambda place: (place < came, pool[place].floats))


def _parts(pool: Sequence[Player], came: int, half: int) -> Iterator[list[Player]]:
    """So many from the top with as many from the bottom, who are their partners; then those inside.

    With the first of them are those who `came` from above, and as many more from the top: their partners.
    """
    start, end, above = 0, len(pool), came
    while end - start > 3 * half + 2 * above:
        top = start + 2 * above + half
        yield _as_groups([*pool[start:top], *pool[end - half : end]], above)
        start, end, above = top, end - half, 0
    yield _as_groups(pool[start:end], above)


def _as_groups(part: Sequence[Player], came: int) -> list[Player]:
    """The part as a score group of its own, after those who came from above."""
    return [
        replace(player, place=place, size=len(members))
        for members in (part[:came], part[came:])
        for place, player in enumerate(members)
    ]
