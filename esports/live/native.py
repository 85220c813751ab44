"""The one write to each follower as machine code, where the means to compile it are installed.

The kernel's part of a write is most of what a delivery costs; what the interpreter adds, a tenth, goes.
"""

import socket
from collections.abc import Callable
from importlib import import_module
from typing import Any

from esports.live.crowd import Crowd, Follower, PlainCrowd, keep

WriteAll = Callable[[Any, int, int, int, Any], int]
FLAGS = socket.MSG_DONTWAIT | getattr(socket, "MSG_NOSIGNAL", 0)
LEAST_ROOM = 16


def crowds() -> Callable[[], Crowd]:
    """How crowds are made here: those that are written to by machine code, if Numba is installed.

    Takes a second and some 130 MB once in a process, so a gateway asks before it listens.
    """
    try:
        numba = import_module("numba")
    except ImportError:
        return PlainCrowd
    write_all = _compiled(numba)
    return lambda: CompiledCrowd(write_all)


class CompiledCrowd:
    """A crowd that is written to by `write_all`, which is told the sockets' numbers.

    Those stand in an array without holes, each follower at the place of its number: who goes leaves its place
    to the last one.
    """

    def __init__(self, write_all: WriteAll) -> None:
        self._write_all = write_all
        self._numpy = import_module("numpy")
        self._followers: list[Follower] = []
        self._places: dict[Follower, int] = {}
        self._numbers = self._numpy.zeros(LEAST_ROOM, self._numpy.int32)
        self._taken = self._numpy.zeros(LEAST_ROOM, self._numpy.int64)

    def __len__(self) -> int:
        """How many they are."""
        return len(self._followers)

    def add(self, follower: Follower) -> None:
        """Write to it from now on."""
        place = self._places.setdefault(follower, len(self._followers))
        if place < len(self._followers):
            return
        if place == len(self._numbers):
            for row in (self._numbers, self._taken):
                row.resize(2 * place, refcheck=False)
        self._followers.append(follower)
        self._numbers[place] = follower.wire.fileno()

    def remove(self, follower: Follower) -> None:
        """Write to it no more."""
        place = self._places.pop(follower, None)
        if place is None:
            return
        last = self._followers.pop()
        if last is not follower:
            self._followers[place] = last
            self._places[last] = place
            self._numbers[place] = self._numbers[len(self._followers)]

    def clear(self) -> list[Follower]:
        """Let all go."""
        followers, self._followers = self._followers, []
        self._places.clear()
        return followers

    def write(self, data: bytes) -> None:
        """Write to each once."""
        size, count = len(data), len(self._followers)
        address = self._numpy.frombuffer(data, self._numpy.uint8).ctypes.data
        if self._write_all(self._numbers, count, address, size, self._taken):
            places = self._numpy.flatnonzero(self._taken[:count] != size).tolist()
            short = [(self._followers[place], max(0, int(self._taken[place]))) for place in places]
            for follower, taken in short:
                keep(self, follower, data[taken:])


def _compiled(numba: Any) -> WriteAll:
    """Write bytes to so many sockets; what each has taken, and how many have not taken all."""
    types = numba.types
    send: Any = types.ExternalFunction(
        "send", types.ssize_t(types.intc, types.uintp, types.size_t, types.intc)
    )

    def write_all(numbers: Any, count: int, address: int, size: int, taken: Any) -> int:
        short = 0
        for place in range(count):
            taken[place] = send(numbers[place], address, size, FLAGS)
            if taken[place] != size:
                short += 1
        return short

    signature = types.intp(types.int32[::1], types.intp, types.uintp, types.intp, types.int64[::1])
    compiled: WriteAll = numba.njit(signature, nogil=True)(write_all)
    return compiled
