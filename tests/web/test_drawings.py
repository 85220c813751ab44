"""The drawings of every format in a real browser: nothing is left out, nothing lies over anything else."""

from typing import Any

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.web.site import PHONE, SCREEN, WAIT_MS, Site, watched

LONG = "The Mongolz of Ulaanbaatar United Esports Organisation"
SCROLLS = "node => node.scrollWidth > node.clientWidth"


async def texts(found: Locator) -> list[str]:
    """What each of these says."""
    return [text.strip() for text in await found.all_inner_texts()]


async def named(site: Site, names: list[str], format: str = "single_elimination") -> dict[str, Any]:
    """A started tournament of entries with these names."""
    tournament = await site.desk.tournament(event := await site.desk.event())
    stage = await site.desk.stage(tournament, format)
    rows = [{"name": name} for name in names]
    await site.desk.post(f"/tournaments/{tournament['id']}/entries/import", {"entries": rows})
    await site.desk.start(stage)
    return {"stage": stage, "path": f"/events/{event['slug']}/{tournament['slug']}"}


@pytest.mark.parametrize(("entries", "format"), [(8, "single_elimination"), (16, "swiss")])
async def test_a_long_name_widens_no_drawing(site: Site, browser: Browser, entries: int, format: str) -> None:
    cup = await named(site, [f"{LONG} {number}" for number in range(entries)], format)
    if format == "swiss":
        await site.desk.play(cup["stage"], lambda match: {"winner": 0})
    async with watched(browser, site, viewport=SCREEN) as page:
        await page.open(cup["path"])
        await page.drawn()
        drawing = page.page.locator(".scroller:has(.tree, .swiss)")
        assert not await drawing.evaluate(SCROLLS)
        page.well()


@pytest.mark.parametrize(
    ("format", "entries", "options"),
    [
        ("single_elimination", 8, {"placement": True}),
        ("single_elimination", 16, {"third_place": True}),
        ("double_elimination", 12, {}),
        ("gauntlet", 5, {}),
        ("gsl_groups", 8, {}),
    ],
)
async def test_every_match_is_drawn_once(
    site: Site, browser: Browser, format: str, entries: int, options: dict[str, Any]
) -> None:
    cup = await site.cup(entries, format, options=options)
    matches = {match["id"] for match in (await site.desk.view(cup["stage"]))["matches"]}
    async with watched(browser, site, viewport=SCREEN) as page:
        await page.open(cup["path"])
        await page.drawn()
        cards = page.page.locator(".scroller:not(.upnext) .match")
        drawn = [await card.get_attribute("data-match") for card in await cards.all()]
        assert sorted(map(str, drawn)) == sorted(matches)
        page.well()


async def test_places_gauntlets_and_groups_are_named(site: Site, browser: Browser) -> None:
    async with watched(browser, site, viewport=SCREEN) as page:
        for format, entries, options, selector, expected in (
            ("single_elimination", 8, {"placement": True}, ".part > h4", ["Places 5 to 8", "Places 7 to 8"]),
            ("gauntlet", 4, {}, ".tree > h3", ["Round 1", "Round 2", "Final"]),
            ("gsl_groups", 8, {}, ".part > h4", ["Group A", "Group B"]),
            (
                "double_elimination",
                4,
                {},
                ".tree > h3",
                [
                    "Upper bracket · Round 1",
                    "Upper bracket final",
                    "Grand final",
                    "Grand final, second match",
                    "Lower bracket · Round 1",
                    "Lower bracket final",
                ],
            ),
        ):
            cup = await site.cup(entries, format, options=options)
            await page.open(cup["path"])
            await page.drawn()
            assert await texts(page.page.locator(selector)) == expected
        page.well()


async def test_nobody_advances_or_goes_out_in_fixed_rounds(site: Site, browser: Browser) -> None:
    options = {"variant": "fixed_rounds", "rounds": 4, "best_of": 2}
    cup = await site.cup(10, "swiss", options=options)
    async with watched(browser, site, viewport=SCREEN) as page:
        await page.open(cup["path"])
        await page.drawn()
        drawn, *rest = await site.desk.ready(cup["stage"])
        await site.desk.report(drawn, {"games": [{"scores": [13, 2]}, {"scores": [3, 13]}]})
        for match in rest:
            await site.desk.report(match, {"games": [{"scores": [13, 2]}, {"scores": [13, 3]}]})
        second = page.page.locator(".swiss > div:nth-child(2) .pool h3 > span")
        await expect(second).to_have_text(["1–0", "0–1–0", "0–1"], timeout=WAIT_MS)
        await expect(second.nth(1)).to_have_attribute("title", "0 won, 1 drawn, 0 lost")
        win = {"games": [{"scores": [13, 2]}, {"scores": [13, 3]}]}
        await site.desk.play(cup["stage"], lambda match: win)
        await expect(page.page.locator("#state")).to_have_text("Finished", timeout=WAIT_MS)
        await expect(page.page.locator(".pool.through, .pool.out")).to_have_count(0)
        page.well()


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
async def test_two_meetings_stand_one_below_the_other(
    site: Site, browser: Browser, size: dict[str, int]
) -> None:
    cup = await site.cup(4, "round_robin", options={"legs": 2})
    for number, match in enumerate(await site.desk.ready(cup["stage"])):
        await site.desk.report(match, {"games": [{"scores": [13, number % 10]}]})
    async with watched(browser, site, viewport=size) as page:
        await page.open(cup["path"])
        await page.drawn()
        cells = page.page.locator(".cross td:not(.self)")
        inside = await cells.evaluate_all("""cells => cells.every((cell) => {
          const [first, second] = [...cell.children].map((child) => child.getBoundingClientRect());
          const whole = cell.getBoundingClientRect();
          const within = second.right <= whole.right + 1 && second.bottom <= whole.bottom + 1;
          return second.top >= first.bottom - 1 && within;
        })""")
        assert inside
        assert await page.page.locator(".cross .win").count() == 12
        assert await page.page.locator(".cross .loss").count() == 12
        await page.fits()
        page.well()


async def test_long_names_fit_the_sheet_of_a_phone(site: Site, browser: Browser) -> None:
    cup = await named(site, [f"{LONG} {'W' * 30} {number}" for number in range(2)])
    async with watched(browser, site) as page:
        await page.sign_in(site.operator, f"/desk{cup['path']}")
        await page.drawn()
        await page.page.click("#matches [data-match]")
        sheet = page.page.locator("#sheet > div")
        await sheet.locator(".winners").wait_for()
        assert not await sheet.evaluate(SCROLLS)
        inside = "nodes => nodes.every((node) => node.scrollWidth <= node.clientWidth)"
        assert await sheet.locator(".score-line.heads > span, .winners button").evaluate_all(inside)
        page.well()
