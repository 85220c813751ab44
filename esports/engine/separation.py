"""Keeping entries of one club, delegation, region or former group apart, inside their seed tiers.

A bracket is seated by halving it again and again: each halving gives both halves an equal share of every
seed tier (1, 2, 3-4, 5-8 ...) and, to within one, of every club. So c members of a club in a bracket of k
rounds cannot meet before round k - ceil(log2 c) + 1, for all clubs at once; by the pigeonhole principle no
seating does better. Groups are dealt by the same thought: one of each row of the snake, clubs level.
"""

from collections.abc import Mapping, Sequence
from operator import itemgetter

from esports.engine.model import Entrant
from esports.engine.seeding import bracket_order, bracket_size, snake
from esports.engine.separation_groups import deal
from esports.engine.separation_split import seated
from esports.engine.separation_swaps import improved

SEPARATE = ("none", "club", "delegation", "region", "former_group")
"""What the option `separate` may name: the field of an entrant whose equals are kept apart."""

TRIES = 1024
"""Byes can make a split fail a club; then other choices of it are tried: so many by the bracket's size."""


def kinds_of(entrants: Sequence[Entrant | None], separate: str) -> list[str | None]:
    """The value by which each seed is kept apart; None for a seed that is free."""
    if separate == "none":
        return [None] * len(entrants)
    return [getattr(entrant, separate) or None if entrant else None for entrant in entrants]


def members_of(kinds: Sequence[str | None]) -> dict[str, tuple[int, ...]]:
    """The seeds of each club that has two or more, in seed order."""
    members: dict[str, list[int]] = {}
    for seed, kind in enumerate(kinds, 1):
        if kind is not None:
            members.setdefault(kind, []).append(seed)
    return {kind: tuple(seeds) for kind, seeds in members.items() if len(seeds) > 1}


def best_round(entrants: int, members: Sequence[int]) -> int:
    """The latest round before which these seeds could be kept from meeting in a bracket of so many.

    Byes go to the top seeds, so only the others fill the matches of round 1.
    """
    size = bracket_size(entrants)
    byes = size - entrants
    if sum(seed > byes for seed in members) > size // 2 - byes:
        return 1
    return size.bit_length() - (len(members) - 1).bit_length()


def bracket_seats(entrants: Sequence[Entrant | None], separate: str) -> tuple[int, ...]:
    """The seeds from top to bottom: `bracket_order`, changed inside the tiers to keep clubs apart."""
    kinds = kinds_of(entrants, separate)
    members = members_of(kinds)
    size = bracket_size(len(entrants))
    if not members:
        return bracket_order(size)
    best = {kind: best_round(len(entrants), seeds) for kind, seeds in members.items()}
    failed, order = _seated(kinds, members, best, 0)
    for turn in range(1, 1 + TRIES // size):
        if not failed:
            break
        failed, order = min((failed, order), _seated(kinds, members, best, turn), key=itemgetter(0))
    return order


def group_seats(
    entrants: Sequence[Entrant | None], groups: int, separate: str
) -> tuple[tuple[int, ...], ...]:
    """The seeds of each group: `snake`, changed inside its rows to spread every club evenly."""
    kinds = kinds_of(entrants, separate)
    members = members_of(kinds)
    return deal(len(entrants), groups, members) if members else snake(len(entrants), groups)


def _seated(
    kinds: Sequence[str | None], members: Mapping[str, Sequence[int]], best: Mapping[str, int], turn: int
) -> tuple[int, tuple[int, ...]]:
    """One seating, and how many entries are still where they could meet a club-mate too early."""
    return improved(tuple(seated(kinds, turn)), len(kinds), members, best)
