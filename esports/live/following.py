"""One client's interest in one topic, and where it stands while the client cannot take more."""

from typing import Protocol

from esports.live.crowd import Outlet, Wire
from esports.live.doorman import Right
from esports.live.messages import Outgoing, Resync
from esports.live.stream import Stream
from esports.live.topics import Topic


class Socket(Outlet, Protocol):
    """The transport, as far as a session uses it."""

    def get_write_buffer_size(self) -> int:
        """How much the client has yet to take."""

    def close(self) -> None:
        """Close after what is written is sent."""

    def abort(self) -> None:
        """Close at once."""


class Home(Protocol):
    """The session, as far as its followings need it."""

    socket: Socket
    wire: Wire
    open: bool
    paused: bool
    follows: dict[Topic, "Following"]

    def say(self, message: Outgoing) -> None:
        """Send one message of the session's own."""

    def return_soon(self) -> None:
        """Bring every topic that was left out to the present."""


class Following:
    """The session's interest in one topic. `position` is where it was when it was left out."""

    def __init__(
        self, session: Home, topic: Topic, epoch: str | None, after: int | None, delay: int = 0
    ) -> None:
        self.outlet: Outlet = session.socket
        self.wire = session.wire
        self.topic = topic
        self.delay = delay
        self.right: Right | None = None
        self.stream: Stream | None = None
        self.position: tuple[str | None, int | None] | None = (epoch, after)
        self._session = session

    def gone(self) -> bool:
        """No word more to a client that is being closed, or that unfollowed."""
        return not self._session.open or self._session.follows.get(self.topic) is not self

    def ready(self) -> bool:
        """Whether the client keeps up."""
        return not self._session.paused

    def dropped(self, reason: str) -> None:
        """Follow anew from a snapshot."""
        self.stream, self.position = None, (None, None)
        self._session.say(Resync(topic=str(self.topic), reason=reason))
        self._session.return_soon()

    def leave(self) -> None:
        """Out of the stream; what was sent so far is the position to come back from."""
        stream, self.stream = self.stream, None
        if stream is not None:
            self.position = stream.leave(self)
