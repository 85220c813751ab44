"""How many sockets a gateway lets in when all come at once.

A handshake costs as much as fifty deliveries. Who is connected goes first: of a herd so many are let in a
second, and the others are refused for little, to come again at random.
"""

from esports.live.protocol import Limits


class Admission:
    """A bucket that fills with time; each arrival takes one."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._free = limits.arrivals_burst
        self._filled_at = 0.0

    def admit(self, now: float) -> bool:
        """Whether one more may come in at `now`, in the loop's seconds."""
        filled = (now - self._filled_at) * self._limits.arrivals_per_second
        self._free = min(self._limits.arrivals_burst, self._free + max(0.0, filled))
        self._filled_at = now
        if self._free < 1:
            return False
        self._free -= 1
        return True
