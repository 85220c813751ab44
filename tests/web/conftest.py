"""The whole site for a browser: the application behind uvicorn, the live gateway, and Chromium."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import anyio
import pytest
import uvicorn
from litestar import Litestar
from playwright.async_api import Browser, async_playwright

from esports.accounts import service
from esports.http.provide import parts_of
from esports.live.gateway import serve
from esports.settings import Settings
from esports.uow import unit_of_work
from tests.support.app import OPERATOR, PASSWORD, clean, new_client, sign_in, started
from tests.support.desk import Desk, desk
from tests.support.wait import until
from tests.web.site import CLOSE_SECONDS, Site

__all__ = ["desk"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def listening(app: Litestar, port: int) -> AsyncIterator[None]:
    """The application behind a real HTTP server on this loop."""
    config = uvicorn.Config(app, port=port, lifespan="off", log_level="error", ws="none")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    await until(lambda: server.started or running.done())
    try:
        yield
    finally:
        server.should_exit = True
        await running


@pytest.fixture
async def site(postgres_url: str, redis_url: str, redis_prefix: str) -> AsyncIterator[Site]:
    """Everything that a browser needs, on free ports; its tables are empty."""
    settings = Settings(
        database_url=postgres_url,
        redis_url=redis_url,
        redis_prefix=redis_prefix,
        port=free_port(),
        live_port=free_port(),
        log_level="error",
    )
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(started(settings))
        parts = parts_of(app.state)
        await clean(parts)
        async with unit_of_work(parts.engine, parts.waker) as unit:
            await service.ensure_operator(unit, email=OPERATOR, password=PASSWORD)
            await unit.commit()
        gateway = await serve(settings, parts.engine)
        stack.push_async_callback(gateway.close)
        await stack.enter_async_context(listening(app, settings.port))
        client = await stack.enter_async_context(new_client(app))
        await sign_in(client, OPERATOR)
        desk = Desk(app, client, parts.engine)
        desk.lawful = False
        yield Site(app, parts, f"http://127.0.0.1:{settings.port}", desk, OPERATOR)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium: the one that ESPORTS_CHROMIUM names, the system's, or playwright's own."""
    path = os.environ.get("ESPORTS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        with anyio.move_on_after(CLOSE_SECONDS):
            await chromium.close()
