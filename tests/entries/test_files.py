"""Files as answers: sent first, used by who sent them, seen by the organisers, and gone in time."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from esports.clock import utc_now
from esports.db import housekeeping
from esports.entries.rules import files
from tests.entries.test_rules import at, ruled, squad, told
from tests.support.app import refusal
from tests.support.desk import API, Desk, Json
from tests.support.pdf import telling
from tests.support.pictures import png

PROOF = {"key": "proof", "label": "School card", "kind": "file", "required": True}
RULES = {"questions": [PROOF, {"key": "motto", "label": "Motto", "public": True}]}


async def send(who: Desk, tournament: Json, body: bytes | None = None) -> Any:
    """Send a picture for an answer."""
    body = png(8, 8) if body is None else body
    return await who.client.post(f"{API}/tournaments/{tournament['id']}/entry-files", content=body)


async def count(desk: Desk) -> int:
    """How many pictures are kept."""
    async with desk.engine.connect() as connection:
        found: int = (await connection.execute(text("SELECT count(*) FROM entry_files"))).scalar_one()
    return found


async def test_a_picture_is_sent_named_seen_and_replaced(desk: Desk) -> None:
    tournament = await ruled(desk, RULES)
    async with desk.person() as captain, desk.person() as other:
        first, second = [(await send(captain, tournament)).json()["id"] for _ in range(2)]
        missing = await captain.refused("POST", at(tournament), {"name": "Owls"}, 422, "answers_refused")
        assert told(missing) == [("/answers/proof", "answer_missing")]
        entry = await captain.post(at(tournament), {"name": "Owls", "answers": {"proof": first}})
        path = f"/entries/{entry['id']}"
        assert (await captain.get(path))["answers"] == {"proof": first}
        assert (await other.get(path))["answers"] is None
        for who, status in ((captain, 200), (desk, 200), (other, 404)):
            seen = await who.client.get(f"{API}/entry-files/{first}")
            assert seen.status_code == status
            if status == 200:
                assert (seen.headers["content-type"], seen.content[:4]) == ("image/png", b"\x89PNG")
        assert (await desk.client.get(f"{API}/entry-files/{second}")).status_code == 404, "not sent in yet"
        await captain.do("PATCH", path, {"answers": {"proof": second, "motto": "Go"}})
        await captain.refused("GET", f"/entry-files/{first}", None, 404, "not_found")
        assert await count(desk) == 1
        again = {"answers": {"proof": second}}
        assert (await captain.do("PATCH", path, again))["id"] == entry["id"], "one's own may be named again"


async def test_a_minors_picture_is_seen_for_a_reason_that_is_kept(desk: Desk) -> None:
    tournament = await ruled(desk, RULES)
    async with desk.person() as captain:
        mine = (await send(captain, tournament)).json()["id"]
        body = {"name": "Owls", "answers": {"proof": mine}, "roster": squad("2015-01-01")}
        entry = await captain.post(at(tournament), body)
        assert (await captain.client.get(f"{API}/entry-files/{mine}")).status_code == 200
        await desk.refused("GET", f"/entry-files/{mine}", None, 403, "reason_needed")
        await desk.post(f"/entries/{entry['id']}/people", {"reason": "The card is hard to read"})
        assert (await desk.client.get(f"{API}/entry-files/{mine}")).status_code == 200


async def test_a_pdf_is_an_answer_and_is_saved_not_opened(desk: Desk) -> None:
    tournament = await ruled(desk, RULES)
    async with desk.person() as captain:
        sent = (await send(captain, tournament, telling())).json()
        assert (sent["media_type"], sent["width"]) == ("application/pdf", None)
        entry = await captain.post(at(tournament), {"name": "Owls", "answers": {"proof": sent["id"]}})
    seen = await desk.client.get(f"{API}/entry-files/{sent['id']}")
    assert (await desk.get(f"/entries/{entry['id']}"))["answers"]["proof"] == sent["id"]
    assert (seen.headers["content-type"], seen.content[:5]) == ("application/pdf", b"%PDF-")
    assert seen.headers["content-disposition"] == 'attachment; filename="answer.pdf"'
    assert b"Mei Lin" not in seen.content


async def test_nobody_elses_picture_is_an_answer(desk: Desk) -> None:
    tournament, elsewhere = await ruled(desk, RULES), await ruled(desk, RULES)
    async with desk.person() as captain, desk.person() as thief:
        mine = (await send(captain, tournament)).json()["id"]
        there = (await send(thief, elsewhere)).json()["id"]
        await captain.post(at(tournament), {"name": "Owls", "answers": {"proof": mine}})
        for value in (mine, there, str(uuid4()), "x", 7, [mine]):
            body = {"name": "Thieves", "answers": {"proof": value}}
            problem = await thief.refused("POST", at(tournament), body, 422, "answers_refused")
            assert told(problem) == [("/answers/proof", "answer_wrong")]
        rows = {"entries": [{"name": "Imported", "answers": {"proof": mine}}]}
        report = await desk.refused("POST", at(tournament, "entries/import"), rows, 422, "import_rejected")
        assert report["rejected"][0]["code"] == "answer_wrong"


async def test_what_is_no_picture_or_not_asked_for_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST", 2)
    tournament, plain = await ruled(desk, RULES), await desk.tournament()
    await desk.refused(
        "PUT",
        at(tournament, "entry-rules"),
        {"questions": [{**PROOF, "public": True}]},
        422,
        "file_is_private",
        "/questions/0/public",
    )
    async with desk.person() as captain:
        for body, status, code in (
            (b"GIF89a not of a kind", 415, "file_format"),
            (b"", 415, "file_format"),
            (b"%PDF-1.7 and nothing", 422, "file_damaged"),
            (png(8, 8)[:40], 422, "file_damaged"),
            (png(5000, 1), 422, "file_too_many_pixels"),
            (b"\x89PNG" + bytes(3 * 1024 * 1024), 413, "body_too_large"),
        ):
            refusal(await send(captain, tournament, body), status, code)
        refusal(await send(captain, plain), 409, "no_file_asked")
        assert [(await send(captain, tournament)).status_code for _ in range(2)] == [201, 201]
        refusal(await send(captain, tournament), 409, "too_many_files")
        assert await count(desk) == 2


async def test_pictures_go_with_the_day_the_person_and_the_event(desk: Desk) -> None:
    tournament = await ruled(desk, RULES)
    async with desk.person() as captain, desk.person() as leaver:
        for who, name in ((captain, "Owls"), (leaver, "Bears")):
            mine = (await send(who, tournament)).json()["id"]
            entry = await who.post(at(tournament), {"name": name, "answers": {"proof": mine}})
        assert len((await leaver.get("/me/data"))["entry_files"]) == 1
        await leaver.post(f"/entries/{entry['id']}/withdraw")
        await send(captain, tournament)
        assert await count(desk) == 3
        erased = await leaver.call("POST", "/me/erase", {"password": "a long enough password"})
        assert erased.status_code == 204
        assert await count(desk) == 2
    for after, left in ((timedelta(hours=25), 1), (timedelta(days=1000), 0)):
        async with desk.engine.begin() as connection:
            await housekeeping.sweep(connection, now=utc_now() + after)
        assert await count(desk) == left
