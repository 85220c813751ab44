"""Who met before is kept apart in the next stage and the next tournament, and the draw says how far."""

from tests.support.desk import Desk, Json, first_wins

APART = {"separate": "former_group"}


def halves(document: Json) -> dict[str, list[int]]:
    """By former group: the halves of the bracket in which its entries begin."""
    half = {
        slot["entry"]: int(match["key"].partition("-")[2]) > 2 ** (max_round(document) - 2)
        for match in document["matches"]
        if match["round"] == 1 and match["bracket"] == "upper"
        for slot in match["slots"]
        if slot["entry"]
    }
    found: dict[str, list[int]] = {}
    for entry in document["entries"]:
        found.setdefault(entry["former_group"], []).append(half[entry["id"]])
    return {group: sorted(sides) for group, sides in found.items()}


def max_round(document: Json) -> int:
    """How many rounds the bracket has."""
    return max(int(match["round"]) for match in document["matches"])


async def playoffs(desk: Desk, options: Json) -> Json:
    """Four groups of three are played, two of each go on; gives the stage that follows, not started."""
    tournament = await desk.tournament()
    groups = await desk.stage(tournament, "round_robin", name="Groups", qualifies=8, options={"groups": 4})
    finals = await desk.stage(tournament, name="Finals", options=options)
    await desk.entries(tournament, 12)
    async with desk.at_ease():
        await desk.start(groups)
        await desk.play(groups, first_wins)
    return {**finals, "tournament": tournament}


async def test_group_mates_meet_in_the_final_at_the_earliest(desk: Desk) -> None:
    finals = await playoffs(desk, APART)
    preview = await desk.post(f"/stages/{finals['id']}/draw", {})
    told = [(one["value"], len(one["entries"]), one["round"]) for one in preview["kept_apart"]]
    assert told == [(f"Groups {letter}", 2, 3) for letter in "ABCD"]
    assert "cannot meet before round {round}" in preview["kept_apart"][0]["text"]
    document = await desk.start(finals, draw_seed=preview["stage"]["draw_seed"])
    assert halves(document) == {f"Groups {letter}": [False, True] for letter in "ABCD"}
    assert (await desk.view(finals))["entries"] == document["entries"]
    lines = (await desk.get(f"/tournaments/{finals['tournament']['id']}/journal"))["items"]
    drawn = [line["fact"] for line in lines if line["fact"]["kind"] == "StageStarted"]
    assert [one["kept_apart"] for one in drawn] == [[], preview["kept_apart"]]
    desk.replay()


async def test_nobody_is_moved_unless_asked(desk: Desk) -> None:
    """The control: by the seeds alone the two of a group are in one half."""
    document = await desk.start(await playoffs(desk, {}))
    assert {tuple(sides) for sides in halves(document).values()} == {(False, False), (True, True)}


async def test_those_of_one_qualifier_are_kept_apart_in_the_final(desk: Desk) -> None:
    event = await desk.event()
    sources = []
    for name, seeds in (("North", [1, 4]), ("South", [2, 3])):
        qualifier = await desk.tournament(event, name=name)
        stage = await desk.stage(qualifier)
        await desk.entries(qualifier, 2, prefix=name)
        await desk.start(stage)
        await desk.play(stage, first_wins)
        sources.append({"tournament": qualifier["id"], "places": [1, 2], "seeds": seeds})
    final = await desk.tournament(event)
    stage = await desk.stage(final, options=APART)
    await desk.do("PUT", f"/tournaments/{final['id']}/qualification", {"sources": sources})
    await desk.post(f"/tournaments/{final['id']}/qualification/fill")
    document = await desk.start(stage)
    assert {one["name"]: one["former_group"] for one in document["entries"]} == {
        "North 1": "North",
        "North 2": "North",
        "South 1": "South",
        "South 2": "South",
    }
    assert halves(document) == {"North": [False, True], "South": [False, True]}
