"""Guardians in a real browser, on a phone: asked, agreeing, withdrawing; and one's own data."""

import re
from typing import Any

from playwright.async_api import Browser, expect

from tests.consents.families import GUARDIAN, PAGE
from tests.support.app import PASSWORD, new_client, sign_up
from tests.support.mail import mail_server
from tests.support.post import Post
from tests.web.site import PHONE, Site, WatchedPage, watched

EMAIL = "captain@example.org"
ROSTER = (("Mei Lin 林梅", "2013-03-04"), ("Ana Sousa", "1999-01-01"))


async def test_everybody_reads_what_is_kept_of_people(site: Site, browser: Browser) -> None:
    async with watched(browser, site, viewport=PHONE, locale="zh-CN") as anybody:
        await anybody.open("/privacy")
        await anybody.page.locator("#register strong", has_text="出生日期").wait_for()
        await anybody.fits()
        anybody.well()


async def answered(browser: Browser, site: Site, token: str, button: str, said: str, **options: Any) -> None:
    """Open the link of a mail and press a button."""
    async with watched(browser, site, **options) as page:
        await page.open(f"{PAGE}#{token}")
        await page.page.click(f'#answers button:has-text("{button}")')
        await page.page.locator("#said", has_text=said).wait_for()
        assert token not in page.page.url
        await page.fits()
        page.well()


async def waits(page: WatchedPage, words: str) -> None:
    """The entry's page tells how it stands with the child."""
    await page.page.reload()
    await expect(page.page.locator(".lines li", has_text="林梅").locator(".chip")).to_have_text(words)


async def test_from_the_entry_to_the_withdrawal(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    cup = await site.desk.tournament(event, require_guardian_consent=True)
    path = f"/events/{event['slug']}/{cup['slug']}"
    async with new_client(site.app) as client:
        await sign_up(client, email=EMAIL)
    with mail_server() as mailbox:
        post = Post(site.parts, mailbox)
        async with watched(browser, site) as page:
            await page.sign_in(EMAIL, f"{path}/enter")
            await page.page.fill('[name="name"]', "Owls")
            for at, (name, born) in enumerate(ROSTER):
                if at:
                    await page.page.click('[data-add="roster"]')
                await page.page.fill(f'[name="roster.{at}.name"]', name)
                await page.page.fill(f'[name="roster.{at}.birth_date"]', born)
            await page.page.click("form button.main")
            await page.page.wait_for_url(re.compile("/guardians$"))
            await page.fits()
            await page.page.fill('[name="guardian_email"]', GUARDIAN)
            await page.page.click("form button.main")
            await page.page.locator("text=p…@example.org").wait_for()
            token = await post.token(GUARDIAN, PAGE)
            await answered(browser, site, token, "I agree", "Thank you")
            await waits(page, "Guardian agreed")
            entry = page.page.url
            token = await post.token(GUARDIAN, PAGE)
            await answered(browser, site, token, "撤回同意", "已撤回", locale="zh-CN")
            await waits(page, "Consent withdrawn")
            await page.open(path)
            await page.page.click("text=See what is missing")
            await page.page.wait_for_url(entry)
            page.well()
    await _staff_look(site, browser, entry, event["slug"])


async def _staff_look(site: Site, browser: Browser, entry: str, event: str) -> None:
    async with watched(browser, site) as page:
        await page.sign_in(site.operator, entry.removeprefix(site.url))
        assert "林梅" not in await page.page.content()
        await page.page.fill('[name="reason"]', "Checking in at the gate")
        await page.page.click("#people-form button.main")
        await page.page.locator("#people-list", has_text="林梅").wait_for()
        await page.open(f"/desk/events/{event}/accesses")
        await page.page.locator("li", has_text="Checking in at the gate").wait_for()
        await page.fits()
        page.well()


async def test_somebody_takes_their_data_along_and_goes(site: Site, browser: Browser) -> None:
    async with new_client(site.app) as client:
        await sign_up(client, email=EMAIL)
    async with watched(browser, site) as page:
        await page.sign_in(EMAIL, "/account")
        await page.page.click('a[href="/account/data"]')
        async with page.page.expect_download() as started:
            await page.page.click("a[download]")
        assert (await started.value).suggested_filename == "esports-week-own-data.json"
        await page.page.fill('[name="password"]', PASSWORD)
        await page.page.click("button.danger")
        await page.page.locator("#said", has_text="Your account is erased").wait_for()
        await page.open("/account")
        await page.page.wait_for_selector("text=Sign in")
