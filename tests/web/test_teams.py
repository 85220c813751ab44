"""The way of a team on a phone: sign up, found it, invite by a link, a friend joins, enter a tournament."""

from playwright.async_api import Browser, expect

from tests.support.app import PASSWORD
from tests.support.pictures import png
from tests.support.wait import until
from tests.web.site import Site, WatchedPage, watched

LOGO = {"name": "photo.svg", "mimeType": "image/png", "buffer": png(640, 480)}


async def sign_up(page: WatchedPage, name: str, email: str) -> None:
    await page.page.fill('[name="display_name"]', name)
    await page.page.fill('[name="email"]', email)
    await page.page.fill('[name="password"]', PASSWORD)
    await page.page.click("form button.main")


async def test_two_friends_form_a_team_and_enter(site: Site, browser: Browser) -> None:
    cup = await site.desk.tournament(roster={"min": 2, "max": 2})
    week = (await site.desk.get(f"/events/{cup['event']}"))["slug"]
    enter = f"/events/{week}/{cup['slug']}/enter"
    async with watched(browser, site) as mei, watched(browser, site) as jun:
        await mei.open("/sign-up?next=/teams")
        await sign_up(mei, "梅 Mei", "mei@example.org")
        await mei.page.wait_for_url(f"{site.url}/teams")
        await mei.fits()
        await mei.page.fill('#found [name="name"]', "Night Owls 夜猫子")
        await mei.page.fill('#found [name="tag"]', "OWL")
        await mei.page.click("#found button.main")
        await mei.page.wait_for_selector("#invite")
        team = mei.page.url.removeprefix(site.url)
        await mei.page.click("#invite button.main")
        await mei.page.wait_for_selector("#made", state="visible")
        await mei.page.locator("#open li").wait_for()
        link = await mei.page.input_value("#link")
        await mei.page.click("[data-copy]")
        await mei.page.locator("#toast:not(:empty)").wait_for()
        await mei.fits()

        await jun.open(link.removeprefix(site.url))
        await expect(jun.page.locator("#name")).to_have_text("Night Owls 夜猫子")
        assert jun.page.url == f"{site.url}/join", "the secret stays in no history"
        await jun.fits()
        await jun.page.click('a[href^="/sign-up"] >> nth=-1')
        await sign_up(jun, "Jun", "jun@example.org")
        await jun.page.wait_for_url(f"{site.url}/join")
        await jun.page.click("#join")
        await jun.page.wait_for_url(f"{site.url}{team}")
        await expect(jun.page.locator("#live .member")).to_have_count(2)
        await jun.open("/account/in-game-ids")
        await jun.page.fill('[data-field="title"]', "Honor of Kings")
        await jun.page.fill('[data-field="in_game_id"]', "jun#1")
        await jun.fits()
        await jun.page.click("form button.main")
        await jun.page.locator("#toast:not(:empty)").wait_for()

        async with site.desk.person() as ana:
            await mei.open(team)
            await mei.page.click("details:has(#player) > summary")
            await mei.page.fill("#player input", (await ana.get("/me/teams"))["player"])
            await mei.page.click("#player button")
            await expect(mei.page.locator("#open")).to_contain_text("#")
            await mei.fits()
            (seen,) = (await ana.get("/me/teams"))["invitations"]
            assert seen["name"] == "Night Owls 夜猫子"
        await mei.page.click("details:has(#edit) > summary")
        await mei.page.set_input_files("#picture", [LOGO])
        await mei.page.locator("#live img.crest").wait_for()
        await mei.open(enter)
        await expect(mei.page.locator("#players .one")).to_have_count(2)
        assert await mei.page.input_value('[name="name"]') == "Night Owls 夜猫子"
        assert await mei.page.locator('#players input[type="text"]').nth(1).input_value() == "jun#1"
        await mei.fits()
        await mei.page.click("form button.main")
        await mei.page.wait_for_url(f"{site.url}/events/{week}/{cup['slug']}/entry")
        await mei.open(f"/events/{week}/{cup['slug']}")
        await mei.page.locator(".entries img.logo").wait_for()
        loaded = "document.querySelector('.entries img.logo')?.naturalWidth === 320"
        await until(lambda: mei.page.evaluate(loaded))
        mei.well()
        jun.well()
    entry = (await site.desk.entered(cup))[0]
    roster = (await site.desk.get(f"/entries/{entry['id']}"))["roster"]
    assert [(one["name"], one["in_game_id"]) for one in roster] == [("梅 Mei", None), ("Jun", "jun#1")]
    assert all(one["person"] for one in roster)


async def test_a_team_is_handed_over_and_left(site: Site, browser: Browser) -> None:
    async with watched(browser, site) as mei, watched(browser, site, locale="zh-CN") as jun:
        await mei.open("/sign-up?next=/teams")
        await sign_up(mei, "Mei", "mei@example.org")
        await mei.page.wait_for_selector("#found")
        await jun.open("/sign-up?next=/teams")
        await sign_up(jun, "Jun", "jun@example.org")
        await jun.page.wait_for_selector("#found")
        await mei.page.fill('#found [name="name"]', "Owls")
        await mei.page.fill('#found [name="tag"]', "OWL")
        await mei.page.click("#found button.main")
        await mei.page.click("details:has(#address) > summary")
        await mei.page.fill('[name="email"]', "jun@example.org")
        await mei.page.click("#address button")
        await mei.page.locator("#open li").wait_for()
        await jun.page.reload()
        await jun.page.click('[data-path$="/accept"]')
        await jun.page.wait_for_selector("#past")
        await mei.page.reload()
        await mei.page.click(".member details > summary")
        await mei.page.click('[data-path$="/captain"]')
        await mei.page.click("#ask .danger")
        await mei.page.wait_for_selector("#edit", state="detached")
        await mei.page.click('[data-path$="/leave"]')
        await mei.page.click("#ask .danger")
        await mei.page.wait_for_url(f"{site.url}/teams")
        await jun.page.reload()
        await jun.page.click("#past summary")
        await expect(jun.page.locator(".past li span")).to_have_text(
            ["Mei 退出", "Jun 成为队长", "Jun 加入", "Mei 创建了战队"]
        )
        mei.well()
        jun.well()
