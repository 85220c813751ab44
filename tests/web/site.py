"""The running site as a browser sees it, and pages that are watched for errors."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
from litestar import Litestar
from playwright.async_api import Browser, Page, expect

from esports.http.provide import Parts
from tests.support.app import PASSWORD
from tests.support.desk import Desk

PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1440, "height": 900}
WAIT_MS = 15_000
CLOSE_SECONDS = 15
expect.set_options(timeout=WAIT_MS)


class Site:
    """The site at `url`. `desk` speaks for a site admin, over the same application."""

    def __init__(self, app: Litestar, parts: Parts, url: str, desk: Desk, operator: str) -> None:
        self.app = app
        self.parts = parts
        self.url = url
        self.desk = desk
        self.operator = operator

    async def cup(
        self, entries: int = 8, format: str = "single_elimination", **fields: Any
    ) -> dict[str, Any]:
        """A started tournament of one stage; gives slugs and ids."""
        event = await self.desk.event()
        tournament = await self.desk.tournament(event)
        stage = await self.desk.stage(tournament, format, **fields)
        await self.desk.entries(tournament, entries)
        await self.desk.start(stage)
        return {
            "event": event,
            "tournament": tournament,
            "stage": stage,
            "path": f"/events/{event['slug']}/{tournament['slug']}",
        }


class WatchedPage:
    """A browser page; whatever the browser complains of, the policy's violations included, is kept."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        page.set_default_timeout(WAIT_MS)
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    async def open(self, path: str) -> None:
        """Go to a page of the site."""
        await self.page.goto(f"{self.url}{path}")

    async def drawn(self) -> None:
        """Wait until the page's script has drawn and follows."""
        await self.page.wait_for_selector('#status[data-status="live"]', state="attached")

    async def sign_in(self, email: str, onward: str) -> None:
        """Sign in by the form, as a person does, and go on."""
        await self.open(f"/sign-in?next={onward}")
        await self.page.fill('[name="email"]', email)
        await self.page.fill('[name="password"]', PASSWORD)
        await self.page.click("form button.main")
        await self.page.wait_for_url(f"{self.url}{onward}")

    async def fits(self) -> None:
        """Nothing is wider than the window: the page as a whole does not scroll sideways."""
        widths = await self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1], widths

    def well(self, *, refused: int | None = None) -> None:
        """Nothing was complained of, but that requests were answered with the status `refused`."""
        told = f"the server responded with a status of {refused}"
        assert [said for said in self.complaints if told not in said] == []


@asynccontextmanager
async def watched(browser: Browser, site: Site, **options: Any) -> AsyncIterator[WatchedPage]:
    """A page in a fresh context: no cookies but its own."""
    context = await browser.new_context(**{"viewport": PHONE, "locale": "en", **options})
    try:
        yield WatchedPage(await context.new_page(), site.url)
    finally:
        # Chromium now and then never says that it has closed a page that was about to load another one.
        with anyio.move_on_after(CLOSE_SECONDS):
            await context.close()
