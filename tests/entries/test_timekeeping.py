"""The check-in opens and closes by the clock: in time, hours late, after the times were changed, and once."""

from datetime import timedelta
from uuid import UUID

from esports.jobs import MoveByClock
from esports.uow import unit_of_work
from tests.drafts.hall import Hall
from tests.support.desk import Json
from workers.handlers import handle

HOUR = 3_600


def window(hall: Hall, opens: int, closes: int) -> Json:
    """A window that opens and closes so many hours from now."""
    moments = (hall.clock() + timedelta(hours=hours) for hours in (opens, closes))
    return dict(zip(("opens_at", "closes_at"), (one.isoformat() for one in moments), strict=True))


async def meeting(hall: Hall, count: int = 4, **fields: object) -> tuple[Json, list[Json]]:
    """Entries for three places; the check-in is from the first hour to the second."""
    tournament = await hall.desk.tournament(capacity=3, check_in=window(hall, 1, 2), **fields)
    return tournament, await hall.desk.entries(tournament, count)


async def state(hall: Hall, tournament: Json) -> str:
    found = await hall.desk.get(f"/tournaments/{tournament['id']}")
    return str(found["state"])


async def states(hall: Hall, tournament: Json) -> list[str]:
    return [one["state"] for one in await hall.desk.entered(tournament)]


async def look(hall: Hall, tournament: Json) -> None:
    """Look once more, as a job that comes twice does."""
    async with unit_of_work(hall.worker.engine, hall.worker.waker, clock=hall.clock) as unit:
        await handle(hall.worker, unit, MoveByClock(UUID(tournament["id"])))
        await unit.commit()


async def test_a_check_in_opens_and_closes_by_itself_once(hall: Hall) -> None:
    tournament, made = await meeting(hall)
    await hall.work()
    assert await state(hall, tournament) == "registration"
    hall.clock.go(HOUR)
    await hall.work()
    assert await state(hall, tournament) == "check_in"
    for number in (0, 3):
        await hall.desk.post(f"/entries/{made[number]['id']}/check-in")
    hall.clock.go(HOUR - 1)
    await hall.work()
    assert await state(hall, tournament) == "check_in", "a second is left"
    hall.clock.go(1)
    await hall.work()
    assert await state(hall, tournament) == "seeding"
    after = await states(hall, tournament)
    assert after == ["checked_in", "no_show", "no_show", "checked_in"], "who waited and came is in"
    seen = len(hall.desk.watched[tournament["id"]].items)
    await look(hall, tournament)
    await hall.desk.check(commits=0)
    assert len(hall.desk.watched[tournament["id"]].items) == seen
    hall.desk.replay()


async def test_it_closes_hours_late_after_the_workers_were_away(hall: Hall) -> None:
    tournament, made = await meeting(hall, 2)
    hall.clock.go(HOUR)
    await hall.work()
    await hall.desk.post(f"/entries/{made[1]['id']}/check-in")
    hall.clock.go(7 * HOUR)
    await hall.work()
    assert await state(hall, tournament) == "seeding"
    assert await states(hall, tournament) == ["no_show", "checked_in"]


async def test_a_window_that_passed_by_unseen_marks_nobody_missing(hall: Hall) -> None:
    tournament, _ = await meeting(hall, 2)
    hall.clock.go(9 * HOUR)
    await hall.work()
    assert await state(hall, tournament) == "registration"
    assert await states(hall, tournament) == ["confirmed"] * 2


async def test_a_check_in_that_nobody_came_to_waits_for_the_organisers(hall: Hall) -> None:
    tournament, _ = await meeting(hall, 2)
    hall.clock.go(HOUR)
    await hall.work()
    hall.clock.go(HOUR)
    await hall.work()
    assert await state(hall, tournament) == "check_in"
    assert await states(hall, tournament) == ["confirmed"] * 2


async def test_the_times_of_the_moment_count(hall: Hall) -> None:
    """Put off while it is open, it closes at the new time; put back, at once; taken away, not at all."""
    tournament, made = await meeting(hall, 2)
    kept, others = await meeting(hall, 2)
    hall.clock.go(HOUR)
    await hall.work()
    await hall.desk.post(f"/entries/{made[0]['id']}/check-in")
    await hall.desk.post(f"/entries/{others[0]['id']}/check-in")
    for one, times in ((tournament, window(hall, 0, 5)), (kept, None)):
        await hall.desk.do("PATCH", f"/tournaments/{one['id']}", {"check_in": times})
    hall.clock.go(2 * HOUR)
    await hall.work()
    assert [await state(hall, one) for one in (tournament, kept)] == ["check_in"] * 2
    await hall.desk.do("PATCH", f"/tournaments/{tournament['id']}", {"check_in": window(hall, -2, -1)})
    await hall.work()
    assert [await state(hall, one) for one in (tournament, kept)] == ["seeding", "check_in"]
