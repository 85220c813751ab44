"""The application behind a real HTTP server, with the live gateway: for browsers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from litestar import Litestar

from esports.http.provide import parts_of
from esports.live.gateway import serve
from esports.settings import Settings
from tests.support.wait import until


@asynccontextmanager
async def listening(app: Litestar, settings: Settings) -> AsyncIterator[None]:
    """Both on this loop, at the ports that the settings name."""
    config = uvicorn.Config(app, port=settings.port, lifespan="off", log_level="error", ws="none")
    server = uvicorn.Server(config)
    gateway = await serve(settings, parts_of(app.state).engine)
    running = asyncio.create_task(server.serve())
    try:
        await until(lambda: server.started or running.done())
        yield
    finally:
        server.should_exit = True
        await running
        await gateway.close()
