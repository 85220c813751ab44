"""Notices of an entry's way: it has come in, it is drawn, it goes on; each once, and as things are now."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from esports.db.schema.notifications import notices
from esports.jobs import (
    AnnounceDraw,
    AnnounceMatchReady,
    AnnouncePlace,
    AnnounceQualified,
    AnnounceReport,
    AnyJob,
    TellQualified,
    TellReceived,
)
from esports.notifications import telling
from esports.notifications.entry_wire import DrawPublished, EntryQualified, EntryReceived
from esports.notifications.rendering import render
from esports.uow import unit_of_work
from tests.drafts.hall import Hall
from tests.honours.played import begun
from tests.honours.test_qualification import feeds, fill, plan
from tests.notifications.test_check_ins import told
from tests.support.crowd import speak_for
from tests.support.desk import NOBODY, Desk, Json, first_wins
from tests.teams.club import club
from workers.handlers import handle


async def again(hall: Hall, *jobs: AnyJob) -> None:
    """Do jobs once more, as they are when they come twice or late."""
    async with unit_of_work(hall.worker.engine, hall.worker.waker, clock=hall.clock) as unit:
        for job in jobs:
            await handle(hall.worker, unit, job)
        await unit.commit()


async def enter(who: Desk, tournament: Json, name: str) -> Json:
    """Somebody enters themselves."""
    entry: Json = await who.post(f"/tournaments/{tournament['id']}/entries", {"name": name})
    return entry


async def test_who_registers_has_a_receipt_of_how_it_stands_once(hall: Hall) -> None:
    tournament = await hall.desk.tournament(capacity=2)
    async with hall.desk.person() as mei, hall.desk.person() as jun, hall.desk.person() as ada:
        await hall.desk.post(f"/tournaments/{tournament['id']}/entries", {"name": "By the desk"})
        first, second = await enter(mei, tournament, "Owls"), await enter(jun, tournament, "Larks")
        gone = await enter(ada, tournament, "Terns")
        await ada.post(f"/entries/{gone['id']}/withdraw")
        for _ in range(2):
            await hall.work()
            ids = [UUID(one["id"]) for one in (first, second, gone)]
            await again(hall, *map(TellReceived, ids), TellReceived(UUID(NOBODY)))
        states = [[one["state"] for one in await told(who, "entry_received")] for who in (mei, jun, ada)]
        assert states == [["confirmed"], ["waitlisted"], []], "of one that has left by then nothing is told"


async def test_what_waits_for_approval_says_so(hall: Hall) -> None:
    tournament = await hall.desk.tournament()
    rules = f"/tournaments/{tournament['id']}/entry-rules"
    await hall.desk.do("PUT", rules, {"approval": True})
    async with hall.desk.person() as mei:
        await enter(mei, tournament, "Owls")
        await hall.work()
        assert [one["state"] for one in await told(mei, "entry_received")] == ["pending"]


async def test_who_is_let_in_by_hand_is_told(hall: Hall) -> None:
    tournament = await hall.desk.tournament(capacity=2, offer_minutes=30)
    first, *_ = await hall.desk.entries(tournament, 2)
    async with hall.desk.person() as mei:
        entry = await enter(mei, tournament, "Owls")
        await hall.desk.post(f"/entries/{first['id']}/withdraw")
        await hall.work()
        hall.clock.go(60)
        body = {"action": "promote", "entries": [entry["id"]]}
        await hall.desk.post(f"/tournaments/{tournament['id']}/entries/bulk", body)
        for _ in range(2):
            await hall.work()
            await again(hall, AnnouncePlace(UUID(entry["id"])))
        assert [one["until"] is None for one in await told(mei, "place_free")] == [True, False]


async def test_everybody_of_a_draw_hears_of_their_first_match_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 1)
    tournament = await hall.desk.tournament(roster={"min": 1, "max": 3})
    stage = await hall.desk.stage(tournament)
    job = AnnounceDraw(UUID(stage["id"]))
    async with club(hall.desk) as owls, hall.desk.person() as jun, hall.desk.person() as late:
        mate, (own, other, *_) = owls.members[0], await owls.people()
        roster = [{"name": "a", "person": own}, {"name": "b", "person": other}]
        path = f"/tournaments/{tournament['id']}/entries"
        await owls.captain.post(path, {"name": "Owls", "team": owls.id, "roster": roster})
        await enter(jun, tournament, "Larks")
        gone = await enter(late, tournament, "Terns")
        await late.post(f"/entries/{gone['id']}/withdraw")
        await again(hall, job, AnnounceDraw(UUID(NOBODY)))
        await hall.work()
        assert not await told(jun, "draw_published"), "it is not drawn"
        await hall.desk.start(stage)
        for _ in range(2):
            await hall.work()
            await again(hall, job)
        (match,) = await hall.desk.ready(stage)
        for who, name in ((owls.captain, "Owls"), (mate, "Owls"), (jun, "Larks")):
            (drawn,) = await told(who, "draw_published")
            assert (drawn["match_id"], drawn["name"]) == (match["id"], name)
            assert sorted(drawn["names"]) == ["Larks", "Owls"]
            assert (drawn["group"], drawn["starts_at"]) == (None, None)
        assert not await told(late, "draw_published")
        people = (owls.captain, mate, jun, late)
        for _ in range(2):
            await again(hall, AnnounceMatchReady(UUID(match["id"])))
        assert [len(await told(who, "match_ready")) for who in people] == [1, 1, 1, 0]
        report = await jun.post(f"/matches/{match['id']}/reports", {"winner": 0})
        await hall.work()
        await again(hall, AnnounceReport(UUID(report["id"])))
        asked = [len(await told(who, "report_waiting")) for who in people]
        assert asked == [1, 1, 0, 0], "whose own side has spoken is not asked"


async def test_a_draw_that_is_over_or_off_is_not_told(hall: Hall) -> None:
    tournament = await hall.desk.tournament()
    stage = await hall.desk.stage(tournament)
    async with hall.desk.person() as mei, hall.desk.person() as jun:
        for number, who in enumerate((mei, jun)):
            await enter(who, tournament, f"Team {number}")
        await hall.desk.start(stage)
        await hall.desk.move(tournament, "cancelled")
        await hall.work()
        assert not await told(mei, "draw_published")


async def test_in_groups_each_hears_of_their_own(hall: Hall) -> None:
    tournament = await hall.desk.tournament()
    stage = await hall.desk.stage(tournament, "round_robin", qualifies=2, options={"groups": 2})
    await hall.desk.stage(tournament, name="Playoffs")
    people = [hall.desk.person() for _ in range(4)]
    async with people[0] as one, people[1] as two, people[2] as three, people[3] as four:
        everybody = (one, two, three, four)
        for number, who in enumerate(everybody):
            await enter(who, tournament, f"Team {number}")
        await hall.desk.start(stage)
        await hall.work()
        drawn = [(await told(who, "draw_published"))[0] for who in everybody]
        assert sorted(one["group"] for one in drawn) == ["A", "A", "B", "B"]
        await again(hall, AnnounceQualified(UUID(stage["id"])))
        for match in await hall.desk.ready(stage):
            await hall.desk.post(f"/matches/{match['id']}/reports", {"winner": 0})
        for _ in range(2):
            await hall.work()
            await again(hall, AnnounceQualified(UUID(stage["id"])))
        on = [await told(who, "entry_qualified") for who in everybody]
        assert sorted(map(len, on)) == [0, 0, 1, 1]
        assert {one["stage"] for own in on for one in own} == {"Playoffs"}


async def test_who_qualifies_for_another_tournament_hears_by_which_place_once(hall: Hall) -> None:
    desk = hall.desk
    event = await desk.event()
    north, stage = await begun(desk, event, ["N1", "N2"])
    await speak_for(desk.engine, north["id"])
    await desk.play(stage, first_wins)
    final = await desk.tournament(event)
    await plan(desk, final, feeds(north, 1))
    await fill(desk, final)
    (entry,) = await desk.entered(final)
    for _ in range(2):
        await hall.work()
        await again(hall, TellQualified(UUID(entry["id"])), TellQualified(UUID(NOBODY)))
        await fill(desk, final)
    query = select(notices.c.payload).where(notices.c.kind == "entry_qualified")
    async with desk.engine.connect() as connection:
        (payload,) = (await connection.execute(query)).scalars()
    assert (payload["name"], payload["source"], payload["place"]) == ("N1", north["name"], 1)
    assert (payload["tournament"], payload["stage"]) == (final["name"], None)


PLACE = {"event": "The Week", "event_slug": "week", "tournament": "Cup", "tournament_slug": "cup"}
DRAWN = DrawPublished(
    **PLACE,
    tournament_id=UUID(int=1),
    time_zone="Europe/Berlin",
    stage="Groups",
    name="Owls",
    group="B",
    match_id=UUID(int=2),
    number=3,
    names=["Owls", "<b>Larks</b>"],
    starts_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    station="Stage 1",
)


def test_the_draw_says_where_and_when_by_the_clock_of_the_event() -> None:
    message = render(DRAWN, locale="en", name="Ana", home="https://week.example")
    assert "It starts at 2026-10-25 02:30 (clock of Europe/Berlin), Stage 1." in message.text
    assert "You play in group B." in message.text
    assert "<b>Larks" not in message.html
    early = msgspec.structs.replace(DRAWN, names=["Owls"], group=None, starts_at=None)
    told = render(early, locale="zh-Hans", name="安", home="").text
    assert "Owls，对手尚未决出" in told
    assert "开赛时间" not in told


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (
            EntryQualified(**PLACE, tournament_id=UUID(int=1), name="Owls", stage="Finals"),
            "goes on to Finals",
        ),
        (
            EntryQualified(**PLACE, tournament_id=UUID(int=1), name="Owls", source="North", place=2),
            "by place 2 in North, Owls has qualified for Cup",
        ),
        (
            EntryReceived(
                **PLACE, entry_id=UUID(int=3), tournament_id=UUID(int=1), name="Owls", state="pending"
            ),
            "The organisers look at it",
        ),
    ],
)
def test_the_words_say_how_it_goes_on(payload: EntryQualified | EntryReceived, said: str) -> None:
    message = render(payload, locale="en", name="Ana", home="https://week.example")
    assert said in message.text
    assert "https://week.example/events/week/cup" in message.html
