"""A call to an address that somebody else chose: bounded in time and size, and never into the own network.

The name is resolved once, every address it has must be public, and the call goes to an address that was
looked at; the certificate is still the name's. Who answers otherwise a moment later gains nothing.
"""

import asyncio
import logging
import socket
import ssl
import time
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlsplit

import httpx
import msgspec

from esports.webhooks.addresses import is_public

SEND_SECONDS = 15.0
REPLY_BYTES = 65_536
URL_LENGTH = 2_000
PORTS = {"https": 443, "http": 80}


class Outcome(StrEnum):
    """How a call went."""

    delivered = "delivered"
    redirected = "redirected"
    refused = "refused"
    gone = "gone"
    server_error = "server_error"
    timeout = "timeout"
    unreachable = "unreachable"
    private_address = "private_address"
    malformed_url = "malformed_url"


class Reply(msgspec.Struct, frozen=True):
    """How a call went, what HTTP status it was answered with if any, and how long it took."""

    outcome: Outcome
    status: int | None = None
    seconds: float = 0.0


class Answer(msgspec.Struct, frozen=True):
    """What a call was answered with; of a body that is too big the beginning."""

    status: int
    body: bytes


class Refused(Exception):
    """The call was not made, or not answered."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class Target(msgspec.Struct, frozen=True):
    """Where a URL leads to."""

    scheme: str
    host: str
    port: int
    path: str


def target_of(url: str, *, unsafe: bool = False) -> Target:
    """The parts of a URL that may be called: https at port 443, without a user; `unsafe`: any http too.

    Raises:
        Refused: `malformed_url`; or `private_address` where the host is such an address itself.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Refused(Outcome.malformed_url) from error
    if len(url) > URL_LENGTH or not url.isascii() or not url.isprintable() or " " in url or not host:
        raise Refused(Outcome.malformed_url)
    if (
        parts.scheme not in PORTS
        or parts.username is not None
        or parts.password is not None
        or parts.fragment
    ):
        raise Refused(Outcome.malformed_url)
    port = port or PORTS[parts.scheme]
    if not unsafe and (parts.scheme, port) != ("https", 443):
        raise Refused(Outcome.malformed_url)
    if not unsafe and _is_address(host) and not is_public(host):
        raise Refused(Outcome.private_address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path)


def _is_address(host: str) -> bool:
    try:
        socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, host.partition("%")[0])
    except OSError:
        return False
    return True


async def resolve(target: Target, *, unsafe: bool = False) -> str:
    """One address of the host, after a look at all of them.

    Raises:
        Refused: `unreachable`, `private_address`.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(Outcome.unreachable) from error
    addresses = [str(one[4][0]) for one in found]
    if not unsafe and not all(map(is_public, addresses)):
        raise Refused(Outcome.private_address)
    return addresses[0]


class Sender:
    """Makes the calls. `unsafe` lets them go anywhere by plain HTTP: for tests and closed networks."""

    def __init__(self, *, unsafe: bool = False, seconds: float = SEND_SECONDS) -> None:
        self._unsafe = unsafe
        self._seconds = seconds
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log every address

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Made once, for reading the certificates takes a while."""
        return httpx.create_ssl_context()

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send the body; redirects are not followed, and of the reply the status alone counts."""
        began = time.monotonic()
        status = None
        try:
            status = (await self.call("POST", url, body, headers)).status
            outcome = outcome_of(status)
        except Refused as refused:
            outcome = refused.outcome
        return Reply(outcome, status, time.monotonic() - began)

    async def call(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Make a call and read what comes back; redirects are not followed.

        Raises:
            Refused: `timeout`, `unreachable`, `private_address`, `malformed_url`.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await self._call(method, url, body, headers)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise Refused(Outcome.timeout) from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise Refused(Outcome.unreachable) from error

    async def _call(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        target = target_of(url, unsafe=self._unsafe)
        address = await resolve(target, unsafe=self._unsafe)
        place = f"[{address}]" if ":" in address else address
        named = f"[{target.host}]" if ":" in target.host else target.host
        host = named if target.port == PORTS[target.scheme] else f"{named}:{target.port}"
        async with (
            httpx.AsyncClient(verify=self._tls, timeout=self._seconds, trust_env=False) as client,
            client.stream(
                method,
                f"{target.scheme}://{place}:{target.port}{target.path}",
                content=body,
                headers={**headers, "host": host},
                extensions={"sni_hostname": target.host},
            ) as reply,
        ):
            read = bytearray()
            async for part in reply.aiter_raw():
                read += part
                if len(read) > REPLY_BYTES:
                    break
            return Answer(reply.status_code, bytes(read[:REPLY_BYTES]))


def outcome_of(status: int) -> Outcome:
    """What an HTTP status means for the message."""
    if 200 <= status < 300:
        return Outcome.delivered
    if status == 410:
        return Outcome.gone
    if status < 400:
        return Outcome.redirected
    return Outcome.refused if status < 500 else Outcome.server_error
