"""A side that is ready waits, pauses and goes on by phone; the walkover is in the referees' queue."""

from playwright.async_api import Browser
from sqlalchemy import text

from tests.web.site import PHONE, SCREEN, Site, watched
from tests.web.test_match_room import enter, shot, stays


async def test_a_referee_gives_the_walkover_by_one_press(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    tournament = await site.desk.tournament(event, reporting={"no_show_minutes": 10, "pauses_per_side": 1})
    stage = await site.desk.stage(tournament)
    async with (
        site.desk.person() as first,
        site.desk.person() as second,
        site.desk.person(event, "referee") as referee,
        watched(browser, site, viewport=PHONE, locale="zh-CN") as phone,
        watched(browser, site, viewport=SCREEN) as desk,
    ):
        for captain, name in ((first, "Falcons"), (second, "Owls")):
            await captain.post(f"/tournaments/{tournament['id']}/entries", {"name": name})
        match = (await site.desk.start(stage))["matches"][0]
        base = f"/events/{event['slug']}/{tournament['slug']}"
        await enter(phone, first, f"{base}/matches/{match['id']}")
        await phone.page.click("text=我方已就绪")
        await phone.page.get_by_text("Owls 须在").wait_for()
        await shot(phone, "presence-phone")
        await phone.page.click("text=暂停比赛（剩余 1 次）")
        await phone.page.fill("#pause-reason", "鼠标坏了")
        await phone.page.click("#ask button.main")
        await phone.page.get_by_text("比赛已暂停").wait_for()
        await shot(phone, "pause-phone")
        await phone.page.click("text=继续比赛")
        await phone.page.get_by_text("比赛已暂停").wait_for(state="detached")
        async with site.desk.engine.begin() as connection:
            await connection.execute(text("UPDATE presences SET due_at = now() - interval '1 second'"))
        await enter(desk, referee, f"/desk{base}")
        await desk.page.get_by_text("Falcons is there, Owls is not.").wait_for()
        await shot(desk, "presence-queue")
        await desk.page.click('[data-deed="walkover"]')
        await phone.page.locator(".side.win", has_text="Falcons").wait_for()
        await desk.page.locator("#queue").wait_for(state="hidden")
        for page in (phone, desk):
            await stays(page)
