"""The seed list: by hand, by rating, by registration, by a draw that anyone can repeat."""

from tests.support.desk import NOBODY, Desk, Json, first_wins


async def test_each_method_gives_its_order(desk: Desk) -> None:
    tournament = await desk.tournament(capacity=4)
    rows = [{"name": f"Team {n}", "rating": rating} for n, rating in enumerate((10, None, 30, 20, 99), 1)]
    await desk.post(f"/tournaments/{tournament['id']}/entries/import", {"entries": rows})
    ids = {entry["name"]: entry["id"] for entry in await desk.entered(tournament)}
    path = f"/tournaments/{tournament['id']}/seeds"

    async def order(**body: object) -> list[int]:
        told = await desk.do("PUT", path, body)
        seeds = {entry["id"]: entry["seed"] for entry in await desk.entered(tournament)}
        assert [seeds[entry] for entry in told["entries"]] == [1, 2, 3, 4]
        assert seeds[ids["Team 5"]] is None
        return [int(name[-1]) for entry in told["entries"] for name, known in ids.items() if known == entry]

    assert await order(method="rating") == [3, 4, 1, 2]
    assert await order(method="registration") == [1, 2, 3, 4]
    assert await order(entries=[ids[f"Team {n}"] for n in (4, 2, 1, 3)]) == [4, 2, 1, 3]
    drawn = await order(method="random", draw_seed="lot")
    assert await order(method="random", draw_seed="lot") == drawn
    assert sorted(await order(method="random")) == [1, 2, 3, 4]
    desk.replay()


async def test_seeds_change_the_revision_of_entries_and_leave_none_behind(desk: Desk) -> None:
    """Also of those on the waitlist, who lose the seed that they came with."""
    tournament = await desk.tournament(capacity=2)
    path = f"/tournaments/{tournament['id']}/entries"
    first = await desk.post(path, {"name": "First"})
    second = await desk.post(path, {"name": "Second"})
    waiting = await desk.post(path, {"name": "Waiting", "seed": 1})
    seeds = f"/tournaments/{tournament['id']}/seeds"
    await desk.do("PUT", seeds, {"entries": [first["id"], second["id"]]})
    now = await desk.entered(tournament)
    assert [entry["seed"] for entry in now] == [1, 2, None]
    assert [entry["revision"] for entry in now] == [2, 2, 2]
    await desk.do("PUT", seeds, {"entries": [first["id"], second["id"]]})
    assert await desk.entered(tournament) == now
    unchanged = {"if-none-match": '"1"'}
    assert (await desk.client.get(f"/api/v1/entries/{waiting['id']}", headers=unchanged)).status_code == 200
    desk.replay()


async def test_wrong_lists_are_refused(desk: Desk) -> None:
    tournament = await desk.tournament(capacity=3)
    a, b, c, waiting = [entry["id"] for entry in await desk.entries(tournament, 4)]
    stranger = (await desk.entries(await desk.tournament(), 1))[0]["id"]
    path = f"/tournaments/{tournament['id']}/seeds"
    for body, code, *pointers in (
        ({}, "seeds_or_method", ""),
        ({"entries": [a, b, c], "method": "rating"}, "seeds_or_method", ""),
        ({"entries": [a, b]}, "seeds_incomplete", "/entries"),
        ({"entries": [a, b, b]}, "seeds_repeated", "/entries/2"),
        ({"entries": [a, waiting, b]}, "seeds_unknown_entry", "/entries/1"),
        ({"entries": [stranger, a, b, c]}, "seeds_unknown_entry", "/entries/0"),
        ({"entries": [a, b, "x"]}, "invalid_fields", "/entries/2"),
        ({"method": "luck"}, "invalid_fields", "/method"),
        ({"method": "random", "draw_seed": ""}, "invalid_fields", "/draw_seed"),
        ({"method": "rating", "draw_seed": "x"}, "draw_seed_not_used", "/draw_seed"),
        ({"method": "rating", "tournament": NOBODY}, "tournament_not_used", "/tournament"),
        ({"entries": [a, b, c], "tournament": NOBODY}, "tournament_not_used", "/tournament"),
        ({"method": "result"}, "tournament_needed", "/tournament"),
        ({"method": "result", "tournament": NOBODY}, "unknown_tournament", "/tournament"),
        ({"method": "result", "tournament": "x"}, "invalid_fields", "/tournament"),
    ):
        await desk.refused("PUT", path, body, 422, str(code), *map(str, pointers))


async def test_an_earlier_result_decides_the_order(desk: Desk) -> None:
    """By names as the database compares them; who was not there follows in the order of registration."""
    earlier = await _played(desk, ["Äpfel", "夜猫子", "Third", "Fourth", "Left"])
    later = await desk.tournament()
    names = ["New 1", "fourth", "THIRD", "New 2", "夜猫子", "äPFEL"]
    rows = [{"name": name} for name in names]
    await desk.post(f"/tournaments/{later['id']}/entries/import", {"entries": rows})
    ids = {entry["id"]: entry["name"] for entry in await desk.entered(later)}
    body = {"method": "result", "tournament": earlier["id"]}
    told = await desk.do("PUT", f"/tournaments/{later['id']}/seeds", body)
    order = ["äPFEL", "夜猫子", "fourth", "THIRD", "New 1", "New 2"]
    assert [ids[entry] for entry in told["entries"]] == order
    assert (told["method"], told["tournament"]) == ("result", earlier["id"])
    fact = (await desk.get(f"/tournaments/{later['id']}/journal"))["items"][-1]["fact"]
    assert (fact["method"], fact["tournament_id"]) == ("result", earlier["id"])
    assert fact["entries"] == told["entries"]
    await desk.move(earlier, "archived")
    assert await desk.do("PUT", f"/tournaments/{later['id']}/seeds", body) == told
    desk.replay()


async def test_a_result_must_be_final_and_seen(desk: Desk) -> None:
    later = await desk.tournament()
    path = f"/tournaments/{later['id']}/seeds"
    earlier = await desk.tournament(state="draft")
    stage = await desk.stage(earlier)
    await desk.entries(earlier, 2)
    body = {"method": "result", "tournament": earlier["id"]}
    await desk.refused("PUT", path, body, 409, "not_finished", "/tournament")
    async with desk.person({"id": later["event"]}, "operator") as other:
        await other.refused("PUT", path, body, 422, "unknown_tournament", "/tournament")
        await desk.start(stage)
        await other.refused("PUT", path, body, 409, "not_finished", "/tournament")
        await desk.play(stage, first_wins)
        await other.do("PUT", path, body)
    unplayed = await desk.tournament()
    await desk.stage(unplayed)
    await desk.entries(unplayed, 2)
    for state in ("running", "finished"):
        await desk.move(unplayed, state)
    body = {"method": "result", "tournament": unplayed["id"]}
    await desk.refused("PUT", path, body, 409, "not_finished", "/tournament")


async def _played(desk: Desk, names: list[str]) -> Json:
    """A knock-out that the first of these wins, without the last, who withdraws before it."""
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    rows = [{"name": name} for name in names]
    await desk.post(f"/tournaments/{tournament['id']}/entries/import", {"entries": rows})
    await desk.post(f"/entries/{(await desk.entered(tournament))[-1]['id']}/withdraw")
    await desk.start(stage)
    await desk.play(stage, first_wins)
    return tournament
