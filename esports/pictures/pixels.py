"""What the rooms of the kinds of pictures share: a picture as it is kept, and reading within its bytes."""

from typing import Literal

import msgspec


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as it is kept."""

    media_type: str
    width: int
    height: int
    body: bytes


def taken(body: bytes, start: int, length: int) -> bytes:
    """So many bytes from there.

    Raises:
        ValueError: the body ends before.
    """
    if start + length > len(body):
        raise ValueError("cut off")
    return body[start : start + length]


def number(data: bytes, start: int, length: int, order: Literal["big", "little"] = "big") -> int:
    """The number that stands there.

    Raises:
        ValueError: the body ends before.
    """
    return int.from_bytes(taken(data, start, length), order)
