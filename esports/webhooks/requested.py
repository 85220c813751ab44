"""The transport that `requests` gets while a chat message is sent; for everything else it stays as it was.

Apprise opens a session for each call and lets nobody hand it one, so the place where sessions take their
transport from is the one seam there is.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, Protocol

import requests
from requests.adapters import HTTPAdapter

from esports.webhooks.outgoing import Answer, Outcome, Refused


class Caller(Protocol):
    """Makes the calls of one message."""

    def call(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Make one call, or raise `Refused`."""


DROPPED = frozenset({"host", "content-length", "connection", "accept-encoding", "transfer-encoding"})
"""Headers that are the transport's business. Replies come as they are, so that their size is known."""


NOW: "ContextVar[Caller | None]" = ContextVar("caller", default=None)
"""The caller of the message that this thread is sending."""


class Guarded(HTTPAdapter):
    """The transport of `requests`, unless a message is being sent: then its caller."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Have the request answered."""
        caller = NOW.get()
        return super().send(request, *args, **kwargs) if caller is None else _through(caller, request)


def install() -> None:
    """Have sessions that are made from now on take it."""
    requests.sessions.HTTPAdapter = Guarded  # type: ignore[attr-defined]


def _through(caller: Caller, request: requests.PreparedRequest) -> requests.Response:
    body = request.body.encode() if isinstance(request.body, str) else request.body or b""
    if not isinstance(body, bytes):
        raise requests.RequestException("nothing is sent but whole bodies")
    headers = {name: str(value) for name, value in request.headers.items() if name.lower() not in DROPPED}
    headers["accept-encoding"] = "identity"
    try:
        answer = caller.call(request.method or "POST", request.url or "", body, headers)
    except Refused as refused:
        late = refused.outcome is Outcome.timeout
        raise (requests.Timeout if late else requests.ConnectionError)(str(refused.outcome)) from refused
    response = requests.Response()
    response.status_code, response._content = answer.status, answer.body
    response.url, response.request = request.url or "", request
    return response
