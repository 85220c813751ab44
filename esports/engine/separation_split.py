"""The Euler split of a bracket: halves that share out every seed tier and every club evenly.

Entries are the edges of a graph between clubs and tiers. Pair the edges at each club and at each tier:
every edge then has at most two partners, one of each kind, so all of them lie on paths and on circles of
even length, and can be sent to the two halves by turns. That halves each club and each tier.
"""

from collections.abc import Iterator, Sequence

from esports.engine.seeding import bracket_order

Kind = str | None
NOBODY = -1


def seated(kinds: Sequence[Kind], turn: int = 0) -> Iterator[int]:
    """The seeds from top to bottom, those of vacant seats too; `turn` takes other choices where equal."""
    size = 1 << (len(kinds) - 1).bit_length()
    return _seated(range(1, len(kinds) + 1), size // 2, size, kinds, turn)


def _seated(seeds: Sequence[int], matches: int, size: int, kinds: Sequence[Kind], turn: int) -> Iterator[int]:
    known = [kind for seed in seeds if (kind := kinds[seed - 1]) is not None]
    if matches == 1 or len(set(known)) == len(known):
        for rank in bracket_order(2 * matches):
            # A vacant seat is named by its opponent: seed s meets size + 1 - s.
            yield seeds[rank - 1] if rank <= len(seeds) else size + 1 - seeds[2 * matches - rank]
        return
    for half in _halves(seeds, matches, kinds, turn):
        yield from _seated(half, matches // 2, size, kinds, turn)


def _halves(
    seeds: Sequence[int], matches: int, kinds: Sequence[Kind], turn: int
) -> tuple[list[int], list[int]]:
    """The seeds of the upper and the lower half; the best seed is in the upper.

    The first `matches` are the upper seeds of all first-round matches, the first of them with byes, and
    places 2i and 2i + 1 lie in one tier. With an odd number of byes one tier pairs a bye with another
    entry: that one must have an opponent in its half, the one that is left over of the lower seeds.
    """
    order = list(seeds)
    byes = 2 * matches - len(order)
    odd = byes % 2 == 1
    if odd:
        tier_end = 1 << byes.bit_length()
        turn, chosen = divmod(turn, len(order) - matches)
        _swap(order, len(order) - 1, len(order) - 1 - chosen)
        turn, chosen = divmod(turn, tier_end - byes)
        _swap(order, byes, byes + chosen)
    rivals = _rivals(order, kinds, turn)
    sides = _sides(rivals, byes if odd else NOBODY)
    halves: tuple[list[int], list[int]] = ([], [])
    for seed, side in sorted(zip(order, sides, strict=True)):
        halves[side].append(seed)
    return halves


def _swap(order: list[int], one: int, other: int) -> None:
    order[one], order[other] = order[other], order[one]


def _rivals(order: Sequence[int], kinds: Sequence[Kind], turn: int) -> list[int]:
    """For each place, that of a club-mate who is to go to the other half."""
    clubs: dict[str, list[int]] = {}
    for place, seed in enumerate(order):
        kind = kinds[seed - 1]
        if kind is not None:
            clubs.setdefault(kind, []).append(place)
    rivals = [NOBODY] * len(order)
    for places in clubs.values():
        first = turn % len(places)
        turned = places[first:] + places[:first]
        for one, other in zip(turned[::2], turned[1::2], strict=False):
            rivals[one], rivals[other] = other, one
    return rivals


def _sides(rivals: list[int], tied: int) -> list[int]:
    """The half of each place, 0 or 1; the places `tied` and the last must share one, if `tied` is one.

    Of equal choices the snake's is taken, so that without clubs the order is that of `bracket_order`.
    """
    count = len(rivals)
    sides, parts, part_of = _by_turns(rivals)
    if tied != NOBODY:
        last = count - 1
        if part_of[tied] == part_of[last] and sides[tied] != sides[last]:
            # The chain asks for the opposite: let the last one's club be uneven here.
            rivals[rivals[last]] = rivals[last] = NOBODY
            sides, parts, part_of = _by_turns(rivals)
        joined = sorted({part_of[tied], part_of[last]})
        if len(joined) == 2:
            if sides[tied] != sides[last]:
                _flip(sides, parts[joined[1]])
            parts[joined[0]] += parts[joined[1]]
            parts[joined[1]] = []
    for part in parts[1:]:
        if 2 * sum(sides[place] == _snake(place) for place in part) < len(part):
            _flip(sides, part)
    return sides


def _by_turns(rivals: Sequence[int]) -> tuple[list[int], list[list[int]], list[int]]:
    """Sides along each path and circle, its places, and which one each place is on."""
    count = len(rivals)
    sides, part_of = [NOBODY] * count, [NOBODY] * count
    parts: list[list[int]] = []
    for start in range(count):
        if sides[start] != NOBODY:
            continue
        sides[start], part_of[start] = _snake(start), len(parts)
        found = [start]
        for place in found:
            for other in (rivals[place], place ^ 1):
                if 0 <= other < count and sides[other] == NOBODY:
                    sides[other], part_of[other] = 1 - sides[place], len(parts)
                    found.append(other)
        parts.append(found)
    return sides, parts, part_of


def _snake(place: int) -> int:
    return (place + 1) // 2 % 2


def _flip(sides: list[int], places: Sequence[int]) -> None:
    for place in places:
        sides[place] = 1 - sides[place]
