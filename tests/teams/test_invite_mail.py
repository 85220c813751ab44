"""Invitations by mail: a link of their own that the mail alone knows, and no writing to strangers at will."""

import hashlib

from sqlalchemy import text

from tests.support.app import new_client, sign_up
from tests.support.desk import Desk
from tests.support.post import Post, post, words
from tests.teams.club import club

__all__ = ["post"]
PAGE = "/join"
STRANGER = "jun@example.org"


async def confirmed(desk: Desk, captain: Desk) -> None:
    """The captain has confirmed their mail address."""
    email = (await captain.get("/me"))["person"]["email"]
    async with desk.engine.begin() as connection:
        statement = text("UPDATE people SET email_verified_at = now() WHERE email = :email")
        await connection.execute(statement, {"email": email})


async def test_a_mail_leads_a_stranger_into_the_team_once(desk: Desk, post: Post) -> None:
    async with club(desk, 0) as owls, desk.person() as other:
        await confirmed(desk, owls.captain)
        await post.deliver()
        made = await owls.captain.post(f"{owls.path}/invites", {"email": STRANGER, "days": 2})
        assert (made["mailed"], made["token"]) == (True, None)
        (mail,) = await post.deliver()
        assert "Night Owls" in words(mail)
        assert mail["Subject"] == "You are invited to a team: Night Owls"
        token = post.token_in(mail, PAGE)
        async with desk.engine.connect() as connection:
            (row,) = (await connection.execute(text("SELECT * FROM team_invites"))).mappings().all()
        assert row["token_hash"] == hashlib.sha256(token.encode()).digest()
        assert token not in str(row)
        async with new_client(desk.app) as client:
            jun = Desk(desk.app, client, desk.engine)
            await jun.refused("POST", "/invites/accept", {"token": token}, 401, "sign_in_required")
            await sign_up(client, email="somebody.else@example.org")
            assert (await jun.post("/invites/accept", {"token": token}))["role"] == "member"
        await other.refused("POST", "/invites/accept", {"token": token}, 422, "invite_unknown", "/token")
        async with desk.engine.connect() as connection:
            assert (await connection.execute(text("SELECT count(*) FROM team_invites"))).scalar_one() == 0


async def test_the_newest_mail_counts_and_what_was_taken_back_is_not_sent(desk: Desk, post: Post) -> None:
    async with club(desk, 0) as owls, desk.person() as mei:
        await confirmed(desk, owls.captain)
        await post.deliver()
        invites = f"{owls.path}/invites"
        await owls.captain.post(invites, {"email": STRANGER})
        (first,) = await post.deliver()
        again = await owls.captain.post(invites, {"email": STRANGER})
        old = {"token": post.token_in(first, PAGE)}
        (second,) = await post.deliver()
        assert (await mei.post("/invites/look", {"token": post.token_in(second, PAGE)}))["team"] == owls.id
        await mei.refused("POST", "/invites/look", old, 422, "invite_unknown", "/token")
        await owls.captain.post(invites, {"email": STRANGER})
        await owls.captain.call("DELETE", f"{invites}/{again['id']}")
        assert await post.deliver() == []


async def test_nobody_writes_to_strangers_unknown_or_at_will(desk: Desk, post: Post) -> None:
    async with club(desk, 0) as owls, club(desk, 0) as bears:
        await post.deliver()
        unknown = await owls.captain.post(f"{owls.path}/invites", {"email": STRANGER})
        assert (unknown["mailed"], await post.deliver()) == (False, [])
        for one in (owls, bears):
            await confirmed(desk, one.captain)
        asked = {"email": STRANGER}
        told = [await one.captain.post(f"{one.path}/invites", asked) for one in (owls, bears) * 2]
        assert [one["mailed"] for one in told] == [True] * 4, "who invites is not told how often others did"
        assert len(await post.deliver()) == 2, "the third of a day is the last"


async def test_who_has_an_account_is_written_to_in_their_language(desk: Desk, post: Post) -> None:
    async with club(desk, 0) as owls, desk.person() as mei:
        await confirmed(desk, owls.captain)
        await mei.do("PATCH", "/me", {"locale": "zh-Hans"})
        await post.deliver()
        email = (await mei.get("/me"))["person"]["email"]
        made = await owls.captain.post(f"{owls.path}/invites", {"email": email})
        (mail,) = await post.deliver()
        assert mail["Subject"] == "邀请您加入战队：Night Owls"
        assert (await mei.get("/me/teams"))["invitations"][0]["id"] == made["id"]
        await mei.post(f"/invites/{made['id']}/accept")
        await mei.refused(
            "POST", "/invites/look", {"token": post.token_in(mail, PAGE)}, 422, "invite_unknown", "/token"
        )
