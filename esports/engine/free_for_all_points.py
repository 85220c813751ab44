"""What a game of a lobby is worth: points for the place by a scale, and for kills; exactly, in fractions.

A scale is `{"1": 10, "2": 6, "3": 5, "4": 4, "5": 3, "6": 2, "7-8": 1}`; a place that is not in it earns
nothing. Entries that tie hold their places together and share the points of them equally.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from esports.engine.errors import EngineError
from esports.engine.exact import DECIMALS, LARGEST_NUMBER, number, shown
from esports.engine.model import Placement
from esports.engine.pointer import at

LARGEST_LOBBY = 128
POINTER = "/options/points"

STANDARD: Mapping[str, int | str] = {"1": 10, "2": 6, "3": 5, "4": 4, "5": 3, "6": 2, "7-8": 1}

_PLACES = re.compile(r"([1-9][0-9]{0,2})(?:-([1-9][0-9]{0,2}))?")

Scale = Mapping[int, Fraction]


class Worth(NamedTuple):
    """What an entry made of one game: points for its place, and points for its kills."""

    place: Fraction
    kills: Fraction


def read_scale(raw: Any) -> Mapping[str, int | str]:
    """The scale as it was given, each worth a whole number or a decimal text."""
    if not isinstance(raw, Mapping) or not raw:
        raise EngineError(
            "scale_wrong_type", POINTER, "The points must be an object from places to numbers, not empty."
        )
    scale = {key: shown(read_amount(value, at("options", "points", key))) for key, value in raw.items()}
    _check(scale)
    return scale


def read_amount(raw: Any, pointer: str) -> Fraction:
    """Points as a JSON number or a decimal text, from 0."""
    amount = number(raw)
    if amount is None:
        raise EngineError(
            "points_number",
            pointer,
            "Points must be a number from 0 to below {largest}, with at most {decimals} decimals.",
            {"largest": LARGEST_NUMBER, "decimals": DECIMALS},
        )
    return amount


def by_place(scale: Mapping[str, int | str]) -> Scale:
    """What each place is worth."""
    return {place: Fraction(worth) for key, worth in scale.items() for place in _places(key)}


class Scoring(NamedTuple):
    """How games are scored; of `kill_cap` (0: no limit) kills in a game at most are counted."""

    scale: Scale
    kill_points: Fraction
    kill_cap: int

    def worths(self, game: Sequence[Placement]) -> list[Worth]:
        """What each placement of the game is worth."""
        sharing = Counter(one.place for one in game)
        return [
            Worth(
                Fraction() if one.place is None else self._share(one.place, sharing[one.place]),
                self.kill_points * min(one.kills, self.kill_cap or one.kills),
            )
            for one in game
        ]

    def _share(self, first: int, tied: int) -> Fraction:
        """The equal part of the points of all places that so many hold together."""
        held = (self.scale.get(place, Fraction()) for place in range(first, first + tied))
        return sum(held, Fraction()) / tied


def _check(scale: Mapping[str, int | str]) -> None:
    seen: dict[int, Fraction] = {}
    for key, worth in scale.items():
        for place in _places(key):
            if place in seen:
                raise EngineError(
                    "scale_place_twice",
                    at("options", "points", key),
                    "Place {place} is in the scale twice.",
                    {"place": place},
                )
            seen[place] = Fraction(worth)
    for better, worse in pairwise(range(1, max(seen) + 1)):
        if seen.get(worse, Fraction()) > seen.get(better, Fraction()):
            raise EngineError(
                "points_rise",
                POINTER,
                "Place {place} must not earn more than the place before it.",
                {"place": worse},
            )


def _places(key: object) -> range:
    """The places of a key such as `3` or `7-8`."""
    found = _PLACES.fullmatch(key) if isinstance(key, str) else None
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 0 < first <= last <= LARGEST_LOBBY:
        raise EngineError(
            "scale_place",
            at("options", "points", key),
            "A scale names places such as 3 or 7-8, from 1 to {largest}, not {key}.",
            {"largest": LARGEST_LOBBY, "key": key},
        )
    return range(first, last + 1)
