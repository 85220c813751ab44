"""The owner's page of webhooks in a real browser, on a phone: add one, see how it fares, send again."""

from uuid import UUID

import pytest
from playwright.async_api import Browser

from esports.uow import unit_of_work
from esports.webhooks import delivery
from esports.webhooks.chats import Chats
from esports.webhooks.outgoing import Sender
from tests.web.site import Site, watched

pytestmark = pytest.mark.browser


async def test_an_owner_adds_a_webhook_and_sees_how_it_fares(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    path = f"/desk/events/{event['slug']}/webhooks"
    async with watched(browser, site) as page:
        await page.sign_in(site.operator, path)
        await page.page.fill('[name="url"]', "https://10.0.0.1/hook")
        await page.page.click("form button.main")
        await page.page.locator("#url-error", has_text="not on the public Internet").wait_for()
        page.well(refused=422)
        await page.page.fill('[name="url"]', "https://localhost/hook")
        await page.page.click("form button.main")
        await page.page.locator("#typed", has_text="whsec_").wait_for()
        await page.fits()
        await _happened(site, event)
        await page.open(path)
        line = page.page.locator("li[data-state=waiting]", has_text="so nothing was sent")
        await line.wait_for()
        await page.fits()
        assert "whsec_" not in await page.page.inner_text("body")
        await line.locator("button").click()
        await page.page.locator("li[data-state=waiting]", has_text="On its way").first.wait_for()
        page.well(refused=422)


async def _happened(site: Site, event: dict[str, str]) -> None:
    """Something happens, and the workers cannot send it: the name leads home."""
    await site.desk.tournament(event)
    parts = site.parts
    async with unit_of_work(parts.engine, parts.waker) as unit:
        await delivery.collect(unit)
        await unit.commit()
    (webhook,) = (await site.desk.get(f"/events/{event['id']}/webhooks"))["items"]
    (message, *_) = (await site.desk.get(f"/webhooks/{webhook['id']}/messages"))["items"]
    async with unit_of_work(parts.engine, parts.waker) as unit:
        await delivery.deliver(unit, Sender(), Chats(Sender()), UUID(message["id"]))
        await unit.commit()
