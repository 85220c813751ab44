"""Judged stages in a real browser: set up, handed in, marked, watched and published, on a phone."""

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.support.app import new_client, sign_in, sign_up
from tests.support.wait import until
from tests.web.site import PHONE, SCREEN, WAIT_MS, Site, watched

SIZES = pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
CRITERIA = [{"name": "Idea", "weight": 3}, {"name": "Craft", "weight": 1}]


async def contest(site: Site, **options: Any) -> dict[str, Any]:
    """A judged stage that runs, with two entries that handed in and one judge who is assigned."""
    event = await site.desk.event()
    tournament = await site.desk.tournament(event)
    stage = await site.desk.stage(
        tournament, "judged", name="Films", options={"criteria": CRITERIA, **options}
    )
    entries = await site.desk.entries(tournament, 2)
    await site.desk.start(stage)
    async with new_client(site.app) as client:
        judge = await sign_up(client, email="judge@example.org", name="Mei")
    await site.desk.post(f"/events/{event['id']}/staff", {"email": judge["email"], "role": "judge"})
    for number, entry in enumerate(entries, 1):
        work = {"entry": entry["id"], "title": f"Film {number}", "link": f"https://example.org/{number}"}
        await site.desk.post(f"/stages/{stage['id']}/submissions", work)
    return {
        "event": event,
        "tournament": tournament,
        "stage": stage,
        "judge": judge,
        "path": f"/events/{event['slug']}/{tournament['slug']}",
        "api": f"/stages/{stage['id']}",
    }


async def test_a_registrant_hands_in_and_replaces(site: Site, browser: Browser) -> None:
    tournament = await site.desk.tournament()
    stage = await site.desk.stage(tournament, "judged", options={"criteria": CRITERIA})
    await site.desk.entries(tournament, 1)
    async with new_client(site.app) as client:
        await sign_up(client, email="player@example.org")
        body = {"name": "Night Owls"}
        reply = await client.post(f"/api/v1/tournaments/{tournament['id']}/entries", json=body)
        assert reply.status_code == 201
    await site.desk.start(stage)
    event = await site.desk.get(f"/events/{tournament['event']}")
    path = f"/events/{event['slug']}/{tournament['slug']}"
    async with watched(browser, site) as page:
        await page.sign_in("player@example.org", path)
        await page.drawn()
        await page.page.click("text=Hand in or mark")
        await page.page.wait_for_url(f"**{path}/judging")
        await page.page.fill('[name="title"]', "One day on campus")
        await page.page.fill('[name="link"]', "http://example.org/film")
        await page.page.click("#hand-in button")
        await page.page.locator("#link-error", has_text="https://").wait_for()
        await page.page.fill('[name="link"]', "https://example.org/film")
        await page.page.click("#hand-in button")
        await page.page.locator("#handed-in", has_text="Handed in").wait_for()
        await page.page.fill('[name="title"]', "Two days on campus")
        await page.page.click("#hand-in button")
        await until(lambda: _title(site, stage, "Two days on campus"))
        await page.fits()
        await page.open(f"{path}/judging?lang=zh-Hans")
        assert await page.page.input_value('[name="title"]') == "Two days on campus"
        page.well(refused=422)


async def _title(site: Site, stage: dict[str, Any], title: str) -> bool:
    found = (await site.desk.get(f"/stages/{stage['id']}/submissions"))["items"]
    return [row["title"] for row in found] == [title]


@SIZES
@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
async def test_a_judge_marks_blind(site: Site, browser: Browser, size: dict[str, int], lang: str) -> None:
    made = await contest(site, blind=True)
    person = made["judge"]["id"]
    await site.desk.post(f"{made['api']}/judges", {"judges": [{"person": person}]})
    async with watched(browser, site, viewport=size) as page:
        await page.sign_in("judge@example.org", f"{made['path']}/judging")
        await page.open(f"{made['path']}/judging?lang={lang}")
        cards = page.page.locator(".work")
        await expect(cards).to_have_count(2)
        assert "Team" not in await page.page.inner_text("#queue")
        first = cards.nth(0)
        inputs = first.locator("input")
        await inputs.nth(0).fill("11")
        await first.locator("button.main").click()
        await expect(first.locator(".form-error")).to_contain_text("Idea")
        await inputs.nth(0).fill("7,5")
        await inputs.nth(1).fill("8")
        await first.locator("textarea").fill("Quiet and strong.")
        await first.locator("button.main").click()
        await expect(page.page.locator("#marked")).to_contain_text("1", timeout=WAIT_MS)
        await expect(first.locator(".chip")).to_have_attribute("data-state", "finished")
        await inputs.nth(1).fill("9")
        await first.locator("button.main").click()
        await until(lambda: _marked(site, made, {"Idea": "7.5", "Craft": 9}))
        await page.fits()
        page.well(refused=422)


async def _marked(site: Site, made: dict[str, Any], points: dict[str, Any]) -> bool:
    rows = (await site.desk.get(f"{made['api']}/judging"))["progress"]["marks"]
    return [row["points"] for row in rows] == [points]


@SIZES
async def test_the_desk_assigns_watches_and_publishes(
    site: Site, browser: Browser, size: dict[str, int]
) -> None:
    made = await contest(site, spread=1)
    async with (
        watched(browser, site, viewport=size) as desk,
        watched(browser, site, viewport=size) as public,
    ):
        await public.open(made["path"])
        await public.drawn()
        await public.page.locator(".stage-head", has_text="0 of 2 works marked").wait_for()
        await desk.sign_in(site.operator, f"/desk{made['path']}")
        await desk.drawn()
        await desk.page.click("#judging form button.main")
        await desk.page.click('#ask button[value="yes"]')
        await desk.page.locator("#judging .lines", has_text="0/2").wait_for()
        assert await desk.page.locator("[data-publish]").is_disabled()
        async with new_client(site.app) as client:
            await _mark_all(client, made)
        await desk.page.locator("#judging .lines", has_text="2/2").wait_for()
        await desk.fits()
        await desk.page.click("[data-publish]:not([disabled])")
        await desk.page.click('#ask button[value="yes"]')
        await public.page.locator(".champion strong", has_text="Team 2").wait_for()
        await public.page.locator(".works a", has_text="Film 2").wait_for()
        await expect(public.page.locator("tbody .place").first).to_have_text("1")
        await public.fits()
        desk.well()
        public.well()


async def _mark_all(client: Any, made: dict[str, Any]) -> None:
    """Mark as the judge: the second film is the better one."""
    await sign_in(client, made["judge"]["email"])
    queue = (await client.get(f"/api/v1{made['api']}/judging")).json()["queue"]
    for work in queue:
        points = {"Idea": 9 if work["title"] == "Film 2" else 3, "Craft": 5}
        path = f"/api/v1/submissions/{work['submission']}/marks"
        assert (await client.put(path, json={"points": points})).status_code == 200


async def test_a_judged_stage_is_set_up_on_the_desk(site: Site, browser: Browser) -> None:
    tournament = await site.desk.tournament()
    event = await site.desk.get(f"/events/{tournament['event']}")
    await site.desk.entries(tournament, 2)
    async with watched(browser, site) as page:
        await page.sign_in(site.operator, f"/desk/events/{event['slug']}/{tournament['slug']}")
        await page.drawn()
        await page.page.click("#new-stage summary")
        await page.page.select_option('[name="format"]', "judged")
        await page.page.fill('[name="options.criteria"]', "Idea and story 3\nCraft\n")
        await page.page.check('[name="options.blind"]')
        await page.page.click("#new-stage button.main")
        await page.page.click("[data-draw]")
        await page.page.locator("#ask", has_text="2 entries take part.").wait_for()
        await page.page.click('#ask button[value="yes"]')
        await page.page.locator("#judging", has_text="0 of 2 handed in").wait_for()
        (stage,) = (await site.desk.get(f"/tournaments/{tournament['id']}/stages"))["items"]
        assert stage["options"]["criteria"] == [
            {"name": "Idea and story", "weight": 3},
            {"name": "Craft", "weight": 1},
        ]
        assert stage["options"]["blind"] is True
        await page.fits()
        page.well()
