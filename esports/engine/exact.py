"""Exact numbers: read as decimals, computed as fractions, shown in full; the same on every machine."""

import re
from fractions import Fraction
from math import isqrt

DECIMALS = 6
"""The most digits after the point of a number that is read."""
LARGEST_NUMBER = 10**9
"""Numbers that are read are smaller: up to 15 digits a JSON number still is the decimal that was written."""
SHOWN_DECIMALS = 30
ROOT_DECIMALS = 30

_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


def number(raw: object) -> Fraction | None:
    """The exact value of a JSON number or a decimal text; None for anything else.

    It is read from 0 to below `LARGEST_NUMBER`, with at most `DECIMALS` decimals; 0.1 is one tenth.
    """
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    if isinstance(raw, int) and not 0 <= raw < LARGEST_NUMBER:
        return None
    text = str(raw)
    return Fraction(text) if _DECIMAL.fullmatch(text) else None


def shown(value: Fraction) -> int | str:
    """The whole value: 3, "1456.5", or "1/3" where no decimal says it; `Fraction` reads each of them."""
    if value.denominator == 1:
        return value.numerator
    places = (place for place in range(1, SHOWN_DECIMALS + 1) if 10**place % value.denominator == 0)
    digits = next(places, None)
    if digits is None:
        return str(value)
    scaled = abs(value.numerator) * 10**digits // value.denominator
    text = str(scaled).zfill(digits + 1)
    return f"{'-' if value < 0 else ''}{text[:-digits]}.{text[-digits:]}"


def root(value: Fraction) -> Fraction:
    """The square root: exact where it is a fraction, else cut off after `ROOT_DECIMALS` decimals.

    The value is not negative. Only whole numbers are used, so that no machine rounds in its own way.
    """
    square = value.numerator * value.denominator
    if isqrt(square) ** 2 == square:
        return Fraction(isqrt(square), value.denominator)
    step = 10**ROOT_DECIMALS
    return Fraction(isqrt(value.numerator * step**2 // value.denominator), step)
