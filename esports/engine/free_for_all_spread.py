"""Mixing the lobbies of a free-for-all anew in every round, as it can be known from the start.

The entries of one row of seeds are spread over the lobbies in every round, so that all lobbies stay equally
strong; row by row each entry goes where it has met the fewest before. Optimal matching of each row, and
going over the rows again, were tried: they lower the variance of meetings by 2 to 4 % and were left out.
"""

from collections import Counter

Lobbies = tuple[tuple[int, ...], ...]
"""The seeds in each lobby of a round."""


def spread(first: Lobbies, rounds: int) -> list[Lobbies]:
    """The lobbies of every round, beginning with the first."""
    found = [first]
    met: dict[int, Counter[int]] = {seed: Counter() for lobby in first for seed in lobby}
    while len(found) < rounds:
        for lobby in found[-1]:
            for seed in lobby:
                met[seed].update(lobby)
        found.append(_mixed(met, len(first), len(found)))
    return found


def _mixed(met: dict[int, Counter[int]], lobbies: int, turn: int) -> Lobbies:
    """The next round: row by row of the seeds, each to the free lobby where it has met the fewest.

    Who chooses first in its row, and which lobby comes first among equals, turns with the rounds.
    """
    chosen: dict[int, int] = {}
    for start in range(1, len(met) + 1, lobbies):
        row = range(start, min(start + lobbies, len(met) + 1))
        free = [(place + turn + start // lobbies) % lobbies for place in range(lobbies)]
        for step in range(len(row)):
            seed = row[(step + turn) % len(row)]
            meetings = _meetings(met[seed], chosen, lobbies)
            place = min(free, key=meetings.__getitem__)
            free.remove(place)
            chosen[seed] = place
    found: list[list[int]] = [[] for _ in range(lobbies)]
    for seed in sorted(chosen):
        found[chosen[seed]].append(seed)
    return tuple(map(tuple, found))


def _meetings(met: Counter[int], chosen: dict[int, int], lobbies: int) -> list[int]:
    """How much the entry has met those who are in each lobby already: each time weighs four times the last.

    So nobody meets the same again and again while others never meet.
    """
    found = [0] * lobbies
    for other, times in met.items():
        if other in chosen:
            found[chosen[other]] += 4**times
    return found
