"""The seed list: by hand, by rating, by registration, by a draw that anyone can repeat."""

from tests.support.desk import Desk


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
    ):
        await desk.refused("PUT", path, body, 422, str(code), *map(str, pointers))
