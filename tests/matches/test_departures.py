"""Entries that leave a tournament that is played: shown first, one update, given back without a trace."""

import random

import pytest

from esports.journal.facts import EntryLeft
from tests.matches.courts import court
from tests.matches.test_corrections import by_key, corrected, cup, settled_as
from tests.matches.test_lobbies import in_order, lobby_stage
from tests.support.desk import NOBODY, Desk, Json, any_result, first_wins

FORMATS: list[tuple[str, int, Json]] = [
    ("single_elimination", 5, {"third_place": True}),
    ("double_elimination", 4, {}),
    ("round_robin", 4, {"best_of": 2}),
    ("gsl_groups", 4, {}),
    ("gauntlet", 4, {}),
    ("swiss", 8, {"wins": 2, "losses": 2}),
    ("swiss", 5, {"variant": "fixed_rounds", "rounds": 3}),
]
WHY = {"reason": "Nobody of the team can come."}
LEFT, OUT = {"kind": "withdrawn"}, {"kind": "disqualified"}


async def shown(desk: Desk, entry: str, body: Json) -> Json:
    """The preview of a departure, which writes nothing."""
    heads = await desk.heads()
    told: Json = await desk.post(f"/entries/{entry}/departure/preview", body)
    assert await desk.heads() == heads
    return told


async def gone(desk: Desk, entry: str, body: Json, by: Desk | None = None) -> Json:
    """Preview a departure and carry it out."""
    token = (await shown(by or desk, entry, body))["impact_token"]
    made: Json = await (by or desk).post(
        f"/entries/{entry}/departure", {**body, **WHY, "impact_token": token}
    )
    return made


def effects(told: Json) -> list[tuple[int, str]]:
    """What becomes of which match."""
    return [(one["number"], one["effect"]) for one in told["impact"] if one["kind"] == "match"]


@pytest.mark.parametrize(("format", "entries", "options"), FORMATS)
@pytest.mark.parametrize("annulled", [False, True])
async def test_a_departure_is_one_update_and_leaves_no_trace_when_taken_back(
    desk: Desk, format: str, entries: int, options: Json, annulled: bool
) -> None:
    """In every format; nothing is left to be played by who has gone, and the stage comes to its end."""
    chance = random.Random(f"{format}{entries}{annulled}")
    stage = await cup(desk, entries, format, options=options)
    decide = any_result(entries, draws=format == "round_robin", absences=0.1)
    for _ in range(chance.randint(1, 6)):
        if ready := await desk.ready(stage):
            await desk.report(ready[0], decide(ready[0]))
    before = await desk.view(stage)
    entry = chance.choice(before["entries"])["id"]
    over = before["stage"]["state"] == "finished"
    body = {"kind": "disqualified" if over else chance.choice(["withdrawn", "disqualified"])}
    body["annulled"] = annulled
    made = await gone(desk, entry, body)
    await desk.recompute(stage["id"])
    assert not [one for one in await desk.ready(stage) if entry in [slot["entry"] for slot in one["slots"]]]
    assert (await desk.get(f"/entries/{entry}"))["state"] == body["kind"]
    back = await desk.post(f"/departures/{made['id']}/revert", {"reason": "They have come."})
    await desk.recompute(stage["id"])
    assert back["reverted_at"] is not None
    now = await desk.view(stage)
    known = {one["id"] for one in before["matches"]}
    now["matches"] = [one for one in now["matches"] if one["id"] in known]
    assert settled_as({**now, "rounds": before["rounds"]}) == settled_as(before)
    await gone(desk, entry, body)
    end = await desk.play(stage, decide)
    assert end["stage"]["state"] == "finished"
    tournament = await desk.get(f"/tournaments/{stage['tournament']['id']}")
    assert tournament["state"] == "finished"
    assert (tournament["champion"] or {}).get("entry") != entry
    left = await desk.get(f"/entries/{entry}")
    assert left["place"] == max(one["place"] for one in await desk.entered(stage["tournament"]))
    desk.replay()


async def test_what_comes_to_who_has_left_goes_to_the_opponents(desk: Desk) -> None:
    """The match at hand, and one in the lower bracket as soon as its other side is known."""
    stage = await cup(desk, 4, "double_elimination")
    matches = await by_key(desk, stage)
    first = matches["U1-1"]["slots"][0]["entry"]
    told = await shown(desk, first, LEFT)
    assert effects(told) == [(1, "given_up"), (3, "untouched"), (4, "untouched")]
    await gone(desk, first, LEFT)
    await desk.report(matches["U1-2"], {"winner": 0})
    await desk.recompute(stage["id"])
    after = await by_key(desk, stage)
    assert [after[key]["outcome"] for key in ("U1-1", "U1-2", "L1-1")] == ["walkover", "played", "walkover"]
    assert [after[key]["state"] for key in ("U1-1", "L1-1")] == ["confirmed", "confirmed"]
    assert after["L1-1"]["slots"][after["L1-1"]["winner"]]["entry"] != first
    told = (await desk.get(f"/tournaments/{stage['tournament']['id']}/journal"))["items"]
    left = next(line["fact"] for line in told if line["fact"]["kind"] == "EntryLeft")
    assert (left["departure"], left["matches"], left["reason"]) == (
        "withdrawn",
        [after["U1-1"]["id"]],
        WHY["reason"],
    )
    reports = (await desk.get(f"/matches/{after['L1-1']['id']}"))["reports"]
    assert [one["body"]["outcome"]["kind"] for one in reports] == ["walkover"]
    await desk.play(stage, first_wins)
    line = next(one for one in (await desk.view(stage))["standings"] if one["entry"] == first)
    assert line["place"] == 4


@pytest.mark.parametrize("second_person", ["off", "all"])
async def test_a_match_that_was_given_up_and_given_back_is_played(desk: Desk, second_person: str) -> None:
    """The walkover that was taken back stays on record, and what is reported then comes behind it."""
    async with court(desk, 4, reporting={"second_person": second_person}) as here:
        match, _ = await here.ready()
        made = await gone(desk, match["slots"][0]["entry"], LEFT)
        await desk.post(f"/departures/{made['id']}/revert", WHY)
        told = await desk.post(f"/matches/{match['id']}/reports", {"winner": 0})
        reports = (await desk.get(f"/matches/{match['id']}"))["reports"]
        state = "confirmed" if second_person == "off" else "entered"
        assert [(one["version"], one["state"]) for one in reports] == [(1, "reverted"), (2, state)]
        assert told["version"] == 2
        desk.replay()


async def test_what_was_said_of_a_match_gives_way_when_it_is_given_up(desk: Desk) -> None:
    """Where it is given back, who had entered its result enters it anew, and nothing waits from before."""
    async with court(desk, 4, reporting={"second_person": "all"}) as here:
        match, _ = await here.ready()
        await desk.report(match, {"winner": 0})
        made = await gone(desk, match["slots"][0]["entry"], LEFT)
        assert [state for _, state in await here.reports(match)] == ["superseded", "confirmed"]
        await desk.post(f"/departures/{made['id']}/revert", WHY)
        await desk.report(match, {"winner": 0})
        assert [state for _, state in await here.reports(match)] == ["superseded", "reverted", "entered"]
        desk.replay()


async def test_captains_who_agree_bring_a_match_to_who_has_left(desk: Desk) -> None:
    """As a referee's word does: its opponent does not wait for somebody who does not come."""
    async with court(desk, 4, "double_elimination") as here:
        matches = await by_key(desk, here.stage)
        await gone(desk, matches["U1-1"]["slots"][0]["entry"], LEFT)
        for slot in (0, 1):
            await here.claim(matches["U1-2"], slot, {"winner": 0})
        await desk.recompute(here.stage["id"])
        assert (await by_key(desk, here.stage))["L1-1"]["outcome"] == "walkover"
        desk.replay()


async def test_who_is_put_out_is_in_no_lower_bracket(desk: Desk) -> None:
    stage = await cup(desk, 4, "double_elimination")
    first = (await by_key(desk, stage))["U1-1"]["slots"][0]["entry"]
    made = await gone(desk, first, OUT)
    after = await by_key(desk, stage)
    assert (after["U1-1"]["outcome"], after["L1-1"]["slots"][0]["vacant"]) == ("disqualification", True)
    await desk.report(after["U1-2"], {"winner": 0})
    (upper,) = await desk.ready(stage)
    await desk.report(upper, {"winner": 0})
    path = f"/departures/{made['id']}/revert"
    await desk.refused("POST", path, WHY, 409, "departure_overtaken")


async def test_annulled_results_are_lost_and_what_rested_on_them_is_void(desk: Desk) -> None:
    stage = await cup(desk, 4)
    await desk.play(stage, first_wins)
    matches = await by_key(desk, stage)
    first, fourth = (slot["entry"] for slot in matches["U1-1"]["slots"])
    body = {**OUT, "annulled": True}
    assert effects(await shown(desk, first, body)) == [(1, "annulled"), (3, "void")]
    await desk.refused("POST", f"/entries/{first}/departure/preview", LEFT, 409, "transition_not_allowed")
    await gone(desk, first, body)
    after = await by_key(desk, stage)
    assert (after["U1-1"]["outcome"], after["U1-1"]["winner"]) == ("disqualification", 1)
    assert after["U2-1"]["slots"][0]["entry"] == fourth
    tournament = f"/tournaments/{stage['tournament']['id']}"
    assert ((await desk.get(tournament))["state"], (await desk.get(tournament))["champion"]) == (
        "running",
        None,
    )
    await desk.play(stage, first_wins)
    assert (await desk.get(tournament))["champion"]["entry"] == fourth
    desk.replay()


async def test_who_is_put_out_with_its_results_standing_is_no_champion(desk: Desk) -> None:
    stage = await cup(desk, 2)
    await desk.play(stage, first_wins)
    first = (await by_key(desk, stage))["U1-1"]["slots"][0]["entry"]
    made = await gone(desk, first, OUT)
    tournament = f"/tournaments/{stage['tournament']['id']}"
    assert ((await desk.get(tournament))["state"], (await desk.get(tournament))["champion"]) == (
        "finished",
        None,
    )
    await desk.post(f"/departures/{made['id']}/revert", WHY)
    assert (await desk.get(tournament))["champion"]["entry"] == first
    assert (await desk.get(f"/entries/{first}"))["state"] == "placed"
    desk.replay()


async def test_lobbies_go_on_without_who_has_left(desk: Desk) -> None:
    stage = await lobby_stage(desk, 4, lobby_size=4, games=1, rounds=3)
    one, two, _ = await desk.ready(stage)
    await desk.report(one, in_order(one, "1234"))
    first = one["slots"][0]["entry"]
    before = await desk.view(stage)
    body = {**LEFT, "annulled": True}
    assert effects(await shown(desk, first, body)) == [(1, "annulled"), (2, "untouched"), (3, "untouched")]
    made = await gone(desk, first, body)
    await desk.recompute(stage["id"])
    view = await desk.view(stage)
    assert [line["entry"] for line in view["standings"]][-1] == first
    assert view["standings"][0]["figures"]["points"] == before["standings"][0]["figures"]["points"]
    two = (await by_key(desk, stage))["R2-1"]
    assert [slot["vacant"] for slot in two["slots"]] == [True, False, False, False]
    await desk.report(two, in_order(two, "234"))
    await desk.recompute(stage["id"])
    await desk.post(f"/departures/{made['id']}/revert", WHY)
    await desk.recompute(stage["id"])
    after = await by_key(desk, stage)
    assert [after[key]["phase"] for key in ("R1-1", "R2-1", "R3-1")] == ["settled", "settled", "ready"]
    assert after["R1-1"]["placements"][0][0] == {"entry": first, "place": 1, "kills": 0, "outcome": "played"}
    assert [slot["vacant"] for slot in after["R3-1"]["slots"]] == [False] * 4
    desk.replay()


async def test_the_next_place_goes_on_for_who_has_left(desk: Desk) -> None:
    """Also who has a seat in the next stage already is not drawn."""
    tournament = await desk.tournament()
    groups = await desk.stage(tournament, "round_robin", name="Groups", qualifies=2)
    finals = await desk.stage(tournament, name="Finals", size=4)
    entries = await desk.entries(tournament, 6)
    await desk.start(groups)
    await desk.play(groups, first_wins)
    table = [line["entry"] for line in (await desk.view(groups))["standings"]]
    await gone(desk, table[0], LEFT)
    await gone(desk, entries[1]["id"], LEFT)
    drawn = [entry["id"] for entry in (await desk.start(finals))["entries"]]
    assert drawn == [entries[0]["id"], table[1], table[2]]
    desk.replay()


async def test_who_may_take_an_entry_out(desk: Desk) -> None:
    event = await desk.event()
    tournament = await desk.tournament(event)
    stage = await desk.stage(tournament)
    async with desk.person(event) as captain, desk.person(event, "referee") as referee:
        own = await captain.post(f"/tournaments/{tournament['id']}/entries", {"name": "Mine"})
        path = f"/entries/{own['id']}/departure"
        await desk.entries(tournament, 3)
        await captain.refused("POST", f"{path}/preview", LEFT, 409, "tournament_not_running")
        await desk.start(stage)
        for body in ({**LEFT, "annulled": True}, {**LEFT, "following": "exchange"}, OUT):
            await captain.refused("POST", f"{path}/preview", body, 403, "forbidden")
        async with desk.person(event, "caster") as caster:
            await caster.refused("POST", f"{path}/preview", LEFT, 403, "forbidden")
        await captain.refused("POST", path, {**LEFT, **WHY, "impact_token": "x"}, 409, "impact_changed")
        made = await gone(desk, own["id"], LEFT, by=captain)
        again = {**LEFT, **WHY, "impact_token": "x"}
        await captain.refused("POST", path, again, 409, "transition_not_allowed")
        revert = f"/departures/{made['id']}/revert"
        await captain.refused("POST", revert, WHY, 403, "forbidden")
        back = await referee.post(revert, WHY)
        assert await referee.post(revert, {"reason": "Again."}) == back
        listed = (await captain.get(f"/tournaments/{tournament['id']}/departures"))["items"]
        assert listed == [back]
        await gone(desk, own["id"], {**OUT, "annulled": True}, by=referee)
    await desk.refused("POST", f"/departures/{NOBODY}/revert", WHY, 404, "not_found")
    await desk.refused("POST", f"/entries/{NOBODY}/departure/preview", LEFT, 404, "not_found")
    await desk.refused("POST", f"{path}/preview", {"kind": "gone"}, 422, "invalid_fields", "/kind")


async def test_a_correction_that_led_to_who_has_left_can_be_taken_back(desk: Desk) -> None:
    """What was handed over on its way was not played by anybody."""
    stage = await cup(desk, 4, "double_elimination")
    matches = await by_key(desk, stage)
    leaving = matches["U1-1"]["slots"][0]["entry"]
    await desk.report(matches["U1-1"], {"winner": 0})
    departure = await gone(desk, leaving, LEFT)
    await desk.report(matches["U1-2"], {"winner": 0})
    before = await desk.view(stage)
    made = await corrected(desk, matches["U1-1"], {"winner": 1})
    assert (await by_key(desk, stage))["L1-1"]["outcome"] == "walkover"
    await desk.post(f"/corrections/{made['id']}/revert", WHY)
    await desk.recompute(stage["id"])
    assert settled_as(await desk.view(stage)) == settled_as(before)
    await desk.post(f"/departures/{departure['id']}/revert", WHY)
    await desk.recompute(stage["id"])
    assert (await by_key(desk, stage))["U2-1"]["phase"] == "ready"


@pytest.mark.parametrize(("first", "over"), [("round_robin", False), ("double_elimination", True)])
async def test_all_results_of_every_stage_are_annulled_as_shown_and_given_back(
    desk: Desk, first: str, over: bool
) -> None:
    """The stage before loses them too; who went on from it stays on, and the tournament comes to its end."""
    tournament = await desk.tournament()
    groups = await desk.stage(tournament, first, name="Groups", qualifies=2)
    finals = await desk.stage(tournament, name="Finals")
    async with desk.at_ease():
        await desk.entries(tournament, 4)
        await desk.start(groups)
        await desk.play(groups, first_wins)
    await desk.start(finals)
    if over:
        await desk.play(finals, first_wins)
    before = [await desk.view(one) for one in (groups, finals)]
    entry = next(seat["id"] for seat in before[1]["entries"] if seat["seed"] == 1)
    path = f"/entries/{entry}/departure/preview"
    unfit = {**OUT, "everywhere": True}
    await desk.refused("POST", path, unfit, 422, "everywhere_without_annulling", "/everywhere")
    body = {**OUT, "annulled": True, "everywhere": True}
    told = await shown(desk, entry, body)
    (earlier,) = [one for one in told["impact"] if one["kind"] == "earlier"]
    assert (earlier["stage"], earlier["name"], earlier["state"]) == (groups["id"], "Groups", "finished")
    lost = {one["match"] for one in earlier["matches"] if one["effect"] == "annulled"}
    reached = {one["match"]: one["effect"] for one in earlier["matches"]}
    for one in before[0]["matches"]:
        if one["phase"] == "settled" and entry in [slot.get("entry") for slot in one["slots"]]:
            assert reached[one["id"]] in ("annulled", "void")
    assert lost
    assert set(earlier["names"]) == {seat["id"] for seat in before[0]["entries"]}
    assert effects(told) == [(1, "annulled" if over else "given_up")]
    # The same of the last stage alone is something else, and the token says so.
    last = await shown(desk, entry, {**OUT, "annulled": True})
    assert [one for one in told["impact"] if one["kind"] == "match"] == [
        one for one in last["impact"] if one["kind"] == "match"
    ]
    agreed = {**body, **WHY, "impact_token": last["impact_token"]}
    await desk.refused("POST", f"/entries/{entry}/departure", agreed, 409, "impact_changed")
    made = await gone(desk, entry, body)
    assert (made["stage"], made["everywhere"]) == (finals["id"], True)
    for stage in (groups, finals):
        await desk.recompute(stage["id"])
    after = await desk.view(groups)
    assert all(
        one["slots"][one["winner"]]["entry"] != entry
        for one in after["matches"]
        if one["phase"] == "settled" and one["winner"] is not None
    )
    assert [seat["id"] for seat in (await desk.view(finals))["entries"]] == [
        seat["id"] for seat in before[1]["entries"]
    ]
    facts = [item.fact for item in desk.watched[tournament["id"]].items if isinstance(item.fact, EntryLeft)]
    assert [str(fact.stage_id) for fact in facts] == [groups["id"], finals["id"]]
    assert {str(match) for match in facts[0].matches} >= lost
    await desk.post(f"/departures/{made['id']}/revert", WHY)
    for stage, was in zip((groups, finals), before, strict=True):
        await desk.recompute(stage["id"])
        assert settled_as(await desk.view(stage)) == settled_as(was)
    await gone(desk, entry, body)
    for stage in (groups, finals):
        await desk.play(stage, first_wins)
    end = await desk.get(f"/tournaments/{tournament['id']}")
    assert end["state"] == "finished"
    assert (end["champion"] or {}).get("entry") != entry
    desk.replay()


@pytest.mark.parametrize(
    ("first", "options"), [("round_robin", {}), ("swiss", {"wins": 2, "losses": 2}), ("gsl_groups", {})]
)
async def test_who_leaves_a_later_stage_keeps_what_it_did_before(
    desk: Desk, first: str, options: Json
) -> None:
    """The table of the stage before stands, and what is recomputed from nothing says the same."""
    tournament = await desk.tournament()
    groups = await desk.stage(tournament, first, name="Groups", qualifies=2, options=options)
    finals = await desk.stage(tournament, name="Finals")
    async with desk.at_ease():
        await desk.entries(tournament, 4)
        await desk.start(groups)
        await desk.play(groups, first_wins)
    await desk.start(finals)
    before = await desk.view(groups)
    made = await gone(desk, (await desk.view(finals))["entries"][0]["id"], {**OUT, "annulled": True})
    for _ in range(2):
        for stage in (groups, finals):
            await desk.recompute(stage["id"])
        assert (await desk.view(groups))["standings"] == before["standings"]
        await desk.post(f"/departures/{made['id']}/revert", WHY)
    desk.replay()
