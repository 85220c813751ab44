"""Final places and medals through the API: exactly shared, explained, and served once to who has them."""

from fractions import Fraction

from tests.honours.played import begun, of, played
from tests.support.desk import NOBODY, Desk, first_wins


async def test_places_are_told_when_they_are_final(desk: Desk) -> None:
    event = await desk.event()
    tournament, stage = await begun(desk, event, [of("A", "One"), "Two", "Three", "Four"])
    path = f"/tournaments/{tournament['id']}/places"
    assert await desk.get(path) == {"tournament": tournament["id"], "final": False, "items": []}
    await desk.play(stage, first_wins)
    told = await desk.get(path)
    assert told["final"]
    assert [(line["place"], line["name"]) for line in told["items"]] == [
        (1, "One"), (2, "Two"), (3, "Three"), (3, "Four"),
    ]  # fmt: skip
    assert told["items"][0]["delegation"] == "A"
    etag = (await desk.call("GET", path)).headers["etag"]
    again = await desk.call("GET", path, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    await desk.move(tournament, "running")
    assert not (await desk.get(path))["final"]
    await desk.refused("GET", f"/tournaments/{NOBODY}/places", None, 404, "not_found")


async def test_medals_with_shared_thirds(desk: Desk) -> None:
    """Two knock-outs without a match for third place, and a round robin; one entry has no delegation."""
    event = await desk.event()
    path = f"/events/{event['id']}/medals"
    assert (await desk.get(path))["items"] == []
    rows = [of("North", "N1"), of("South", "S1"), of("East", "E1"), of("north", "N2")]
    await played(desk, event, rows)
    await played(desk, event, [of("East", "E1"), of("North", "N1"), {"name": "S2", "club": "SOUTH"}, "Free"])
    await begun(desk, event, [of("South", "S9"), of("South", "S8")])  # not over: counts for nothing
    table = (await desk.get(path))["items"]
    medals = {
        row["delegation"]: tuple(Fraction(row[medal]) for medal in ("gold", "silver", "bronze", "total"))
        for row in table
    }
    half = Fraction(1, 2)
    assert medals == {
        "North": (1, 1, half, 2 + half),
        "East": (1, 0, half, 1 + half),
        "South": (0, 1, half, 1 + half),
        "Free": (0, 0, half, half),
    }
    assert [(row["place"], row["delegation"]) for row in table] == [
        (1, "North"), (2, "East"), (3, "South"), (4, "Free"),
    ]  # fmt: skip
    north = table[0]
    assert north["bronze"] == "0.5"
    assert [(won["place"], won["entry_name"]) for won in north["won"]] == [(1, "N1"), (2, "N1"), (3, "N2")]
    assert [step["criterion"] for step in north["trail"]] == ["gold", "silver"]
    assert (north["trail"][1]["value"], north["trail"][1]["other"]) == (1, 0)
    whole = (await desk.get(f"{path}?bronzes=2"))["items"]
    assert {row["delegation"]: row["bronze"] for row in whole} == {
        "North": 1, "East": 1, "South": 1, "Free": 1,
    }  # fmt: skip
    etag = (await desk.call("GET", path)).headers["etag"]
    assert (await desk.call("GET", path, headers={"if-none-match": etag})).status_code == 304


async def test_three_who_share_a_place_have_thirds(desk: Desk) -> None:
    """In three groups the three firsts share gold, silver and bronze."""
    event = await desk.event()
    rows = [of(letter, letter) for letter in "ABCDEF"]
    await played(desk, event, rows, "round_robin", options={"groups": 3})
    table = (await desk.get(f"/events/{event['id']}/medals"))["items"]
    assert [(row["place"], row["delegation"], row["gold"], row["bronze"]) for row in table] == [
        (1, "A", "1/3", "1/3"), (1, "B", "1/3", "1/3"), (1, "C", "1/3", "1/3"),
    ]  # fmt: skip


async def test_what_is_no_medal_table(desk: Desk) -> None:
    await desk.refused("GET", f"/events/{NOBODY}/medals", None, 404, "not_found")
    event = await desk.event()
    await desk.refused(
        "GET", f"/events/{event['id']}/medals?bronzes=3", None, 422, "invalid_fields", "/bronzes"
    )
