"""A world with a gateway on real servers."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.live.gateway import Gateway, serve
from esports.settings import Settings
from tests.live.world import World


@pytest.fixture
def live_settings(settings: Settings) -> Settings:
    """A gateway on any free port."""
    return msgspec.structs.replace(settings, live_port=0, public_url="https://week.example")


@pytest.fixture
async def world(engine: AsyncEngine, live_settings: Settings) -> AsyncIterator[World]:
    """Journals to write and views to read."""
    made = World(engine, live_settings)
    yield made
    await made.close()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gateways ask the database twenty times as often."""
    monkeypatch.setattr("esports.live.wake.POLL_SECONDS", 0.05)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gateways wait a second for who does not take the closing frame."""
    monkeypatch.setattr("esports.live.gateway.CLOSE_SECONDS", 1.0)


class Gateways:
    """Starts gateways and, in the end, closes what a test left open."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: list[Gateway] = []

    async def __call__(self, **options: Any) -> Gateway:
        world = self._world
        told = {"settings": world.settings, "engine": world.engine, "builders": world.builders, **options}
        gateway = await serve(**told)
        self._open.append(gateway)
        return gateway

    async def close(self, gateway: Gateway) -> None:
        """Close one."""
        self._open.remove(gateway)
        await gateway.close()

    async def close_all(self) -> None:
        """Close the rest."""
        for gateway in list(self._open):
            await self.close(gateway)


@pytest.fixture
async def gateways(world: World) -> AsyncIterator[Gateways]:
    """Call it for a gateway."""
    made = Gateways(world)
    yield made
    await made.close_all()


@pytest.fixture
async def gateway(gateways: Gateways) -> Gateway:
    """One gateway."""
    return await gateways()
