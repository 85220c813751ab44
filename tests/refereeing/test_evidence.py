"""Evidence: pictures and links of a report, for the sides and the referees; bounded, plain, never edited."""

from datetime import timedelta
from uuid import UUID

import httpx
from sqlalchemy import text

from esports.clock import utc_now
from esports.db import housekeeping
from esports.journal.facts import EvidenceAdded
from tests.matches.courts import Court, court
from tests.refereeing.test_links import WON, made
from tests.support.app import PASSWORD, refusal
from tests.support.desk import API, NOBODY, Desk, Json
from tests.support.pictures import JPEG, WEBP, png, png_chunk

LINK = {"link": "https://example.org/game2.png?a=1"}


async def send(who: Desk, path: str, body: bytes, **headers: str) -> httpx.Response:
    """The bytes of a picture."""
    reply = await who.client.post(f"{API}{path}", content=body, headers=headers)
    if who.lawful:
        await who.check()
    return reply


async def seen(who: Desk, match: Json) -> list[Json]:
    """The evidence that somebody sees in the match room."""
    found: list[Json] = (await who.get(f"/matches/{match['id']}/room"))["evidence"]
    return found


async def test_evidence_is_for_the_sides_and_the_referees(desk: Desk) -> None:
    async with (
        court(desk, 4) as here,
        desk.person(here.event, "referee") as referee,
        desk.person(here.event, "caster") as caster,
        desk.person() as nobody,
    ):
        match, other = await here.ready()
        report = await here.claim(match, 0, WON)
        first, second = (here.captain(match, slot) for slot in (0, 1))
        path = f"/reports/{report['id']}"
        secretly = png(8, 6, extra=png_chunk(b"tEXt", b"GPS 31.2304 121.4737"))
        added = await send(first, f"{path}/pictures", secretly)
        assert (added.status_code, added.json()["media_type"], added.json()["slot"]) == (201, "image/png", 0)
        again = await send(first, f"{path}/pictures", secretly)
        assert (again.status_code, again.json()) == (200, added.json())
        link = await second.post(f"{path}/evidence", LINK)
        assert (link["link"], link["slot"], link["source"]) == (LINK["link"], 1, "side")
        assert await second.post(f"{path}/evidence", LINK) == link
        for picture in (JPEG, WEBP):
            assert (await send(referee, f"{path}/pictures", picture)).status_code == 201
        for who in (first, second, referee, desk):
            assert [one["source"] for one in await seen(who, match)] == ["side", "side", "staff", "staff"]
            picture = await who.client.get(f"{API}/evidence/{added.json()['id']}/picture")
            assert (picture.content, picture.headers["content-type"]) == (png(8, 6), "image/png")
            assert picture.headers["cache-control"] == "no-store"
        for who in (caster, nobody, here.captain(other, 0)):
            assert await seen(who, match) == []
            await who.refused("GET", f"/evidence/{added.json()['id']}/picture", None, 404, "not_found")
            await who.refused("POST", f"{path}/evidence", LINK, 403, "forbidden")
            refusal(await send(who, f"{path}/pictures", JPEG), 403, "forbidden")
        await desk.refused("GET", f"/evidence/{link['id']}/picture", None, 404, "not_found")
        await desk.refused("GET", f"/evidence/{NOBODY}/picture", None, 404, "not_found")
        await desk.refused("POST", f"/reports/{NOBODY}/evidence", LINK, 404, "not_found")
        await desk.check()
        facts = [item.fact for item in desk.watched[here.tournament["id"]].items]
        assert [fact.source for fact in facts if isinstance(fact, EvidenceAdded)] == [
            one["source"] for one in await seen(desk, match)
        ]
        assert "example.org" not in str(facts)
        desk.replay()


async def test_what_is_no_evidence_is_refused(desk: Desk) -> None:
    async with court(desk) as here:
        (match,) = await here.ready()
        report = await here.claim(match, 0, WON)
        captain, path = here.captain(match, 0), f"/reports/{report['id']}"
        for body, status, code in (
            (b"<svg/>", 415, "evidence_format"),
            (b"", 415, "evidence_format"),
            (JPEG[:-9], 422, "evidence_damaged"),
            (png(4097, 1), 422, "evidence_too_many_pixels"),
            (bytes(2 * 1024 * 1024 + 1), 413, "body_too_large"),
        ):
            refusal(await send(captain, f"{path}/pictures", body), status, code)
        for link in (
            "http://example.org/",
            "javascript:alert(1)",
            "https://a\u202eb.example/",
            "https://u:p@h/",
        ):
            body = {"link": link}
            await captain.refused("POST", f"{path}/evidence", body, 422, "link_not_https", "/link")
        await captain.refused("POST", f"{path}/evidence", {}, 422, "invalid_fields", "/link")
        async with desk.at_ease():
            for number in range(8):
                assert (await send(captain, f"{path}/pictures", png(1, number + 1))).status_code == 201
        full = await send(captain, f"{path}/pictures", png(1, 9))
        refusal(full, 409, "evidence_full")
        # What one side has used up is not the other's.
        assert (await send(here.captain(match, 1), f"{path}/pictures", png(1, 9))).status_code == 201
        await _own_match(desk, here, match, path)
        await desk.report(match, {"winner": 0})
        refusal(await send(desk, f"{path}/pictures", JPEG), 409, "tournament_not_running")


async def _own_match(desk: Desk, here: Court, match: Json, path: str) -> None:
    """A referee in the team of a side that somebody else entered has no hand in its evidence."""
    async with desk.person(here.event, "referee") as mate:
        entry = match["slots"][0]["entry"]
        person = UUID((await mate.get("/me"))["person"]["id"])
        async with desk.engine.begin() as connection:
            row = {"id": UUID(NOBODY), "entry": UUID(entry), "person": person}
            await connection.execute(
                text(
                    "INSERT INTO roster_members (id, entry_id, person_id, name, position)"
                    " VALUES (:id, :entry, :person, 'Mate', 0)"
                ),
                row,
            )
        await mate.refused("POST", f"{path}/evidence", LINK, 403, "own_match")
        assert await seen(mate, match) == []


async def test_evidence_of_others_stays_with_them(desk: Desk) -> None:
    """A correction sends others into the match: the evidence of those before is not theirs to see."""
    async with court(desk, 4) as here:
        first, second = await here.ready()
        for match in (first, second):
            await desk.report(match, {"winner": 0})
        (final,) = await here.ready()
        report = await here.claim(final, 1, WON)
        picture = await send(here.captain(final, 1), f"/reports/{report['id']}/pictures", JPEG)
        path = f"/matches/{first['id']}/correction"
        token = (await desk.post(f"{path}/preview", {"winner": 1}))["impact_token"]
        await desk.post(path, {"winner": 1, "reason": "R", "impact_token": token})
        newcomer = here.captain(first, 1)
        assert await seen(newcomer, final) == []
        await newcomer.refused("GET", f"/evidence/{picture.json()['id']}/picture", None, 404, "not_found")
        await newcomer.refused("POST", f"/reports/{report['id']}/evidence", LINK, 404, "not_found")
        assert len(await seen(desk, final)) == 1


async def test_a_station_adds_pictures_to_what_it_reported(desk: Desk) -> None:
    async with court(desk) as here, desk.person() as phone:
        (match,) = await here.ready()
        _, secret = await made(here, match)
        told = {"x-match-link": secret["secret"]}
        refusal(await send(phone, "/station/pictures", JPEG, **told), 409, "nothing_reported")
        await desk.post("/station/reports", {**secret, **WON})
        phone.client.cookies.clear()
        large = png(8, 6, extra=png_chunk(b"IDAT", bytes(100_000)))
        added = await send(phone, "/station/pictures", large, **told)
        assert (added.status_code, added.json()["source"], added.json()["slot"]) == (201, "station", None)
        refusal(await send(phone, "/station/pictures", bytes(100_000)), 413, "body_too_large")
        refusal(await send(phone, "/station/pictures", bytes(100_000), **told), 415, "evidence_format")
        for wrong in ("", "0" * 64):
            refusal(await send(phone, "/station/pictures", JPEG, **{"x-match-link": wrong}), 403, "link_over")
        assert [one["source"] for one in await seen(here.captain(match, 1), match)] == ["station"]
        await desk.report(match, {"winner": 0})
        refusal(await send(phone, "/station/pictures", JPEG, **told), 403, "link_over")


async def test_evidence_goes_when_the_event_is_long_over_and_with_who_added_it(desk: Desk) -> None:
    async with court(desk) as here:
        (match,) = await here.ready()
        report = await here.claim(match, 0, WON)
        first, second = (here.captain(match, slot) for slot in (0, 1))
        for who in (first, second):
            await who.post(f"/reports/{report['id']}/evidence", LINK)
        (kept,) = (await first.get("/me/data"))["evidence"]
        assert (kept["link"], "body" in kept, "digest" in kept) == (LINK["link"], False, False)
        await desk.report(match, {"winner": 0})
        await first.call("POST", "/me/erase", {"password": PASSWORD})
        assert [one["slot"] for one in await seen(desk, match)] == [1]
        desk.lawful = False  # nothing tells the journal that time goes by
        async with desk.engine.begin() as connection:
            await connection.execute(
                text("UPDATE events SET starts_on = current_date - 40, ends_on = current_date - 29")
            )
            await housekeeping.sweep(connection, now=utc_now())
            count = text("SELECT count(*) FROM evidence")
            assert (await connection.execute(count)).scalar_one() == 1
            await housekeeping.sweep(connection, now=utc_now() + timedelta(days=2))
            assert (await connection.execute(count)).scalar_one() == 0
