"""A live page while each part of a running installation dies: it follows on, and nobody reloads it."""

import os
import signal
from pathlib import Path

import httpx
from playwright.async_api import Browser

from esports.demo.api import Api, ApiError
from tests.benchmarks.reports import started
from tests.cli.running import Up, children, two_free_ports
from tests.support.wait import until
from tests.web.site import SCREEN, WatchedPage

PARTS = ("live", "postgres", "serve", "valkey-server", "work")
DAYS = {"starts_on": "2026-11-23", "ends_on": "2026-11-29"}


async def test_a_live_page_follows_through_a_restart_of_each_part(tmp_path: Path, browser: Browser) -> None:
    port = two_free_ports()
    with Up("up", "--data", str(tmp_path / "data"), "--port", str(port)) as up:
        password = up.read_until(r"password \(shown this once\): (\S+)").group(1)
        up.read_until("Ctrl-C stops everything")
        context = await browser.new_context(viewport=SCREEN, locale="en")
        page = WatchedPage(await context.new_page(), f"http://127.0.0.1:{port}")
        async with Api(page.url) as api:
            await api.sign_in("operator@localhost", password)
            event = await api.post("/events", {"name": "Week", "slug": "week", "time_zone": "UTC", **DAYS})
            matches = await started(api, event["id"], "cup", 16)
            await page.open("/events/week/cup")
            await page.drawn()
            await page.page.evaluate("window.kept = true")

            async def reported(match: str) -> bool:
                try:
                    await api.post(f"/matches/{match}/reports", {"winner": 0})
                except (httpx.TransportError, ApiError):
                    return False
                return True

            for place, name in enumerate(PARTS):
                before = children(up.process.pid)
                os.kill(before[name], signal.SIGKILL)
                match = matches[place]
                await until(lambda: reported(match))  # noqa: B023
                await page.page.wait_for_selector(
                    f'[data-match="{match}"][data-phase="settled"]', timeout=60_000
                )
                await until(lambda: children(up.process.pid).get(name, before[name]) != before[name])  # noqa: B023
            await page.drawn()
            assert await page.page.evaluate("window.kept") is True
        await context.close()
