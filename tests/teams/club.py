"""A team and its people, in one line each."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from tests.support.desk import Desk, Json


class Club:
    """A team with its captain and so many other members, each with a session."""

    def __init__(self, team: Json, captain: Desk, members: list[Desk]) -> None:
        self.id: str = team["id"]
        self.path = f"/teams/{team['id']}"
        self.captain = captain
        self.members = members

    async def shown(self) -> Json:
        """The team as its captain sees it."""
        found: Json = await self.captain.get(self.path)
        return found

    async def people(self) -> list[str]:
        """The ids of its people, the captain's first."""
        return [one["person"] for one in (await self.shown())["members"]]

    async def link(self, **fields: Any) -> str:
        """The token of a new link."""
        token: str = (await self.captain.post(f"{self.path}/invites", fields))["token"]
        return token

    async def events(self) -> list[str]:
        """What happened in it, the newest first."""
        told = (await self.captain.get(f"{self.path}/history"))["events"]
        return [one["kind"] for one in told]


@asynccontextmanager
async def club(desk: Desk, members: int = 1) -> AsyncIterator[Club]:
    """Found a team; the members come by a link."""
    async with AsyncExitStack() as stack:
        people = [await stack.enter_async_context(desk.person()) for _ in range(members + 1)]
        captain, *others = people
        made = Club(await captain.post("/teams", {"name": "Night Owls", "tag": "OWL"}), captain, others)
        if others:
            opened = {"token": await made.link(uses=members)}
            for one in others:
                await one.post("/invites/accept", opened)
        yield made
