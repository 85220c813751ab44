"""A referee's words: pause, resume, undo, void; and drafts of those who no longer play."""

from tests.drafts.hall import VETO, Hall


async def test_a_pause_stops_the_clock_and_keeps_what_is_left(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.begun(VETO)
        hall.clock.go(12.5)
        paused = (await duel.direct(draft, "pause"))["view"]
        assert (paused["phase"], paused["deadline_at"], paused["left_ms"]) == ("paused", None, 17_500)
        hall.clock.go(3600)
        assert await hall.work() == []
        assert (await duel.send(draft, 0, 0, "Nuke")).json()["code"] == "draft_paused"
        resumed = (await duel.direct(draft, "resume"))["view"]
        assert (resumed["phase"], resumed["deadline_at"]) == ("running", "2026-11-25T13:00:30.000Z")
        hall.clock.go(17.499)
        assert await hall.work() == []
        await duel.choose(draft, "Nuke")


async def test_undo_takes_back_the_last_choice_with_its_time(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.begun(VETO)
        await hall.desk.refused("POST", f"/drafts/{draft['id']}/undo", {}, 409, "draft_nothing_to_undo")
        hall.clock.go(10)
        await duel.choose(draft, "Nuke")
        hall.clock.go(5)
        undone = (await duel.direct(draft, "undo"))["view"]
        assert (undone["decisions"], undone["turn"]) == ([], [0])
        assert undone["deadline_at"] == "2026-11-25T12:00:35.000Z"
        await duel.choose_all(draft, "Nuke", "Train")
        ended = await duel.choose_all(draft, "Inferno", "CT", "Mirage", "T", "Dust2", "Ancient", "CT")
        assert ended["phase"] == "ended"
        again = (await duel.direct(draft, "undo"))["view"]
        assert (again["phase"], again["draw_seed"], again["kind"]) == ("running", None, "side")
        hall.desk.replay()


async def test_who_was_not_up_to_date_undoes_nothing(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.begun(VETO)
        await duel.choose_all(draft, "Nuke", "Train")
        path = f"/drafts/{draft['id']}/undo"
        problem = await hall.desk.refused("POST", path, {"expected_revision": 3}, 412, "stale_revision")
        assert problem["revision"] == 4
        await hall.desk.post(path, {"expected_revision": 4})
        await hall.desk.refused("POST", path, {"expected_revision": 4}, 412, "stale_revision")


async def test_a_repeat_under_the_same_key_takes_effect_once(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.begun(VETO)
        await duel.choose_all(draft, "Nuke", "Train")
        undo = ("POST", f"/drafts/{draft['id']}/undo", {})
        first = await hall.desk.call(*undo, headers={"idempotency-key": "once"})
        again = await hall.desk.call(*undo, headers={"idempotency-key": "once"})
        assert first.content == again.content
        assert len((await duel.see(draft))["decisions"]) == 1


async def test_a_void_draft_leaves_the_view_and_its_place(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.begun(VETO)
        await hall.desk.refused("POST", duel.path, VETO, 409, "draft_exists")
        assert (await duel.direct(draft, "void"))["voided"]
        assert await hall.desk.check() == []
        assert (await duel.direct(draft, "void"))["voided"]
        match = await hall.desk.get(f"/matches/{duel.match['id']}")
        assert match["match"]["drafts"] == []
        hall.clock.go(31)
        assert await hall.work() == []
        assert (await duel.send(draft, 0, 0, "Nuke")).json()["code"] == "draft_voided"
        other = await duel.open(VETO)
        assert other["id"] != draft["id"]


async def test_a_draft_ends_with_its_match(hall: Hall) -> None:
    async with hall.duel(1) as duel:
        body = {**VETO, "script": "counter_strike_bo1"}
        draft = await duel.begun(body)
        await duel.choose(draft, "Nuke")
        await hall.desk.move(duel.tournament, "paused")
        await duel.choose(draft, "Train")
        await hall.desk.move(duel.tournament, "running")
        await hall.desk.report(duel.match, {"winner": 0})
        hall.clock.go(31)
        assert await hall.work() == []
        assert (await duel.send(draft, 1, 1, "Dust2")).json()["code"] == "tournament_not_running"
        assert len((await duel.shown(draft))["decisions"]) == 2
        hall.desk.replay()


async def test_a_correction_that_sends_others_takes_the_draft_away_and_brings_it_back(hall: Hall) -> None:
    desk = hall.desk
    stage = await desk.stage(await desk.tournament(best_of=3))
    await desk.entries({"id": stage["tournament"]}, 4)
    await desk.start(stage)
    semifinals = await desk.ready(stage)
    for match in semifinals:
        await desk.report(match, {"winner": 0})
    (final,) = await desk.ready(stage)
    draft = await desk.post(f"/matches/{final['id']}/drafts", VETO)
    await desk.post(f"/drafts/{draft['id']}/begin", {})
    path, claim = f"/matches/{semifinals[0]['id']}/correction", {"winner": 1}
    token = (await desk.post(f"{path}/preview", claim))["impact_token"]
    made = await desk.post(path, {**claim, "reason": "Mixed up.", "impact_token": token})
    (changed,) = await desk.ready(stage)
    assert (changed["id"], changed["drafts"]) == (final["id"], [])
    hall.clock.go(31)
    assert await hall.work() == []
    await desk.refused("POST", f"/drafts/{draft['id']}/pause", {}, 409, "match_not_ready")
    await desk.post(f"/corrections/{made['id']}/revert", {"reason": "Was right."})
    (restored,) = await desk.ready(stage)
    assert [one["id"] for one in restored["drafts"]] == [draft["id"]]
    await desk.post(path, {**claim, "reason": "Mixed up.", "impact_token": token})
    other = await desk.post(f"/matches/{final['id']}/drafts", VETO)
    assert (await desk.get(f"/drafts/{draft['id']}"))["voided"]
    assert [one["id"] for one in (await desk.ready(stage))[0]["drafts"]] == [other["id"]]
    desk.replay()
