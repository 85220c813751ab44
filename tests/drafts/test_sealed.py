"""The ultimate battle: what a side hands in sealed reaches nobody else, by no door, before both are in."""

import re
from collections import defaultdict

import httpx
import msgspec
from litestar.routes import HTTPRoute

from esports.live.client import LiveClient
from esports.live.gateway import serve
from esports.web.assets import address
from tests.drafts.hall import HEROES, Duel, Hall
from tests.support.app import new_client
from tests.support.desk import API, NOBODY, Json

SECRET = re.compile("geheim|siegel")
"""What names every player and spell of a sealed lineup, and nothing else."""
ENDLESS = {"/api/v1/live/sse"}
TOPICS = ("event", "tournament", "stage", "match")


def lineup(player: str, spell: str, first: int = 0) -> list[Json]:
    return [
        {"player": f"{player} {number}", "hero": HEROES[first + number], "spell": f"{spell} {number}"}
        for number in range(5)
    ]


OPEN = {
    "game": 7,
    "script": "ultimate_battle",
    "pool": HEROES,
    "previous": [lineup("P", "Flash"), lineup("Q", "Flash", 5)],
}


async def read_all(duel: Duel, draft: Json, client: httpx.AsyncClient) -> dict[str, str]:
    """What every route that reads replies to this reader, by its address."""
    app = duel.desk.app
    ids = defaultdict(lambda: NOBODY) | {
        "event": duel.event["id"],
        "tournament": duel.tournament["id"],
        "stage": duel.stage["id"],
        "match": duel.match["id"],
        "entry": duel.match["slots"][0]["entry"],
        "draft": draft["id"],
        "path": "openapi.json",
        "logo": "0" * 64,
    }
    slugs = ids | {"event": duel.event["slug"], "tournament": duel.tournament["slug"]}
    found: dict[str, str] = {}
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or "GET" not in route.methods or route.path_format in ENDLESS:
            continue
        names = ids if route.path_format.startswith("/api") else slugs
        path = address("base.css") if "{digest}" in route.path_format else route.path_format.format_map(names)
        reply = await client.get(path)
        assert reply.status_code < 500
        found[path] = reply.text
    return found


async def test_no_door_shows_a_sealed_lineup_early(hall: Hall) -> None:
    event = await hall.desk.event()
    async with (
        hall.duel(7, event) as duel,
        hall.desk.person(event, "caster") as caster,
        hall.desk.person() as stranger,
        new_client(hall.desk.app) as public,
    ):
        draft = await duel.begun(OPEN)
        own, other = duel.captains
        first = {"slot": 0, "step": 0, "choice": lineup("geheim", "siegel")}
        key = {"headers": {"idempotency-key": "once"}}
        told = await own.do("POST", f"/drafts/{draft['id']}/actions", first, **key)
        assert told["view"]["decisions"][0]["choice"] == first["choice"]
        again = await own.do("POST", f"/drafts/{draft['id']}/actions", first, **key)
        assert again == told
        readers = {
            "opponent": other.client,
            "caster": caster.client,
            "admin": hall.desk.client,
            "stranger": stranger.client,
            "public": public,
        }
        for name, client in readers.items():
            for path, text in (await read_all(duel, draft, client)).items():
                assert not SECRET.search(text), f"{name} {path}"
        assert SECRET.search((await own.client.get(f"/api/v1/drafts/{draft['id']}")).text)
        items = hall.desk.watched[duel.tournament["id"]].items
        assert not SECRET.search(msgspec.json.encode(items).decode())
        sealed = (await duel.see(draft))["decisions"]
        assert [(one["slot"], one["sealed"], one["choice"]) for one in sealed] == [(0, True, None)]
        second = {"slot": 1, "step": 0, "choice": lineup("geheim", "siegel", 3)}
        reply = await hall.desk.post(f"/drafts/{draft['id']}/actions", second)
        assert [one["choice"] for one in reply["view"]["decisions"]] == [first["choice"], second["choice"]]
        journal = hall.desk.watched[duel.tournament["id"]].items[-1]
        assert [one.name for one in journal.fact.decisions] == ["Falcons", "龙"]
        for client in readers.values():
            assert SECRET.search((await client.get(f"/api/v1/matches/{duel.match['id']}")).text)
        hall.desk.replay()


async def test_staff_who_hand_in_for_a_side_are_not_told_it_back(hall: Hall) -> None:
    async with hall.duel(7) as duel:
        draft = await duel.begun(OPEN)
        body = {"slot": 1, "step": 0, "choice": lineup("geheim", "siegel")}
        reply = await hall.desk.call("POST", f"/drafts/{draft['id']}/actions", body)
        assert reply.status_code == 201
        assert not SECRET.search(reply.text)
        mine = await duel.captains[1].get(f"/drafts/{draft['id']}")
        assert mine["view"]["decisions"][0]["choice"] == body["choice"]


async def test_followers_see_nothing_early_and_all_of_it_then(hall: Hall) -> None:
    async def ticket() -> str:
        told: str = (await hall.desk.client.post(f"{API}/live/ticket")).json()["ticket"]
        return told

    settings = msgspec.structs.replace(hall.settings, live_port=0, public_url="https://week.example")
    gateway = await serve(settings, hall.worker.engine, clock=hall.clock)
    url = f"ws://127.0.0.1:{gateway.port}/live/v1"
    try:
        async with hall.duel(7) as duel, LiveClient(url, ticket=ticket) as staff, LiveClient(url) as public:
            draft = await duel.begun(OPEN)
            followers = (staff, public)
            for follower in followers:
                assert not any(SECRET.search(text) for text in (await held(duel, follower)).values())
            await duel.choose(draft, lineup("geheim", "siegel"), 0)
            for follower in followers:
                assert not any(SECRET.search(text) for text in (await held(duel, follower)).values())
            await duel.choose(draft, lineup("geheim", "siegel", 3), 1)
            for follower in followers:
                assert len(SECRET.findall((await held(duel, follower))["match"])) == 20
    finally:
        await gateway.close()


async def held(duel: Duel, follower: LiveClient) -> dict[str, str]:
    """The follower's copy of every topic, when it has all that was written."""
    heads, texts = await duel.desk.heads(), {}
    for kind in TOPICS:
        head = heads[(duel.event if kind == "event" else duel.tournament)["id"]]
        topic = f"{kind}/{getattr(duel, kind)['id']}"
        copy = await follower.wait_for(topic, lambda copy, head=head: copy.seq == head)
        texts[kind] = msgspec.json.encode(copy.view).decode()
    return texts


async def test_a_late_side_plays_the_lineup_of_the_game_before(hall: Hall) -> None:
    async with hall.duel(7) as duel:
        draft = await duel.begun(OPEN)
        assert draft["view"]["deadline_at"] == "2026-11-25T12:03:00.000Z"
        await duel.choose(draft, lineup("geheim", "siegel"), 1)
        path, twice = f"/drafts/{draft['id']}/actions", {"slot": 1, "step": 0, "choice": lineup("x", "y")}
        await duel.captains[1].refused("POST", path, twice, 409, "draft_handed_in", "/slot")
        hall.clock.go(180)
        (item,) = await hall.work()
        assert [(one.name, one.cause) for one in item.fact.decisions] == [
            ("龙", "chosen"),
            ("Falcons", "previous"),
        ]
        ended = await duel.see(draft)
        assert (ended["phase"], ended["decisions"][1]["choice"]) == ("ended", OPEN["previous"][0])
        await hall.desk.refused("POST", f"/drafts/{draft['id']}/undo", {}, 409, "draft_revealed")
        hall.desk.replay()


async def test_a_lineup_taken_back_leaves_no_trace(hall: Hall) -> None:
    async with hall.duel(7) as duel:
        draft = await duel.begun(OPEN)
        await duel.choose(draft, lineup("geheim", "siegel"), 0)
        await duel.direct(draft, "undo")
        await duel.choose(draft, lineup("offen", "frei"), 0)
        await duel.choose(draft, lineup("auch", "frei", 9), 1)
        texts = await read_all(duel, draft, duel.captains[1].client)
        assert not any(SECRET.search(text) for text in texts.values())
        items = hall.desk.watched[duel.tournament["id"]].items
        assert not SECRET.search(msgspec.json.encode(items).decode())


async def test_lineups_that_are_refused(hall: Hall) -> None:
    async with hall.duel(7) as duel:
        wrong = {**OPEN, "previous": None}
        await hall.desk.refused("POST", duel.path, wrong, 422, "draft_setup_unsound", "/previous")
        draft = await duel.begun(OPEN)
        path = f"/drafts/{draft['id']}/actions"
        good = lineup("p", "s")
        for choice, code, pointers in (
            ("Nuke", "draft_lineup_wanted", ["/choice"]),
            (good[:4], "draft_lineup_unsound", ["/choice"]),
            ([*good[:4], {**good[4], "hero": "Nobody"}], "draft_lineup_unsound", ["/choice/4/hero"]),
            ([*good[:4], {**good[4], "player": "p 0"}], "draft_lineup_unsound", ["/choice/4/player"]),
            ([*good[:4], {**good[4], "spell": "\u202e"}], "name_characters", ["/choice/4/spell"]),
        ):
            body = {"slot": 0, "step": 0, "choice": choice}
            await duel.captains[0].refused("POST", path, body, 422, code, *pointers)
