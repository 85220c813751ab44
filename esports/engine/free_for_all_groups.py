"""Groups of a free-for-all that rotate: every combination of so many groups meets once in a rotation.

So every pair of groups meets equally often: of four groups, two at a time, in three rounds A+B C+D | A+C B+D
| A+D B+C.
"""

from collections.abc import Sequence
from itertools import combinations
from math import comb

from esports.engine.errors import EngineError
from esports.engine.free_for_all_options import FreeForAll
from esports.engine.free_for_all_spread import Lobbies
from esports.engine.model import Entrant
from esports.engine.round_robin import circle
from esports.engine.separation import group_seats

MOST_COMBINATIONS = 1000


def rotated(entrants: Sequence[Entrant | None], options: FreeForAll) -> list[Lobbies]:
    """The rounds of whole rotations, with the seeds in each lobby."""
    turns = rotation(options.groups, options.groups_per_lobby)
    _check_groups(len(entrants), options, len(turns))
    groups = group_seats(entrants, options.groups, options.separate)
    rounds = [tuple(_joined(groups, lobby) for lobby in lobbies) for lobbies in turns]
    return rounds * ((options.rounds or len(turns)) // len(turns))


def rotation(groups: int, together: int) -> list[list[tuple[int, ...]]]:
    """The rounds of one rotation: lobbies as the places of their groups, no group twice in a round."""
    if together > groups or comb(groups, together) > MOST_COMBINATIONS:
        raise EngineError(
            "rotation_impossible",
            "/options/groups_per_lobby",
            "There are {groups} groups: {together} at a time must be no more than that, and have at most"
            " {most} combinations.",
            {"groups": groups, "together": together, "most": MOST_COMBINATIONS},
        )
    if together == 2:
        return sorted(sorted((min(pair), max(pair)) for pair in games) for games in circle(groups))
    return _first_fit(list(combinations(range(groups), together)))


def _first_fit(left: list[tuple[int, ...]]) -> list[list[tuple[int, ...]]]:
    """Each round takes every combination, in order, whose groups are all free."""
    rounds = []
    while left:
        taken: list[tuple[int, ...]] = []
        busy: set[int] = set()
        for lobby in left:
            if busy.isdisjoint(lobby):
                taken.append(lobby)
                busy.update(lobby)
        rounds.append(taken)
        left = [lobby for lobby in left if lobby not in taken]
    return rounds


def _joined(groups: Lobbies, together: Sequence[int]) -> tuple[int, ...]:
    """The seeds of these groups, the best first."""
    return tuple(sorted(seed for place in together for seed in groups[place]))


def _check_groups(entrants: int, options: FreeForAll, turns: int) -> None:
    if entrants < options.groups:
        raise EngineError(
            "groups_empty",
            "/options/groups",
            "{n} entries cannot fill {groups} groups.",
            {"n": entrants, "groups": options.groups},
        )
    largest = _largest(entrants, options)
    if largest > options.lobby_size:
        raise EngineError(
            "lobby_too_small",
            "/options/lobby_size",
            "{together} of {groups} groups of {n} entries are up to {largest}: a lobby holds {size}.",
            {
                "together": options.groups_per_lobby,
                "n": entrants,
                "groups": options.groups,
                "largest": largest,
                "size": options.lobby_size,
            },
        )
    if options.rounds % turns:
        raise EngineError(
            "rotation_not_whole",
            "/options/rounds",
            "Every pair of groups has met equally often after {turns} rounds: {rounds} is no multiple.",
            {"turns": turns, "rounds": options.rounds},
        )


def _largest(entrants: int, options: FreeForAll) -> int:
    """The most entries that so many groups can have together."""
    each, over = divmod(entrants, options.groups)
    return options.groups_per_lobby * each + min(over, options.groups_per_lobby)
