"""What is refused about guardians' consents, each with its code; and that mails are bounded."""

from datetime import timedelta

import msgspec
import pytest

from esports.consents import service
from esports.db.schema.privacy import guardian_consents
from tests.consents.families import CHILD, GUARDIAN, ask, asking, decide, entered, guardian
from tests.support.app import refusal
from tests.support.desk import Desk
from tests.support.post import Post

BODY = {"player": 0, "guardian_email": GUARDIAN}
NO_LINK = "f" * 64


async def test_who_may_ask_and_who_may_look(desk: Desk) -> None:
    event = await desk.event()
    tournament = await desk.tournament(event, require_guardian_consent=True)
    async with desk.person() as player, desk.person() as other, desk.person(event, "referee") as referee:
        entry = await entered(player, tournament)
        path = f"/entries/{entry['id']}/consents"
        await other.refused("POST", path, BODY, 403, "forbidden")
        await referee.refused("POST", path, BODY, 403, "forbidden")
        for stranger in (other, referee):
            refusal(await stranger.call("GET", path), 403, "forbidden")
            listed = await stranger.call("GET", f"/tournaments/{tournament['id']}/consents")
            refusal(listed, 403, "forbidden")
        seen = await desk.get(path)
        assert [one["name"] for one in seen["players"]] == [None, None]
        assert CHILD["name"] not in str(seen)


async def test_what_cannot_be_asked(desk: Desk) -> None:
    tournament = await asking(desk)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        path = f"/entries/{entry['id']}/consents"
        mine = (await player.get("/me"))["person"]["email"]
        for body, status, code, *pointers in (
            ({**BODY, "player": 9}, 422, "unknown_player", "/player"),
            ({**BODY, "player": 1}, 409, "consent_not_needed"),
            ({**BODY, "guardian_email": "nobody"}, 422, "email_malformed", "/guardian_email"),
            ({**BODY, "guardian_email": mine.upper()}, 422, "own_address", "/guardian_email"),
        ):
            await player.refused("POST", path, body, status, code, *pointers)
        await player.post(f"/entries/{entry['id']}/withdraw")
        await player.refused("POST", path, BODY, 409, "transition_not_allowed")


async def test_after_the_start_nobody_is_asked(desk: Desk) -> None:
    tournament = await asking(desk)
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 2)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        await desk.start(stage)
        await player.refused("POST", f"/entries/{entry['id']}/consents", BODY, 409, "too_late")


async def test_a_link_works_once_and_for_its_own_purpose(desk: Desk, post: Post) -> None:
    tournament = await asking(desk)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        token = await ask(player, post, entry)
        for verb, fields in (("look", {}), ("decide", {"version": "x", "agree": True}), ("revoke", {})):
            refusal(await guardian(desk, verb, NO_LINK, **fields), 422, "link_unknown", "/token")
            refusal(await guardian(desk, verb, "no link", **fields), 422, "link_unknown", "/token")
        refusal(await guardian(desk, "revoke", token), 422, "link_unknown", "/token")
        changed = await guardian(desk, "decide", token, version="2020-01-01", agree=True)
        refusal(changed, 409, "text_changed")
        await decide(desk, token)
        refusal(await guardian(desk, "look", token), 422, "link_used", "/token")
        again = await guardian(desk, "decide", token, version="2020-01-01", agree=False)
        refusal(again, 422, "link_used", "/token")


async def test_a_second_mail_kills_the_link_of_the_first(desk: Desk, post: Post) -> None:
    tournament = await asking(desk)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        first = await ask(player, post, entry)
        second = await ask(player, post, entry, address="other@example.org")
        refusal(await guardian(desk, "look", first), 422, "link_unknown", "/token")
        assert (await decide(desk, second)).status_code == 200


async def test_a_link_runs_out(desk: Desk, post: Post) -> None:
    tournament = await asking(desk)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        token = await ask(player, post, entry)
        async with desk.engine.begin() as connection:
            then = guardian_consents.c.expires_at - service.LINK_LIFE - timedelta(seconds=1)
            await connection.execute(guardian_consents.update().values(expires_at=then))
        refusal(await guardian(desk, "look", token), 422, "link_expired", "/token")


async def test_a_link_about_somebody_who_left_the_roster_is_of_no_use(desk: Desk, post: Post) -> None:
    tournament = await asking(desk)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        token = await ask(player, post, entry)
        await player.do("PATCH", f"/entries/{entry['id']}", {"roster": []})
        refusal(await guardian(desk, "look", token), 422, "link_used", "/token")
        await player.do("PATCH", f"/entries/{entry['id']}", {"roster": [{**CHILD, "name": "Another"}]})
        await player.post(f"/entries/{entry['id']}/consents", BODY)
        await player.do("PATCH", f"/entries/{entry['id']}", {"roster": []})
        sent = [str(one["To"]) for one in await post.deliver()]
        assert not any(GUARDIAN in one for one in sent), "nothing is sent about who is not there any more"


async def test_mails_are_bounded_by_player_and_by_entry(
    desk: Desk, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    tournament = await asking(desk)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        path = f"/entries/{entry['id']}/consents"
        for left in (2, 1, 0):
            assert (await player.post(path, BODY))["players"][0]["mails_left"] == left
        await player.refused("POST", path, BODY, 409, "too_many_mails")
        monkeypatch.setattr(service, "MAX_ENTRY_MAILS", 3)
        await player.do("PATCH", f"/entries/{entry['id']}", {"roster": [{**CHILD, "name": "Another"}]})
        await player.refused("POST", path, BODY, 409, "too_many_mails")


async def test_a_person_may_ask_for_so_many_mails_an_hour(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from esports.consents import routes

    monkeypatch.setattr(routes, "ASK_LIMIT", msgspec.structs.replace(routes.ASK_LIMIT, count=1))
    tournament = await asking(desk)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        path = f"/entries/{entry['id']}/consents"
        await player.post(path, BODY)
        await player.refused("POST", path, BODY, 429, "rate_limited")
