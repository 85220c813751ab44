"""The points table of an event through the API: its rules, exact fractions, who is not ranked and why."""

from typing import Any

import pytest

from tests.honours.played import of, played
from tests.support.desk import NOBODY, Desk, Json

RULES: Json = {"points": [1000, 600, "456.5", 200]}


async def test_points_are_exact_and_explained(desk: Desk) -> None:
    event = await desk.event()
    path = f"/events/{event['id']}/points"
    rows = [of("North", "N1"), of("South", "S1"), of("East", "E1"), of("West", "W1")]
    first = await played(desk, event, rows)
    second = await played(desk, event, [rows[2], rows[0]], title="Counter-Strike 2")
    assert await desk.get(path) == {"event": event["id"], "rules": None, "items": []}
    rules = await desk.do("PUT", f"{path}/rules", {**RULES, "weights": [_weight(second, 1.5)]})
    assert rules["revision"] == 1
    table = await desk.get(path)
    assert table["rules"] == rules
    assert [(row["place"], row["name"], row["points"]) for row in table["items"]] == [
        (1, "North", 1900), (2, "East", "1828.25"), (3, "South", 600), (4, "West", "328.25"),
    ]  # fmt: skip
    north = table["items"][0]
    assert [(one["tournament"], one["points"], one["counted"]) for one in north["earned"]] == [
        (first["id"], 1000, True), (second["id"], 900, True),
    ]  # fmt: skip
    assert (north["titles"], north["firsts"], north["trail"][0]["criterion"]) == (2, 1, "points")
    etag = (await desk.call("GET", path)).headers["etag"]
    assert (await desk.call("GET", path, headers={"if-none-match": etag})).status_code == 304


async def test_every_rule_reaches_the_table(desk: Desk) -> None:
    """Best of one, two titles needed, and the overall winner must have won something."""
    event = await desk.event()
    path = f"/events/{event['id']}/points"
    names = ["A", "B", "C"]
    await played(desk, event, ["C", "B"], title="One")
    await played(desk, event, ["A", "b"], title="Two")
    await played(desk, event, ["A", "B"], title="Two")
    await played(desk, event, ["A", "C"], title="Two")
    rules = {"points": [10, 9], "rows": "entry", "minimum_titles": 2}
    await desk.do("PUT", f"{path}/rules", rules)
    table = (await desk.get(path))["items"]
    assert [(row["place"], row["name"], row["points"]) for row in table] == [
        (1, "B", 27), (2, "C", 19), (None, "A", 30),
    ]  # fmt: skip
    assert table[2]["reason"]["params"] == {"top": 8, "titles": 1, "minimum": 2}
    await desk.do("PUT", f"{path}/rules", {**rules, "winner_needs_first": True})
    table = (await desk.get(path))["items"]
    assert [(row["place"], row["name"]) for row in table] == [(1, "C"), (2, "B"), (None, "A")]
    await desk.do("PUT", f"{path}/rules", {**rules, "best": 1, "minimum_titles": 0, "top": 1})
    table = (await desk.get(path))["items"]
    assert [row["points"] for row in table] == [10, 10, 9]
    assert sorted(row["name"] for row in table) == names
    assert sum(one["counted"] for one in table[0]["earned"]) == 1


async def test_rules_have_a_revision_and_a_fact(desk: Desk) -> None:
    event = await desk.event()
    path = f"/events/{event['id']}/points/rules"
    reply = await desk.call("PUT", path, RULES)
    assert (reply.status_code, reply.headers["etag"]) == (200, '"1"')
    heads = await desk.heads()
    assert (await desk.do("PUT", path, RULES))["revision"] == 1
    assert await desk.heads() == heads
    stale = {"headers": {"if-match": '"0"'}}
    await desk.refused("PUT", path, {"points": [1]}, 412, "stale_revision", **stale)
    changed = await desk.do("PUT", path, {"points": [1]}, headers={"if-match": '"1"'})
    assert changed["revision"] == 2
    facts = [item.fact for item in desk.watched[event["id"]].items]
    assert [type(fact).__name__ for fact in facts][-2:] == ["PointsRulesSet", "PointsRulesSet"]
    desk.replay()


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"points": []}, "invalid_fields", "/points"),
        ({"points": [1, 2]}, "points_rise", "/points/1"),
        ({"points": [1, "x"]}, "points_number", "/points/1"),
        ({"points": [0.0000001]}, "points_number", "/points/0"),
        ({"points": [-1]}, "points_number", "/points/0"),
        ({"best": -1}, "invalid_fields", "/best"),
        ({"top": 0}, "invalid_fields", "/top"),
        ({"rows": "club"}, "invalid_fields", "/rows"),
        ({"more": 1}, "invalid_fields", "/more"),
        ({"weights": [{"tournament": NOBODY, "weight": 1}]}, "unknown_tournament", "/weights/0/tournament"),
    ],
)
async def test_wrong_rules_are_refused(desk: Desk, change: Json, code: str, pointer: str) -> None:
    event = await desk.event()
    path = f"/events/{event['id']}/points"
    await desk.refused("PUT", f"{path}/rules", {**RULES, **change}, 422, code, pointer)
    await desk.refused("POST", f"{path}/preview", {**RULES, **change}, 422, code, pointer)


async def test_a_preview_tells_the_table_and_stores_nothing(desk: Desk) -> None:
    event = await desk.event()
    path = f"/events/{event['id']}/points"
    cup = await played(desk, event, ["A", "B"])
    draft = await desk.tournament(event, state="draft")
    heads = await desk.heads()
    rules = {"points": [3, 1], "weights": [_weight(cup, "1.5"), _weight(draft, 2)], "rows": "entry"}
    shown = await desk.post(f"{path}/preview", rules)
    assert [(row["name"], row["points"]) for row in shown["items"]] == [("A", "4.5"), ("B", "1.5")]
    assert (shown["rules"]["revision"], len(shown["rules"]["weights"])) == (0, 2)
    assert await desk.heads() == heads
    assert (await desk.get(path))["rules"] is None
    await desk.do("PUT", f"{path}/rules", rules)
    assert (await desk.get(path))["items"] == shown["items"]
    assert (await desk.post(f"{path}/preview", {"points": [1]}))["rules"]["revision"] == 1
    await desk.refused("POST", f"/events/{NOBODY}/points/preview", RULES, 404, "not_found")


async def test_wrong_weights_are_refused(desk: Desk) -> None:
    event = await desk.event()
    mine, other = await desk.tournament(event), await desk.tournament()
    for weights, code, pointer in (
        ([_weight(mine, 1), _weight(mine, 2)], "weight_repeated", "/weights/1/tournament"),
        ([_weight(mine, -1)], "points_number", "/weights/0/weight"),
        ([_weight(other, 1)], "unknown_tournament", "/weights/0/tournament"),
    ):
        body = {**RULES, "weights": weights}
        await desk.refused("PUT", f"/events/{event['id']}/points/rules", body, 422, code, pointer)
    await desk.refused("PUT", f"/events/{NOBODY}/points/rules", RULES, 404, "not_found")
    await desk.refused("GET", f"/events/{NOBODY}/points", None, 404, "not_found")


async def test_the_public_is_not_told_of_drafts(desk: Desk) -> None:
    event = await desk.event()
    draft = await desk.tournament(event, state="draft")
    body = {**RULES, "weights": [_weight(draft, 2)]}
    assert (await desk.do("PUT", f"/events/{event['id']}/points/rules", body))["weights"]
    assert (await desk.get(f"/events/{event['id']}/points"))["rules"]["weights"] == []


def _weight(tournament: Json, weight: Any) -> Json:
    return {"tournament": tournament["id"], "weight": weight}
