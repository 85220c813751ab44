"""The owner's pages of webhooks and chat groups in a real browser, on a phone: add one, see how it fares."""

from uuid import UUID

from playwright.async_api import Browser

from esports.own_chats import delivery as own_chats
from esports.uow import unit_of_work
from esports.webhooks import delivery
from esports.webhooks.chats import Chats
from esports.webhooks.outgoing import Sender
from tests.support.wait import until
from tests.web.site import Site, WatchedPage, watched


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
        async with page.page.expect_event("load"):
            await line.locator("button").click()
        await page.page.locator("li[data-state=waiting]", has_text="On its way").first.wait_for()
        await page.open(f"/desk/events/{event['slug']}/deliveries")
        moved = page.page.locator("li[data-channel=webhook]", has_text="A tournament moved on · localhost")
        await moved.first.wait_for()
        await _a_group_is_tried(site, page, event)
        await _an_own_phone_is_tried(site, page)
        page.well(refused=422)


async def _a_group_is_tried(site: Site, page: WatchedPage, event: dict[str, str]) -> None:
    """A test is sent to a group, and the page tells by itself how it went."""
    await page.open(f"/desk/events/{event['slug']}/chats")
    await page.page.fill('[name="name"]', "Players")
    await page.page.fill('[name="url"]', "barks://api.day.app/s3cr3t-key")
    await page.page.click("form button.main")
    await page.page.locator("code", has_text="barks://…-key").wait_for()
    (group,) = (await site.desk.get(f"/events/{event['id']}/chats"))["items"]
    await page.page.click('form[data-path$="/test"] button')
    messages: list[dict[str, str]] = []

    async def is_asked() -> bool:
        messages[:] = (await site.desk.get(f"/chats/{group['id']}/messages"))["items"]
        return bool(messages)

    await until(is_asked)
    parts = site.parts
    nowhere = Chats(Sender(), opened=frozenset({"barks"}), seconds=0)
    async with unit_of_work(parts.engine, parts.waker) as unit:
        await delivery.deliver(unit, Sender(), nowhere, UUID(messages[0]["id"]))
        await unit.commit()
    await page.page.locator("li[data-state=waiting]", has_text="no answer in time").wait_for()
    await page.fits()


async def _an_own_phone_is_tried(site: Site, page: WatchedPage) -> None:
    """A test is sent to a phone of one's own, and the page tells by itself how it went."""
    await page.open("/account/chats")
    await page.page.fill('[name="name"]', "My phone")
    await page.page.fill('[name="url"]', "barks://api.day.app/s3cr3t-key")
    await page.page.click("form button.main")
    await page.page.locator("code", has_text="barks://…-key").wait_for()
    (phone,) = (await site.desk.get("/me/chats"))["items"]
    async with page.page.expect_response(lambda reply: reply.url.endswith("/test")):
        await page.page.click('form[data-path$="/test"] button')
    nowhere = Chats(Sender(), opened=frozenset({"barks"}), seconds=0)
    async with unit_of_work(site.parts.engine, site.parts.waker) as unit:
        await own_chats.send_test(unit, nowhere, UUID(phone["id"]))
        await unit.commit()
    await page.page.locator("p", has_text="no answer in time").wait_for()
    await page.page.locator(".chip", has_text="Does not arrive").wait_for()
    await page.fits()


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
