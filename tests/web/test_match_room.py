"""The match room in a real browser: two captains by phone, and the referee's queue on the desk."""

import os

from playwright.async_api import Browser

from tests.support.desk import Desk
from tests.support.pictures import png
from tests.support.wait import until
from tests.web.site import PHONE, SCREEN, Site, WatchedPage, watched

SHOTS = os.environ.get("SHOTS")


async def shot(page: WatchedPage, name: str) -> None:
    if SHOTS:
        await page.page.wait_for_timeout(300)
        await page.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


async def enter(page: WatchedPage, who: Desk, path: str) -> None:
    """Sign in, open the page, and mark it, so that a reload would be seen."""
    await page.sign_in((await who.get("/me"))["person"]["email"], path)
    await page.drawn()
    await page.page.evaluate("window.stayed = true")


async def stays(page: WatchedPage) -> None:
    """Nothing was reloaded, is too wide or was complained of."""
    assert await page.page.evaluate("window.stayed === true")
    await page.fits()
    page.well()


async def test_captains_report_and_a_referee_decides(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    tournament = await site.desk.tournament(event, best_of=3)
    stage = await site.desk.stage(tournament)
    async with (
        site.desk.person() as first,
        site.desk.person() as second,
        site.desk.person(event, "referee") as referee,
        watched(browser, site, viewport=PHONE) as home,
        watched(browser, site, viewport=PHONE, locale="zh-CN") as guest,
        watched(browser, site, viewport=SCREEN) as desk,
    ):
        for captain, name in ((first, "Falcons"), (second, "龙之队")):
            await captain.post(f"/tournaments/{tournament['id']}/entries", {"name": name})
        match = (await site.desk.start(stage))["matches"][0]
        base = f"/events/{event['slug']}/{tournament['slug']}"
        room = f"{base}/matches/{match['id']}"
        await enter(home, first, room)
        await enter(guest, second, room)
        await enter(desk, referee, f"/desk{base}")

        await home.page.fill("#code", "WZ-4417")
        await home.page.click("text=Set")
        await guest.page.locator(".code", has_text="WZ-4417").wait_for()
        await shot(home, "room-home")
        await shot(guest, "room-guest")

        for game, (a, b) in enumerate(((13, 7), (9, 13), (13, 11)), 1):
            await home.page.fill(f'[aria-label="Falcons, game {game}"]', str(a))
            await home.page.fill(f'[aria-label="龙之队, game {game}"]', str(b))
        await home.page.click("text=Look at the result")
        await home.page.click("#ask button.main")
        await guest.page.get_by_text("这个结果对吗").wait_for()
        await shot(home, "room-reported")
        await shot(guest, "room-asked")

        await guest.page.click("[data-dispute]")
        await guest.page.fill("#reason", "第三局是我们赢了。")
        await guest.page.click("#ask button.danger")
        await home.page.get_by_text("The sides differ").wait_for()
        await guest.page.click("text=添加链接")
        await guest.page.fill("#evidence-link", "https://example.org/game3")
        await guest.page.click("#ask button.main")
        await home.page.locator(".evidence a", has_text="https://example.org/game3").wait_for()
        await guest.page.click("text=呼叫裁判")
        await guest.page.fill("#words", "请看录像。")
        await guest.page.click("#ask button.main")
        await guest.page.get_by_text("请稍候").wait_for()
        await desk.page.locator(".queue li", has_text="请看录像").wait_for()
        await shot(guest, "room-disputed")

        await desk.page.click('[data-deed="take"]')
        await guest.page.get_by_text("裁判正在处理").wait_for()
        await desk.page.locator('[data-deed="decide"]').wait_for()
        await shot(desk, "desk-queue")
        await desk.page.click('[data-deed="hand"]')
        await desk.page.locator("#person option >> nth=1").wait_for(state="attached")
        await shot(desk, "desk-hand-over")
        await desk.page.click("#ask button[value=no]")
        await desk.page.click('[data-deed="decide"]')
        await desk.page.fill("#why", "The recording shows it.")
        await shot(desk, "desk-decide")
        await desk.page.click("#sheet .winners button >> nth=0")
        await desk.page.click("#ask button.main")
        await desk.page.locator("#queue").wait_for(state="hidden")
        await home.page.locator("#state[data-state='confirmed']").wait_for()
        await guest.page.locator(".side.win", has_text="Falcons").wait_for()
        await shot(guest, "room-confirmed")
        for page in (home, guest, desk):
            await stays(page)


async def test_the_other_side_confirms_by_phone(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    tournament = await site.desk.tournament(event)
    stage = await site.desk.stage(tournament)
    async with (
        site.desk.person() as first,
        site.desk.person() as second,
        watched(browser, site, viewport=PHONE) as phone,
        watched(browser, site, viewport=SCREEN) as public,
    ):
        for captain, name in ((first, "Falcons"), (second, "Owls")):
            await captain.post(f"/tournaments/{tournament['id']}/entries", {"name": name})
        match = (await site.desk.start(stage))["matches"][0]
        room = f"/events/{event['slug']}/{tournament['slug']}/matches/{match['id']}"
        await enter(phone, second, room)
        await public.open(room)
        await public.drawn()
        await first.post(f"/matches/{match['id']}/reports", {"games": [{"scores": [3, 1]}]})
        await phone.page.click("[data-confirm]")
        await phone.page.locator("#ask .verdict", has_text="Falcons 3 – 1 Owls").wait_for()
        await phone.page.click("#ask button.main")
        await public.page.locator(".side.win", has_text="Falcons").wait_for()
        assert await public.page.locator("#room button").count() == 0
        await shot(public, "room-public")
        await stays(phone)
        public.well()


async def test_a_phone_reports_by_the_link_of_its_station(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    tournament = await site.desk.tournament(event, reporting={"pauses_per_side": 1, "pause_minutes": 5})
    stage = await site.desk.stage(tournament)
    await site.desk.entries(tournament, 2)
    match = (await site.desk.start(stage))["matches"][0]
    room = f"/events/{event['slug']}/{tournament['slug']}/matches/{match['id']}"
    async with (
        site.desk.person(event, "referee") as referee,
        watched(browser, site, viewport=SCREEN) as staff,
        watched(browser, site, viewport=PHONE, locale="zh-CN") as phone,
    ):
        await enter(staff, referee, room)
        await staff.page.click("text=Make a link for the station")
        address = await staff.page.input_value("#link")
        await staff.page.locator("#ask .qr").wait_for()
        await shot(staff, "station-link")
        await staff.page.emulate_media(media="print")
        await staff.page.locator(".station-sheet h1", has_text="Team 1 – Team 2").wait_for()
        assert not await staff.page.locator("main").is_visible()
        await shot(staff, "station-sheet")
        await staff.page.emulate_media(media="screen")
        await staff.page.click("#ask button.main")
        await phone.open(address.removeprefix(site.url))
        await phone.page.locator(".winners button").first.wait_for()
        await phone.page.click('[data-ready="1"]')
        await staff.page.locator("#room li", has_text="Team 2").get_by_text("Ready since").wait_for()
        await shot(phone, "station-phone")
        await shot(staff, "room-ready")
        await phone.page.click('[data-pause="0"]')
        await phone.page.fill("#pause-reason", "鼠标坏了")
        await phone.page.click("#ask button.main")
        await phone.page.get_by_text("比赛已暂停").wait_for()
        await staff.page.get_by_text("鼠标坏了").wait_for()
        await shot(phone, "station-paused")
        await phone.page.click("text=继续比赛")
        await phone.page.locator('[data-pause="1"]').wait_for()
        await phone.page.click(".winners button >> nth=1")
        await phone.page.click("#ask button.main")
        await phone.page.get_by_text("已提交").wait_for()
        await staff.page.get_by_text("Reported from the station").wait_for()
        photo = {"name": "screen.png", "mimeType": "image/png", "buffer": png(320, 180)}
        await phone.page.set_input_files(".picture-input", photo)
        await phone.page.get_by_text("图片已提交").wait_for()
        await staff.page.locator(".evidence img").wait_for()
        await staff.page.set_input_files(".picture-input", {**photo, "buffer": png(3000, 40)})
        await staff.page.locator(".evidence img >> nth=1").wait_for()
        drawn = "[...document.querySelectorAll('.evidence img')].every((one) => one.naturalWidth > 300)"
        await until(lambda: staff.page.evaluate(drawn))
        await shot(phone, "station-picture")
        await shot(staff, "station-reported")
        await phone.fits()
        phone.well()
        await stays(staff)


async def test_a_second_referee_confirms_a_final(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    tournament = await site.desk.tournament(event)
    stage = await site.desk.stage(tournament)
    await site.desk.entries(tournament, 2)
    match = (await site.desk.start(stage))["matches"][0]
    base = f"/events/{event['slug']}/{tournament['slug']}"
    async with (
        site.desk.person(event, "referee") as referee,
        watched(browser, site, viewport=SCREEN) as staff,
        watched(browser, site, viewport=PHONE, locale="zh-CN") as second,
    ):
        await staff.sign_in(site.operator, f"/desk{base}")
        await staff.drawn()
        await staff.page.click("#reporting summary")
        await staff.page.fill('[name="reporting.confirm_minutes"]', "")
        await staff.page.select_option('[name="reporting.second_person"]', "finals")
        await staff.page.fill('[name="reporting.no_show_minutes"]', "10")
        await staff.page.fill('[name="reporting.pauses_per_side"]', "2")
        await shot(staff, "desk-reporting")
        await staff.page.click("#reporting button.main")
        await staff.page.get_by_text("The rules are saved.").wait_for()
        kept = (await site.desk.get(f"/tournaments/{tournament['id']}"))["reporting"]
        rules = {"captains": True, "confirm_minutes": None, "second_person": "finals", "no_show_minutes": 10}
        rules |= {"pauses_per_side": 2, "pause_minutes": 10, "second_person_corrections": False}
        assert kept == rules
        await enter(second, referee, f"/desk{base}")
        await site.desk.report(match, {"games": [{"scores": [3, 1]}]})
        await second.page.locator('[data-deed="second"]').wait_for()
        await staff.page.locator("#queue", has_text="A referee has entered").wait_for()
        assert await staff.page.locator('[data-deed="second"]').count() == 0
        await shot(second, "second-queue")
        await second.page.click('[data-deed="second"]')
        await second.page.locator("#ask .verdict", has_text="Team 1 3 – 1 Team 2").wait_for()
        await second.page.click("#ask button.main")
        await staff.page.locator("#queue").wait_for(state="hidden")
        assert (await site.desk.get(f"/matches/{match['id']}"))["match"]["state"] == "confirmed"
        staff.well()
        await stays(second)


async def test_one_queue_over_the_whole_event(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    async with (
        site.desk.person(event, "referee") as referee,
        watched(browser, site, viewport=PHONE, locale="zh-CN") as phone,
    ):
        cups = [await site.desk.tournament(event) for _ in range(2)]
        matches = []
        for cup in cups:
            stage = await site.desk.stage(cup)
            await site.desk.entries(cup, 2)
            if cup == cups[0]:
                matches.append((await site.desk.start(stage))["matches"][0])
        await enter(phone, referee, f"/desk/events/{event['slug']}/queue")
        await phone.page.locator("#nothing").wait_for()
        # The second tournament starts while the page is open.
        matches.append((await site.desk.start(stage))["matches"][0])
        for match in matches:
            await site.desk.post(f"/matches/{match['id']}/case", {})
        await phone.page.locator(".queue > li >> nth=1").wait_for()
        for cup in cups:
            await phone.page.locator(".queue li", has_text=cup["name"]).wait_for()
        case = (await site.desk.get(f"/events/{event['id']}/queue"))["items"][1]["case"]
        await site.desk.post(f"/cases/{case['id']}/hand-over", {"person": None})
        await phone.page.click('[data-deed="take"]')
        await phone.page.locator('[data-deed="decide"]').wait_for()
        await shot(phone, "event-queue")
        await phone.page.click('[data-deed="decide"]')
        await phone.page.fill("#why", "录像为证。")
        await phone.page.click("#sheet .winners button >> nth=0")
        await phone.page.click("#ask button.main")
        await phone.page.locator(".queue > li >> nth=1").wait_for(state="detached")
        await stays(phone)
