"""Notices of disputes: to both sides when they differ and when it is decided, each once."""

from uuid import UUID

import msgspec

from esports.jobs import TellDispute
from esports.notifications.entry_wire import MatchDisputed
from esports.notifications.rendering import render
from tests.drafts.hall import Hall
from tests.matches.courts import Court, court
from tests.notifications.test_check_ins import told
from tests.notifications.test_entering import again
from tests.support.desk import NOBODY, Json

FIRST, SECOND = {"winner": 0}, {"winner": 1}
DECIDED = MatchDisputed(
    match_id=UUID(int=1),
    tournament_id=UUID(int=2),
    event="The Week",
    event_slug="week",
    tournament="Cup",
    tournament_slug="cup",
    number=3,
    names=["Owls", "<b>Larks</b>"],
    decided=True,
    winner="Owls",
    scores=[2, 1],
)


async def news(hall: Hall, here: Court, match: Json) -> list[list[tuple[bool, str | None]]]:
    """What each side was told of the dispute, the oldest first: whether it is decided, and who has won."""
    for _ in range(2):
        await hall.work()
        await again(hall, TellDispute(UUID(match["id"]), "late"), TellDispute(UUID(NOBODY), "none"))
    both = [await told(here.captain(match, slot), "match_disputed") for slot in (0, 1)]
    return [[(one["decided"], one["winner"]) for one in reversed(own)] for own in both]


async def test_both_sides_hear_of_a_dispute_and_of_what_was_decided(hall: Hall) -> None:
    async with court(hall.desk) as here:
        (match,) = await here.ready()
        await here.claim(match, 0, FIRST)
        await here.claim(match, 1, SECOND)
        await hall.work()
        assert not await told(here.captain(match, 1), "match_disputed"), "who says so knows"
        (open_,) = await told(here.captain(match, 0), "match_disputed")
        assert (open_["decided"], open_["winner"], open_["scores"]) == (False, None, None)
        hall.clock.go(60)
        await here.desk.report(match, FIRST)
        (opened, decided), (also,) = await news(hall, here, match)
        assert (opened, decided) == ((False, None), also)
        assert also == (True, open_["names"][0])


async def test_a_dispute_that_is_settled_before_it_is_told_is_told_once(hall: Hall) -> None:
    async with court(hall.desk) as here:
        (match,) = await here.ready()
        await here.claim(match, 0, FIRST)
        await here.claim(match, 1, SECOND)
        await here.claim(match, 1, FIRST)
        assert await here.state(match) == "confirmed"
        found = await news(hall, here, match)
        assert [len(own) for own in found] == [1, 1]
        assert all(decided for own in found for decided, _ in own)


async def test_what_a_second_person_confirms_is_told_as_well(hall: Hall) -> None:
    async with (
        court(hall.desk, reporting={"second_person": "all"}) as here,
        here.desk.person(here.event, "referee") as referee,
    ):
        (match,) = await here.ready()
        await here.claim(match, 0, FIRST)
        await here.claim(match, 1, SECOND)
        entered = await referee.post(f"/matches/{match['id']}/reports", SECOND)
        await here.desk.post(f"/reports/{entered['id']}/confirm", {})
        assert await here.state(match) == "confirmed"
        found = await news(hall, here, match)
        assert [[decided for decided, _ in own] for own in found] == [[True], [True]]


async def test_a_match_that_nobody_disputes_says_nothing(hall: Hall) -> None:
    async with court(hall.desk) as here:
        (match,) = await here.ready()
        await here.claim(match, 0, FIRST)
        await here.claim(match, 1, FIRST)
        await hall.work()
        for slot in (0, 1):
            assert not await told(here.captain(match, slot), "match_disputed")


def test_the_words_tell_what_was_decided() -> None:
    message = render(DECIDED, locale="en", name="Ana", home="https://week.example")
    assert "Owls has won, 2 : 1." in message.text
    assert "https://week.example/events/week/cup/matches/" in message.html
    open_ = msgspec.structs.replace(DECIDED, decided=False, winner=None, scores=None)
    told_ = render(open_, locale="zh-Hans", name="安", home="")
    assert "双方对赛果有异议" in told_.subject
    assert "<b>" not in told_.html
