"""A shuffle that gives the same order on every machine and in every version of Python.

Fisher-Yates, where the step for position i takes SHA-256 of `draw_seed:i` as a number. Anyone with the
inputs and the draw seed can repeat it in any language.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


def shuffle(items: Iterable[T], draw_seed: str) -> list[T]:
    """The items in the order that the draw seed gives."""
    order = list(items)
    for last in range(len(order) - 1, 0, -1):
        number = int.from_bytes(sha256(f"{draw_seed}:{last}".encode()).digest(), "big")
        chosen = number % (last + 1)
        order[last], order[chosen] = order[chosen], order[last]
    return order
