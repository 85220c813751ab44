"""Invitations to a player name: by who was told it, to whose it is; nobody learns if there is anybody."""

from sqlalchemy import text

from tests.support.desk import Desk
from tests.support.post import Post, post
from tests.teams.club import club
from tests.teams.test_invite_mail import confirmed

__all__ = ["post"]


async def named(who: Desk) -> str:
    """The player name of somebody, as they read it."""
    found: str = (await who.get("/me/teams"))["player"]
    return found


async def test_whose_name_it_is_joins_or_declines_and_nobody_else_does(desk: Desk) -> None:
    async with club(desk, 0) as owls, desk.person() as mei, desk.person() as jun:
        invites = f"{owls.path}/invites"
        shown, _, code = (await named(mei)).rpartition("#")
        asked = {"player": f" {shown.upper()} # {code.lower()} ", "uses": 5}
        made = await owls.captain.post(invites, asked)
        assert (made["token"], made["email"], made["uses_left"]) == (None, None, 1)
        again = await owls.captain.post(invites, {"player": f"{shown.upper()}#{code}"})
        assert again["id"] == made["id"], "one is invited once at a time"
        (listed,) = (await owls.captain.get(invites))["items"]
        assert listed["player"] == f"{shown.upper()}#{code}"
        (seen,) = (await mei.get("/me/teams"))["invitations"]
        assert seen["name"] == "Night Owls"
        assert (await jun.get("/me/teams"))["invitations"] == []
        path = f"/invites/{made['id']}"
        for act in ("accept", "decline"):
            await jun.refused("POST", f"{path}/{act}", None, 404, "not_found")
        assert (await mei.call("POST", f"{path}/decline")).status_code == 204
        assert (await owls.captain.get(invites))["items"] == []
        made = await owls.captain.post(invites, {"player": await named(mei)})
        assert (await mei.post(f"/invites/{made['id']}/accept"))["role"] == "member"
        assert (await owls.captain.get(invites))["items"] == [], "a name is kept no longer than it is needed"


async def test_nobody_learns_from_it_whether_there_is_such_a_player(desk: Desk, post: Post) -> None:
    async with club(desk, 0) as owls, desk.person() as mei:
        await confirmed(desk, owls.captain)
        await confirmed(desk, mei)
        await post.deliver()
        name = await named(mei)
        nobody = name[:-1] + ("0" if name[-1] != "0" else "1")
        told = [await owls.captain.post(f"{owls.path}/invites", {"player": one}) for one in (name, nobody)]
        for one, given in zip(told, (name, nobody), strict=True):
            assert (one["player"], one["mailed"], one["token"]) == (given, True, None)
        assert {key for key in told[0] if told[0][key] != told[1][key]} <= {"id", "player", "expires_at"}
        (mail,) = await post.deliver()
        assert mail["To"] == (await mei.get("/me"))["person"]["email"]
        assert mail["Subject"] == "You are invited to a team: Night Owls"


async def test_a_name_that_two_people_have_is_nobodys(desk: Desk) -> None:
    async with club(desk, 0) as owls, desk.person() as mei:
        name = await named(mei)
        async with desk.engine.begin() as connection:
            twin = text(
                "INSERT INTO people (id, email, display_name, password_hash) SELECT "
                "(left(id::text, 24) || 'ffffff' || right(id::text, 6))::uuid, 'twin@example.org', "
                "display_name, '' "
                "FROM people WHERE display_name || '#' || upper(right(id::text, 6)) = :name"
            )
            assert (await connection.execute(twin, {"name": name})).rowcount == 1
        await owls.captain.post(f"{owls.path}/invites", {"player": name})
        assert (await mei.get("/me/teams"))["invitations"] == []


async def test_what_is_no_player_name_is_refused_and_erasure_forgets_it(desk: Desk) -> None:
    async with club(desk, 0) as owls, desk.person() as mei:
        invites = f"{owls.path}/invites"
        for given, code in (
            ("", "player_malformed"),
            ("Mei", "player_malformed"),
            ("Mei#12345", "player_malformed"),
            ("#7F3A2C", "player_malformed"),
            ("M\u0007ei#7F3A2C", "name_characters"),
        ):
            await owls.captain.refused("POST", invites, {"player": given}, 422, code, "/player")
        both = {"player": "Mei#7F3A2C", "email": "mei@example.org"}
        await owls.captain.refused("POST", invites, both, 422, "invited_twice", "/player")
        assert (await owls.captain.get(invites))["items"] == []
        await owls.captain.post(invites, {"player": await named(mei)})
        erased = await mei.call("POST", "/me/erase", {"password": "a long enough password"})
        assert erased.status_code == 204
        assert (await owls.captain.get(invites))["items"] == []
