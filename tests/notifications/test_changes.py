"""What others change in people's matches is told to those concerned, once for each happening."""

from uuid import UUID

import pytest

from esports.jobs import TellMatchChanged
from esports.notifications.change_message import render
from esports.notifications.wire import MatchChanged
from esports.uow import unit_of_work
from tests.drafts.conftest import hall
from tests.drafts.hall import Hall
from tests.matches.courts import Court, court
from tests.matches.test_corrections import WHY, by_key, corrected
from tests.matches.test_departures import OUT, gone
from tests.support.desk import NOBODY, Json
from workers.handlers import handle

__all__ = ["hall"]


async def news(hall: Hall, here: Court) -> dict[str, list[tuple[str, int, bool, bool]]]:
    """By side what it was told since the last time: what, of which match, whether void or back."""
    await hall.work()
    found: dict[str, list[tuple[str, int, bool, bool]]] = {}
    for entry, captain in here.captains.items():
        name = (await captain.get(f"/entries/{entry}"))["name"]
        told = [one for one in (await captain.get("/inbox"))["items"] if one["read_at"] is None]
        changes: list[Json] = [one["payload"] for one in told if one["kind"] == "match_changed"]
        found[name] = [(one["what"], one["number"], one["void"], one["reverted"]) for one in changes]
        await captain.post("/inbox/read-all")
    return found


async def test_those_concerned_are_told_once_of_each_happening(hall: Hall) -> None:
    async with court(hall.desk, 4) as here:
        for match in await here.ready():
            await here.desk.report(match, {"winner": 0})
        (final,) = await here.ready()
        await here.desk.report(final, {"outcome": {"kind": "no_show", "slot": 1}})
        absent = [("no_show", 3, False, False)]
        told = await news(hall, here)
        assert told == {"Side 1": absent, "Side 2": absent, "Side 3": [], "Side 4": []}
        matches = await by_key(here.desk, here.stage)
        first = matches["U1-1"]
        made = await corrected(here.desk, first, {"winner": 1})
        assert await news(hall, here) == {
            "Side 1": [("corrected", 1, False, False)],
            "Side 2": [("corrected", 3, True, False)],
            "Side 3": [],
            "Side 4": [("corrected", 1, False, False)],
        }
        async with unit_of_work(hall.worker.engine, hall.worker.waker, clock=hall.clock) as unit:
            for about, one in (("correction", made["id"]), ("departure", NOBODY), ("report", NOBODY)):
                await handle(hall.worker, unit, TellMatchChanged(about, UUID(one)))
            await unit.commit()
        assert not any((await news(hall, here)).values())
        await here.desk.post(f"/corrections/{made['id']}/revert", WHY)
        back = await news(hall, here)
        assert back["Side 1"] == back["Side 4"] == [("corrected", 1, False, True)]
        assert (back["Side 2"], back["Side 3"]) == ([("corrected", 3, True, True)], [])
        await corrected(here.desk, first, {"winner": 1}, stands=True)
        assert not any((await news(hall, here)).values())
        left = next(entry for entry, who in here.captains.items() if entry == first["slots"][0]["entry"])
        departure = await gone(here.desk, left, {**OUT, "annulled": True})
        told = await news(hall, here)
        assert told["Side 1"] == told["Side 4"] == [("disqualified", 1, False, False)]
        assert (told["Side 2"], told["Side 3"]) == ([("disqualified", 3, True, False)], [])
        await here.desk.post(f"/departures/{departure['id']}/revert", WHY)
        assert (await news(hall, here))["Side 4"] == [("disqualified", 1, False, True)]


@pytest.mark.parametrize(
    ("what", "void", "reverted", "said"),
    [
        ("corrected", False, False, "was corrected"),
        ("corrected", True, False, "does not count"),
        ("withdrawn", False, False, "has withdrawn"),
        ("disqualified", False, True, "taken back"),
        ("no_show", False, False, "without play"),
    ],
)
def test_the_words_say_what_happened(what: str, void: bool, reverted: bool, said: str) -> None:
    payload = MatchChanged(
        match_id=UUID(int=1),
        tournament_id=UUID(int=2),
        event="The Week",
        event_slug="week",
        tournament="Cup",
        tournament_slug="cup",
        number=3,
        names=["Owls", "<b>Foxes</b>"],
        what=what,
        void=void,
        reverted=reverted,
        reason="Sides <mixed> up.",
    )
    message = render(payload, locale="en", name="Mei", home="https://week.example/")
    assert said in message.text
    assert "The reason: Sides <mixed> up." in message.text
    assert "https://week.example/events/week/cup/matches/" in message.text
    assert "<mixed>" not in message.html
    assert ("void" in message.subject) == void
    chinese = render(payload, locale="zh-Hans", name="梅", home="")
    assert ("作废" in chinese.subject) == void
    assert "https:" not in chinese.text
