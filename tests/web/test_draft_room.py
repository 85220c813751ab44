"""The draft room in a real browser: a captain on a phone, the caster's screen, and sealed lineups."""

from playwright.async_api import Browser

from tests.drafts.hall import HEROES, VETO
from tests.support.desk import Desk, Json
from tests.web.site import PHONE, SCREEN, Site, WatchedPage, watched


async def match_of(site: Site, captains: list[Desk], best_of: int) -> tuple[Json, str]:
    """A ready match between the captains, and where the drafts of its tournament are shown."""
    event = await site.desk.event()
    tournament = await site.desk.tournament(event, best_of=best_of)
    stage = await site.desk.stage(tournament)
    for captain, name in zip(captains, ("Falcons", "龙"), strict=True):
        await captain.post(f"/tournaments/{tournament['id']}/entries", {"name": name})
    match = (await site.desk.start(stage))["matches"][0]
    return match, f"/events/{event['slug']}/{tournament['slug']}/drafts/"


async def stays(page: WatchedPage) -> None:
    """Nothing was reloaded, is too wide or was complained of."""
    assert await page.page.evaluate("window.stayed === true")
    await page.fits()
    page.well()


async def enter(page: WatchedPage, path: str) -> None:
    await page.open(path)
    await page.drawn()
    await page.page.evaluate("window.stayed = true")


async def test_a_captain_bans_by_phone_and_the_caster_sees_it(site: Site, browser: Browser) -> None:
    async with (
        site.desk.person() as first,
        site.desk.person() as second,
        watched(browser, site, viewport=PHONE) as phone,
        watched(browser, site, viewport=SCREEN, locale="zh-CN") as screen,
    ):
        match, rooms = await match_of(site, [first, second], 3)
        draft = await site.desk.post(f"/matches/{match['id']}/drafts", VETO)
        path = f"{rooms}{draft['id']}"
        email = (await first.get("/me"))["person"]["email"]
        await phone.sign_in(email, path)
        await enter(phone, path)
        await enter(screen, path)
        await screen.page.get_by_text("禁选尚未开始").wait_for()
        await site.desk.post(f"/drafts/{draft['id']}/begin", {})
        await phone.page.get_by_text("It is your turn").wait_for()
        await screen.page.locator("#turn", has_text="Falcons 禁用").wait_for()
        assert await screen.page.locator(".pool button").count() == 0
        await phone.page.click('[data-choice="Nuke"]')
        await phone.page.click("#deed:has-text('Ban Nuke')")
        for page in (phone, screen):
            await page.page.locator('[data-slot="0"] .bans li', has_text="Nuke").wait_for()
        await screen.page.locator("#turn", has_text="龙 禁用").wait_for()
        assert await phone.page.locator(".pool button").count() == 0
        clock = await screen.page.inner_text("#clock")
        assert clock.startswith("0:")
        for slot, step, choice in ((1, 1, "Train"), (0, 2, "Inferno"), (1, 3, "CT")):
            body = {"slot": slot, "step": step, "choice": choice}
            await site.desk.post(f"/drafts/{draft['id']}/actions", body)
        await screen.page.locator('[data-slot="0"] .picks', has_text="龙 以 CT 开局").wait_for()
        for page in (phone, screen):
            await stays(page)


async def test_a_lineup_is_handed_in_by_form_and_sealed_to_others(site: Site, browser: Browser) -> None:
    lineup = [{"player": f"P{n}", "hero": HEROES[n], "spell": "闪现"} for n in range(5)]
    async with (
        site.desk.person() as first,
        site.desk.person() as second,
        watched(browser, site, viewport=PHONE) as phone,
        watched(browser, site, viewport=SCREEN) as screen,
    ):
        match, rooms = await match_of(site, [first, second], 7)
        body = {"game": 7, "script": "ultimate_battle", "pool": HEROES, "previous": [lineup, lineup]}
        draft = await site.desk.post(f"/matches/{match['id']}/drafts", body)
        await site.desk.post(f"/drafts/{draft['id']}/begin", {})
        path = f"{rooms}{draft['id']}"
        await phone.sign_in((await first.get("/me"))["person"]["email"], path)
        await enter(phone, path)
        await enter(screen, path)
        for number in range(1, 6):
            await phone.page.fill(f'[aria-label="Player {number}"]', f"Mei {number}")
            await phone.page.select_option(f'[aria-label="Hero {number}"]', HEROES[number])
            await phone.page.fill(f'[aria-label="Spell {number}"]', "Flash")
        await phone.page.click("text=Hand in the lineup")
        await phone.page.locator(".lineup", has_text="Mei 5").wait_for()
        await screen.page.locator('[data-slot="0"] .picks', has_text="Handed in").wait_for()
        assert "Mei" not in await screen.page.content()
        await second.post(f"/drafts/{draft['id']}/actions", {"slot": 1, "step": 0, "choice": lineup})
        await screen.page.locator('[data-slot="0"] .lineup', has_text="Mei 5").wait_for()
        await screen.page.get_by_text("The draft has ended").wait_for()
        for page in (phone, screen):
            await stays(page)
