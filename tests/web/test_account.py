"""One's own account in a real browser, on a phone: settings, second factor, sessions, links of mails."""

import asyncio
from collections.abc import AsyncIterator

import pyotp
import pytest
from playwright.async_api import Browser, Route, expect

from esports.web import assets
from tests.support.app import new_client, sign_in, sign_up
from tests.support.mail import mail_server
from tests.support.post import Post
from tests.web.site import Site, WatchedPage, watched

EMAIL = "mei@example.org"
NEW = "quite another password"


@pytest.fixture
async def post(site: Site) -> AsyncIterator[Post]:
    """The post of the site, whose links lead elsewhere: the path is what counts."""
    with mail_server() as mailbox:
        yield Post(site.parts, mailbox)


@pytest.fixture
async def mei(site: Site) -> None:
    """Somebody with an account."""
    async with new_client(site.app) as client:
        await sign_up(client, email=EMAIL)


async def submit(page: WatchedPage, form: str = "form", **fields: str) -> None:
    for name, value in fields.items():
        await page.page.fill(f'{form} [name="{name}"]', value)
    await page.page.click(f"{form} button.main")


async def test_settings_are_chosen_and_count_at_once(site: Site, browser: Browser, mei: None) -> None:
    async with watched(browser, site) as page:
        await page.sign_in(EMAIL, "/account")
        await page.fits()
        await page.page.fill('[name="time_zone"]', "Mars/Olympus")
        await page.page.click("form button.main")
        await page.page.locator("#time_zone-error:not(:empty)").wait_for()
        await page.page.fill('[name="time_zone"]', "Asia/Shanghai")
        await page.page.select_option('[name="locale"]', "zh-Hans")
        await page.page.select_option('[name="notices.match_ready"]', "inbox")
        page.well(refused=422)
        await page.page.click("form button.main")
        await page.page.locator("h1", has_text="我的账号").wait_for()
        assert await page.page.input_value('[name="time_zone"]') == "Asia/Shanghai"
        assert await page.page.input_value('[name="notices.match_ready"]') == "inbox"
        await page.page.fill('[name="time_zone"]', "")
        await page.page.click("form button.main")
        await page.page.wait_for_selector('[data-revision="3"]')
        assert await page.page.input_value('[name="time_zone"]') == ""


async def test_a_second_factor_is_set_up_and_asked_for(site: Site, browser: Browser, mei: None) -> None:
    async with watched(browser, site) as page:
        await page.sign_in(EMAIL, "/account/second-factor")
        await submit(page, "#begin", password="a long enough password")
        await page.page.locator("#typed:not(:empty)").wait_for()
        await page.fits()
        assert await page.page.locator("#square svg path").get_attribute("d")
        app = pyotp.TOTP((await page.page.inner_text("#typed")).replace(" ", ""))
        assert (await page.page.get_attribute("#uri", "href") or "").startswith("otpauth://totp/")
        await submit(page, "#confirm", code=app.now())
        await page.page.locator("#codes li").nth(9).wait_for()
        await page.fits()
        recovery = await page.page.locator("#codes li").first.inner_text()
        page.well()
        await page.page.click("[data-sign-out]")
        await page.page.wait_for_url(f"{site.url}/")
        await page.open("/sign-in?next=/account")
        assert not await page.page.is_visible('[name="code"]')
        await submit(page, email=EMAIL, password="a long enough password")
        await page.page.wait_for_selector('[name="code"]', state="visible")
        await submit(page, code="000000000")
        await page.page.locator(".form-error:not(:empty)").wait_for()
        page.well(refused=401)
        await submit(page, code=recovery)
        await page.page.wait_for_url(f"{site.url}/account")


async def test_recovery_codes_are_made_anew_and_the_factor_taken_off(
    site: Site, browser: Browser, mei: None
) -> None:
    async with watched(browser, site) as page:
        await page.sign_in(EMAIL, "/account/second-factor")
        await submit(page, "#begin", password="a long enough password")
        await page.page.locator("#typed:not(:empty)").wait_for()
        app = pyotp.TOTP((await page.page.inner_text("#typed")).replace(" ", ""))
        await submit(page, "#confirm", code=app.now())
        await page.page.locator("#codes li").nth(9).wait_for()
        first = await page.page.locator("#codes li").all_inner_texts()
        await page.open("/account/second-factor")
        await page.fits()
        await submit(page, "#begin", password="a long enough password")
        await page.page.locator("#codes li").nth(9).wait_for()
        assert not set(first) & set(await page.page.locator("#codes li").all_inner_texts())
        await page.open("/account/second-factor")
        await page.page.fill('#begin [name="password"]', "a long enough password")
        await page.page.click("#begin button.danger")
        await page.page.wait_for_url(f"{site.url}/account")
        page.well()


async def test_a_token_is_made_shown_once_and_deleted(site: Site, browser: Browser, mei: None) -> None:
    async with watched(browser, site) as page:
        await page.sign_in(EMAIL, "/account/tokens")
        await page.fits()
        await submit(page, name="scoreboard")
        secret = page.page.locator("#secret:not(:empty)")
        bearer = {"authorization": f"Bearer {await secret.inner_text()}"}
        await page.fits()
        async with new_client(site.app) as program:
            assert (await program.get("/api/v1/me", headers=bearer)).json()["scopes"] == ["read"]
            await page.open("/account/tokens")
            await page.page.click("[data-delete]")
            await page.page.click('#ask button[value="yes"]')
            await expect(page.page.locator("#tokens li")).to_have_count(0)
            assert (await program.get("/api/v1/me", headers=bearer)).status_code == 401
        page.well()


AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
    "Safari/537.36 Edg/140.0.0.0": "Edge · Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148 MicroMessenger/8.0.60": "WeChat · iPhone",
    "Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/114.0.0.0 HuaweiBrowser/15.0 Mobile Safari/537.36": "Huawei Browser · HarmonyOS",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Safari/605.1.15": "Safari · macOS",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0": "Firefox · Linux",
    "scoreboard/1.0": "scoreboard/1.0",
}


async def test_sessions_are_seen_and_ended(site: Site, browser: Browser, mei: None) -> None:
    async with watched(browser, site) as page, new_client(site.app) as other:
        await sign_in(other, EMAIL)
        await page.sign_in(EMAIL, "/account")
        await page.page.locator("#sessions li", has_text="Chrome · Linux").wait_for()
        called = "async ([at, them]) => { const { device } = await import(at); return them.map(device); }"
        names = await page.page.evaluate(called, [assets.address("devices.js"), list(AGENTS)])
        assert dict(zip(AGENTS, names, strict=True)) == AGENTS
        await page.page.locator("[data-end]").first.click()
        await expect(page.page.locator("#sessions li")).to_have_count(2)  # signing up had opened one, too
        await page.page.click("#end-others")
        await page.page.wait_for_selector("#end-others", state="hidden")
        assert await page.page.locator("#sessions li").count() == 1
        assert (await other.get("/api/v1/me")).status_code == 401
        page.well()


async def test_a_forgotten_password_is_chosen_anew_by_the_link(
    site: Site, browser: Browser, mei: None, post: Post
) -> None:
    await post.deliver()
    async with watched(browser, site) as page:
        await page.open("/sign-in")
        await page.page.click('a[href="/forgot-password"]')
        await submit(page, email=EMAIL)
        await page.page.wait_for_selector("#said", state="visible")
        token = await post.token(EMAIL, "/reset-password")
        await page.open(f"/reset-password#{token}")
        await page.page.wait_for_selector('[name="token"]', state="hidden")
        assert page.page.url.endswith("/reset-password"), "the secret stays in no history"
        await page.fits()
        await submit(page, password=NEW)
        await page.page.wait_for_selector("#said", state="visible")
        page.well()
        await page.open(f"/reset-password?again#{token}")
        await submit(page, password=NEW)
        await page.page.locator("#token-error:not(:empty)").wait_for()
        page.well(refused=422)
    async with new_client(site.app) as client:
        await sign_in(client, EMAIL, NEW)


async def test_an_address_is_confirmed_and_the_link_sent_again(
    site: Site, browser: Browser, mei: None, post: Post
) -> None:
    await post.deliver()
    async with watched(browser, site) as page:
        await page.sign_in(EMAIL, "/account/email?lang=zh-Hans")
        await page.page.click("[data-post]")
        await page.page.locator("#toast:not(:empty)").wait_for()
        await page.open(f"/verify-email#{await post.token(EMAIL, '/verify-email')}")
        await submit(page)
        await page.page.wait_for_selector("#said", state="visible")
        await page.open("/account/email")
        await page.page.locator("main", has_text="已确认").wait_for()
        await submit(page, email="new@example.org", password="a long enough password")
        await page.page.wait_for_selector("#said", state="visible")
        page.well()


async def test_a_button_that_is_pressed_before_the_script_has_come_does_its_work(
    site: Site, browser: Browser, mei: None, post: Post
) -> None:
    arrived = asyncio.Event()

    async def late(route: Route) -> None:
        await arrived.wait()
        await route.continue_()

    async with watched(browser, site) as page:
        await page.sign_in(EMAIL, "/account")
        await page.page.route("**/proof*.js", late)
        await page.page.goto(f"{site.url}/account/email?lang=zh-Hans", wait_until="commit")
        await page.page.click("[data-post]")
        assert await page.page.locator("#toast:not(:empty)").count() == 0
        arrived.set()
        await page.page.locator("#toast:not(:empty)").wait_for()
        page.well()
