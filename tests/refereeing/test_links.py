"""A match's link: it reports that match alone, confirms nothing, and ends with the match or on a word."""

import re

import msgspec
from sqlalchemy import text

from esports.entries.codes import square
from tests.matches.courts import Court, court
from tests.support.app import new_client
from tests.support.desk import NOBODY, Desk, Json

WON, LOST = {"games": [{"scores": [13, 5]}]}, {"games": [{"scores": [5, 13]}]}


async def made(here: Court, match: Json) -> tuple[Json, Json]:
    """A link to the match, and its secret as it is sent."""
    link = await here.desk.post(f"/matches/{match['id']}/links", {})
    found = re.fullmatch(r"/station#([0-9a-f]{64})", link["path"])
    assert found
    return link, {"secret": found[1]}


async def test_a_phone_without_an_account_reports_for_the_station(desk: Desk) -> None:
    async with court(desk) as here, new_client(desk.app) as client:
        phone = Desk(desk.app, client, desk.engine)
        phone.watched = desk.watched
        (match,) = await here.ready()
        link, secret = await made(here, match)
        # The QR code leads to the page, wherever it is served.
        assert link["url"].startswith("http")
        assert link["url"].endswith(link["path"])
        assert link["square"] == msgspec.to_builtins(square(link["url"]))
        shown = await phone.post("/station", secret)
        assert (shown["match"]["id"], sorted(shown["names"].values())) == (match["id"], ["Side 1", "Side 2"])
        told = await phone.post("/station/reports", {**secret, **WON})
        assert (told["state"], told["slot"]) == ("claimed", None)
        assert await phone.post("/station/reports", {**secret, **WON}) == told
        # One side alone does not confirm the station's word: the same person may have sent it.
        first, second = (here.captain(match, slot) for slot in (0, 1))
        await first.post(f"/reports/{told['id']}/confirm", {})
        assert await here.state(match) == "reported"
        await second.post(f"/reports/{told['id']}/confirm", {})
        assert await here.reports(match) == [(None, "agreed"), (0, "confirmed"), (1, "agreed")]
        desk.replay()


async def test_a_side_that_differs_from_the_station_opens_a_dispute(desk: Desk) -> None:
    async with court(desk) as here:
        (match,) = await here.ready()
        _, secret = await made(here, match)
        told = await desk.post("/station/reports", {**secret, **WON})
        await here.claim(match, 1, LOST)
        assert await here.state(match) == "disputed"
        await desk.post(f"/reports/{told['id']}/confirm", {})
        assert await here.reports(match) == [(None, "confirmed"), (1, "superseded")]


async def test_a_link_does_one_thing(desk: Desk) -> None:
    async with court(desk, 4) as here, desk.person() as nobody:
        match, other = await here.ready()
        link, secret = await made(here, match)
        for path in ("/station", "/station/reports"):
            bad = {"secret": "0" * 64, **(WON if path.endswith("reports") else {})}
            await desk.refused("POST", path, bad, 403, "link_over", client=nobody.client)
        ruling = {**secret, "outcome": {"kind": "no_show", "slot": 0}}
        await desk.refused("POST", "/station/reports", ruling, 422, "outcome_by_staff", "/outcome")
        async with desk.engine.connect() as connection:
            kept = (await connection.execute(text("SELECT * FROM match_links"))).one()
        assert secret["secret"] not in str(kept)
        await desk.post("/station/reports", {**secret, **WON})
        assert await here.state(other) == "idle"
        revoke = f"/links/{link['id']}/revoke"
        await desk.refused("POST", revoke, {}, 403, "forbidden", client=nobody.client)
        await desk.refused("POST", f"/links/{NOBODY}/revoke", {}, 404, "not_found")
        ended = await desk.post(revoke, {})
        assert await desk.post(revoke, {}) == ended
        for path, body in (("/station", secret), ("/station/reports", {**secret, **WON})):
            await desk.refused("POST", path, body, 403, "link_over", client=nobody.client)


async def test_a_link_ends_with_its_match_and_its_sides(desk: Desk) -> None:
    async with court(desk, 4) as here:
        first, second = await here.ready()
        _, over = await made(here, first)
        for match in (first, second):
            await desk.report(match, {"winner": 0})
        (final,) = await here.ready()
        _, secret = await made(here, final)
        path = f"/matches/{first['id']}/correction"
        token = (await desk.post(f"{path}/preview", {"winner": 1}))["impact_token"]
        await desk.post(path, {"winner": 1, "reason": "R", "impact_token": token})
        for gone in (over, secret):
            await desk.refused("POST", "/station", gone, 403, "link_over")
            await desk.refused("POST", "/station/reports", {**gone, **WON}, 403, "link_over")


async def test_who_makes_links(desk: Desk) -> None:
    async with court(desk) as here, court(desk, 3, "free_for_all") as lobby:
        (match,) = await here.ready()
        captain = here.captain(match, 0)
        path = f"/matches/{match['id']}/links"
        await desk.refused("POST", path, {}, 403, "forbidden", client=captain.client)
        email = (await captain.get("/me"))["person"]["email"]
        await desk.post(f"/events/{here.event['id']}/staff", {"email": email, "role": "referee"})
        await desk.refused("POST", path, {}, 403, "own_match", client=captain.client)
        (many,) = await lobby.ready()
        await desk.refused("POST", f"/matches/{many['id']}/links", {}, 403, "reports_by_staff")
        await desk.report(match, {"winner": 0})
        await desk.refused("POST", path, {}, 409, "tournament_not_running")
