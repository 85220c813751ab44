"""A guardian's consent from the question to its withdrawal, and what it holds back meanwhile."""

from datetime import date

import pytest
from sqlalchemy import select

from esports.clock import utc_now
from esports.consents.text import VERSION
from esports.db.schema.privacy import consent_decisions, guardian_consents
from esports.entries.guardians import is_minor
from tests.consents.families import (
    CHILD,
    GROWN,
    GUARDIAN,
    PAGE,
    ask,
    asking,
    decide,
    entered,
    granted,
    guardian,
    states,
)
from tests.support.app import refusal
from tests.support.desk import Desk
from tests.support.post import Post, words


@pytest.mark.parametrize(
    ("born", "on", "minor"),
    [
        ("2008-11-26", "2026-11-25", True),
        ("2008-11-26", "2026-11-26", False),
        ("2008-02-29", "2026-02-28", True),
        ("2008-02-29", "2026-03-01", False),
        ("1990-01-01", "2026-11-25", False),
    ],
)
def test_who_is_a_minor(born: str, on: str, minor: bool) -> None:
    assert is_minor(date.fromisoformat(born), 18, date.fromisoformat(on)) is minor


async def test_an_entry_waits_until_the_guardian_has_agreed(desk: Desk, post: Post) -> None:
    tournament = await asking(desk)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        assert await states(player, entry) == ["missing", "not_needed"]
        await desk.move(tournament, "check_in")
        path = f"/entries/{entry['id']}/check-in"
        await player.refused("POST", path, None, 409, "guardian_consent_missing")
        await desk.refused("POST", path, None, 409, "guardian_consent_missing")
        token = await ask(player, post, entry)
        assert await states(player, entry) == ["asked", "not_needed"]
        await player.refused("POST", path, None, 409, "guardian_consent_missing")
        assert (await decide(desk, token)).json() == {"state": "granted"}
        assert await states(player, entry) == ["granted", "not_needed"]
        assert (await player.post(path))["state"] == "checked_in"
    desk.replay()


async def test_nobody_is_held_where_nobody_asks_for_it(desk: Desk) -> None:
    """The control of the guard: the same entry without the option."""
    tournament = await desk.tournament()
    async with desk.person() as player:
        entry = await entered(player, tournament)
        found = await player.get(f"/entries/{entry['id']}/consents")
        assert (found["required"], found["held"]) == (False, False)
        await desk.move(tournament, "check_in")
        assert (await player.post(f"/entries/{entry['id']}/check-in"))["state"] == "checked_in"


async def test_who_is_held_is_not_drawn(desk: Desk) -> None:
    tournament = await asking(desk)
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 2)
    async with desk.person() as player:
        held = await entered(player, tournament)
        listed = await desk.get(f"/tournaments/{tournament['id']}/consents")
        lacking = {"entry": held["id"], "name": "Owls", "state": "confirmed", "lacking": ["missing"]}
        assert listed["items"] == [lacking]
        document = await desk.start(stage)
        assert held["id"] not in {entry["id"] for entry in document["entries"]}
        assert len(document["entries"]) == 2


async def test_the_age_is_the_tournaments(desk: Desk) -> None:
    tournament = await asking(desk, consent_age=13)
    teen = {**CHILD, "birth_date": f"{utc_now().year - 15}-01-01"}
    async with desk.person() as player:
        entry = await entered(player, tournament, roster=[teen])
        assert await states(player, entry) == ["not_needed"]
        path = f"/tournaments/{tournament['id']}"
        await desk.do("PATCH", path, {"consent_age": 18})
        assert await states(player, entry) == ["missing"]
        await desk.refused("PATCH", path, {"consent_age": 0}, 422, "invalid_fields", "/consent_age")


async def test_of_whom_the_birth_date_is_unknown_it_is_asked_first(desk: Desk) -> None:
    tournament = await asking(desk)
    async with desk.person() as player:
        entry = await entered(player, tournament, roster=[{"name": "Who"}])
        assert await states(player, entry) == ["birth_date_needed"]
        body = {"player": 0, "guardian_email": GUARDIAN}
        path = f"/entries/{entry['id']}"
        await player.refused("POST", f"{path}/consents", body, 409, "consent_not_needed")
        await player.do("PATCH", path, {"roster": [GROWN]})
        assert await states(player, entry) == ["not_needed"]


async def test_a_lone_player_without_a_roster_is_the_account(desk: Desk, post: Post) -> None:
    tournament = await asking(desk, entry_kind="player")
    async with desk.person(birth_date="2013-01-01") as player:
        entry = await player.post(f"/tournaments/{tournament['id']}/entries", {"name": "Mei"})
        assert await states(player, entry) == ["missing"]
        await granted(player, post, entry)
        assert await states(player, entry) == ["granted"]


async def test_who_is_put_on_the_roster_needs_a_consent_of_their_own(desk: Desk, post: Post) -> None:
    tournament = await asking(desk)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        await granted(player, post, entry)
        path = f"/entries/{entry['id']}"
        await player.do("PATCH", path, {"roster": [GROWN, CHILD]})
        assert await states(player, entry) == ["not_needed", "granted"]
        await player.do("PATCH", path, {"roster": [{**CHILD, "name": "Jun"}]})
        assert await states(player, entry) == ["missing"]


async def test_a_refusal_holds_and_the_guardian_can_be_asked_again(desk: Desk, post: Post) -> None:
    tournament = await asking(desk)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        token = await ask(player, post, entry)
        assert (await decide(desk, token, agree=False)).json() == {"state": "refused"}
        assert await states(player, entry) == ["refused", "not_needed"]
        assert [one for one in await post.deliver() if GUARDIAN in str(one["To"])] == []
        await decide(desk, await ask(player, post, entry))
        assert await states(player, entry) == ["granted", "not_needed"]
        body = {"player": 0, "guardian_email": GUARDIAN}
        await player.refused("POST", f"/entries/{entry['id']}/consents", body, 409, "consent_granted_already")


async def test_a_withdrawal_holds_the_entry_again_and_the_organisers_are_told(desk: Desk, post: Post) -> None:
    tournament = await asking(desk)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        withdraw = await granted(player, post, entry)
        await desk.move(tournament, "check_in")
        await player.post(f"/entries/{entry['id']}/check-in")
        assert (await guardian(desk, "look", withdraw)).json()["revocable"] is True
        assert (await guardian(desk, "revoke", withdraw)).json() == {"state": "revoked"}
        assert await states(player, entry) == ["revoked", "not_needed"]
        assert (await player.get(f"/entries/{entry['id']}"))["state"] == "confirmed"
        path = f"/entries/{entry['id']}/check-in"
        await player.refused("POST", path, None, 409, "guardian_consent_missing")
        refusal(await guardian(desk, "revoke", withdraw), 422, "link_used")
        await post.deliver()
        (notice,) = (await desk.get("/inbox"))["items"]
        assert (notice["kind"], notice["payload"]["entry"]) == ("consent_revoked", "Owls")
        assert CHILD["name"] not in str(notice)
        (mail,) = [one for one in await post.deliver() if "operator@" in str(one["To"])]
        assert "Owls" in str(mail["Subject"])
        await guardian(desk, "revoke", await granted(player, post, entry))
        await post.deliver()
        assert len((await desk.get("/inbox"))["items"]) == 2, "each withdrawal is told"
    desk.replay()


async def test_a_withdrawal_after_play_has_begun_is_told_and_moves_nobody(desk: Desk, post: Post) -> None:
    tournament = await asking(desk)
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 1)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        withdraw = await granted(player, post, entry)
        await desk.start(stage)
        assert (await guardian(desk, "revoke", withdraw)).status_code == 200
        assert (await player.get(f"/entries/{entry['id']}"))["state"] == "playing"
        await post.deliver()
        assert len((await desk.get("/inbox"))["items"]) == 1


async def test_every_version_and_decision_is_kept_and_no_secret(desk: Desk, post: Post) -> None:
    tournament = await asking(desk)
    async with desk.person() as player:
        entry = await entered(player, tournament)
        token = await ask(player, post, entry)
        await decide(desk, token)
        withdraw = await post.token(GUARDIAN, PAGE)
        await guardian(desk, "revoke", withdraw)
    async with desk.engine.connect() as connection:
        query = select(consent_decisions.c.decision, consent_decisions.c.version).order_by(
            consent_decisions.c.id
        )
        kept = [tuple(row) for row in await connection.execute(query)]
        assert kept == [(state, VERSION) for state in ("asked", "granted", "revoked")]
        row = (await connection.execute(select(guardian_consents))).one()
    assert token not in str(row)
    assert withdraw not in str(row)
    assert bytes.fromhex(token) not in (row.ask_hash, row.revoke_hash)


async def test_the_guardian_reads_what_it_is_about_in_their_language(desk: Desk, post: Post) -> None:
    tournament = await asking(desk, name="少年杯")
    async with desk.person() as player:
        entry = await entered(player, tournament)
        body = {"player": 0, "guardian_email": GUARDIAN}
        await player.do(
            "POST", f"/entries/{entry['id']}/consents", body, headers={"accept-language": "zh-CN"}
        )
        (mail,) = [one for one in await post.deliver() if GUARDIAN in str(one["To"])]
        assert "监护人" in words(mail)
        assert CHILD["name"] in words(mail)
        token = words(mail).split("#")[1][:64]
        looked = (await guardian(desk, "look", token)).json()
        assert (looked["player"], looked["tournament"]) == (CHILD["name"], "少年杯")
        assert looked["text"][0].startswith("Mei Lin 林梅 would like to play in 少年杯")
