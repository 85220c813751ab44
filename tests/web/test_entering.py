"""Entering by the rules in a real browser: set on the desk, asked on the phone, approved, told."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.support.app import new_client, sign_up
from tests.support.desk import Json
from tests.support.pictures import png
from tests.web.site import PHONE, SCREEN, WAIT_MS, Site, watched

RULES: Json = {
    "eligibility": {"age": {"on": "2026-11-23", "min": 16}, "delegations": ["物理学院", "School of Law"]},
    "roster": {"due": "registration"},
    "approval": True,
    "questions": [
        {"key": "q1", "label": "Shirt", "kind": "choice", "choices": ["S", "M"], "required": True},
        {"key": "q2", "label": "Motto", "public": True},
    ],
    "terms": "Play fair.\nBe there in time.",
}


async def cup(site: Site, rules: Json, **fields: Any) -> tuple[Json, str]:
    """An open tournament with these rules, and its page."""
    event = await site.desk.event()
    tournament = await site.desk.tournament(event, roster={"min": 2, "max": 2, "substitutes": 1}, **fields)
    await site.desk.do("PUT", f"/tournaments/{tournament['id']}/entry-rules", rules)
    return tournament, f"/events/{event['slug']}/{tournament['slug']}"


async def test_a_captain_enters_by_the_rules_and_is_approved(site: Site, browser: Browser) -> None:
    tournament, path = await cup(site, RULES)
    async with new_client(site.app) as client:
        await sign_up(client, email="captain@example.org")
    async with (
        watched(browser, site, viewport=PHONE) as captain,
        watched(browser, site, viewport=PHONE) as desk,
    ):
        page = captain.page
        await captain.sign_in("captain@example.org", f"{path}/enter")
        await page.fill('[name="name"]', "夜猫子")
        await page.select_option('[name="delegation"]', "物理学院")
        await page.fill('[name="roster.0.name"]', "Mei")
        await page.fill('[name="roster.0.birth_date"]', "2012-01-01")
        await page.click('[data-add="roster"]')
        await page.fill('[name="roster.2.name"]', "Jun")
        await page.fill('[name="roster.2.birth_date"]', "2001-01-01")
        await captain.fits()
        await page.click("form button.main")
        await page.locator('[id="terms-error"]:not(:empty)').wait_for()
        await page.check('[name="terms"]')
        await page.click("form button.main")
        await page.locator('[id="answers.q1-error"]:not(:empty)').wait_for()
        await page.select_option('[name="answers.q1"]', "M")
        await page.fill('[name="answers.q2"]', "Go!")
        await page.click("form button.main")
        young = page.locator('[id="roster.0.birth_date-error"]')
        await expect(young).to_contain_text("Mei", timeout=WAIT_MS)
        await page.fill('[name="roster.0.birth_date"]', "2002-01-01")
        await page.click("form button.main")
        await page.locator('.own .chip[data-state="pending"]').wait_for()
        captain.complaints.clear()  # the refusals, which the browser tells of as well
        await desk.sign_in(site.operator, f"/desk{path}")
        await desk.drawn()
        await desk.page.check('#pending-list [name="entries"]')
        await desk.fits()
        await desk.page.click('#approval-form [value="approve"]')
        await expect(desk.page.locator("#approval")).to_be_hidden(timeout=WAIT_MS)
        desk.well()
        await captain.open(path)
        await page.locator("#panel .entries small", has_text="Motto: Go!").wait_for()
        captain.well()
    (entry,) = await site.desk.entered(tournament)
    assert (entry["state"], entry["answers"], entry["terms_version"]) == ("confirmed", {"q2": "Go!"}, 1)
    roster = (await site.desk.get(f"/entries/{entry['id']}"))["roster"]
    assert [(one["name"], one["role"]) for one in roster] == [("Mei", "player"), ("Jun", "player")]


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
async def test_the_desk_sets_the_rules_and_invites(
    site: Site, browser: Browser, size: dict[str, int]
) -> None:
    tournament, path = await cup(site, RULES)
    async with watched(browser, site, viewport=size) as desk:
        page = desk.page
        await desk.sign_in(site.operator, f"/desk{path}")
        await desk.drawn()
        await page.click("#entry-rules summary")
        await page.check('[name="invitation_only"]')
        await page.click("text=Any age")
        assert await page.is_disabled('[name="eligibility.age.on"]')
        await page.click("text=Under 18")
        await page.select_option('[name="eligibility.age.by"]', "word")
        await page.fill('[name="quota.delegation"]', "2")
        await page.click('[data-add="questions"]')
        await page.fill('[name="questions.2.label"]', "Hat?")
        await page.fill('[name="roster.locks_at"]', "2026-11-20T12:00")
        await desk.fits()
        await page.click("#entry-rules form button.main")
        await page.locator("#toast:not(:empty)").wait_for()
        await page.click("#invitations summary")
        await page.fill('#invitations [name="label"]', "Finalists")
        await page.click("#invitations form button.main")
        link = await page.locator("#invitation-code code").inner_text()
        await page.locator("#invitation-list strong", has_text="Finalists").wait_for()
        await desk.fits()
        await page.goto(link)
        code = await page.input_value('[name="invitation"]')
        desk.well()
    stored = (await site.desk.get(f"/tournaments/{tournament['id']}/entry-rules"))["rules"]
    assert len(code) > 32
    assert (stored["invitation_only"], stored["approval"], stored["quota"]["delegation"]) == (True, True, 2)
    assert [one["key"] for one in stored["questions"]] == ["q1", "q2", "q3"]
    assert stored["questions"][0]["choices"] == ["S", "M"]
    assert stored["eligibility"] == {
        **stored["eligibility"],
        **RULES["eligibility"],
        "age": {**RULES["eligibility"]["age"], "min": None, "max": 17, "by": "word"},
    }
    assert stored["terms"] == RULES["terms"]
    assert stored["roster"]["locks_at"]


async def test_who_is_refused_reads_why(site: Site, browser: Browser) -> None:
    tournament, path = await cup(site, {"approval": True})
    async with site.desk.person() as mine:
        entry = await mine.post(f"/tournaments/{tournament['id']}/entries", {"name": "A"})
        email = (await mine.get("/me"))["person"]["email"]
    decision = {"entries": [entry["id"]], "decision": "refuse", "message": "Twice in it"}
    await site.desk.post(f"/tournaments/{tournament['id']}/entries/decide", decision)
    async with watched(browser, site, viewport=PHONE) as captain:
        await captain.sign_in(email, f"{path}/enter")
        await captain.page.locator(".own", has_text="Twice in it").wait_for()
        await captain.page.locator("form button.main").wait_for()
        captain.well()


async def test_a_team_with_a_minor_is_entered_with_birth_dates(site: Site, browser: Browser) -> None:
    event = await site.desk.event()
    young = await site.desk.tournament(event, require_guardian_consent=True)
    path = f"/events/{event['slug']}/{young['slug']}"
    async with new_client(site.app) as client:
        await sign_up(client, email="lan@example.org")
    async with watched(browser, site, viewport=PHONE) as captain:
        page = captain.page
        await captain.sign_in("lan@example.org", "/teams")
        await page.fill('[name="name"]', "Night Owls 夜猫子")
        await page.fill('[name="tag"]', "OWL")
        await page.click("form button.main")
        await page.wait_for_url(re.compile("/teams/.+"))
        await captain.open(f"{path}/enter")
        await expect(page.locator("#players .one")).to_have_count(1)
        await expect(page.locator("#by-hand")).to_have_count(0)
        await page.fill('#players input[type="date"]', "2013-03-04")
        await captain.fits()
        await page.select_option('[name="team"]', "")
        await expect(page.locator('[name="roster.0.birth_date"]')).to_be_visible()
        await page.select_option('[name="team"]', label="Night Owls 夜猫子")
        await page.fill('#players input[type="date"]', "2013-03-04")
        await page.click("form button.main")
        await page.wait_for_url(re.compile("/entries/.+/guardians$"))
        await page.locator('[name="guardian_email"]').wait_for()
        captain.well()
    entry = (await site.desk.entered(young))[0]
    assert (entry["name"], entry["team"] is not None) == ("Night Owls 夜猫子", True)


async def test_the_desk_changes_a_locked_roster_for_a_reason(site: Site, browser: Browser) -> None:
    tournament, path = await cup(site, {"roster": {"locks_in": "check_in"}})
    roster = [{"name": name, "birth_date": "2015-01-01"} for name in ("Mei", "Jun")]
    entry = await site.desk.post(
        f"/tournaments/{tournament['id']}/entries", {"name": "Owls", "roster": roster}
    )
    await site.desk.move(tournament, "check_in")
    async with watched(browser, site, viewport=PHONE) as desk:
        page = desk.page
        await desk.sign_in(site.operator, f"/desk{path}/entries/{entry['id']}")
        await page.fill('#why [name="reason"]', "Jun is ill")
        await page.click("#why button.main")
        await expect(page.locator('[name="roster.1.name"]')).to_have_value("Jun", timeout=WAIT_MS)
        await page.fill('[name="roster.1.name"]', "Ana")
        await desk.fits()
        await page.click("#change button.main")
        await page.locator("#exceptions strong", has_text="Jun is ill").wait_for()
        await expect(page.locator("#exceptions .quiet")).to_contain_text("Roster changed after the lock")
        desk.well()
    seen = await site.desk.post(f"/entries/{entry['id']}/people", {"reason": "look"})
    assert [one["name"] for one in seen["roster"]] == ["Mei", "Ana"]


async def test_a_captain_edits_the_entry_until_the_roster_is_locked(site: Site, browser: Browser) -> None:
    rules = {**RULES, "approval": False, "roster": {"locks_in": "check_in"}}
    tournament, path = await cup(site, rules)
    async with site.desk.person() as mine:
        roster = [{"name": name, "birth_date": "2001-01-01"} for name in ("Mei", "Jun")]
        new = {"name": "Owls", "delegation": "物理学院", "roster": roster, "answers": {"q1": "S"}, "terms": 1}
        entry = await mine.post(f"/tournaments/{tournament['id']}/entries", new)
        email = (await mine.get("/me"))["person"]["email"]
    async with watched(browser, site, viewport=PHONE, locale="zh-CN") as captain:
        page = captain.page
        await captain.sign_in(email, f"{path}/entry")
        await captain.drawn()
        await page.click('a[href$="/entry/edit"]')
        await page.fill('[name="roster.0.in_game_id"]', "美美")
        await page.click('[data-add="roster"]')
        await page.fill('[name="roster.2.name"]', "Ana")
        await page.select_option('[name="roster.2.role"]', "substitute")
        await page.fill('[name="answers.q2"]', "冲！")
        await captain.fits()
        await page.click("form button.main")
        await expect(page.locator('[id="roster.2.birth_date-error"]')).to_contain_text("Ana", timeout=WAIT_MS)
        captain.complaints.clear()  # the refusal, which the browser tells of as well
        await page.fill('[name="roster.2.birth_date"]', "2002-01-01")
        await page.click("form button.main")
        await page.wait_for_url(re.compile("/entry$"))
        await site.desk.move(tournament, "check_in")
        await captain.open(f"{path}/entry/edit")
        await expect(page.locator('[name="roster.0.name"]')).to_be_disabled(timeout=WAIT_MS)
        await page.fill('[name="answers.q2"]', "")
        await page.click("form button.main")
        await page.wait_for_url(re.compile("/entry$"))
        captain.well()
    after = await site.desk.get(f"/entries/{entry['id']}")
    assert [(one["name"], one["in_game_id"], one["role"]) for one in after["roster"]] == [
        ("Mei", "美美", "player"),
        ("Jun", None, "player"),
        ("Ana", None, "substitute"),
    ]
    assert after["answers"] == {"q1": "S"}


async def test_a_captain_sends_a_picture_as_an_answer(site: Site, browser: Browser) -> None:
    asked = {"key": "proof", "label": "School card", "kind": "file", "required": True}
    tournament, path = await cup(site, {"questions": [asked]})
    async with site.desk.person() as mine:
        email = (await mine.get("/me"))["person"]["email"]
    async with watched(browser, site, viewport=PHONE, locale="zh-CN") as captain:
        page = captain.page
        await captain.sign_in(email, f"{path}/enter")
        await page.fill('[name="name"]', "夜猫子")
        for at, name in enumerate(("Mei", "Jun")):
            await page.fill(f'[name="roster.{at}.name"]', name)
        error = page.locator('[id="answers.proof-error"]')
        for body, said in ((b"no picture", "PNG"), (png(320, 180), "")):
            photo = {"name": "card.png", "mimeType": "image/png", "buffer": body}
            await page.set_input_files(".picture-input", photo)
            await expect(error).to_contain_text(said)
        await page.locator('[data-shown="answers.proof"]').wait_for()
        await captain.fits()
        await page.click("form button.main")
        await page.wait_for_url(re.compile("/entry$"))
        captain.well(refused=415)
    (entry,) = await site.desk.entered(tournament)
    answers = (await site.desk.get(f"/entries/{entry['id']}"))["answers"]
    picture = await site.desk.client.get(f"/api/v1/entry-files/{answers['proof']}")
    assert picture.headers["content-type"] == "image/png"
