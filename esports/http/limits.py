"""How often a caller may try something, counted in Redis over all processes; and who the caller is.

Counting and expiry are one atomic step. Counters hold no data of value: without Redis everybody is let
through, and the log says so.
"""

import asyncio
import hashlib
import ipaddress
from collections.abc import Awaitable
from typing import Any, cast

import msgspec
from litestar import Request
from redis.exceptions import RedisError

from esports import log
from esports.errors import DomainError, Kind
from esports.http.provide import Parts
from esports.i18n import N_

DEADLINE_SECONDS = 0.5
logger = log.get(__name__)

COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}
"""


GIVE_BACK = """
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('DECR', KEYS[1]) end
return 0
"""


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """`count` tries in a window of `seconds`, which begins with the first; `name` keeps limits apart."""

    name: str
    count: int
    seconds: int = 60


async def admit(parts: Parts, limit: Limit, *subject: str) -> None:
    """Count one try of `subject` (an address, a mail address) and go on if it is within the limit.

    Raises:
        DomainError: `rate_limited`, with the seconds until the window ends.
    """
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            counting = parts.redis.eval(COUNT, 1, _key(parts, limit, subject), str(limit.seconds * 1000))
            count, left_ms = await cast(Awaitable[list[int]], counting)
    except (RedisError, OSError, TimeoutError) as error:
        logger.warning("rate limit not counted", limit=limit.name, reason=str(error))
        return
    if count > limit.count:
        wait = max(1, -(-left_ms // 1000))
        raise DomainError(
            Kind.rate_limited,
            "rate_limited",
            N_("Too many tries; please wait {seconds} seconds."),
            params={"seconds": wait},
            retry_after_seconds=wait,
        )


async def within(parts: Parts, limit: Limit, *subject: str) -> bool:
    """Count one try of `subject`, and whether it is within the limit: where nobody must be told that it is
    not."""
    try:
        await admit(parts, limit, *subject)
    except DomainError:
        return False
    return True


async def forgive(parts: Parts, limit: Limit, *subject: str) -> None:
    """Forget the tries of `subject`, after one that proved it honest."""
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            await parts.redis.delete(_key(parts, limit, subject))
    except (RedisError, OSError, TimeoutError) as error:
        logger.warning("rate limit not forgiven", limit=limit.name, reason=str(error))


async def give_back(parts: Parts, limit: Limit, *subject: str) -> None:
    """Take the last try of `subject` out of the count, where only failures shall be counted."""
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            giving = parts.redis.eval(GIVE_BACK, 1, _key(parts, limit, subject))
            await cast(Awaitable[int], giving)
    except (RedisError, OSError, TimeoutError) as error:
        logger.warning("rate limit not given back", limit=limit.name, reason=str(error))


def caller_address(request: Request[Any, Any, Any], trusted_proxies: int) -> str:
    """The network address to count by; of IPv6 the /64, which is one household.

    With `trusted_proxies` = n, the n-th hop of `X-Forwarded-For` from the right is believed: each proxy
    adds the address that it saw, so what stands further left is the caller's own claim.
    """
    peer = request.client.host if request.client else ""
    hops = [hop.strip() for line in request.headers.getall("x-forwarded-for", []) for hop in line.split(",")]
    claimed = hops[-trusted_proxies] if 0 < trusted_proxies <= len(hops) else peer
    try:
        address = ipaddress.ip_address(claimed)
    except ValueError:
        return peer
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _key(parts: Parts, limit: Limit, subject: tuple[str, ...]) -> str:
    digest = hashlib.sha256("\n".join(subject).encode()).hexdigest()
    return f"{parts.settings.redis_prefix}:limit:{limit.name}:{digest}"
