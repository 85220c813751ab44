"""The protocol of one connection, apart from sockets and clocks: texts and times in, actions out.

    dialogue = Dialogue(now=0.0)
    dialogue.receive('{"type": "hello", "protocol": 1}', now=0.1)   # -> [Admit(...)]
    dialogue.tick(now=12.0)                                         # -> [] (hello came in time)

`receive` and `tick` return what the gateway has to do, in order. After a `Close` nothing is heard any more.
"""

import msgspec

from esports.i18n import N_, negotiate, translate
from esports.live import topics
from esports.live.messages import (
    MAX_TOPICS,
    PROTOCOL,
    Error,
    Follow,
    Hello,
    Outgoing,
    Ping,
    Pong,
    Unfollow,
    Wanted,
    read_incoming,
)
from esports.live.topics import Topic

WRONG_KIND = 1003
POLICY = 1008
SIGNED_OUT = 4001
TOO_SLOW = 4008
RESTART = 1012
TRY_AGAIN = 1013


class Admit(msgspec.Struct, frozen=True):
    """The client said hello: find out who it is by its ticket, if it has one."""

    ticket: str | None


class Attach(msgspec.Struct, frozen=True):
    """Begin, or begin anew, to send a topic, `delay` seconds late."""

    topic: Topic
    epoch: str | None
    after: int | None
    delay: int = 0


class Detach(msgspec.Struct, frozen=True):
    """Send no more of a topic."""

    topic: Topic


class Say(msgspec.Struct, frozen=True):
    """Send one message."""

    message: Outgoing


class Close(msgspec.Struct, frozen=True):
    """End the connection, after what was to be said before."""

    code: int
    reason: str


Action = Admit | Attach | Detach | Say | Close


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much a client may do, and how long things may take."""

    topics: int = MAX_TOPICS
    hello_seconds: float = 10
    burst: float = 250
    """Messages, counting each follow, that a client may send at once."""
    per_second: float = 20
    sockets: int = 20_000
    arrivals_per_second: float = 2_000
    """How many sockets are let in a second when a herd comes; the others are told to come back."""
    arrivals_burst: float = 8_000
    ping_seconds: float = 20
    review_seconds: float = 60
    """How often the right to follow is checked again."""
    stall_seconds: float = 5
    """How long a client may hardly take anything of what waits for it."""
    abort_seconds: float = 2
    """How long a client that is sent away may take to hear of it."""
    return_within_seconds: float = 10
    """Over how long clients are asked to spread their return after a restart."""


class Dialogue:
    """What one client has said so far, and therefore may say.

    Attributes:
        locale: the language of its errors.
        topics: what it follows.
    """

    def __init__(self, *, now: float, limits: Limits | None = None, locale: str = "en") -> None:
        self._limits = limits or Limits()
        self._allowance = self._limits.burst
        self._refilled_at = now
        self._hello_due: float | None = now + self._limits.hello_seconds
        self._closed = False
        self.locale = locale
        self.topics: set[Topic] = set()

    def tick(self, now: float) -> list[Action]:
        """Time has passed: who has not said hello by now is sent away."""
        if self._closed or self._hello_due is None or now < self._hello_due:
            return []
        return self._fail("hello_expected", N_("Say hello within {n} seconds."), n=self._limits.hello_seconds)

    def receive(self, text: str | bytes, now: float) -> list[Action]:
        """One message has come."""
        if self._closed:
            return []
        if isinstance(text, bytes):
            return self._fail("text_expected", N_("Send JSON as text messages."), close=WRONG_KIND)
        try:
            message = read_incoming(text)
        except ValueError as error:
            return self._fail("malformed_message", N_("This is no message: {why}."), why=str(error))
        cost = 1 + len(message.follow) if isinstance(message, Hello) else 1
        if not self._pay(cost, now):
            return self._fail("too_many_messages", N_("Too many messages; come back more slowly."))
        if isinstance(message, Hello):
            return self._hello(message)
        if self._hello_due is not None:
            return self._fail("hello_expected", N_("Say hello first."))
        return self._go_on(message)

    def forget(self, topic: Topic) -> None:
        """The topic could not be followed, or may not be any longer."""
        self.topics.discard(topic)

    def error(self, code: str, detail: str, topic: Topic | None = None, **params: object) -> Say:
        """A refusal in the client's language, without closing."""
        words = translate(self.locale, detail, **params)
        return Say(Error(code=code, detail=words, topic=None if topic is None else str(topic)))

    def _hello(self, hello: Hello) -> list[Action]:
        if self._hello_due is None:
            return self._fail("hello_again", N_("Say hello once."))
        self.locale = negotiate(hello.locale) if hello.locale else self.locale
        if hello.protocol != PROTOCOL:
            return self._fail("unknown_protocol", N_("This server speaks protocol {n}."), n=PROTOCOL)
        self._hello_due = None
        actions: list[Action] = [Admit(hello.ticket)]
        for wanted in hello.follow:
            actions += self._follow(wanted)
        return actions

    def _go_on(self, message: Follow | Unfollow | Ping) -> list[Action]:
        if isinstance(message, Follow):
            return self._follow(message)
        if isinstance(message, Ping):
            return [Say(Pong())]
        topic = topics.parse(message.topic)
        if topic not in self.topics or topic is None:
            return [self._about(message.topic, "not_followed", N_("You do not follow this."))]
        self.topics.discard(topic)
        return [Detach(topic)]

    def _follow(self, wanted: Wanted | Follow) -> list[Action]:
        topic = topics.parse(wanted.topic)
        if topic is None:
            return [self._about(wanted.topic, "unknown_topic", N_("There is no such topic."))]
        if topic not in self.topics and len(self.topics) >= self._limits.topics:
            words = N_("At most {n} topics a connection.")
            return [self._about(wanted.topic, "too_many_topics", words, n=self._limits.topics)]
        self.topics.add(topic)
        return [Attach(topic, wanted.epoch, wanted.after, wanted.delay)]

    def _about(self, name: str, code: str, detail: str, **params: object) -> Say:
        return Say(Error(code=code, detail=translate(self.locale, detail, **params), topic=name))

    def _pay(self, cost: float, now: float) -> bool:
        refill = max(0.0, now - self._refilled_at) * self._limits.per_second
        self._allowance = min(self._limits.burst, self._allowance + refill) - cost
        self._refilled_at = now
        return self._allowance >= 0

    def _fail(self, code: str, detail: str, *, close: int = POLICY, **params: object) -> list[Action]:
        self._closed = True
        return [self.error(code, detail, None, **params), Close(close, code)]
