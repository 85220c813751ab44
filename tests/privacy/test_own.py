"""One's own data: all of it to take along; erased so that a search through every table finds none of it."""

import json
from typing import Any

import pyotp
from litestar import Litestar
from sqlalchemy import text as sql

from tests.consents.families import granted
from tests.privacy.scan import found
from tests.support.app import PASSWORD, new_client, refusal, sign_in, sign_up
from tests.support.desk import Desk
from tests.support.post import Post

EMAIL = "marker-mail@example.org"
SHOWN = "MarkerShown 马克"
BORN = "1991-07-13"
REAL = "MarkerReal 真名"
PARENT = "marker-parent@example.org"
ANSWER = "MarkerAnswer"
DEVICE = "MarkerDevice/1.0"
PROGRAM = "MarkerProgram"
GAME_ID = "markergame#77"
NICK = "MarkerNick"
MARKERS = (EMAIL, SHOWN, BORN, REAL, PARENT, ANSWER, DEVICE, PROGRAM, GAME_ID)
CHILD = {"name": REAL, "in_game_id": GAME_ID, "birth_date": "2014-07-13"}
ERASE = {"password": PASSWORD}


async def a_life(desk: Desk, person: Desk, post: Post) -> dict[str, Any]:
    """Somebody who has left a trace everywhere: an entry of their own, a team, a token, mails."""
    event = await desk.event()
    solo = await desk.tournament(event, entry_kind="player", require_guardian_consent=True)
    stage = await desk.stage(solo)
    await desk.entries(solo, 3)
    keyed = {"headers": {"idempotency-key": "k"}}
    body = {"name": NICK, "roster": [CHILD], "answers": {"size": ANSWER}}
    mine = await person.do("POST", f"/tournaments/{solo['id']}/entries", body, **keyed)
    await granted(person, post, mine, PARENT)
    team = await desk.tournament(event)
    await desk.stage(team)
    await person.post(f"/tournaments/{team['id']}/entries", {"name": "Owls", "roster": [CHILD]})
    await person.post("/tokens", {"name": PROGRAM, "scopes": ["read"]})
    await desk.post(f"/entries/{mine['id']}/people", {"reason": "the prize"})
    await desk.do("PATCH", f"/entries/{mine['id']}", {"club": "C"}, headers={"idempotency-key": "staff"})
    await in_company(desk, person, event)
    await desk.start(stage)
    return {"event": event, "solo": solo, "stage": stage, "team": team, "mine": mine}


async def in_company(desk: Desk, person: Desk, event: dict[str, Any]) -> None:
    """The person plays for somebody else's team, is invited to another one, and leads one alone."""
    await person.do(
        "PUT", "/me/in-game-ids", {"items": [{"title": "T", "server": "S", "in_game_id": GAME_ID}]}
    )
    await person.post("/teams", {"name": "Alone", "tag": "ONE"})
    me = (await person.get("/me"))["person"]["id"]
    cup = await desk.tournament(event, name="Cup of friends")
    async with desk.person() as captain:
        team = await captain.post("/teams", {"name": "Friends", "tag": "FRD"})
        link = await captain.post(f"/teams/{team['id']}/invites", {"uses": 1})
        await person.post("/invites/accept", {"token": link["token"]})
        other = await captain.post("/teams", {"name": "Others", "tag": "OTH"})
        await captain.post(f"/teams/{other['id']}/invites", {"email": EMAIL})
        player = {"person": me, "name": REAL, "in_game_id": GAME_ID}
        body = {"name": "Friends", "team": team["id"], "roster": [player]}
        await captain.post(f"/tournaments/{cup['id']}/entries", body)


async def over(desk: Desk, life: dict[str, Any]) -> None:
    """Play to the end: the person wins."""
    await desk.play(life["stage"], lambda match: {"winner": _slot_of(match, life["mine"]["id"])})
    assert (await desk.get(f"/tournaments/{life['solo']['id']}"))["champion"]["name"] == NICK
    await desk.move(life["team"], "cancelled")


def _slot_of(match: dict[str, Any], entry: str) -> int:
    sides = [slot["entry"] for slot in match["slots"]]
    return sides.index(entry) if entry in sides else 0


async def person_of(desk: Desk, client: Any) -> Desk:
    """Somebody with markers in their account, watching the same journals."""
    client.headers["user-agent"] = DEVICE
    client.headers["idempotency-key"] = "sign-up"
    await client.post(
        "/api/v1/people",
        json={"email": EMAIL, "password": PASSWORD, "display_name": SHOWN, "birth_date": BORN},
    )
    del client.headers["idempotency-key"]
    await sign_in(client, EMAIL)
    person = Desk(desk.app, client, desk.engine)
    person.watched = desk.watched
    return person


async def test_after_erasure_no_table_tells_who_it_was(app: Litestar, desk: Desk, post: Post) -> None:
    async with new_client(app) as client:
        person = await person_of(desk, client)
        life = await a_life(desk, person, post)
        running = await person.refused("POST", "/me/erase", ERASE, 409, "entries_not_over")
        assert len(running["entries"]) == 2
        await over(desk, life)
        await post.deliver()
        async with desk.engine.begin() as connection:
            seen = "UPDATE roster_members SET verified_method = 'MarkerSeen' WHERE name = :name"
            await connection.execute(sql(seen), {"name": REAL})
        before = await found(desk.engine, [*MARKERS, NICK])
        assert {marker for marker, _ in before} == {*MARKERS, NICK}
        assert {table for _, table in before} >= {
            "people", "sessions", "tokens", "entries", "roster_members", "guardian_consents", "replies",
            "in_game_ids", "team_invites",
        }  # fmt: skip
        told = await client.get("/api/v1/me/data")
        assert told.headers["content-disposition"].startswith("attachment")
        _is_whole(json.loads(told.content))
        erased = await person.call("POST", "/me/erase", ERASE)
        assert erased.status_code == 204, erased.text
        refusal(await person.call("GET", "/me"), 401, "sign_in_required")
        again = await client.post("/api/v1/session", json={"email": EMAIL, "password": PASSWORD})
        refusal(again, 401, "wrong_credentials")
    assert await found(desk.engine, [*MARKERS, "MarkerSeen"]) == set()
    assert await found(desk.engine, [NICK]) == {(NICK, "journal_items")}, "what was announced stays announced"
    await _results_stay(desk, life)
    desk.replay()


async def _results_stay(desk: Desk, life: dict[str, Any]) -> None:
    champion = (await desk.get(f"/tournaments/{life['solo']['id']}"))["champion"]
    assert champion["entry"] == life["mine"]["id"]
    assert champion["name"].startswith("Player-")
    shown = await desk.get(f"/entries/{life['mine']['id']}")
    assert (shown["name"], shown["place"], shown["person"]) == (champion["name"], 1, None)
    assert shown["roster"][0]["in_game_id"] is None
    view = await desk.view(life["stage"])
    assert NICK not in json.dumps(view)
    assert champion["name"] in json.dumps(view)


def _is_whole(data: dict[str, Any]) -> None:
    """Everything that was planted is in the export, and no secret."""
    text = json.dumps(data, ensure_ascii=False)
    for marker in (*MARKERS, NICK):
        assert marker in text, marker
    assert [one["decision"] for one in data["consents"][0]["decisions"]] == ["asked", "granted"]
    assert data["accesses_to_own_entries"][0]["reason"] == "the prize"
    assert {one["name"] for one in data["entries"]} == {NICK, "Owls"}
    assert {one["name"] for one in data["teams"]} == {"Alone", "Friends"}
    assert [one["name"] for one in data["plays_for"]] == [REAL]
    for secret in ("hash", "csrf", "secret"):
        assert secret not in text, secret


async def test_a_captain_of_others_hands_over_first(desk: Desk) -> None:
    async with desk.person() as captain, desk.person() as other:
        team = await captain.post("/teams", {"name": "Friends", "tag": "FRD"})
        link = await captain.post(f"/teams/{team['id']}/invites", {"uses": 1})
        await other.post("/invites/accept", {"token": link["token"]})
        await captain.refused("POST", "/me/erase", ERASE, 409, "captain_must_hand_over")
        successor = (await other.get("/me"))["person"]["id"]
        await captain.post(f"/teams/{team['id']}/captain", {"person": successor})
        assert (await captain.call("POST", "/me/erase", ERASE)).status_code == 204
        assert len((await other.get(f"/teams/{team['id']}"))["members"]) == 1


async def test_the_password_and_the_second_factor_are_asked_for(desk: Desk) -> None:
    async with desk.person() as person:
        await person.refused("POST", "/me/erase", {"password": "wrong"}, 422, "wrong_password", "/password")
        secret = (await person.post("/second-factor", ERASE))["secret"]
        await person.post("/second-factor/confirm", {"code": pyotp.TOTP(secret).now()})
        await person.refused("POST", "/me/erase", ERASE, 401, "second_factor_needed")
        wrong = {**ERASE, "code": "000-000"}
        await person.refused("POST", "/me/erase", wrong, 401, "second_factor_wrong")
        assert (await person.get("/me"))["person"]["second_factor"]


async def test_a_token_may_neither_take_nor_erase(app: Litestar, desk: Desk) -> None:
    async with desk.person() as person, new_client(app) as program:
        token = (await person.post("/tokens", {"name": "t", "scopes": ["manage", "read"]}))["token"]
        program.headers["authorization"] = f"Bearer {token}"
        refusal(await program.get("/api/v1/me/data"), 403, "session_needed")
        refusal(await program.post("/api/v1/me/erase", json=ERASE), 403, "session_needed")


async def test_who_alone_owns_an_event_that_is_not_over_hands_it_on_first(desk: Desk) -> None:
    event = await desk.event()
    tournament = await desk.tournament(event)
    problem = await desk.refused("POST", "/me/erase", ERASE, 409, "only_owner")
    assert event["name"] in problem["detail"]
    await desk.move(tournament, "cancelled")
    assert (await desk.call("POST", "/me/erase", ERASE)).status_code == 204


async def test_who_has_withdrawn_may_go(desk: Desk) -> None:
    tournament = await desk.tournament(entry_kind="player")
    async with desk.person() as person:
        entry = await person.post(f"/tournaments/{tournament['id']}/entries", {"name": "Leaving"})
        await person.post(f"/entries/{entry['id']}/withdraw")
        assert (await person.call("POST", "/me/erase", ERASE)).status_code == 204
    (left,) = await desk.entered(tournament)
    assert left["name"].startswith("Player-")
    desk.replay()


async def test_two_people_are_told_apart(app: Litestar, desk: Desk) -> None:
    """Erasing one leaves the other as they were."""
    async with desk.person() as gone, new_client(app) as client:
        stays = await sign_up(client, email="stays@example.org", name="Stays")
        assert (await gone.call("POST", "/me/erase", ERASE)).status_code == 204
        assert (await client.get("/api/v1/me")).json()["person"] == stays


async def test_a_work_that_was_judged_loses_its_name_and_link(desk: Desk) -> None:
    tournament = await desk.tournament(entry_kind="player")
    stage = await desk.stage(tournament, "judged", options={"criteria": [{"name": "idea", "weight": 1}]})
    path = f"/stages/{stage['id']}"
    async with desk.person() as person, desk.person({"id": tournament["event"]}, "judge") as judge:
        mine = await person.post(f"/tournaments/{tournament['id']}/entries", {"name": NICK})
        (other,) = [one for one in await desk.entries(tournament, 1) if one["id"] != mine["id"]]
        await desk.start(stage)
        for entry, title in ((mine, "MarkerTitle"), (other, "Other")):
            work = {"entry": entry["id"], "title": title, "link": f"https://{title.lower()}.example.org/"}
            await desk.post(f"{path}/submissions", work)
        who = (await judge.get("/me"))["person"]["id"]
        await desk.post(f"{path}/judges", {"judges": [{"person": who}]})
        for item in (await judge.get(f"{path}/judging"))["queue"]:
            points = {"idea": 9 if item["entry"] == mine["id"] else 1}
            await judge.do("PUT", f"/submissions/{item['submission']}/marks", {"points": points})
        await desk.post(f"{path}/publish")
        assert (await person.call("POST", "/me/erase", ERASE)).status_code == 204
    markers = ("MarkerTitle", "markertitle.example.org", NICK)
    assert {table for _, table in await found(desk.engine, markers)} == {"journal_items"}
    works = {one["title"]: one["link"] for one in (await desk.get(f"{path}/submissions"))["items"]}
    assert works.pop("Other") == "https://other.example.org/"
    assert list(works.values()) == ["about:blank"]
    desk.replay()
