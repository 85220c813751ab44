"""Invitations: by a link and to a mail address; used, run out, taken back, turned down."""

import asyncio
import hashlib

import pytest
from sqlalchemy import text

from esports.teams import inviting, queries
from tests.support.app import new_client, sign_up
from tests.support.desk import API, NOBODY, Desk
from tests.support.wait import DEADLINE_SECONDS
from tests.teams.club import Club, club


async def run_out(desk: Desk) -> None:
    """Let the time of every invitation pass."""
    async with desk.engine.begin() as connection:
        await connection.execute(text("UPDATE team_invites SET expires_at = now() - interval '1 second'"))


async def test_a_link_lets_in_as_many_as_it_says(desk: Desk) -> None:
    async with club(desk, 0) as owls, desk.person() as mei, desk.person() as jun:
        opened = {"token": await owls.link()}
        async with new_client(desk.app) as anybody:
            seen = (await anybody.post(f"{API}/invites/look", json=opened)).json()
            assert (seen["team"], seen["name"], seen["size"]) == (owls.id, "Night Owls", 1)
            await owls.captain.refused(
                "POST", "/invites/accept", opened, 401, "sign_in_required", client=anybody
            )
        joined = await mei.post("/invites/accept", opened)
        assert (joined["role"], len(joined["members"])) == ("member", 2)
        await mei.refused("POST", "/invites/accept", opened, 409, "already_member")
        await jun.refused("POST", "/invites/accept", opened, 409, "invite_used")
        await jun.refused("POST", "/invites/look", opened, 409, "invite_used")
        for token in ("", "x", "0f" * 32, opened["token"] + "0"):
            body = {"token": token}
            await jun.refused("POST", "/invites/accept", body, 422, "invite_unknown", "/token")


async def test_of_a_link_the_hash_alone_is_kept(desk: Desk) -> None:
    async with club(desk, 0) as owls:
        token = await owls.link()
        async with desk.engine.connect() as connection:
            rows = (await connection.execute(text("SELECT * FROM team_invites"))).mappings().all()
        assert [row["token_hash"] for row in rows] == [hashlib.sha256(token.encode()).digest()]
        assert token not in str(rows)


async def test_links_run_out_and_are_taken_back(desk: Desk) -> None:
    async with club(desk, 0) as owls, desk.person() as mei:
        made = await owls.captain.post(f"{owls.path}/invites", {"uses": 3, "days": 1})
        opened = {"token": made["token"]}
        await mei.refused("GET", f"{owls.path}/invites", None, 403, "not_captain")
        await mei.refused("POST", f"{owls.path}/invites", {}, 403, "not_captain")
        path = f"{owls.path}/invites/{made['id']}"
        await mei.refused("DELETE", path, None, 403, "not_captain")
        (listed,) = (await owls.captain.get(f"{owls.path}/invites"))["items"]
        assert listed == {key: value for key, value in made.items() if key not in ("token", "mailed")}
        assert (await owls.captain.call("DELETE", path)).status_code == 204
        await owls.captain.refused("DELETE", path, None, 404, "not_found")
        await mei.refused("POST", "/invites/accept", opened, 409, "invite_revoked")
        opened = {"token": await owls.link()}
        await run_out(desk)
        await mei.refused("POST", "/invites/accept", opened, 409, "invite_expired")
        assert (await owls.captain.get(f"{owls.path}/invites"))["items"] == []


async def test_an_address_is_invited_whether_it_is_known_or_not(desk: Desk) -> None:
    async with club(desk, 0) as owls, desk.person() as mei:
        known = (await mei.get("/me"))["person"]["email"]
        told = [
            await owls.captain.post(f"{owls.path}/invites", {"email": address, "days": 2})
            for address in (known.upper(), "nobody@example.org")
        ]
        assert [one["email"] for one in told] == [known, "nobody@example.org"]
        assert [(one["token"], one["uses_left"]) for one in told] == [(None, 1)] * 2
        (waiting,) = (await mei.get("/me/teams"))["invitations"]
        assert (waiting["id"], waiting["team"], waiting["name"]) == (told[0]["id"], owls.id, "Night Owls")
        await mei.refused("POST", f"/invites/{told[1]['id']}/accept", None, 404, "not_found")
        async with new_client(desk.app) as client:
            await sign_up(client, email="nobody@example.org")
            reply = await client.post(f"{API}/invites/{told[1]['id']}/accept")
            assert reply.json()["role"] == "member"
        await mei.post(f"/invites/{told[0]['id']}/accept")
        await mei.refused("POST", f"/invites/{told[0]['id']}/accept", None, 404, "not_found")
        async with desk.engine.connect() as connection:
            query = text("SELECT count(*) FROM team_invites WHERE address IS NOT NULL")
            assert (await connection.execute(query)).scalar_one() == 0, (
                "no address is kept longer than needed"
            )


async def test_an_invitation_is_turned_down_renewed_and_runs_out(desk: Desk) -> None:
    async with club(desk, 0) as owls, desk.person() as mei:
        address = {"email": (await mei.get("/me"))["person"]["email"]}
        path = f"{owls.path}/invites"
        first = await owls.captain.post(path, address)
        assert (await owls.captain.post(path, address))["id"] == first["id"], "invited once at a time"
        await owls.captain.refused("POST", f"/invites/{first['id']}/decline", None, 404, "not_found")
        assert (await mei.call("POST", f"/invites/{first['id']}/decline")).status_code == 204
        await mei.refused("POST", f"/invites/{first['id']}/decline", None, 404, "not_found")
        again = await owls.captain.post(path, address)
        await run_out(desk)
        assert (await mei.get("/me/teams"))["invitations"] == []
        await mei.refused("POST", f"/invites/{again['id']}/accept", None, 409, "invite_expired")
        bad = {"email": "no address"}
        await owls.captain.refused("POST", path, bad, 422, "email_malformed", "/email")


async def test_a_team_takes_no_more_than_it_holds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MAX_MEMBERS", 2)
    async with club(desk, 1) as owls, desk.person() as mei:
        opened = {"token": await owls.link(uses=5)}
        await mei.refused("POST", "/invites/accept", opened, 409, "team_full")


async def test_open_invitations_have_a_bound(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MAX_OPEN", 1)
    async with club(desk, 0) as owls:
        await owls.link()
        await owls.captain.refused("POST", f"{owls.path}/invites", {}, 409, "too_many_invites")


async def _rush(owls: Club, people: list[Desk]) -> list[int]:
    opened = {"token": await owls.link(uses=5)}
    replies = await asyncio.gather(*(one.client.post(f"{API}/invites/accept", json=opened) for one in people))
    return sorted(reply.status_code for reply in replies)


async def test_the_last_place_is_taken_once_however_many_come(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And without the team's lock it is not: both count one member before either is the second."""
    monkeypatch.setattr(inviting, "MAX_MEMBERS", 2)
    async with desk.person() as mei, desk.person() as jun:
        async with club(desk, 0) as owls:
            assert await _rush(owls, [mei, jun]) == [200, 409]
            assert len(await owls.people()) == 2
        both = asyncio.Barrier(2)
        count = queries.size

        async def no_lock(connection: object, team_id: object) -> None:
            return None

        async def counted_together(connection: object, team_id: object) -> int:
            found = await count(connection, team_id)  # type: ignore[arg-type]
            async with asyncio.timeout(DEADLINE_SECONDS):
                await both.wait()
            return found

        monkeypatch.setattr(inviting.queries, "locked", no_lock)
        monkeypatch.setattr(inviting.queries, "size", counted_together)
        monkeypatch.setattr(inviting, "led", _no_lead)
        async with desk.person() as captain:
            team = await captain.post("/teams", {"name": "Unlocked", "tag": "U"})
            unlocked = Club(team, captain, [])
            assert await _rush(unlocked, [mei, jun]) == [200, 200]


async def _no_lead(unit: object, actor: object, team_id: object) -> None:
    return None


async def test_nobody_accepts_what_is_not_there(desk: Desk) -> None:
    async with desk.person() as mei:
        await mei.refused("POST", f"/invites/{NOBODY}/accept", None, 404, "not_found")
