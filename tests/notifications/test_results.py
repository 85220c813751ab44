"""Notices of places: to everybody of an entry when a tournament is over, once, and of another place anew."""

from uuid import UUID

import msgspec
import pytest

from esports.jobs import AnnounceResults
from esports.notifications import telling
from esports.notifications.rendering import render
from esports.notifications.wire import EntryPlaced
from esports.uow import unit_of_work
from tests.drafts.hall import Hall
from tests.notifications.test_check_ins import told
from tests.support.desk import Desk, Json
from workers.handlers import handle

KIND = "entry_placed"
WON = EntryPlaced(
    tournament_id=UUID(int=1),
    event="Week",
    event_slug="week",
    tournament="Cup",
    tournament_slug="cup",
    name="Owls",
    place=1,
    among=8,
)


async def again(hall: Hall, tournament: Json) -> None:
    """Do the job once more, as it is when it comes twice."""
    async with unit_of_work(hall.worker.engine, hall.worker.waker, clock=hall.clock) as unit:
        await handle(hall.worker, unit, AnnounceResults(UUID(tournament["id"])))
        await unit.commit()


async def final(hall: Hall, tournament: Json, *people: Desk) -> Json:
    """The only match between what these people enter."""
    stage = await hall.desk.stage(tournament)
    for number, who in enumerate(people):
        await who.post(f"/tournaments/{tournament['id']}/entries", {"name": f"Team {number}"})
    await hall.desk.start(stage)
    (match,) = await hall.desk.ready(stage)
    return match


async def places(*people: Desk) -> list[list[int]]:
    """What each was told, the newest first."""
    return [[one["place"] for one in await told(who, KIND)] for who in people]


async def test_everybody_hears_of_their_place_once_and_of_another_one_anew(hall: Hall) -> None:
    tournament = await hall.desk.tournament()
    async with hall.desk.person() as mei, hall.desk.person() as jun, hall.desk.person() as other:
        match = await final(hall, tournament, mei, jun)
        await again(hall, tournament)
        assert await places(mei, jun) == [[], []], "it is not over"
        await hall.desk.post(f"/matches/{match['id']}/reports", {"winner": 0})
        for _ in range(2):
            await hall.work()
            await again(hall, tournament)
        before = await places(mei, jun, other)
        assert sorted(before) == [[], [1], [2]]
        assert {(one["name"], one["among"]) for one in await told(mei, KIND)} == {("Team 0", 2)}
        hall.clock.go(60)
        path, right = f"/matches/{match['id']}/correction", {"winner": 1}
        token = (await hall.desk.post(f"{path}/preview", right))["impact_token"]
        await hall.desk.post(path, {**right, "reason": "The sides were mixed up.", "impact_token": token})
        for _ in range(2):
            await hall.work()
            await again(hall, tournament)
        assert await places(mei, jun, other) == [[3 - one, one] for (one,) in before[:2]] + [[]]


async def test_a_crowd_hears_in_parts(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 1)
    tournament = await hall.desk.tournament()
    async with hall.desk.person() as mei, hall.desk.person() as jun:
        match = await final(hall, tournament, mei, jun)
        await hall.desk.post(f"/matches/{match['id']}/reports", {"winner": 0})
        await hall.work()
        assert sorted(await places(mei, jun)) == [[1], [2]]


def test_the_words_are_for_the_winner_and_for_the_others() -> None:
    won = render(WON, locale="en", name="Mei", home="https://week.example")
    assert won.subject == "Owls has won Cup"
    assert "https://week.example/events/week/cup" in won.text
    third = render(msgspec.structs.replace(WON, place=3), locale="zh-Hans", name="梅", home="")
    assert third.subject == "Cup 已结束：Owls 获得第 3 名"
