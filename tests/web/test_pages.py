"""Every page over HTTP: in both languages, for everybody who may see it and for those who may not."""

import json
import re
from typing import Any

import httpx
import pytest
from litestar import Litestar

from esports.tournaments.service import RESERVED
from tests.support.app import new_client, sign_up
from tests.support.desk import Desk
from tests.support.pictures import png

EVIL = "<script>alert(1)</script>"
HTML = {"accept": "text/html"}
LANGUAGES = ["en", "zh-Hans"]


@pytest.fixture
async def cup(desk: Desk) -> dict[str, Any]:
    """A tournament that is being played, with a name that a careless page would run."""
    desk.lawful = False
    event = await desk.event(name=f"Week {EVIL}", slug="week", description=EVIL)
    tournament = await desk.tournament(event, name=f"Cup {EVIL}", slug="cup", title=EVIL)
    stage = await desk.stage(tournament, name=f"Main {EVIL}")
    await desk.entries(tournament, 5, prefix=EVIL)
    await desk.start(stage)
    return {"event": event, "tournament": tournament, "stage": stage}


async def look(client: httpx.AsyncClient, path: str, lang: str = "en", status: int = 200) -> str:
    """The page, after checks that hold for every page."""
    reply = await client.get(path, headers={**HTML, "accept-language": lang})
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["content-language"] == lang
    policy = reply.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "form-action 'none'" in policy
    text = reply.text
    assert f'<html lang="{lang}">' in text
    assert "alert(1)" not in re.sub(
        r"&lt;script&gt;alert\(1\)&lt;/script&gt;|\\u003cscript.*?/script\\u003e", "", text
    )
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", text) == []
    assert re.findall(r"<[^>]*\s(?:style|on[a-z]+)=", text) == []
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//""", text) == []
    assert (
        re.findall(r"<form(?:(?!</form>).)*<button(?![^>]* disabled)(?![^>]*type=.button)", text, re.DOTALL)
        == []
    )
    return text


def without_script(text: str) -> str:
    """What a browser without scripts shows: one line, no tags."""
    plain = re.sub(r"<(script|head).*?</\1>", "", text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", plain).split())


def embedded(text: str) -> dict[str, Any]:
    """What the page's script was given."""
    found = re.search(r'<script type="application/json" id="page">(.*?)</script>', text, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    return data


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sign-in",
        "/sign-up",
        "/forgot-password",
        "/reset-password",
        "/verify-email",
        "/events/week",
        "/events/week/cup",
        "/api/docs",
    ],
)
async def test_public_pages(client: httpx.AsyncClient, cup: dict[str, Any], path: str, lang: str) -> None:
    if path == "/api/docs":
        reply = await client.get(path, headers={**HTML, "accept-language": lang})
        assert reply.status_code == 200
        assert "default-src 'self'" in reply.headers["content-security-policy"]
        assert "/api/v1/tournaments/{tournament}" in reply.text
        return
    await look(client, path, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "/desk/new-event", "/desk/events/week", "/desk/events/week/cup", "/inbox", "/account", "/desk/jobs",
        "/desk/events/week/deliveries",
        "/account/email", "/account/calendar", "/account/chats",
        "/account/password", "/account/second-factor",
    ],
)  # fmt: skip
async def test_pages_of_those_who_are_signed_in(
    client: httpx.AsyncClient, operator: httpx.AsyncClient, cup: dict[str, Any], path: str, lang: str
) -> None:
    await look(operator, path, lang)
    text = await look(client, path, lang, status=401)
    assert f"/sign-in?next={path}" in text


@pytest.mark.parametrize("path", ["/desk/new-event", "/desk/events/week", "/desk/events/week/cup"])
async def test_the_desk_is_for_staff(app: Litestar, cup: dict[str, Any], path: str) -> None:
    async with new_client(app) as stranger:
        await sign_up(stranger)
        for lang in LANGUAGES:
            text = await look(stranger, path, lang, status=403)
            assert "embedded" not in text
            assert embedded(text).keys() == {"labels"}


async def test_a_referee_reports_but_does_not_manage(app: Litestar, desk: Desk, cup: dict[str, Any]) -> None:
    async with new_client(app) as referee:
        person = await sign_up(referee, email="referee@example.org")
        body = {"email": person["email"], "role": "referee"}
        await desk.post(f"/events/{cup['event']['id']}/staff", body)
        text = await look(referee, "/desk/events/week/cup")
        assert embedded(text)["may"]["report_result"]
        assert 'id="moves"' not in text
        assert 'id="import"' not in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "path", ["/nothing", "/events/none", "/events/week/none", "/events/none/cup", "/static/x/none.js"]
)
async def test_what_is_not_there(
    client: httpx.AsyncClient, cup: dict[str, Any], path: str, lang: str
) -> None:
    text = await look(client, path, lang, status=404)
    assert {"en": "Not found", "zh-Hans": "未找到"}[lang] in text


async def test_programs_get_problem_documents(client: httpx.AsyncClient) -> None:
    for path, accept in (("/nothing", "application/json"), ("/api/v1/nothing", "text/html")):
        reply = await client.get(path, headers={"accept": accept})
        assert reply.status_code == 404
        assert reply.headers["content-type"] == "application/problem+json"


async def test_drafts_are_for_staff(
    client: httpx.AsyncClient, operator: httpx.AsyncClient, desk: Desk, cup: dict[str, Any]
) -> None:
    await desk.tournament(cup["event"], state="draft", name="Secret", slug="secret")
    await look(client, "/events/week/secret", status=404)
    assert "Secret" not in await look(client, "/events/week")
    assert "Secret" in await look(operator, "/events/week")
    await look(operator, "/events/week/secret")


async def test_the_first_paint_needs_no_script(client: httpx.AsyncClient, cup: dict[str, Any]) -> None:
    text = await look(client, "/events/week/cup")
    plain = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert plain.count("&lt;script&gt;alert(1)&lt;/script&gt; 5") >= 1
    assert "Single elimination" in plain
    assert "– Bye" in without_script(text)


async def test_the_page_holds_the_view_and_its_place(
    client: httpx.AsyncClient, desk: Desk, cup: dict[str, Any]
) -> None:
    data = embedded(await look(client, "/events/week/cup"))
    view = data["view"]
    assert data["topic"] == f"tournament/{cup['tournament']['id']}"
    document = await desk.view(cup["stage"])
    assert (view["epoch"], view["seq"]) == (document["epoch"], document["seq"])
    assert view["stages"][0]["matches"] == document["matches"]


async def test_the_language_is_kept(client: httpx.AsyncClient, cup: dict[str, Any]) -> None:
    reply = await client.get("/events/week?lang=zh-Hans&page=2", headers={**HTML, "accept-language": "en"})
    assert reply.headers["content-language"] == "zh-Hans"
    assert "lang=zh-Hans" in reply.headers["set-cookie"]
    assert 'href="?lang=en&amp;page=2"' in reply.text
    again = await client.get("/", headers={**HTML, "accept-language": "en"})
    assert again.headers["content-language"] == "zh-Hans"
    other = await client.get("/?lang=xx", headers=HTML)
    assert "set-cookie" not in other.headers


@pytest.mark.parametrize(
    ("wish", "onward"),
    [("/inbox", "/inbox"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil.example", "/")],
)
async def test_sign_in_leads_nowhere_else(client: httpx.AsyncClient, wish: str, onward: str) -> None:
    reply = await client.get("/sign-in", params={"next": wish}, headers=HTML)
    assert f'data-then="{onward}"' in reply.text


async def test_fields_carry_their_bounds(operator: httpx.AsyncClient) -> None:
    text = await look(operator, "/desk/new-event")
    slug = re.search(r'<input id="slug"[^>]*>', text)
    assert slug
    assert 'maxlength="64"' in slug.group()
    assert 'data-slug-of="name"' in slug.group()


async def test_files_are_kept_by_their_version(client: httpx.AsyncClient) -> None:
    text = await look(client, "/")
    address = re.search(r'href="(/static/[^"]+/base\.css)"', text)
    assert address
    reply = await client.get(address.group(1))
    assert reply.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in reply.headers["cache-control"]
    old = await client.get("/static/old/base.css")
    assert (old.status_code, old.headers["cache-control"]) == (200, "no-cache")
    words = await client.get("/static/old/words.zh-Hans.js")
    assert words.text.startswith("export default {")


async def test_head_and_wrong_methods(client: httpx.AsyncClient) -> None:
    reply = await client.post("/sign-in", headers=HTML)
    assert reply.status_code == 405


async def test_the_board_needs_no_script(client: httpx.AsyncClient, desk: Desk) -> None:
    desk.lawful = False
    event = await desk.event(slug="week")
    over = await desk.tournament(event, name="Old Cup")
    stage = await desk.stage(over)
    await desk.entries(over, 2)
    await desk.start(stage)
    await desk.play(stage, lambda match: {"winner": 1})
    await desk.tournament(event, name="New Cup")
    shown = without_script(await look(client, "/events/week"))
    assert "Coming up New Cup" in shown
    assert "Finished Old Cup Finished Honor of Kings Champion: Team 2" in shown
    assert "Live now" not in shown


async def test_results_and_groups_need_no_script(client: httpx.AsyncClient, desk: Desk) -> None:
    desk.lawful = False
    event = await desk.event(slug="week")
    tournament = await desk.tournament(event, slug="cup")
    stage = await desk.stage(tournament, "gsl_groups", options={"groups": 2})
    await desk.entries(tournament, 8)
    await desk.start(stage)
    first, *_ = await desk.ready(stage)
    await desk.report(first, {"games": [{"scores": [13, 7]}]})
    text = await look(client, "/events/week/cup")
    names = {entry["id"]: entry["name"] for entry in await desk.entered(tournament)}
    winner, loser = (names[slot["entry"]] for slot in first["slots"])
    assert f"<strong>{winner}</strong>" in text
    shown = without_script(text)
    assert f"{winner} – {loser} 13–7 Played" in shown
    await desk.play(stage, lambda match: {"winner": 0})
    shown = without_script(await look(client, "/events/week/cup"))
    assert "Group A #" in shown
    assert "Group B #" in shown


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/", "/sign-in"),
        ("/events/week/cup?lang=en", "/sign-in?next=/events/week/cup"),
        ("/sign-up?next=/events/week", "/sign-in?next=/events/week"),
    ],
)
async def test_signing_in_leads_back(
    client: httpx.AsyncClient, cup: dict[str, Any], path: str, link: str
) -> None:
    bar = (await look(client, path)).partition("<main")[0]
    assert f'href="{link}"' in bar


async def test_links_to_a_page_say_what_it_is(client: httpx.AsyncClient, cup: dict[str, Any]) -> None:
    told = dict(re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)"', await look(client, "/")))
    assert told["og:title"] == "Events"
    assert told["description"] == told["og:description"] != ""
    page = await look(client, "/events/week/cup")
    told = dict(re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)"', page))
    assert told["og:title"].startswith("Cup &lt;script&gt;")
    assert "Nov" in told["og:description"]


async def test_older_events_are_one_page_on(
    client: httpx.AsyncClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("esports.events.service.PAGE", 2)
    for number in range(3):
        await desk.event(name=f"Event {number}")
    first = await look(client, "/")
    link = re.search(r'href="(/\?cursor=[^"]+)"', first)
    assert link
    assert "Event 0" not in first
    last = await look(client, link.group(1))
    assert "Event 0" in last
    assert "?cursor=" not in without_script(last)


async def test_registration_closes_by_the_clocks_of_the_place(client: httpx.AsyncClient, desk: Desk) -> None:
    event = await desk.event(slug="week", time_zone="Asia/Shanghai")
    window = {"opens_at": "2020-01-01T00:00:00Z", "closes_at": "2039-11-29T16:30:00Z"}
    await desk.tournament(event, slug="cup", registration=window)
    shown = without_script(await look(client, "/events/week/cup", "zh-Hans"))
    assert "报名截止：2039年11月30日 00:30 (Asia/Shanghai)" in shown


@pytest.mark.parametrize("path", ["/sign-in", "/sign-up", "/desk/new-event", "/forgot-password", "/account"])
async def test_forms_that_need_scripts_say_so(operator: httpx.AsyncClient, path: str) -> None:
    text = await look(operator, path)
    assert "This form needs scripts" in re.findall(r"<noscript>(.*?)</noscript>", text)[0]
    assert "<noscript>" not in await look(operator, "/")


async def test_finished_tournaments_are_offered_for_seeding_the_own_event_s_first(
    operator: httpx.AsyncClient, desk: Desk
) -> None:
    desk.lawful = False
    own = await desk.event(name="Own", slug="own")
    new = await desk.tournament(own, name="New Cup", slug="new")
    for event, name in ((own, "Old Cup"), (await desk.event(name="Other"), "Other Cup")):
        over = await desk.tournament(event, name=name)
        stage = await desk.stage(over)
        await desk.entries(over, 2)
        await desk.start(stage)
        await desk.play(stage, lambda match: {"winner": 1})
        await desk.move(over, "finished")
    text = await look(operator, "/desk/events/own/new")
    offered = re.findall(r"<option[^>]*>(.*? Cup · .*?)</option>", text)
    assert offered == ["Old Cup · Own", "Other Cup · Other"]
    assert new["id"] not in re.findall(r'<option value="([^"]+)"[^>]*>[^<]* · ', text)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_team_is_shown_to_everybody_by_nicknames(desk: Desk, lang: str) -> None:
    async with desk.person() as mei, new_client(desk.app) as anybody:
        await mei.do("PATCH", "/me", {"display_name": f"Mei {EVIL}"})
        named = {"name": f"Owls {EVIL}", "tag": "OWL", "delegation": EVIL}
        path = f"/teams/{(await mei.post('/teams', named))['id']}"
        address = (await mei.get("/me"))["person"]["email"]
        seen = await look(anybody, path, lang)
        assert "Mei &lt;script&gt;" in seen
        own = await look(mei.client, path, lang)
        for inside in ('id="invite"', 'id="edit"', 'id="past"', "/leave"):
            assert inside in own
            assert inside not in seen
        assert address not in seen + own
        for other in ("/teams", "/join", "/account/in-game-ids"):
            await look(mei.client, other, lang)
        assert "/sign-up?next=/join" in await look(anybody, "/join", lang)


async def test_the_entries_of_a_tournament_show_the_logos_of_their_teams(desk: Desk) -> None:
    cup = await desk.tournament(await desk.event(slug="week"), slug="cup")
    async with desk.person() as mei, new_client(desk.app) as anybody:
        team = await mei.post("/teams", {"name": "Owls", "tag": "OWL"})
        drawn = await mei.client.put(f"/api/v1/teams/{team['id']}/logo", content=png(8, 8))
        logo = f"/api/v1/logos/{drawn.json()['logo']}"
        await mei.post(f"/tournaments/{cup['id']}/entries", {"name": "Owls", "team": team["id"]})
        await desk.entries(cup, 1)
        shown = await look(anybody, "/events/week/cup")
        assert shown.count(f'src="{logo}"') == 1
        await mei.do("DELETE", f"/teams/{team['id']}/logo")
        assert logo not in await look(anybody, "/events/week/cup")


async def test_no_page_of_an_event_hides_a_tournament(app: Litestar) -> None:
    """Where tournaments stand by their short names, each other word is one that none can have."""
    beside = re.compile(r"^(?:/desk)?/events/\{event\}/([a-z0-9-]+)$")
    taken = {found[1] for route in app.routes if (found := beside.match(route.path_format))}
    assert taken
    assert taken <= RESERVED
