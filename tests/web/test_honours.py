"""Medals and points on the event's page, qualification on the desk: in both languages, and in a browser."""

import re
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser

from tests.honours.played import of, played
from tests.support.desk import Desk, Json, first_wins
from tests.web.site import Site, watched
from tests.web.test_pages import EVIL, LANGUAGES, look


@pytest.fixture
async def week(desk: Desk) -> Json:
    """An event with a finished tournament, points rules, and a final that waits for its qualifiers."""
    desk.lawful = False
    event = await desk.event(slug="week")
    rows = [of(f"North {EVIL}", "N1"), of("South", "S1"), of("East", "E1"), of("West", "W1")]
    cup = await played(desk, event, rows)
    rules = {"points": [10, 7, "4.5", 2]}
    await desk.do("PUT", f"/events/{event['id']}/points/rules", rules)
    final = await desk.tournament(event, slug="final")
    feed = {"sources": [{"tournament": cup["id"], "count": 2}]}
    await desk.do("PUT", f"/tournaments/{final['id']}/qualification", feed)
    return {"event": event, "cup": cup, "final": final}


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_event_tells_medals_and_points_with_their_reasons(
    client: httpx.AsyncClient, week: Json, lang: str
) -> None:
    text = _plain(await look(client, "/events/week", lang))
    assert {"en": "Points table", "zh-Hans": "积分榜"}[lang] in text
    assert text.count("<td>0.5</td>") == 2  # both thirds share the bronze
    assert "3.25" in text
    place = {"en": f"Place 1 in {week['cup']['name']}: N1", "zh-Hans": f"{week['cup']['name']} 第 1 名：N1"}
    assert place[lang] in text
    assert {"en": "Gold medals: 1, and 0 for South.", "zh-Hans": "South"}[lang] in text


async def test_an_event_without_results_has_no_tables(client: httpx.AsyncClient, desk: Desk) -> None:
    desk.lawful = False
    await desk.event(slug="new")
    text = _plain(await look(client, "/events/new"))
    assert "Medals" not in text
    assert "Points table" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_desk_tells_who_qualifies(
    operator: httpx.AsyncClient, desk: Desk, week: Json, lang: str
) -> None:
    text = _plain(await look(operator, "/desk/events/week/final", lang))
    why = {"en": f"Place 1 of {week['cup']['name']}.", "zh-Hans": week["cup"]["name"]}
    assert why[lang] in text
    assert {"en": "Enter the qualifiers", "zh-Hans": "加入晋级者"}[lang] in text
    assert "N1" in text
    async with desk.person(week["event"], "referee") as referee:
        assert 'id="qualification"' not in await look(referee.client, "/desk/events/week/final", lang)


async def test_the_desk_plans_and_fills(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    cup = await played(site.desk, event, ["One", "Two"])
    final = await site.desk.tournament(event)
    path = f"/desk/events/{event['slug']}/{final['slug']}"
    async with watched(browser, site) as page:
        await page.sign_in(site.operator, path)
        await page.drawn()
        await page.page.click("#qualification summary")
        await page.page.select_option("#qualification select", cup["id"])
        await page.page.click("#source-form button.main")
        await page.page.click("[data-fill]")
        await page.page.locator("#qualification .chip", has_text="Entered").wait_for()
        await page.fits()
        page.well()
    entered = await site.desk.entered(final)
    assert [(entry["name"], entry["seed"]) for entry in entered] == [("One", 1)]


async def test_the_medals_come_when_a_tournament_ends(site: Site, browser: Browser) -> None:
    cup: dict[str, Any] = await site.cup(2)
    async with watched(browser, site) as page:
        await page.open(f"/events/{cup['event']['slug']}")
        await page.drawn()
        await site.desk.play(cup["stage"], first_wins)
        await page.page.locator("#honours .reasons summary", has_text="Team 1").click()
        await page.page.locator("#honours", has_text=f"Place 1 in {cup['tournament']['name']}").wait_for()
        await page.fits()
        page.well()


def _plain(text: str) -> str:
    """What a reader without scripts sees."""
    return re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
