"""Signing in by an OpenID provider, and linking it, in a real browser on a phone."""

from collections.abc import Iterator

import msgspec
import pytest
from playwright.async_api import Browser

from tests.support.app import PASSWORD, new_client, sign_up
from tests.support.provider import CLIENT, SECRET, Provider, openid_provider
from tests.web.site import Site, watched

EMAIL = "mei@example.org"


@pytest.fixture
def provider(site: Site) -> Iterator[Provider]:
    """The provider that the site names."""
    with openid_provider() as opened:
        site.parts.settings = msgspec.structs.replace(
            site.parts.settings,
            public_url=site.url,
            oidc_issuer=opened.url,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            oidc_label="City ID",
        )
        yield opened


async def test_one_signs_in_by_the_provider_once_it_is_linked(
    site: Site, browser: Browser, provider: Provider
) -> None:
    async with new_client(site.app) as client:
        await sign_up(client, email=EMAIL)
    async with watched(browser, site) as page:
        await page.open("/sign-in?next=/account")
        await page.fits()
        await page.page.click("#provider button")
        await page.page.locator("#failed .form-error", has_text="Sign in with its password").wait_for()
        await page.fits()
        assert page.page.url == f"{site.url}/sign-in/callback", "the code stays in no history"
        page.well(refused=409)
        await page.sign_in(EMAIL, "/account/linking")
        await page.fits()
        await page.page.fill('[name="password"]', PASSWORD)
        await page.page.click("form button.main")
        await page.page.locator('form[data-path="/oidc/unlink"]').wait_for()
        await page.page.click("[data-sign-out]")
        await page.page.wait_for_url(f"{site.url}/")
        await page.open("/sign-in?next=/account")
        await page.page.click("#provider button")
        await page.page.wait_for_url(f"{site.url}/account")
