"""The demo's player as a process: `python -m esports.demo URL PER_SECOND`, accounts by the environment."""

import asyncio
import os
import sys

import httpx

from esports.demo.api import Api, ApiError
from esports.demo.play import Demo, Played, Surprise
from esports.demo.script import load


def say(line: str) -> None:
    """One line of what happens, at once."""
    print(line, flush=True)


async def play(url: str, per_second: float | None) -> Played:
    """Sign both people in and play the event."""
    async with Api(url) as operator, Api(url) as captain:
        email, password = os.environ["DEMO_CAPTAIN_EMAIL"], os.environ["DEMO_CAPTAIN_PASSWORD"]
        await captain.sign_up(email, password, "Captain")
        await captain.sign_in(email, password)
        await operator.sign_in(os.environ["ESPORTS_OPERATOR_EMAIL"], os.environ["ESPORTS_OPERATOR_PASSWORD"])
        return await Demo(operator, load(), per_second, say, captain).play()


def main() -> int:
    """Play; the exit status."""
    url, speed = sys.argv[1], sys.argv[2]
    try:
        played = asyncio.run(play(url, None if speed == "max" else float(speed)))
    except (Surprise, ApiError, httpx.HTTPError) as error:
        print(f"esports demo: {error}", file=sys.stderr, flush=True)
        return 1
    if played.reports:
        rate = played.reports / played.seconds
        say(f"{played.reports} results in {played.seconds:.1f} s, {rate:.0f} a second")
    return 0


sys.exit(main())
