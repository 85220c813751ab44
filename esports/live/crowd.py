"""Those who follow a stream, and one write to each of them.

Nothing of a follower is touched but its socket, not even its transport: that would cost half as much again.
What a socket does not take at once goes to its transport, which keeps it. `native` does the same compiled.
"""

from collections.abc import Callable
from typing import Protocol


class Wire(Protocol):
    """A socket that is written to without waiting."""

    def send(self, data: bytes, /) -> int:
        """How much of the bytes it took. Raises OSError, such as BlockingIOError, if that is nothing."""

    def fileno(self) -> int:
        """Its number in this process; -1 once it has none any more."""


class Outlet(Protocol):
    """What takes any bytes without waiting, and keeps what cannot be sent yet: a transport."""

    def write(self, data: bytes, /) -> None:
        """Take the bytes. Raises RuntimeError or OSError once it cannot any more."""


class Follower(Protocol):
    """One client's interest in one stream.

    `wire` is of the same socket as `outlet`, and is written to as long as the follower is ready, which it is
    not while the outlet keeps anything: so nothing overtakes. The follower leaves before the socket is
    closed, for the next connection gets the same number.
    """

    outlet: Outlet
    wire: Wire

    def gone(self) -> bool:
        """Whether it must not be sent anything any more."""

    def ready(self) -> bool:
        """Whether it can take more. If not, it is left out, and has to come again for the rest."""

    def dropped(self, reason: str) -> None:
        """The stream does not continue for it; it may follow anew, without its old place."""


class Crowd(Protocol):
    """The followers of one stream."""

    def __len__(self) -> int:
        """How many they are."""

    def add(self, follower: Follower) -> None:
        """Write to it from now on."""

    def remove(self, follower: Follower) -> None:
        """Write to it no more; it need not be there."""

    def clear(self) -> list[Follower]:
        """Let all go; who they were."""

    def write(self, data: bytes) -> None:
        """Write to each once. Who cannot be written to at all goes, and costs the others nothing."""


class PlainCrowd:
    """A crowd that is written to by the interpreter, which finds each socket's own `send` at hand."""

    def __init__(self) -> None:
        self._followers: dict[Callable[[bytes], int], Follower] = {}

    def __len__(self) -> int:
        """How many they are."""
        return len(self._followers)

    def add(self, follower: Follower) -> None:
        """Write to it from now on."""
        self._followers[follower.wire.send] = follower

    def remove(self, follower: Follower) -> None:
        """Write to it no more."""
        self._followers.pop(follower.wire.send, None)

    def clear(self) -> list[Follower]:
        """Let all go."""
        followers, self._followers = self._followers, {}
        return list(followers.values())

    def write(self, data: bytes) -> None:
        """Write to each once."""
        size, short = len(data), []
        for send in tuple(self._followers):
            try:
                taken = send(data)
            except OSError:
                taken = 0
            if taken != size:
                short.append((self._followers[send], taken))
        for follower, taken in short:
            keep(self, follower, data[taken:])


def keep(crowd: Crowd, follower: Follower, rest: bytes) -> None:
    """Its socket is full: the outlet keeps the rest, and the follower leaves until that is sent."""
    try:
        follower.outlet.write(rest)
    except (RuntimeError, OSError):
        crowd.remove(follower)
