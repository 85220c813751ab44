"""Identifiers: UUIDv7, made here so that rows sort by the time of their making on any database."""

import secrets
from uuid import UUID

from esports.clock import Clock


def new_id(clock: Clock) -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, version, 74 random bits."""
    milliseconds = int(clock().timestamp() * 1000)
    value = (milliseconds & (2**48 - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
