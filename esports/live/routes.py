"""Where the live socket is, and the feed for those who cannot use it."""

import re
from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.openapi.spec import Parameter
from litestar.params import FromQuery, ParameterKwarg
from litestar.response import Stream

from esports.accounts.access import Actor
from esports.errors import DomainError, Kind
from esports.http.openapi import TEXT, reads
from esports.http.provide import Parts, parts_of
from esports.i18n import N_
from esports.live.gateway import PATH
from esports.live.messages import MAX_DELAY_SECONDS, PROTOCOL
from esports.live.sse import Room
from esports.settings import Settings

LAST_EVENT_ID = re.compile(r"([0-9a-f]{1,64}):([0-9]{1,15})")
LAST_SEEN = Parameter(
    "Last-Event-ID",
    "header",
    TEXT,
    "The id of the last event that you got; the feed goes on from there.",
)


class LiveAddress(msgspec.Struct, frozen=True):
    """Where programs and pages find the live socket, and which protocol it speaks."""

    url: str
    protocol: int


def live_address(settings: Settings, host: str) -> str:
    """The socket's address for somebody who reached us at `host`, which may name a port.

    What the settings say; else behind TLS the public host, whose proxy leads to both; else the same
    host with the gateway's port.
    """
    if settings.live_url:
        return settings.live_url
    if settings.behind_tls:
        return settings.public_url.replace("https://", "wss://", 1).rstrip("/") + PATH
    name = re.sub(r":\d+$", "", host)
    return f"ws://{name}:{settings.live_port}{PATH}"


@get("/live", **reads(LiveAddress))
async def get_live_address(request: Request[Actor, Any, Any], parts: NamedDependency[Parts]) -> LiveAddress:
    """Where the live socket is."""
    return LiveAddress(live_address(parts.settings, request.headers.get("host", "localhost")), PROTOCOL)


@get(
    "/live/sse",
    **reads(str, media_type="text/event-stream", refusals=(400, 404), headers=(LAST_SEEN,)),
)
async def listen(
    request: Request[Actor, Any, Any],
    state: State,
    actor: NamedDependency[Actor],
    topic: FromQuery[Annotated[str, ParameterKwarg(max_length=64)]],
    position: FromQuery[Annotated[str, ParameterKwarg(max_length=80)]] = "",
    delay: FromQuery[Annotated[int, ParameterKwarg(ge=0, le=MAX_DELAY_SECONDS)]] = 0,
) -> Stream:
    """The messages of one topic as Server-Sent Events. `Last-Event-ID`, or `position` where a program has
    no such header yet, is `epoch:seq` and goes on from there. With `delay`, nothing is told before it is
    so many seconds old."""
    known = _position(request.headers.get("last-event-id") or position)
    blocks = await room_of(state).enter(actor, topic, known, delay=delay)
    return Stream(
        blocks,
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


def room_of(state: State) -> Room:
    """The process's listeners. Close it when the process is told to stop, before it waits for replies."""
    if "live_room" not in state:
        state["live_room"] = Room(parts_of(state))
    room: Room = state["live_room"]
    return room


def _position(last_event_id: str) -> tuple[str, int] | None:
    if not last_event_id:
        return None
    found = LAST_EVENT_ID.fullmatch(last_event_id)
    if found is None:
        raise DomainError(
            Kind.malformed,
            "malformed_event_id",
            N_("Last-Event-ID and position are what the last event carried as its id."),
        )
    return found[1], int(found[2])


handlers = [get_live_address, listen]
