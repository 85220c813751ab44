"""The whole site for a browser: the application behind uvicorn, the live gateway, and Chromium."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import anyio
import pytest
from playwright.async_api import Browser, async_playwright

from esports.accounts import service
from esports.embedded.postgres import free_port
from esports.http.provide import parts_of
from esports.settings import Settings
from esports.uow import unit_of_work
from tests.support.app import OPERATOR, PASSWORD, clean, new_client, sign_in, started
from tests.support.desk import Desk, desk
from tests.support.listening import listening
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
        await stack.enter_async_context(listening(app, settings))
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
