"""Time that runs out: by the worker, by whoever acts next, and by one who acts too late; never twice."""

from esports.journal.facts import DraftDecided
from tests.drafts.hall import HERO_DRAFT, HEROES, VETO, Hall


async def test_the_worker_lets_the_time_run_out(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.begun(VETO)
        hall.clock.go(29.999)
        assert await hall.work() == []
        hall.clock.go(0.001)
        (item,) = await hall.work()
        assert isinstance(item.fact, DraftDecided)
        assert item.actor_id is None
        seen = await duel.see(draft)
        assert [one["cause"] for one in seen["decisions"]] == ["random"]
        assert (seen["turn"], seen["deadline_at"]) == ([1], "2026-11-25T12:01:00.000Z")
        assert await hall.work() == []
        assert await hall.expire(draft) == []
        hall.desk.replay()


async def test_a_worker_that_was_away_takes_no_turn_away(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.begun(VETO)
        hall.clock.go(300)
        assert len(await hall.work()) == 1
        assert (await duel.see(draft))["deadline_at"] == "2026-11-25T12:05:30.000Z"


async def test_a_draft_that_nobody_attends_ends_by_itself(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.begun(HERO_DRAFT)
        for _ in range(15):
            hall.clock.go(30)
            assert len(await hall.work()) == 1
        seen = await duel.see(draft)
        assert seen["phase"] == "ended"
        causes = [(one["kind"], one["cause"]) for one in seen["decisions"]]
        assert causes.count(("ban", "skip")) == 8
        assert causes.count(("pick", "random")) == 10
        hall.clock.go(30)
        assert await hall.work() == []


async def test_the_job_of_a_turn_that_is_over_does_nothing(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.begun(VETO)
        hall.clock.go(20)
        await duel.choose(draft, "Nuke")
        hall.clock.go(10)
        assert await hall.work() == []
        assert await hall.expire(draft) == []
        hall.clock.go(20)
        assert len(await hall.work()) == 1
        assert await hall.expire({"id": duel.match["id"]}) == []


async def test_a_late_choice_is_refused_and_the_time_is_over(hall: Hall) -> None:
    """The clock decides, and the refusal does not take back what it decided."""
    async with hall.duel() as duel:
        draft = await duel.begun(HERO_DRAFT)
        hall.clock.go(30)
        key = {"headers": {"idempotency-key": "late"}}
        body = {"slot": 0, "step": 0, "choice": HEROES[0]}
        for _ in range(2):
            reply = await duel.captains[0].call("POST", f"/drafts/{draft['id']}/actions", body, **key)
            assert (reply.status_code, reply.json()["code"]) == (409, "draft_too_late")
        seen = await duel.see(draft)
        assert [(one["slot"], one["cause"]) for one in seen["decisions"]] == [(0, "skip")]
        assert seen["deadline_at"] == "2026-11-25T12:01:00.000Z"
        assert await hall.work() == []


async def test_the_next_one_to_choose_need_not_wait_for_the_worker(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.begun(HERO_DRAFT)
        hall.clock.go(31)
        reply = await duel.send(draft, 1, 1, HEROES[1])
        assert reply.status_code == 201
        items = await hall.desk.check(commits=1)
        assert [len(item.fact.decisions) for item in items if isinstance(item.fact, DraftDecided)] == [1, 1]
        seen = await duel.see(draft)
        assert [(one["slot"], one["cause"]) for one in seen["decisions"]] == [(0, "skip"), (1, "chosen")]
        assert await hall.work() == []
        hall.desk.replay()


async def test_a_late_choice_never_counts_for_another_step(hall: Hall) -> None:
    """The same side has the next step as well: what was meant as a pick must not become a ban."""
    script = {
        "name": "twice",
        "steps": [
            {"actor": "a", "kind": "pick", "seconds": 10, "timeout": "random"},
            {"actor": "a", "kind": "ban", "seconds": 10, "timeout": "skip"},
        ],
    }
    async with hall.duel() as duel:
        draft = await duel.begun({"script": script, "pool": HEROES[:9]})
        hall.clock.go(10)
        await hall.work()
        assert (await duel.send(draft, 0, 0, HEROES[3])).json()["code"] == "draft_too_late"
        assert len((await duel.see(draft))["decisions"]) == 1


async def test_a_referee_after_the_deadline_finds_the_timeout_done(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.begun(VETO)
        hall.clock.go(30)
        paused = (await duel.direct(draft, "pause"))["view"]
        assert ([one["cause"] for one in paused["decisions"]], paused["left_ms"]) == (["random"], 30_000)
        await duel.direct(draft, "resume")
        hall.clock.go(31)
        undone = (await duel.direct(draft, "undo"))["view"]
        assert (len(undone["decisions"]), undone["turn"]) == (1, [1])
        assert undone["deadline_at"] == "2026-11-25T12:01:31.000Z"
        hall.desk.replay()
