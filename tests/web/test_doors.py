"""The doors in a real browser: a captain's phone shows a code, the staff's phone takes it."""

import os

from playwright.async_api import Browser

from tests.support.app import OPERATOR
from tests.support.desk import OPEN
from tests.teams.club import club
from tests.web.site import PHONE, SCREEN, Site, watched


async def test_a_captain_accepts_a_place_and_is_scanned_at_the_door(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    tournament = await site.desk.tournament(event, capacity=2, check_in=OPEN, offer_minutes=60)
    first, *_ = await site.desk.entries(tournament, 2)
    path = f"/events/{event['slug']}/{tournament['slug']}/entry"
    async with (
        site.desk.person() as captain,
        watched(browser, site, viewport=PHONE, locale="zh-CN") as phone,
        watched(browser, site, viewport=PHONE) as door,
    ):
        await captain.post(f"/tournaments/{tournament['id']}/entries", {"name": "夜猫子"})
        await phone.sign_in((await captain.get("/me"))["person"]["email"], path)
        await phone.drawn()
        await phone.page.locator('.standing[data-state="waitlisted"]').wait_for()
        await site.desk.post(f"/entries/{first['id']}/withdraw")
        await phone.page.click('[data-do="accept"]')
        await phone.page.locator('.standing[data-state="confirmed"]').wait_for()
        await site.desk.move(tournament, "check_in")
        await phone.page.locator('[data-do="check-in"]').wait_for()
        await phone.page.click("[data-code]")
        code = await phone.page.locator(".code").inner_text()
        assert await phone.page.locator(".qr path").count() == 1
        await phone.fits()
        there = f"/desk{path.removesuffix('entry')}check-in"
        await door.sign_in(OPERATOR, there)
        await door.drawn()
        assert await door.page.locator('[data-count="missing"] strong').inner_text() == "2"
        await door.open(f"{there}#{code}")
        await door.page.locator("#last", has_text="夜猫子 is checked in.").wait_for()
        await phone.page.locator('.standing[data-state="checked_in"]').wait_for()
        await door.page.fill("#code", code.lower())
        await door.page.click("#scan button")
        await door.page.locator("#last", has_text="had checked in already").wait_for()
        await door.page.click("#missing [data-entry]")
        await door.page.get_by_text("Everybody is here.").wait_for()
        await door.fits()
        phone.well()
        door.well()


async def test_an_operator_acts_on_the_entries_that_a_search_finds(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    tournament = await site.desk.tournament(event, capacity=3, check_in=OPEN)
    await site.desk.entries(tournament, 2, "Owls", delegation="上海")
    await site.desk.entries(tournament, 2, "Bears")
    await site.desk.move(tournament, "check_in")
    path = f"/desk/events/{event['slug']}/{tournament['slug']}"
    async with watched(browser, site, viewport=SCREEN) as desk:
        await desk.sign_in(OPERATOR, path)
        await desk.drawn()
        await desk.page.click("#all-entries summary")
        await desk.page.locator("#list li").nth(3).wait_for()
        await desk.page.fill("#text", "owls")
        await desk.page.press("#text", "Enter")
        await desk.page.locator("#list li").nth(2).wait_for(state="detached")
        await desk.page.check("#list-all")
        await desk.page.click('[data-action="check_in"]')
        await desk.page.click("#ask .main")
        await desk.page.locator("#list-report", has_text="Done for 2 of 2.").wait_for()
        await desk.page.fill("#text", "bears")
        await desk.page.press("#text", "Enter")
        await desk.page.locator("#list", has_text="Bears 2").wait_for()
        await desk.page.check("#list-all")
        await desk.page.click('[data-action="promote"]')
        await desk.page.click("#ask .main")
        await desk.page.locator(".rejected", has_text="Every place is taken.").wait_for()
        await desk.page.set_viewport_size(PHONE)
        await desk.fits()
        desk.well()
    states = [one["state"] for one in await site.desk.entered(tournament)]
    assert states == ["checked_in", "checked_in", "confirmed", "waitlisted"]


async def test_a_captain_withdraws_while_it_is_played(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    tournament = await site.desk.tournament(event)
    stage = await site.desk.stage(tournament)
    async with site.desk.person() as captain, watched(browser, site, viewport=PHONE, locale="zh-CN") as phone:
        own = await captain.post(f"/tournaments/{tournament['id']}/entries", {"name": "夜猫子"})
        await site.desk.entries(tournament, 1)
        await site.desk.start(stage)
        path = f"/events/{event['slug']}/{tournament['slug']}/entry"
        await phone.sign_in((await captain.get("/me"))["person"]["email"], path)
        await phone.drawn()
        await phone.page.click('[data-do="depart"]')
        await phone.page.locator("#ask .impact li", has_text="第 1 场").wait_for()
        await phone.fits()
        if shots := os.environ.get("SHOTS"):
            await phone.page.screenshot(path=f"{shots}/own-leaving.png")
        await phone.page.click("#ask button.danger")
        await phone.page.locator('.standing[data-state="withdrawn"]').wait_for()
        found = (await site.desk.get(f"/tournaments/{tournament['id']}/departures"))["items"]
        assert [(one["entry"], one["kind"], one["reason"]) for one in found] == [
            (own["id"], "withdrawn", "队长申请退赛。")
        ]
        phone.well()


async def test_each_player_checks_in_from_their_own_phone(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    size = {"min": 3, "max": 4, "substitutes": 1}
    tournament = await site.desk.tournament(event, check_in=OPEN, check_in_by="player", roster=size)
    path = f"/events/{event['slug']}/{tournament['slug']}/entry"
    async with (
        club(site.desk) as owls,
        watched(browser, site, viewport=PHONE, locale="zh-CN") as phone,
        watched(browser, site, viewport=PHONE) as mate,
        watched(browser, site, viewport=SCREEN) as desk,
    ):
        people = await owls.people()
        named = [{"name": f"Player {at}", "person": one} for at, one in enumerate(people)]
        guests = [{"name": "Jun Zhao", "in_game_id": "jz"}, {"name": "Li Na", "in_game_id": "lina7"}]
        entering = {"name": "Night Owls", "team": owls.id, "roster": [*named, *guests]}
        entry = await owls.captain.post(f"/tournaments/{tournament['id']}/entries", entering)
        rules = {"eligibility": {"identity": "verified"}}
        await site.desk.do("PUT", f"/tournaments/{tournament['id']}/entry-rules", rules)
        await site.desk.move(tournament, "check_in")
        there = f"/desk{path.removesuffix('entry')}"
        await desk.sign_in(OPERATOR, f"{there}check-in")
        await desk.drawn()
        await desk.page.get_by_text("Identities to verify: 4").click()
        await desk.page.select_option('[data-identity="0"]:enabled', "document")
        await desk.page.locator("#players", has_text="Identity verified").wait_for()
        for position in (1, 2, 3):
            known = {"position": position, "method": "school"}
            await site.desk.do("PUT", f"/entries/{entry['id']}/identity", known)
        await phone.sign_in((await owls.captain.get("/me"))["person"]["email"], path)
        await mate.sign_in((await owls.members[0].get("/me"))["person"]["email"], path)
        await mate.drawn()
        await mate.page.click('[data-player=""]')
        await mate.page.get_by_text("You are here.").wait_for()
        assert await mate.page.locator("#players .lines, [data-code], [data-do]").count() == 0
        await phone.drawn()
        await phone.page.locator("#progress", has_text="3 名选手中已到 1 名").wait_for()
        await phone.page.click('[data-player="2"]')
        await phone.page.locator("#progress", has_text="3 名选手中已到 2 名").wait_for()
        await desk.open(f"{there}entries/{entry['id']}")
        await desk.page.locator("#players", has_text="2 of 3 players are here").wait_for()
        await phone.fits()
        await mate.fits()
        if shots := os.environ.get("SHOTS"):
            await phone.page.screenshot(path=f"{shots}/captain.png", full_page=True)
            await mate.page.screenshot(path=f"{shots}/mate.png", full_page=True)
        if shots:
            await desk.page.screenshot(path=f"{shots}/desk.png", full_page=True)
        await desk.page.set_viewport_size(PHONE)
        await desk.fits()
        if shots:
            await desk.page.screenshot(path=f"{shots}/desk-phone.png", full_page=True)
        await desk.page.click('[data-player="3"]:enabled')
        await mate.page.locator('.standing[data-state="checked_in"]').wait_for()
        await desk.page.locator('[data-player="3"]').wait_for(state="detached")
        await desk.page.wait_for_selector('html[data-ready="true"]', state="attached")
        phone.well()
        mate.well()
        desk.well()
