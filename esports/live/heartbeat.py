"""Pings, so that neither side waits for one that is gone: made once, and written to some at a time.

The library would keep a task for each client to do so.
"""

import asyncio
from collections.abc import Iterable

from websockets.frames import Frame, Opcode

from esports.live.connection import LiveConnection

PING = Frame(Opcode.PING, b"").serialize(mask=False)
TURNS = 50
"""In how many parts a round goes, lest all pongs come at once."""


async def keep(connections: set[LiveConnection], seconds: float) -> None:
    """Ping everyone once in so many seconds, and cut off who has not answered by the next time."""
    while True:
        everyone = list(connections)
        size = len(everyone) // TURNS + 1
        for turn in range(TURNS):
            beat(everyone[turn * size : (turn + 1) * size])
            await asyncio.sleep(seconds / TURNS)


def beat(connections: Iterable[LiveConnection]) -> None:
    """Ping each of these. Who drains too slowly to be asked is watched for that."""
    for connection in connections:
        session = connection.session
        if session is None or not session.open or session.paused:
            continue
        if connection.heard:
            connection.heard = False
            session.write(PING)
        else:
            session.cut("silent")
