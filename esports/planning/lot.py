"""Numbers by lot that are the same on every machine: splitmix64."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1


class Lot:
    """A sequence of numbers which its seed determines."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def bits(self) -> int:
        """A number of 64 bits."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, limit: int) -> int:
        """From 0 up to, and without, the limit; the bias is below 2**-40 for limits below 2**24."""
        return self.bits() % limit

    def share(self) -> float:
        """From 0 up to, and without, 1."""
        return (self.bits() >> 11) / (1 << 53)

    def one_of(self, items: Sequence[T]) -> T:
        """One of the items, each as likely."""
        return items[self.below(len(items))]

    def some_of(self, items: Sequence[T], count: int) -> list[T]:
        """So many different places' items, in the order of the lot."""
        left = list(items)
        for place in range(count):
            chosen = place + self.below(len(left) - place)
            left[place], left[chosen] = left[chosen], left[place]
        return left[:count]
