"""The desk's forms that have a logic of their own, in a real browser."""

from playwright.async_api import Browser

from tests.drafts.hall import MAPS
from tests.honours.played import of, played
from tests.web.site import Site, watched


async def test_a_draft_is_opened_for_a_match_with_a_clock_of_its_own(site: Site, browser: Browser) -> None:
    cup = await site.cup(2)
    async with watched(browser, site) as phone:
        page = phone.page
        await phone.sign_in(site.operator, f"/desk{cup['path']}")
        await phone.drawn()
        await page.click("#matches [data-match]")
        await page.click("#sheet summary:has-text('Open a draft')")
        await page.fill("#pool", "Nuke, Train")
        await page.click("button:has-text('Open the draft')")
        await page.locator("#pool-error", has_text="made for a pool of 7").wait_for()
        await page.fill("#pool", "\n".join(MAPS))
        await page.select_option("#clock", "45")
        await page.select_option("#first", "1")
        await page.click("button:has-text('Open the draft')")
        room = page.locator("#sheet a:has-text('Draft of game 1')")
        await room.wait_for()
        await phone.fits()
        await room.click()
        await page.wait_for_url(f"{site.url}{cup['path']}/drafts/*")
        draft = await site.desk.get(f"/drafts/{page.url.rpartition('/')[2]}")
        assert (draft["pool"], draft["view"]["first"]) == (MAPS, 1)
        assert [step["seconds"] for step in draft["script"]["steps"]] == [45, 45, 45, None, 45]
        phone.well(refused=422)


async def test_seeds_go_by_the_result_of_another_tournament(site: Site, browser: Browser) -> None:
    cup = await site.cup(2)
    await site.desk.play(cup["stage"], lambda match: {"winner": 1})
    await site.desk.move(cup["tournament"], "finished")
    final = await site.desk.tournament(cup["event"])
    await site.desk.entries(final, 2)
    async with watched(browser, site) as phone:
        await phone.sign_in(site.operator, f"/desk/events/{cup['event']['slug']}/{final['slug']}")
        await phone.drawn()
        await phone.page.click("#seeding summary")
        await phone.page.click("#seed-result button")
        await phone.page.locator("#seed-list li:first-child", has_text="Team 2").wait_for()
        phone.well()


async def test_points_rules_are_looked_at_and_saved(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    await played(site.desk, event, [of("North", "N1"), of("South", "S1")])
    path = f"/events/{event['id']}/points"
    async with watched(browser, site) as phone:
        page = phone.page
        await phone.sign_in(site.operator, f"/desk/events/{event['slug']}")
        await page.click("#points summary")
        await page.fill("#points-form [name=points]", "10, 7；4.5")
        await page.fill("[data-weight]", "-2")
        await page.click("#points-form [name=preview]")
        await page.locator("[id='weights.0.weight-error']", has_text="A weight must be").wait_for()
        await page.fill("[data-weight]", "1.5")
        await page.click("#points-form [name=preview]")
        await page.locator("#points-preview tr", has_text="North").get_by_text("15").wait_for()
        assert (await site.desk.get(path))["rules"] is None
        await page.click("#points-form button.main")
        await page.locator("#toast", has_text="are saved").wait_for()
        stored = (await site.desk.get(path))["rules"]
        assert (stored["points"], stored["weights"][0]["weight"]) == ([10, 7, "4.5"], "1.5")
        await page.reload()
        assert await page.input_value("#points-form [name=points]") == "10 7 4.5"
        assert await page.input_value("[data-weight]") == "1.5"
        phone.well(refused=422)


async def test_settings_are_changed_and_what_others_changed_stays(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    window = {"opens_at": "2039-11-01T00:00:30Z", "closes_at": "2039-11-20T16:00:00Z"}
    cup = await site.desk.tournament(event, registration=window, check_in=window, capacity=16)
    path = f"/tournaments/{cup['id']}"
    async with watched(browser, site, timezone_id="Asia/Shanghai") as phone:
        page = phone.page
        await phone.sign_in(site.operator, f"/desk/events/{event['slug']}/{cup['slug']}")
        await phone.drawn()
        await page.click("#settings summary")
        assert await page.input_value('[name="registration.closes_at"]') == "2039-11-21T00:00"
        await phone.fits()
        await site.desk.do("PATCH", path, {"capacity": 32})
        await page.fill('[name="check_in.opens_at"]', "2039-11-22T08:00")
        await page.click("#settings button.main")
        await page.locator("#settings .error:not(:empty), #settings .form-error:not(:empty)").first.wait_for()
        await page.fill('[name="check_in.closes_at"]', "2039-11-22T09:00")
        await page.select_option('[name="check_in_by"]', "player")
        await page.fill('[name="registration.opens_at"]', "")
        await page.fill('[name="registration.closes_at"]', "")
        await page.click("#settings button.main")
        await page.locator("#toast", has_text="The settings are saved.").wait_for()
        phone.well(refused=422)
    now = await site.desk.get(path)
    assert (now["capacity"], now["check_in_by"], now["registration"]) == (32, "player", None)
    assert now["check_in"] == {"opens_at": "2039-11-22T00:00:00Z", "closes_at": "2039-11-22T01:00:00Z"}
