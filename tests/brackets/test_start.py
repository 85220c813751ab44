"""The draw, the start, the rounds and the documents of a stage; and how they are refused."""

import asyncio
from typing import Any
from uuid import UUID

from sqlalchemy import text

from esports.journal.views import normal
from esports.tournaments.queries import by_id, remove_stage
from tests.support.app import refusal
from tests.support.desk import API, NOBODY, OPEN, Desk, first_wins
from tests.support.wait import until

WAITING = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def test_a_preview_is_what_the_start_makes_and_keeps_nothing(desk: Desk) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament, "round_robin", options={"groups": 2})
    await desk.entries(tournament, 7)
    seen = await desk.post(f"/stages/{stage['id']}/draw", {"draw_seed": "lot"})
    assert await desk.check() == []
    made = await desk.start(stage, draw_seed="lot")

    def drawn(document: Any) -> Any:
        return [
            (match["key"], match["phase"], [slot["entry"] for slot in match["slots"]])
            for match in document["matches"]
        ]

    assert drawn(seen) == drawn(made)
    assert seen["entries"] == made["entries"]
    assert made["stage"]["draw_seed"] == "lot"
    again = await desk.refused("POST", f"/stages/{stage['id']}/draw", {}, 409, "stage_not_pending")
    assert again["detail"]


async def test_a_start_is_refused(desk: Desk) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament, size=4)
    path = f"/stages/{stage['id']}/start"
    await desk.refused("POST", path, {}, 409, "too_few_entries", "/entries")
    await desk.entries(tournament, 1)
    await desk.refused("POST", path, {}, 409, "too_few_entries", "/entries")
    await desk.entries(tournament, 4, prefix="More")
    await desk.refused("POST", path, {}, 409, "stage_overfull", "/stages/0/size")
    await desk.post(f"/entries/{(await desk.entered(tournament))[0]['id']}/withdraw")
    await desk.refused("POST", path, {"expected_seq": 1}, 412, "stale_seq")
    seq = (await desk.heads())[tournament["id"]]
    stale = await desk.refused("POST", path, {"expected_seq": seq + 1}, 412, "stale_seq")
    assert stale["seq"] == seq
    for body, pointer in (
        ({"expected_seq": -1}, "/expected_seq"),
        ({"expected_seq": 2**60}, "/expected_seq"),
        ({"draw_seed": ""}, "/draw_seed"),
        ({"draw_seed": "x" * 121}, "/draw_seed"),
        ({"seed": "x"}, "/seed"),
    ):
        await desk.refused("POST", path, body, 422, "invalid_fields", pointer)
    for verb in ("start", "draw"):
        await desk.refused("POST", f"/stages/{NOBODY}/{verb}", {}, 404, "not_found")
    await desk.refused("POST", f"/stages/{stage['id']}/rounds", None, 409, "stage_not_running")
    await desk.start(stage, expected_seq=seq)
    await desk.refused("POST", path, {}, 409, "stage_not_pending")
    await desk.refused("POST", f"/stages/{stage['id']}/rounds", None, 409, "round_not_complete")


async def test_a_stage_that_is_taken_off_at_the_same_moment_does_not_start(desk: Desk) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 2)
    async with desk.engine.begin() as other:
        await by_id(other, UUID(tournament["id"]), lock=True)
        start = asyncio.create_task(desk.client.post(f"{API}/stages/{stage['id']}/start", json={}))

        async def waits() -> bool:
            async with desk.engine.connect() as looking:  # one transaction would see one state
                return bool((await looking.execute(text(f"SELECT count(*) {WAITING}"))).scalar_one())

        await until(waits)
        await remove_stage(other, UUID(stage["id"]))
        desk.lawful = False  # nothing told the journal
    refusal(await start, 404, "not_found")


async def test_nothing_starts_in_a_tournament_that_rests_or_is_over(desk: Desk) -> None:
    for steps, code in (
        (["running", "paused"], "tournament_not_running"),
        (["cancelled"], "tournament_not_running"),
    ):
        tournament = await desk.tournament()
        stage = await desk.stage(tournament)
        await desk.entries(tournament, 2)
        for step in steps:
            await desk.move(tournament, step)
        await desk.refused("POST", f"/stages/{stage['id']}/start", {}, 409, code)


async def test_no_round_is_paired_in_a_tournament_that_rests_or_is_over(desk: Desk) -> None:
    """Nobody could report its results, and people would be told that they can play."""
    tournament = await desk.tournament()
    stage = await desk.stage(tournament, "swiss", options={"wins": 2, "losses": 2, "pairing": "manual"})
    await desk.entries(tournament, 4)
    await desk.start(stage)
    for match in await desk.ready(stage):
        await desk.report(match, {"winner": 0})
    path = f"/stages/{stage['id']}/rounds"
    await desk.move(tournament, "paused")
    await desk.refused("POST", path, None, 409, "tournament_not_running")
    await desk.move(tournament, "running")
    await desk.post(path)
    for match in await desk.ready(stage):
        await desk.report(match, {"winner": 0})
    await desk.move(tournament, "cancelled")
    await desk.refused("POST", path, None, 409, "tournament_not_running")


async def test_a_length_that_leaves_no_winner_is_refused_at_the_draw(desk: Desk) -> None:
    tournament = await desk.tournament(best_of=2)
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 2)
    path = f"/stages/{stage['id']}/start"
    await desk.refused("POST", path, {}, 409, "option_must_be_odd", "/options/best_of")
    await desk.do("PATCH", f"/tournaments/{tournament['id']}", {"best_of": 3})
    assert (await desk.start(stage))["matches"][0]["best_of"] == 3


async def test_a_swiss_of_a_size_that_does_not_go_is_refused(desk: Desk) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament, "swiss")
    await desk.entries(tournament, 10)
    await desk.refused("POST", f"/stages/{stage['id']}/start", {}, 409, "swiss_size", "/options/variant")


async def test_qualifiers_must_come_from_every_group_alike(desk: Desk) -> None:
    """Found at the draw, where the number of groups is known, and not at the last result of the stage."""
    tournament = await desk.tournament()
    groups = await desk.stage(tournament, "gsl_groups", qualifies=3)
    final = await desk.stage(tournament, "gauntlet", name="Final")
    await desk.entries(tournament, 8)
    for verb in ("draw", "start"):
        path = f"/stages/{groups['id']}/{verb}"
        await desk.refused("POST", path, {}, 409, "qualifies_not_divisible", "/qualifies")
    assert (await desk.call("DELETE", f"/stages/{final['id']}")).status_code == 204
    await desk.start(groups)
    assert (await desk.play(groups, first_wins))["stage"]["state"] == "finished"


async def test_documents_carry_their_place_in_the_journal(desk: Desk) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    path = f"/stages/{stage['id']}"
    pending = await desk.client.get(f"/api/v1{path}/view")
    assert pending.json()["matches"] == []
    await desk.entries(tournament, 4)
    document = await desk.start(stage)
    reply = await desk.client.get(f"/api/v1{path}/view")
    shown = reply.json()
    assert reply.headers["etag"] == f'"{shown["epoch"]}:{shown["seq"]}"' != pending.headers["etag"]
    assert shown.pop("seq") == (await desk.heads())[tournament["id"]]
    assert shown.pop("epoch")
    assert normal(shown) == normal(document)
    seen = {"if-none-match": reply.headers["etag"]}
    again = await desk.client.get(f"/api/v1{path}/view", headers=seen)
    assert (again.status_code, again.content) == (304, b"")
    await desk.report((await desk.ready(stage))[0], {"winner": 0})
    assert (await desk.client.get(f"/api/v1{path}/view", headers=seen)).status_code == 200
    await desk.play(stage, first_wins)
    table = await desk.get(f"{path}/standings")
    assert [line["place"] for line in table] == [1, 2, 3, 3]
    assert table[0]["trail"][0]["against"] == table[1]["entry"]
    for what in ("view", "standings"):
        await desk.refused("GET", f"/stages/{NOBODY}/{what}", None, 404, "not_found")


async def test_where_nobody_checked_in_all_who_are_in_play(desk: Desk) -> None:
    """But a check-in that is planned is not passed over unless somebody says why."""
    tournament = await desk.tournament(check_in=OPEN)
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 2)
    path, move = f"/stages/{stage['id']}", f"/tournaments/{tournament['id']}/transitions"
    for what in ("draw", "start"):
        await desk.refused("POST", f"{path}/{what}", {}, 409, "check_in_not_held", "/reason")
    for to in ("seeding", "running"):
        await desk.refused("POST", move, {"to": to}, 409, "check_in_not_held", "/reason")
    await desk.refused("POST", move, {"to": "seeding", "reason": ""}, 422, "invalid_fields", "/reason")
    await desk.move(tournament, "check_in")
    await desk.refused("POST", move, {"to": "seeding"}, 409, "check_in_not_held", "/reason")
    await desk.post(move, {"to": "seeding", "reason": "The hall has no network."})
    told = (await desk.get(f"/tournaments/{tournament['id']}/journal"))["items"][-1]["fact"]
    assert (told["kind"], told["reason"]) == ("TournamentMoved", "The hall has no network.")
    assert len((await desk.start(stage))["entries"]) == 2
