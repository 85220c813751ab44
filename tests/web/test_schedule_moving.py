"""Matches of the time line moved by hand: dragged, moved with keys, and taken back, in a real browser."""

from playwright.async_api import Browser, Locator

from tests.support.wait import until
from tests.web.site import PHONE, SCREEN, Site, watched
from tests.web.test_schedule import DAYS, plan, shot

HOURS = [{"day": DAYS["starts_on"], "begins": "10:00", "ends": "20:00"}]
HOURS_SHOWN = 10
BREAKS = [{"day": DAYS["starts_on"], "begins": "13:00", "ends": "14:00"}]


async def centre(one: Locator) -> tuple[float, float]:
    box = await one.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def test_a_match_is_dragged_moved_with_keys_and_taken_back(site: Site, browser: Browser) -> None:
    event = await site.desk.event(**DAYS)
    hall = {"name": "Hall", "hours": HOURS, "breaks": BREAKS}
    venue = await site.desk.post(f"/events/{event['id']}/venues", hall)
    tournament = await site.desk.tournament(event, name="Falcon Cup")
    for number in range(3):
        place = {"name": f"Station {number + 1}", "titles": [tournament["title"]]}
        await site.desk.post(f"/venues/{venue['id']}/stations", place)
    stage = await site.desk.stage(tournament)
    await site.desk.entries(tournament, 4)
    await site.desk.start(stage)
    path = f"/events/{event['id']}/schedule"
    await site.desk.post(f"{path}/plan")
    await plan(site, event["id"])

    async def pins() -> dict[str, str]:
        told = await site.desk.get(f"{path}/plan")
        return {one["match"]: one["pin"]["starts_at"] for one in told["matches"] if one["pin"]}

    async def is_pinned() -> bool:
        return bool(await pins())

    async with watched(browser, site, viewport=SCREEN) as desk:
        page = desk.page
        await desk.sign_in(site.operator, f"/desk/events/{event['slug']}/schedule")
        first, other = (await site.desk.get(f"{path}/plan"))["matches"][:2]
        block = page.locator(f'.board .block[data-pin="{first["match"]}"]')
        beside = page.locator(f'.board .block[data-pin="{other["match"]}"]')
        track = page.locator(".board [data-station]").first
        await block.scroll_into_view_if_needed()
        here, there = await centre(block), await centre(beside)
        await page.mouse.move(*here)
        await page.mouse.down()
        await page.mouse.move(here[0] + 20, here[1] + 5)
        await page.mouse.move(*there, steps=4)
        await page.locator('#moving [data-code="station_overlap"]').wait_for()
        await shot(desk, "moving-drag")
        await page.keyboard.press("Escape")
        await page.mouse.up()
        await page.locator(".ghost").wait_for(state="detached")
        assert await pins() == {}

        # Two hours later at the same station, which only its own final stands against.
        here = await centre(block)
        width = (await track.bounding_box() or {})["width"] / HOURS_SHOWN
        await page.mouse.move(*here)
        await page.mouse.down()
        await page.mouse.move(here[0] + width, here[1], steps=3)
        await page.mouse.move(here[0] + 2 * width, here[1], steps=3)
        await page.locator('#moving [data-code="successor"]').wait_for()
        await page.mouse.up()
        await until(is_pinned)
        assert await pins() == {first["match"]: "2039-11-21T04:05:00Z"}
        await plan(site, event["id"])
        await page.locator(f'.board .block[data-pin="{first["match"]}"][title^="12:05"]').wait_for()
        await shot(desk, "moving-dropped")

        # With the keys half an hour on, into the break: that is asked about, and left alone.
        await block.focus()
        for _ in range(6):
            await page.keyboard.press("ArrowRight")
        await page.keyboard.press("ArrowDown")
        await page.locator('#moving [data-code="break"]').wait_for()
        await shot(desk, "moving-keys")
        await page.keyboard.press("Enter")
        await page.locator("#ask[open]").wait_for()
        await shot(desk, "moving-ask")
        await page.click("#ask button:not(.main)")
        await page.locator(".ghost").wait_for(state="detached")
        assert await pins() == {first["match"]: "2039-11-21T04:05:00Z"}

        await page.click('[data-act="back"]')
        await page.locator(".board .block[data-pinned]").wait_for(state="detached")
        assert await pins() == {}

        # Wanted at a time, without a pin.
        await block.click()
        await page.select_option("#pin-how", "want")
        await page.fill("#pin-at", "2039-11-21T15:00")
        await shot(desk, "moving-want")
        await page.click("#ask button.main")
        await plan(site, event["id"])
        await page.locator(".board .block[data-wanted]").wait_for()
        await shot(desk, "moving-wanted")
        await page.set_viewport_size(PHONE)
        await desk.fits()
        await page.locator(f'.slots [data-pin="{first["match"]}"]').click()
        await page.locator("#pin-found > *").wait_for()
        await shot(desk, "moving-phone")
        await page.click("#ask button:not(.main)")

        # The hall closes earlier on the first day, without its break, and is open on the second.
        await page.click("[data-hours]")
        await page.click('[data-drop="breaks.0"]')
        await page.click("[data-same]")
        await page.fill('[name="hours.0.ends"]', "18:30")
        await shot(desk, "hours-phone")
        await page.set_viewport_size(SCREEN)
        await shot(desk, "hours")
        await page.click("#hours button.main")
        await page.locator("#hours[open]").wait_for(state="detached")
        (told,) = (await site.desk.get(f"/events/{event['id']}/venues"))["items"]
        assert told["hours"] == [{**HOURS[0], "ends": "18:30"}, {**HOURS[0], "day": DAYS["ends_on"]}]
        assert (told["name"], told["breaks"]) == ("Hall", [])
        await page.click("[data-empty] summary")
        await page.locator("[data-empty] .lane").last.wait_for()
        await desk.fits()
        await shot(desk, "moving-empty-day")
        desk.well()
