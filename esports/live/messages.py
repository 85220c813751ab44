"""The closed set of messages of the live protocol, version 1: JSON text, told apart by `type`.

A client says `hello` first, then `follow`, `unfollow` and `ping`. The server answers a follow with a
`snapshot` (or with what the client missed) and goes on with `delta` and `skip`, whose numbers are dense:
`from` is always the last `to` plus one. A client that sees a gap follows again with `epoch` and `after`.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from esports.journal.facts import Change, Fact

PROTOCOL = 1
MAX_TOPICS = 100
MAX_MESSAGE_BYTES = 65_536
MAX_DELAY_SECONDS = 900

TopicName = Annotated[str, Meta(max_length=64)]
Seq = Annotated[int, Meta(ge=0, lt=2**53)]
Delay = Annotated[int, Meta(ge=0, le=MAX_DELAY_SECONDS)]


class ClientMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    """What a client may say."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A topic, and where the client's own copy of it stands, if it has one.

    `delay`: nothing is told before it is so many seconds old, as a broadcast's delay wants it.
    """

    topic: TopicName
    epoch: Annotated[str, Meta(max_length=64)] | None = None
    after: Seq | None = None
    delay: Delay = 0


class Hello(ClientMessage, frozen=True, kw_only=True, tag="hello"):
    """The first message: the protocol's version, who calls, and what to follow at once."""

    protocol: int
    ticket: Annotated[str, Meta(max_length=256)] | None = None
    locale: Annotated[str, Meta(max_length=64)] | None = None
    follow: Annotated[list[Wanted], Meta(max_length=MAX_TOPICS)] = []


class Follow(ClientMessage, frozen=True, kw_only=True, tag="follow"):
    """Follow a topic; with `epoch` and `after`, go on from there; `delay` as in `Wanted`."""

    topic: TopicName
    epoch: Annotated[str, Meta(max_length=64)] | None = None
    after: Seq | None = None
    delay: Delay = 0


class Unfollow(ClientMessage, frozen=True, kw_only=True, tag="unfollow"):
    """Hear no more of a topic."""

    topic: TopicName


class Ping(ClientMessage, frozen=True, kw_only=True, tag="ping"):
    """Is anybody there? For programs that cannot send the ping of the WebSocket itself."""


Incoming = Hello | Follow | Unfollow | Ping


class ServerMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """What the server may say."""


class Snapshot(ServerMessage, frozen=True, kw_only=True, tag="snapshot"):
    """The whole view of a topic as it stood at `seq`. A view of null: the thing is gone."""

    topic: str
    epoch: str
    seq: int
    view: Any


class DeltaItem(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of a commit, and how it changes the topic's view."""

    seq: int
    fact: Fact
    patch: list[Change]


class Delta(ServerMessage, frozen=True, kw_only=True, tag="delta"):
    """One commit, whole: what happened between `from` and `to`. Numbers without an item do not concern
    this topic or this watcher."""

    topic: str
    first: int = msgspec.field(name="from")
    to: int
    items: list[DeltaItem]


class Skip(ServerMessage, frozen=True, kw_only=True, tag="skip"):
    """A commit without anything for this watcher: only its numbers pass by."""

    topic: str
    first: int = msgspec.field(name="from")
    to: int


class Resync(ServerMessage, frozen=True, kw_only=True, tag="resync"):
    """What the client holds cannot be continued; a snapshot follows."""

    topic: str
    reason: str


class Notice(ServerMessage, frozen=True, kw_only=True, tag="notice"):
    """A word from the server, such as that it restarts: come back within so many seconds, at random.

    With a `topic`, something about it is new that is not in its view, such as a forecast: ask for that again
    within so many seconds, at random. It has no number, and who misses it hears nothing of it later.
    """

    code: str
    detail: str
    within_seconds: float | None = None
    topic: str | None = None


class Pong(ServerMessage, frozen=True, kw_only=True, tag="pong"):
    """Here I am."""


class Error(ServerMessage, frozen=True, kw_only=True, tag="error"):
    """A refusal with a stable code and words in the client's language; about `topic`, if it names one."""

    code: str
    detail: str
    topic: str | None = None


Outgoing = Snapshot | Delta | Skip | Resync | Notice | Pong | Error

_incoming: msgspec.json.Decoder[Incoming] = msgspec.json.Decoder(Incoming)
_outgoing: msgspec.json.Decoder[Outgoing] = msgspec.json.Decoder(Outgoing)


def read_incoming(text: str) -> Incoming:
    """A client's message.

    Raises:
        ValueError: not JSON, not one of the messages, or a field that does not fit; its words say which.
    """
    try:
        return _incoming.decode(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise ValueError(str(error)) from error


def read_outgoing(text: str | bytes) -> Outgoing:
    """A server's message, for clients. Raises ValueError as `read_incoming` does."""
    try:
        return _outgoing.decode(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise ValueError(str(error)) from error


encode = msgspec.json.encode
