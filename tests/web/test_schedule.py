"""The board of an event and the desk that plans it, in a real browser, with the background work beside."""

import os
from datetime import UTC, datetime
from uuid import UUID

import pytest
from playwright.async_api import Browser

from esports.db.wake import News
from esports.schedule import forecasting, making
from esports.uow import unit_of_work
from tests.support.wait import until
from tests.web.site import PHONE, SCREEN, Site, WatchedPage, watched

SHOTS = os.environ.get("SHOTS")
DAYS = {"starts_on": "2039-11-21", "ends_on": "2039-11-22"}


async def shot(page: WatchedPage, name: str) -> None:
    if SHOTS:
        await page.page.wait_for_timeout(300)
        await page.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


async def plan(site: Site, event: str, *, again: bool = False) -> None:
    """Make the plan that the page has asked for."""

    async def asked() -> bool:
        return bool((await site.desk.get(f"/events/{event}/schedule/plan"))["state"] == "planning")

    await until(asked)
    while (made := await site.desk.get(f"/events/{event}/schedule/plan"))["state"] == "planning":
        async with unit_of_work(site.parts.engine, site.parts.waker) as unit:
            turn = made["search"]["turns"] if made["search"] else 0
            await making.make(unit, UUID(event), made["plan"], again=again, turn=turn)
            await unit.commit()


async def test_a_plan_is_made_published_and_watched(site: Site, browser: Browser) -> None:
    event = await site.desk.event(**DAYS)
    for name in ("Falcon Cup", "龙杯"):
        tournament = await site.desk.tournament(event, name=name)
        stage = await site.desk.stage(tournament)
        await site.desk.entries(tournament, 8)
        await site.desk.start(stage)
    page = f"/events/{event['slug']}/schedule"
    async with (
        watched(browser, site, viewport=SCREEN) as desk,
        watched(browser, site, viewport=SCREEN) as board,
        watched(browser, site, viewport=PHONE, locale="zh-CN") as phone,
    ):
        for watcher in (board, phone):
            await watcher.page.clock.set_fixed_time(datetime(2039, 11, 21, 3, tzinfo=UTC))
            await watcher.open(page)
            await watcher.drawn()
            await watcher.page.evaluate("window.stayed = true")
        await desk.sign_in(site.operator, f"/desk{page}")
        await desk.page.fill("#name", "Main hall")
        await desk.page.click("#venue-form button.main")
        await desk.page.locator("#venues li >> nth=3").wait_for()
        await desk.page.click("[data-act=plan]")
        await plan(site, event["id"])
        await desk.page.locator("#plan-state[data-state=ready]").wait_for()
        await shot(desk, "schedule-desk")
        await desk.page.click(".board .block >> nth=0")
        await desk.page.select_option("#pin-station", "")
        await shot(desk, "schedule-pin")
        await desk.page.click("#ask button.main")
        await plan(site, event["id"])
        await desk.page.locator("#plan-state[data-state=ready]").wait_for()
        await desk.page.locator(".board .block[data-pinned]").wait_for()
        await desk.page.click("[data-act=publish]")
        await desk.page.locator("#plan-state[data-state=published]").wait_for()
        await shot(desk, "schedule-published")
        await board.page.locator(".board .block >> nth=13").wait_for()
        await phone.page.locator(".slots li >> nth=13").wait_for()
        assert not await phone.page.locator(".board").first.is_visible()
        assert not await board.page.locator(".slots").first.is_visible()
        await shot(board, "schedule-board")
        await shot(phone, "schedule-phone")
        await desk.page.click("[data-act=undo]")
        for watcher in (board, phone):
            await watcher.page.locator("#schedule .empty").wait_for()
            assert await watcher.page.evaluate("window.stayed === true")

        asked = await site.desk.post(f"/events/{event['id']}/schedule/plan")
        await plan(site, event["id"])
        told = await site.desk.post(f"/events/{event['id']}/schedule/publish", {"plan": asked["plan"]})
        assert told["moved"] == 14
        await desk.page.reload()
        await desk.page.click("#settings summary")
        await desk.page.fill("#length-0", "25")
        await desk.page.fill("#days input >> nth=0", DAYS["starts_on"])
        await desk.page.select_option('[name="minors.mode"]', "block")
        await desk.page.select_option("#preset", "venue")
        await desk.page.fill('[name="minors.windows.0.ends"]', "22:00")
        await desk.page.click("#add-stream")
        await desk.page.fill('[name="streams.0.name"]', "Main stage")
        await shot(desk, "schedule-settings")
        await desk.page.click("#settings-form button.main")

        async def is_kept() -> bool:
            kept = (await site.desk.get(f"/events/{event['id']}/schedule/plan"))["settings"]
            return (
                [one["minutes"] for one in kept["lengths"]] == [25]
                and len(kept["days"]) == 1
                and kept["minors"]["mode"] == "block"
                and [one["name"] for one in kept["streams"]] == ["Main stage"]
                and [(len(one["days"]), one["ends"]) for one in kept["minors"]["windows"]] == [(7, "22:00")]
            )

        await until(is_kept)
        await desk.page.click("[data-order] >> nth=0")
        await desk.page.locator("#drift").wait_for()
        await desk.page.click("[data-act=replan]")
        await plan(site, event["id"], again=True)
        await desk.page.locator("#moves li").first.wait_for()
        await shot(desk, "schedule-replan")
        await desk.page.set_viewport_size(PHONE)
        await desk.fits()
        await shot(desk, "schedule-replan-phone")
        await desk.page.click("[data-act=publish]")
        await desk.page.locator("#drift").wait_for(state="detached")
        first = (await site.desk.get(f"/events/{event['id']}/schedule"))["matches"][0]["match"]
        await site.desk.post(f"/matches/{first}/call")
        await board.page.locator('.board [data-sign="called"]').first.wait_for()
        await phone.page.locator('.slots [data-sign="called"]').first.wait_for()
        assert await board.page.locator('.block[data-phase="settled"]').count() == 0
        await site.desk.report({"id": first}, {"winner": 0})
        await board.page.locator('.block[data-phase="settled"]').wait_for()
        await board.page.locator(".now-line").wait_for()
        await shot(board, "schedule-now")
        await shot(phone, "schedule-now-phone")
        for watcher in (desk, board, phone):
            await watcher.fits()
            watcher.well()


async def test_a_captain_sees_when_and_where_and_is_called(
    site: Site, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await site.desk.event(**DAYS)
    hours = [{"day": DAYS["starts_on"], "begins": "10:00", "ends": "20:00"}]
    venue = await site.desk.post(f"/events/{event['id']}/venues", {"name": "Hall", "hours": hours})
    tournament = await site.desk.tournament(event)
    place = {"name": "Station 7", "titles": [tournament["title"]]}
    await site.desk.post(f"/venues/{venue['id']}/stations", place)
    stage = await site.desk.stage(tournament)
    path = f"/events/{event['slug']}/{tournament['slug']}"
    async with (
        site.desk.person() as captain,
        watched(browser, site, viewport=PHONE, locale="zh-CN") as phone,
        watched(browser, site, viewport=PHONE) as caller,
    ):
        await captain.post(f"/tournaments/{tournament['id']}/entries", {"name": "夜猫子"})
        await site.desk.entries(tournament, 1)
        match = (await site.desk.start(stage))["matches"][0]
        await phone.sign_in((await captain.get("/me"))["person"]["email"], f"{path}/entry")
        await phone.drawn()
        assert await phone.page.locator(".next").count() == 0
        asked = await site.desk.post(f"/events/{event['id']}/schedule/plan")
        await plan(site, event["id"])
        publish = f"/events/{event['id']}/schedule/publish"
        await site.desk.post(publish, {"plan": asked["plan"]})
        await phone.page.locator(".next", has_text="Station 7").wait_for()
        await shot(phone, "schedule-next")
        # On the eve of its day the event is foretold.
        eve = datetime(2039, 11, 20, 20, tzinfo=UTC)
        async with unit_of_work(site.parts.engine, site.parts.waker, clock=lambda: eve) as unit:
            assert await forecasting.make(unit, UUID(event["id"]))
            await unit.commit()
        await site.desk.do("PUT", f"/events/{event['id']}/calls/settings", {"by_itself": True, "early": True})
        monkeypatch.setattr("esports.live.hub.NEWS_WITHIN_SECONDS", 0.1)
        told = News("forecast", [UUID(tournament["id"])], [UUID(match["id"])])
        await site.parts.waker.tell(told)
        await phone.page.locator(".next", has_text="预计").wait_for()
        await phone.page.locator("#early").wait_for()
        await shot(phone, "schedule-next-early")
        await site.desk.do("PUT", f"/events/{event['id']}/calls/settings", {})
        await phone.page.click(".next")
        await phone.drawn()
        await phone.page.locator("#expected", has_text="预计").wait_for()
        await phone.page.locator("#room .chip", has_text="Station 7").wait_for()
        await shot(phone, "schedule-room")
        await caller.sign_in(site.operator, f"/desk/events/{event['slug']}/calls")
        await caller.page.click("[data-call=call]")
        await caller.page.locator("[data-call=uncall]").wait_for()
        await caller.page.click("#calling-switch")
        await caller.page.locator('#calling-switch[data-on="true"]').wait_for()
        await shot(caller, "schedule-calls")
        await phone.page.locator('#state[data-state="called"]').wait_for()
        assert (await site.desk.get(f"/matches/{match['id']}"))["match"]["station"] == "Station 7"
        await caller.open(f"/desk/events/{event['slug']}/stations")
        await caller.page.locator('[data-station="Station 7"] .now').wait_for()
        await shot(caller, "schedule-stations")
        for page in (phone, caller):
            await page.fits()
            page.well()
