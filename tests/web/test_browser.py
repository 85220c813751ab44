"""The site in a real browser: it follows what happens, fits a phone, and stays within its own policy."""

import json
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.support.app import new_client, sign_up
from tests.support.wait import until
from tests.web.site import PHONE, SCREEN, WAIT_MS, Site, WatchedPage, watched

EVIL = "<script>alert(1)</script>"
SIZES = pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])


async def mark(page: WatchedPage) -> None:
    """Leave a mark that a reload would remove."""
    await page.page.evaluate("window.stayed = true")


async def unreloaded(page: WatchedPage) -> None:
    """The mark is still there."""
    assert await page.page.evaluate("window.stayed === true")


@SIZES
@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
async def test_the_bracket_follows_without_a_reload(
    site: Site, browser: Browser, size: dict[str, int], lang: str
) -> None:
    cup = await site.cup(6, options={"third_place": True})
    first, *_ = await site.desk.ready(cup["stage"])
    async with watched(browser, site, viewport=size) as page:
        await page.open(f"{cup['path']}?lang={lang}")
        await page.drawn()
        await mark(page)
        await site.desk.report(first, {"games": [{"scores": [13, 7]}]})
        card = page.page.locator(f'.tree [data-match="{first["id"]}"]')
        await expect(card.locator(".score")).to_have_text(["13", "7"], timeout=WAIT_MS)
        await page.page.locator("#news", has_text="13–7").wait_for()
        await unreloaded(page)
        await page.fits()
        page.well()


async def test_the_page_follows_from_the_view_that_it_came_with(site: Site, browser: Browser) -> None:
    cup = await site.cup(4)
    kinds: list[str] = []

    def hear(frame: str | bytes) -> None:
        kinds.append(json.loads(frame)["type"])

    async with watched(browser, site) as page:
        page.page.on("websocket", lambda socket: socket.on("framereceived", hear))
        await page.open(cup["path"])
        await page.drawn()
        await site.desk.play(cup["stage"], lambda match: {"winner": 0})
        await expect(page.page.locator("#state")).to_have_text("Finished", timeout=WAIT_MS)
        assert "snapshot" not in kinds
        assert "delta" in kinds
        page.well()


async def test_a_whole_cup_ends_with_its_champion(site: Site, browser: Browser) -> None:
    cup = await site.cup(4)
    async with watched(browser, site) as page:
        await page.open(cup["path"])
        await page.drawn()
        await mark(page)
        await site.desk.play(cup["stage"], lambda match: {"winner": 0})
        await page.page.locator(".champion strong", has_text="Team 1").wait_for()
        await expect(page.page.locator("#state")).to_have_text("Finished", timeout=WAIT_MS)
        await unreloaded(page)
        page.well()


@SIZES
async def test_swiss_pools_grow_as_rounds_are_played(
    site: Site, browser: Browser, size: dict[str, int]
) -> None:
    cup = await site.cup(16, "swiss")
    async with watched(browser, site, viewport=size, color_scheme="dark") as page:
        await page.open(cup["path"])
        await page.drawn()
        await expect(page.page.locator(".pool h3 > span")).to_have_text(["0–0"], timeout=WAIT_MS)
        for match in await site.desk.ready(cup["stage"]):
            await site.desk.report(match, {"winner": 0})
        records = page.page.locator(".pool h3 > span")
        await expect(records).to_have_text(["0–0", "1–0", "0–1"], timeout=WAIT_MS)
        await site.desk.play(cup["stage"], lambda match: {"winner": 0})
        # Each result is a commit of its own: the page may be one behind what was just answered.
        await expect(page.page.locator(".pool.through .side")).to_have_count(8, timeout=WAIT_MS)
        await expect(page.page.locator(".pool.out .side")).to_have_count(8, timeout=WAIT_MS)
        await page.fits()
        page.well()


@SIZES
async def test_a_round_robin_is_a_cross_table_with_its_reasons(
    site: Site, browser: Browser, size: dict[str, int]
) -> None:
    cup = await site.cup(5, "round_robin")
    ready = await site.desk.ready(cup["stage"])
    async with watched(browser, site, viewport=size) as page:
        await page.open(cup["path"])
        await page.drawn()
        await site.desk.report(ready[0], {"games": [{"scores": [2, 1]}]})
        await expect(page.page.locator(".cross .win")).to_have_text(["2–1"], timeout=WAIT_MS)
        await expect(page.page.locator(".cross .loss")).to_have_text(["1–2"], timeout=WAIT_MS)
        await page.page.click("[data-why] >> nth=0")
        await page.page.locator("tr.trail li", has_text="Points").first.wait_for()
        await page.fits()
        page.well()


async def test_another_stage_is_shown_from_its_beginning(site: Site, browser: Browser) -> None:
    tournament = await site.desk.tournament(event := await site.desk.event())
    stages = [await site.desk.stage(tournament, name="First", qualifies=4)]
    stages.append(await site.desk.stage(tournament, name="Second"))
    await site.desk.entries(tournament, 8)
    await site.desk.start(stages[0])
    await site.desk.play(stages[0], lambda match: {"winner": 0})
    await site.desk.start(stages[1])
    async with watched(browser, site) as page:
        await page.open(f"/events/{event['slug']}/{tournament['slug']}#stage-1")
        await page.drawn()
        drawing = page.page.locator(".scroller:has(.tree)")
        await drawing.evaluate("node => { node.scrollLeft = 300; }")
        await page.page.get_by_role("link", name="Second").click()
        await page.page.locator("#panel h2", has_text="Second").wait_for()
        assert await drawing.evaluate("node => node.scrollLeft") < 20
        await page.page.go_back()
        await page.page.locator("#panel h2", has_text="First").wait_for()
        page.well()


async def test_who_is_signed_out_is_told_so(site: Site, browser: Browser) -> None:
    async with watched(browser, site) as page:
        await page.sign_in(site.operator, "/inbox")
        await page.drawn()
        await page.page.context.clear_cookies()
        await page.page.context.set_offline(True)
        await expect(page.page.locator("#status")).to_have_text("Offline", timeout=WAIT_MS)
        await page.page.context.set_offline(False)
        await expect(page.page.locator("#status")).to_have_text("Please sign in first.", timeout=WAIT_MS)


async def test_a_match_tells_all_about_itself_by_keyboard(site: Site, browser: Browser) -> None:
    cup = await site.cup(16, "swiss")
    async with watched(browser, site, viewport=SCREEN) as page:
        await page.open(cup["path"])
        await page.drawn()
        await page.page.locator(".pool [data-match]").first.focus()
        await page.page.keyboard.press("Enter")
        sheet = page.page.locator("#sheet[open]")
        await sheet.get_by_text("Why this pairing").wait_for()
        await sheet.get_by_text("the upper half of the seeds").wait_for()
        await page.page.keyboard.press("Escape")
        await sheet.wait_for(state="detached")
        page.well()


@SIZES
async def test_names_are_names(site: Site, browser: Browser, size: dict[str, int]) -> None:
    event = await site.desk.event(name=EVIL)
    tournament = await site.desk.tournament(event, name=EVIL)
    stage = await site.desk.stage(tournament, name=EVIL)
    await site.desk.entries(tournament, 4, prefix=f"{EVIL}{'W' * 60}")
    await site.desk.start(stage)
    async with watched(browser, site, viewport=size) as page:
        page.page.on("dialog", lambda dialog: page.complaints.append(dialog.message))
        await page.sign_in(site.operator, "/")
        for path in ("/", "/events/{0}", "/events/{0}/{1}", "/desk/events/{0}", "/desk/events/{0}/{1}"):
            await page.open(path.format(event["slug"], tournament["slug"]))
            await page.page.get_by_text(EVIL).first.wait_for()
            await page.fits()
        page.well()


async def test_the_board_follows_the_tournaments(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    tournament = await site.desk.tournament(event)
    await site.desk.stage(tournament)
    async with watched(browser, site) as page:
        await page.open(f"/events/{event['slug']}")
        await page.drawn()
        await page.page.get_by_role("heading", name="Coming up").wait_for()
        await site.desk.move(tournament, "running")
        await page.page.get_by_role("heading", name="Live now").wait_for()
        page.well()


async def test_an_operator_sets_up_and_runs_a_cup_on_a_phone(site: Site, browser: Browser) -> None:
    async with watched(browser, site) as page:
        await page.sign_in(site.operator, "/")
        await page.page.click("text=Set up an event")
        await page.page.fill('[name="name"]', "Spring Week")
        await page.page.fill('[name="time_zone"]', "Asia/Shanghai")
        await page.page.click("form button.main")
        await page.page.wait_for_url("**/desk/events/spring-week")
        await page.page.fill('[name="name"]', "Spring Cup")
        await page.page.fill('[name="title"]', "Honor of Kings")
        await page.page.click("form[data-path$=tournaments] button.main")
        await page.page.wait_for_url("**/desk/events/spring-week/spring-cup")
        await page.drawn()
        await page.page.click("#import summary")
        await page.page.fill("#rows", "Alpha\nBeta\nAlpha")
        await page.page.click("text=Check first")
        await page.page.locator(".rejected", has_text="Row 3").wait_for()
        await page.page.fill("#rows", "Alpha\nBeta, with a comma\nGamma\nDelta")
        await page.page.click("#import-form button.main")
        await page.page.locator("#entry-count", has_text="4").wait_for()
        await page.page.click("#new-stage summary")
        await page.page.select_option('[name="options.separate"]', "club")
        await page.page.click("#new-stage button.main")
        await page.page.click("text=Look at the draw and start")
        await page.page.locator("#ask[open] .preview", has_text="Beta, with a comma").wait_for()
        await page.page.click("#ask button.main")
        await page.page.locator("#matches [data-match]").nth(1).wait_for()
        await page.fits()
        page.well(refused=422)
    event = (await site.desk.get("/events"))["items"]
    week = next(one for one in event if one["slug"] == "spring-week")
    cup = (await site.desk.get(f"/events/{week['id']}/tournaments"))["items"][0]
    stage = (await site.desk.get(f"/tournaments/{cup['id']}/stages"))["items"][0]
    assert stage["options"]["separate"] == "club"


async def test_scores_are_entered_looked_at_and_confirmed(site: Site, browser: Browser) -> None:
    cup = await site.cup(4, options={"best_of": 3})
    first, second = await site.desk.ready(cup["stage"])
    async with watched(browser, site) as page:
        await page.sign_in(site.operator, f"/desk{cup['path']}")
        await page.drawn()
        await page.page.click(f'[data-match="{first["id"]}"]')
        await page.page.fill('[aria-label="Team 1, game 1"]', "13")
        await page.page.fill('[aria-label="Team 4, game 1"]', "4")
        await page.page.click("#sheet form button.main")
        await page.page.click("#ask button.main")
        await page.page.locator("#sheet .form-error", has_text="is not finished").wait_for()
        await page.page.fill('[aria-label="Team 1, game 2"]', "13")
        await page.page.fill('[aria-label="Team 4, game 2"]', "11")
        await page.page.click("#sheet form button.main")
        await page.page.locator("#ask .verdict", has_text="Team 1 2 – 0 Team 4").wait_for()
        await page.page.click("#ask button:not(.main)")
        assert len(await site.desk.ready(cup["stage"])) == 2
        await page.page.click("#sheet form button.main")
        await page.page.click("#ask button.main")
        await page.page.locator("#toast", has_text="Recorded").wait_for()
        await page.page.click(f'[data-match="{second["id"]}"]')
        await page.page.click("#sheet summary")
        await page.page.select_option('[aria-label="What happened"]', "no_show")
        await page.page.select_option('[aria-label="Who does not play"]', "1")
        await page.page.click("#sheet details button")
        await page.page.click("#ask button.main")
        await until(lambda: _decided(site, cup, 2))
        await page.page.click(f'[data-match="{second["id"]}"][data-phase="settled"]')
        await page.page.locator("#sheet[open]", has_text="No-show: missed the call").wait_for()
        await page.fits()
        page.well(refused=422)


async def test_a_result_is_corrected_as_shown_and_taken_back(site: Site, browser: Browser) -> None:
    cup = await site.cup(4)
    await site.desk.play(cup["stage"], lambda match: {"winner": 0})
    first = min((await site.desk.view(cup["stage"]))["matches"], key=lambda match: int(match["number"]))
    async with watched(browser, site) as page:
        await page.sign_in(site.operator, f"/desk{cup['path']}")
        await page.drawn()
        await page.page.click(f'[data-match="{first["id"]}"]')
        await page.page.click(".winners button >> nth=1")
        await page.page.locator("#sheet .form-error", has_text="Please say why").wait_for()
        await page.page.fill("#why", "The sides were mixed up.")
        await page.page.click(".winners button >> nth=1")
        told = page.page.locator("#ask .impact li")
        await expect(told.first).to_have_text("Match 3 is void and is played again: Team 4 – Team 2")
        await page.fits()
        await page.page.click("#ask button.danger")
        await page.page.locator('#matches [data-phase="ready"]', has_text="To be replayed").wait_for()
        await page.page.click("#toast button")
        await expect(page.page.locator('#matches [data-phase="ready"]')).to_have_count(0, timeout=WAIT_MS)
        page.well()
    assert (await site.desk.get(f"/tournaments/{cup['tournament']['id']}"))["champion"]["name"] == "Team 1"


async def test_an_entry_is_taken_out_as_shown_and_let_back_in(site: Site, browser: Browser) -> None:
    cup = await site.cup(4)
    async with watched(browser, site) as page:
        await page.sign_in(site.operator, f"/desk{cup['path']}")
        await page.drawn()
        await page.page.click("#departures summary")
        await page.page.select_option("#departing", label="Team 4")
        await page.page.select_option("#kind", "disqualified")
        await page.page.click("#departure-form button.main")
        await page.page.locator("#departure-form .form-error", has_text="Please say why").wait_for()
        await page.page.fill("#departure-reason", "A player who is not on the roster.")
        await page.page.click("#departure-form button.main")
        told = page.page.locator("#ask .impact li")
        await expect(told.first).to_have_text("Match 1 goes to the opponent: Team 1 – Team 4")
        await page.fits()
        await page.page.click("#ask button.danger")
        left = page.page.locator("#departed li", has_text="Team 4")
        await expect(left).to_contain_text("Disqualified")
        await page.fits()
        await left.locator("button").click()
        await expect(page.page.locator("#ask .impact li").first).to_contain_text("Match 1")
        await page.page.click("#ask button.main")
        await expect(left).to_have_count(0, timeout=WAIT_MS)
        await expect(page.page.locator('#matches [data-phase="ready"]')).to_have_count(2, timeout=WAIT_MS)
        page.well()


async def test_a_lobby_is_entered_game_by_game(site: Site, browser: Browser) -> None:
    cup = await site.cup(3, "free_for_all", options={"games": 2})
    async with watched(browser, site) as page:
        await page.sign_in(site.operator, f"/desk{cup['path']}")
        await page.drawn()
        for number, places in enumerate(("123", "21")):
            await page.page.click("#matches [data-match] >> nth=0")
            await page.page.get_by_text(f"Game {number + 1}", exact=True).wait_for()
            for team, place in enumerate(places, 1):
                await page.page.fill(f'[aria-label="Place of Team {team}"]', place)
                await page.page.fill(f'[aria-label="Kills of Team {team}"]', str(team))
            await page.page.click("#sheet form button.main")
            await page.page.click("#ask button.main")
            await page.page.locator("#toast", has_text="is first").wait_for()
        await until(lambda: _decided(site, cup, 1))  # the first game's toast may still stand there
        await page.open(cup["path"])
        await page.drawn()
        await expect(page.page.locator(".lobby td.win")).to_have_count(2)
        await page.page.locator(".champion strong", has_text="Team 2").wait_for()
        await page.fits()
        page.well()


async def _decided(site: Site, cup: dict[str, Any], count: int) -> bool:
    view = await site.desk.view(cup["stage"])
    settled = [match for match in view["matches"] if match["phase"] == "settled"]
    return len(settled) == count


async def test_an_account_is_made_and_left(site: Site, browser: Browser) -> None:
    async with watched(browser, site) as page:
        await page.open("/sign-up?lang=zh-Hans")
        await page.page.fill('[name="display_name"]', "小梅")
        await page.page.fill('[name="email"]', "mei@example.org")
        await page.page.fill('[name="password"]', "short")
        await page.page.click("form button.main")
        await page.page.locator("#password-error", has_text="至少需要 8 个字符").wait_for()
        await page.page.fill('[name="password"]', "a long enough password")
        await page.page.click("form button.main")
        await page.page.locator('a[href="/inbox"]').wait_for()
        await page.page.click("[data-sign-out]")
        await page.page.locator('a[href="/sign-in"]').wait_for()
        await page.open("/sign-up")
        await page.page.fill('[name="display_name"]', "Mei")
        await page.page.fill('[name="email"]', "mei@example.org")
        await page.page.fill('[name="password"]', "a long enough password")
        page.well(refused=422)
        await page.page.click("form button.main")
        await page.page.locator("#email-error", has_text="已注册").wait_for()


async def test_the_inbox_tells_of_a_match_at_once(site: Site, browser: Browser) -> None:
    from esports.notifications import service
    from esports.uow import unit_of_work

    desk = site.desk
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    for number in (1, 2):
        async with new_client(site.app) as captain:
            await sign_up(captain, email=f"captain{number}@example.org")
            path = f"/api/v1/tournaments/{tournament['id']}/entries"
            reply = await captain.post(path, json={"name": f"Side {number}", "roster": [{"name": "Mei"}]})
            assert reply.status_code == 201, reply.text
    async with watched(browser, site) as page:
        await page.sign_in("captain1@example.org", "/inbox")
        await page.drawn()
        await desk.start(stage)
        (match,) = await desk.ready(stage)
        async with unit_of_work(site.parts.engine, site.parts.waker) as unit:
            await service.announce_match_ready(unit, match["id"])
            await unit.commit()
        await page.page.get_by_text("Your match is ready: Side 1 – Side 2").wait_for()
        link = page.page.get_by_role("link", name="Open the match")
        assert (await link.get_attribute("href") or "").endswith(
            f"/{tournament['slug']}/matches/{match['id']}"
        )
        await page.page.locator("#unread", has_text="1").wait_for()
        await page.open("/account")
        await page.page.locator("#unread", has_text="1").wait_for()
        await page.fits()
        await page.open("/inbox")
        await page.page.click("[data-read]")
        await page.page.locator(".unread").wait_for(state="detached")
        await page.page.locator("#unread").wait_for(state="hidden")
        await page.fits()
        page.well()


@pytest.mark.parametrize("kind", ["team", "player"])
async def test_somebody_enters_by_form(site: Site, browser: Browser, kind: str) -> None:
    event = await site.desk.event()
    tournament = await site.desk.tournament(event, entry_kind=kind)
    path = f"/events/{event['slug']}/{tournament['slug']}"
    async with new_client(site.app) as captain:
        await sign_up(captain, email="captain@example.org")
    async with watched(browser, site) as page:
        await page.sign_in("captain@example.org", path)
        await page.drawn()
        await page.page.click("#enter a")
        await page.page.fill('[name="name"]', "晨星 Morning Star")
        if kind == "team":
            await page.page.fill("#roster", "梅\n\nLin\n")
        await page.page.click("form button.main")
        await page.page.wait_for_url(f"{site.url}{path}/entry")
        await page.page.get_by_text("晨星 Morning Star").wait_for()
        page.well()
    entries = await site.desk.entered(tournament)
    assert [entry["name"] for entry in entries] == ["晨星 Morning Star"]
