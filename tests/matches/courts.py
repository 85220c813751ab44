"""Matches between captains: who entered each side speaks for it, by a clock of the test's or the server's."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx

from tests.support.desk import API, Desk, Json


class Court:
    """A running tournament whose entries have captains, by the name of the entry: `Side 1`, ..."""

    def __init__(self, desk: Desk, event: Json, tournament: Json, stage: Json) -> None:
        self.desk = desk
        self.event, self.tournament, self.stage = event, tournament, stage
        self.captains: dict[str, Desk] = {}

    async def ready(self) -> list[Json]:
        """The matches that can be played, by number."""
        return await self.desk.ready(self.stage)

    def captain(self, match: Json, slot: int) -> Desk:
        """Who speaks for the slot."""
        return self.captains[match["slots"][slot]["entry"]]

    async def tell(self, match: Json, slot: int, body: Json) -> httpx.Response:
        """The captain of the slot reports; no law is looked at."""
        return await self.send(self.captain(match, slot), match, body)

    async def send(self, who: Desk, match: Json, body: Json) -> httpx.Response:
        """Somebody reports; no law is looked at."""
        return await who.client.post(f"{API}/matches/{match['id']}/reports", json=body)

    async def claim(self, match: Json, slot: int, body: Json) -> Json:
        """The captain of the slot reports, and is heard."""
        told: Json = await self.captain(match, slot).post(f"/matches/{match['id']}/reports", body)
        return told

    async def see(self, match: Json) -> Json:
        """The match as staff see it."""
        found: Json = await self.desk.get(f"/matches/{match['id']}")
        return found

    async def state(self, match: Json) -> str:
        """What people did with the match."""
        return str((await self.see(match))["match"]["state"])

    async def reports(self, match: Json) -> list[tuple[int | None, str]]:
        """The side and the state of each report, the first one first."""
        return [(one["slot"], one["state"]) for one in (await self.see(match))["reports"]]


@asynccontextmanager
async def court(
    desk: Desk,
    entries: int = 2,
    format: str = "single_elimination",
    *,
    options: Json | None = None,
    **fields: object,
) -> AsyncIterator[Court]:
    """Set one up and start it."""
    async with AsyncExitStack() as stack:
        event = await desk.event()
        tournament = await desk.tournament(event, **fields)
        stage = await desk.stage(tournament, format, options=options or {})
        made = Court(desk, event, tournament, stage)
        for number in range(1, entries + 1):
            captain = await stack.enter_async_context(desk.person())
            path = f"/tournaments/{tournament['id']}/entries"
            entry = await captain.post(path, {"name": f"Side {number}"})
            made.captains[entry["id"]] = captain
        await desk.start(stage)
        yield made
