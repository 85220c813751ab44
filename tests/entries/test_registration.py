"""Entering, waiting, leaving: who gets in, in which order, and how it is refused."""

import pytest

from tests.support.app import new_client
from tests.support.desk import AHEAD, API, NOBODY, OPEN, OVER, Desk, Json


async def test_places_go_in_order_and_the_waitlist_moves_up(desk: Desk) -> None:
    tournament = await desk.tournament(capacity=2)
    path = f"/tournaments/{tournament['id']}/entries"
    made = [await desk.post(path, {"name": f"Team {number}"}) for number in range(5)]
    assert [one["state"] for one in made] == ["confirmed"] * 2 + ["waitlisted"] * 3
    assert [one["registered_order"] for one in made] == [1, 2, 3, 4, 5]
    gone = await desk.post(f"/entries/{made[0]['id']}/withdraw")
    assert gone["state"] == "withdrawn"
    assert (await desk.post(f"/entries/{made[0]['id']}/withdraw"))["revision"] == gone["revision"]
    await desk.post(f"/entries/{made[3]['id']}/withdraw")
    await desk.post(f"/entries/{made[1]['id']}/disqualify")
    states = [one["state"] for one in await desk.entered(tournament)]
    assert states == ["withdrawn", "disqualified", "confirmed", "withdrawn", "confirmed"]
    desk.replay()


async def test_more_places_go_to_those_who_wait_longest(desk: Desk) -> None:
    """Not to whoever comes next."""
    tournament = await desk.tournament(capacity=2)
    entered = await desk.entries(tournament, 5)
    await desk.do("PATCH", f"/tournaments/{tournament['id']}", {"capacity": 4})
    states = [one["state"] for one in await desk.entered(tournament)]
    assert states == ["confirmed"] * 4 + ["waitlisted"]
    late = await desk.post(f"/tournaments/{tournament['id']}/entries", {"name": "Late"})
    assert late["state"] == "waitlisted"
    await desk.do("PATCH", f"/tournaments/{tournament['id']}", {"capacity": 2})
    await desk.post(f"/entries/{entered[0]['id']}/withdraw")
    states = [one["state"] for one in await desk.entered(tournament)]
    assert states == ["withdrawn", *["confirmed"] * 3, *["waitlisted"] * 2]
    await desk.do("PATCH", f"/tournaments/{tournament['id']}", {"capacity": None})
    assert {one["state"] for one in (await desk.entered(tournament))[1:]} == {"confirmed"}
    desk.replay()


async def test_a_person_enters_once_and_sees_what_is_theirs(desk: Desk) -> None:
    tournament = await desk.tournament(entry_kind="player", roster={"min": 1, "max": 1})
    path = f"/tournaments/{tournament['id']}/entries"
    player = {"name": "李雷 Li Lei", "in_game_id": "lilei", "birth_date": "2009-01-31"}
    async with desk.person() as mine, desk.person() as other:
        entry = await mine.post(path, {"name": "Lei", "roster": [player], "answers": {"size": "L"}})
        assert entry["person"] == (await mine.get("/me"))["person"]["id"]
        assert (await mine.get(f"/entries/{entry['id']}"))["roster"][0]["birth_date"] == "2009-01-31"
        shown = await other.get(f"/entries/{entry['id']}")
        assert (shown["person"], shown["roster"][0]["name"], shown["roster"][0]["birth_date"]) == (None,) * 3
        assert shown["roster"][0]["in_game_id"] == "lilei"
        await mine.refused("POST", path, {"name": "Again"}, 409, "already_entered")
        await other.refused("POST", path, {"name": "LEI"}, 409, "name_taken", "/name")
        await other.refused("POST", path, {"name": "Two", "seed": 1}, 422, "seed_is_for_staff", "/seed")
        rated = {"name": "Two", "rating": 9_999}
        await other.refused("POST", path, rated, 422, "rating_is_for_staff", "/rating")
        edit = {"name": "Lei the Second", "region": "华东", "roster": []}
        await other.refused("PATCH", f"/entries/{entry['id']}", edit, 403, "forbidden")
        changed = await mine.do("PATCH", f"/entries/{entry['id']}", edit, headers={"if-match": '"1"'})
        assert (changed["region"], changed["roster"], changed["revision"]) == ("华东", [], 2)
        stale = {"headers": {"if-match": '"1"'}}
        await mine.refused("PATCH", f"/entries/{entry['id']}", {}, 412, "stale_revision", **stale)
        for verb in ("withdraw", "check-in", "disqualify"):
            await other.refused("POST", f"/entries/{entry['id']}/{verb}", None, 403, "forbidden")
        await mine.refused("POST", f"/entries/{entry['id']}/disqualify", None, 403, "forbidden")
        await mine.post(f"/entries/{entry['id']}/withdraw")
    desk.replay()


async def test_who_was_put_out_does_not_rename_what_everybody_still_sees(desk: Desk) -> None:
    tournament = await desk.tournament()
    path = f"/tournaments/{tournament['id']}/entries"
    async with desk.person() as first, desk.person() as second:
        out = await first.post(path, {"name": "Out"})
        gone = await second.post(path, {"name": "Gone"})
        await desk.post(f"/entries/{out['id']}/disqualify")
        await second.post(f"/entries/{gone['id']}/withdraw")
        for person, entry in ((first, out), (second, gone)):
            where = f"/entries/{entry['id']}"
            await person.refused("PATCH", where, {"name": "Rude"}, 409, "transition_not_allowed")
    assert (await desk.do("PATCH", f"/entries/{out['id']}", {"name": "Mended"}))["name"] == "Mended"


@pytest.mark.parametrize(
    ("role", "sees"),
    [("operator", True), ("referee", False), ("caster", False), ("judge", False), (None, False)],
)
async def test_who_sees_the_people_behind_the_nicknames(desk: Desk, role: str | None, sees: bool) -> None:
    event = await desk.event()
    tournament = await desk.tournament(event)
    grown = {"name": "李雷 Li Lei", "in_game_id": "lilei", "birth_date": "1999-01-31"}
    minor = {"name": "韩梅 Han Mei", "in_game_id": "hanmei", "birth_date": "2015-01-31"}
    path = f"/tournaments/{tournament['id']}/entries"
    entry = await desk.post(path, {"name": "A", "roster": [grown, minor]})
    async with desk.person(event, role) as person:
        shown, withheld = (await person.get(f"/entries/{entry['id']}"))["roster"]
        if sees:
            told = await person.do("PATCH", f"/entries/{entry['id']}", {"region": "East"})
            assert told["roster"] == [shown, withheld]
    assert (shown["in_game_id"], withheld["in_game_id"]) == ("lilei", "hanmei")
    assert (shown["name"], shown["birth_date"]) == (("李雷 Li Lei", "1999-01-31") if sees else (None, None))
    assert (withheld["name"], withheld["birth_date"], withheld["withheld"]) == (None, None, sees)


async def test_a_token_shows_a_roster_only_if_it_may_read(desk: Desk) -> None:
    """The scoreboard's token that reports results is no key to the birth dates of its owner's players."""
    tournament = await desk.tournament()
    roster = [{"name": "李雷 Li Lei", "in_game_id": "lilei", "birth_date": "2009-01-31"}]
    async with desk.person() as mine:
        entry = await mine.post(f"/tournaments/{tournament['id']}/entries", {"name": "A", "roster": roster})
        shown = []
        for scopes in (["results"], ["results", "read"]):
            made = await mine.post("/tokens", {"name": "scoreboard", "scopes": scopes})
            bearer = {"authorization": f"Bearer {made['token']}"}
            async with new_client(desk.app, headers=bearer) as program:
                reply = await program.get(f"{API}/entries/{entry['id']}")
            shown.append((reply.json()["roster"][0]["name"], reply.json()["roster"][0]["birth_date"]))
    assert shown == [(None, None), ("李雷 Li Lei", "2009-01-31")]


REFUSED: list[tuple[Json, int, str, str]] = [
    ({"name": "taken"}, 409, "name_taken", "/name"),
    ({"seed": 1}, 409, "seed_taken", "/seed"),
    ({"seed": 0}, 422, "invalid_fields", "/seed"),
    ({"seed": 8193}, 422, "invalid_fields", "/seed"),
    ({"name": "\u202e"}, 422, "name_characters", "/name"),
    ({"club": "\u200b"}, 422, "name_characters", "/club"),
    ({"delegation": "a\u202eb"}, 422, "name_characters", "/delegation"),
    ({"region": "\t"}, 422, "name_empty", "/region"),
    ({"rating": 1e7}, 422, "invalid_fields", "/rating"),
    ({"roster": [{"name": "A"}]}, 422, "roster_too_small", "/roster"),
    ({"roster": [{"name": "A"}] * 4}, 422, "roster_too_large", "/roster"),
    (
        {"roster": [*[{"name": "A"}] * 2, *[{"name": "S", "role": "substitute"}] * 2]},
        422,
        "too_many_substitutes",
        "/roster",
    ),
    ({"roster": [{"name": "A"}, {"name": "\u200b"}]}, 422, "name_characters", "/roster/1/name"),
    (
        {"roster": [{"name": "A", "in_game_id": "\u202e"}, {"name": "B"}]},
        422,
        "name_characters",
        "/roster/0/in_game_id",
    ),
    ({"roster": [{"name": "A", "role": "king"}]}, 422, "invalid_fields", "/roster/0/role"),
    ({"roster": [{"name": "A", "birth_date": "x"}]}, 422, "invalid_fields", "/roster/0/birth_date"),
    ({"answers": {"": 1}}, 422, "invalid_fields", "/answers"),
    ({"answers": {str(number): 1 for number in range(51)}}, 422, "invalid_fields", "/answers"),
    ({"state": "confirmed"}, 422, "invalid_fields", "/state"),
]


@pytest.mark.parametrize(("fields", "status", "code", "pointer"), REFUSED)
async def test_an_entry_is_refused(desk: Desk, fields: Json, status: int, code: str, pointer: str) -> None:
    tournament = await desk.tournament(roster={"min": 2, "max": 3, "substitutes": 1})
    path = f"/tournaments/{tournament['id']}/entries"
    await desk.post(path, {"name": "Taken", "seed": 1})
    other = await desk.post(path, {"name": "Other"})
    await desk.refused("POST", path, {"name": "New", **fields}, status, code, pointer)
    if not {"seed", "answers", "state"} & set(fields):
        await desk.refused("PATCH", f"/entries/{other['id']}", fields, status, code, pointer)
    assert len(await desk.entered(tournament)) == 2


async def test_registration_keeps_its_window(desk: Desk) -> None:
    tournament = await desk.tournament(registration=OVER)
    path = f"/tournaments/{tournament['id']}/entries"
    async with desk.person() as player:
        await player.refused("POST", path, {"name": "Late"}, 409, "registration_closed")
        entry = await desk.post(path, {"name": "Let in by staff"})
        await desk.do("PATCH", f"/tournaments/{tournament['id']}", {"registration": OPEN})
        mine = await player.post(path, {"name": "In time"})
        await desk.move(tournament, "check_in")
        await player.refused("POST", path, {"name": "Later"}, 409, "registration_closed")
        await desk.stage(tournament)
        await desk.move(tournament, "running")
        late: list[tuple[str, str, Json | None]] = [
            ("POST", path, {"name": "Too late"}),
            ("POST", f"{path}/import", {"entries": []}),
        ]
        for method, where, body in late:
            await desk.refused(method, where, body, 409, "registration_closed")
        for method, where, body in [
            ("PATCH", f"/entries/{mine['id']}", {"name": "x"}),
            ("POST", f"/entries/{entry['id']}/withdraw", None),
            ("POST", f"/entries/{entry['id']}/disqualify", None),
            ("PUT", f"/tournaments/{tournament['id']}/seeds", {"method": "rating"}),
        ]:
            await desk.refused(method, where, body, 409, "too_late")
        await desk.refused("POST", f"/entries/{entry['id']}/check-in", None, 409, "check_in_closed")


async def test_check_in_is_for_those_who_are_in_while_it_is_open(desk: Desk) -> None:
    tournament = await desk.tournament(capacity=2, check_in=OVER)
    path = f"/tournaments/{tournament['id']}/entries"
    async with desk.person() as player:
        mine = await player.post(path, {"name": "Mine"})
        waiting = (await desk.entries(tournament, 2))[-1]
        where = f"/entries/{mine['id']}/check-in"
        await player.refused("POST", where, None, 409, "check_in_closed")
        await desk.move(tournament, "check_in")
        await player.refused("POST", where, None, 409, "check_in_closed")
        await desk.do("PATCH", f"/tournaments/{tournament['id']}", {"check_in": AHEAD})
        told = await player.refused("POST", where, None, 409, "check_in_not_open")
        assert told["opens_at"].startswith("2039")
        await desk.do("PATCH", f"/tournaments/{tournament['id']}", {"check_in": OPEN})
        done = await player.post(where)
        assert done["state"] == "checked_in"
        assert await player.post(where) == done
        assert (await desk.post(f"/entries/{waiting['id']}/check-in"))["state"] == "waitlisted"
        await player.post(f"/entries/{mine['id']}/withdraw")
        await player.refused("POST", where, None, 409, "transition_not_allowed")
    desk.replay()


async def test_nothing_is_there_for_an_unknown_id(desk: Desk) -> None:
    calls: list[tuple[str, str, Json | None]] = [
        ("GET", f"/entries/{NOBODY}", None),
        ("PATCH", f"/entries/{NOBODY}", {}),
        *[("POST", f"/entries/{NOBODY}/{verb}", None) for verb in ("check-in", "withdraw", "disqualify")],
        ("GET", f"/tournaments/{NOBODY}/entries", None),
        ("POST", f"/tournaments/{NOBODY}/entries", {"name": "x"}),
        ("POST", f"/tournaments/{NOBODY}/entries/import", {"entries": []}),
        ("PUT", f"/tournaments/{NOBODY}/seeds", {"method": "rating"}),
    ]
    for method, path, body in calls:
        await desk.refused(method, path, body, 404, "not_found")


async def test_entries_are_paged_in_the_order_of_registration(desk: Desk) -> None:
    tournament = await desk.tournament()
    await desk.entries(tournament, 203)
    path = f"/tournaments/{tournament['id']}/entries"
    first = await desk.get(path)
    rest = await desk.get(f"{path}?cursor={first['next_cursor']}")
    assert [one["name"] for one in (*first["items"], *rest["items"])] == [f"Team {n}" for n in range(1, 204)]
    assert rest["next_cursor"] is None
    for cursor in ("x", "-1", str(10**30)):
        await desk.refused("GET", f"{path}?cursor={cursor}", None, 422, "invalid_fields", "/cursor")


async def test_who_moves_up_after_the_check_in_can_be_checked_in_by_staff(desk: Desk) -> None:
    """The draw takes those who checked in: without it, a place given so late would be none."""
    tournament = await desk.tournament(check_in=OPEN, capacity=2)
    stage = await desk.stage(tournament)
    first, second, *_ = await desk.entries(tournament, 2)
    async with desk.person() as player:
        waiting = await player.post(f"/tournaments/{tournament['id']}/entries", {"name": "Next"})
        await desk.move(tournament, "check_in")
        for entry in (first, second):
            await desk.post(f"/entries/{entry['id']}/check-in")
        await desk.move(tournament, "seeding")
        await desk.post(f"/entries/{second['id']}/withdraw")
        where = f"/entries/{waiting['id']}/check-in"
        await player.refused("POST", where, None, 409, "check_in_closed")
    assert (await desk.post(where))["state"] == "checked_in"
    names = {entry["name"] for entry in (await desk.start(stage))["entries"]}
    assert names == {"Team 1", "Next"}


async def test_without_a_check_in_nobody_is_checked_in_during_the_seeding(desk: Desk) -> None:
    """One who was would play alone."""
    tournament = await desk.tournament()
    entered = await desk.entries(tournament, 3)
    await desk.move(tournament, "seeding")
    await desk.refused("POST", f"/entries/{entered[0]['id']}/check-in", None, 409, "check_in_closed")


async def test_who_withdrew_may_come_again_and_leaves_the_name(desk: Desk) -> None:
    tournament = await desk.tournament()
    path = f"/tournaments/{tournament['id']}/entries"
    async with desk.person() as captain, desk.person() as other:
        first = await captain.post(path, {"name": "Wolves"})
        await captain.refused("POST", path, {"name": "Wolves II"}, 409, "already_entered")
        await captain.post(f"/entries/{first['id']}/withdraw")
        await other.post(path, {"name": "Wolves"})
        await captain.post(path, {"name": "Bears"})
        states = [one["state"] for one in await desk.entered(tournament)]
        assert states == ["withdrawn", "confirmed", "confirmed"]
    report = await desk.post(f"{path}/import", {"entries": [{"name": "Foxes"}]})
    assert report["created"] == 1
