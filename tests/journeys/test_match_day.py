"""A match day with all that goes wrong on one, from the first report to the audit, as a follower sees it."""

from contextlib import AsyncExitStack
from uuid import UUID

import pytest

from esports.audit import service as audit
from esports.audit.queries import Kept
from esports.journal.views import normal
from esports.live.client import LiveClient
from esports.live.snapshots import PRODUCT
from tests.drafts.conftest import hall
from tests.drafts.hall import Hall
from tests.live.conftest import Gateways, gateways, live_settings, world
from tests.matches.courts import Court
from tests.matches.test_corrections import WHY, corrected
from tests.matches.test_departures import LEFT, gone
from tests.support.desk import Desk, Json, first_wins

__all__ = ["gateways", "hall", "live_settings", "world"]
WON, LOST = {"winner": 0}, {"winner": 1}
MINUTES = 10


async def opened(hall: Hall, stack: AsyncExitStack, format: str, entries: int) -> Court:
    """Four of the field have captains, who meet in the first round: 1 plays the last, or who is half down."""
    desk = hall.desk
    event = await desk.event()
    tournament = await desk.tournament(event, reporting={"confirm_minutes": MINUTES})
    here = Court(desk, event, tournament, await desk.stage(tournament, format))
    path = f"/tournaments/{tournament['id']}/entries"
    between_them = entries - 4 if format == "double_elimination" else entries // 2 - 2
    for number, teams in enumerate((0, 0, between_them, 0)):
        await teams_of(desk, path, "Team", teams)
        captain = await stack.enter_async_context(desk.person())
        captain.lawful = False
        here.captains[(await captain.post(path, {"name": f"Side {number}"}))["id"]] = captain
    await teams_of(desk, path, "Other", entries - 4 - between_them)
    return here


async def teams_of(desk: Desk, path: str, prefix: str, count: int) -> None:
    """Enter so many without captains."""
    if count:
        rows = [{"name": f"{prefix} {number}"} for number in range(count)]
        await desk.post(f"{path}/import", {"entries": rows})


def between(matches: list[Json], here: Court, captains: int) -> list[Json]:
    """Those of the matches in which so many captains are, by number."""
    return [
        one for one in matches if sum(slot["entry"] in here.captains for slot in one["slots"]) == captains
    ]


async def morning(hall: Hall, here: Court) -> Json:
    """The first round: agreed and repeated, differing and decided, a no-show, a walkover; gives the first."""
    desk, ready = here.desk, await here.ready()
    fair, *others = between(ready, here, 2)
    await here.claim(fair, 0, WON)
    assert (await here.claim(fair, 1, WON))["state"] == "agreed"
    assert (await here.tell(fair, 1, WON)).status_code == 200
    heated = others[0] if others else between(await here.ready(), here, 1)[0]
    slot = next(place for place, side in enumerate(heated["slots"]) if side["entry"] in here.captains)
    claim = await here.claim(heated, slot, {"winner": slot})
    async with desk.person(here.event, "referee") as referee:
        await referee.post(f"/reports/{claim['id']}/dispute", {"reason": "The server says otherwise."})
        assert await here.state(heated) == "disputed"
        await referee.report(heated, {"winner": slot})
    absent, away, *rest = [one for one in ready if one["id"] not in (fair["id"], heated["id"])]
    await desk.report(absent, {"outcome": {"kind": "no_show", "slot": 1}})
    await desk.report(away, {"outcome": {"kind": "walkover", "slot": 0}})
    for match in rest:
        await desk.report(match, WON)
    return fair


async def afternoon(hall: Hall, here: Court, fair: Json) -> Json:
    """Silence confirms a report, an entry withdraws; then the first result turns out to be wrong."""
    desk, winner = here.desk, fair["slots"][0]["entry"]
    mine = next(one for one in await here.ready() if winner in [slot["entry"] for slot in one["slots"]])
    slot = [side["entry"] for side in mine["slots"]].index(winner)
    await here.claim(mine, slot, {"winner": slot})
    hall.clock.go(MINUTES * 60 + 1)
    async with desk.at_ease():
        await hall.work()
    assert (await here.see(mine))["reports"][-1]["cause"] == "deadline"
    leaving = next(
        slot["entry"]
        for match in await here.ready()
        for slot in match["slots"]
        if slot["entry"] not in here.captains
    )
    await gone(desk, leaving, LEFT)
    made = await corrected(desk, fair, LOST)
    await desk.post(f"/corrections/{made['id']}/revert", WHY)
    assert (await here.see(mine))["match"]["winner"] == slot
    made = await corrected(desk, fair, LOST)
    assert (mine["id"] in made["voided"]) == (await here.state(mine) == "voided")
    async with desk.at_ease():
        await hall.work()
    return made


@pytest.mark.parametrize(("format", "entries"), [("double_elimination", 32), ("swiss", 16)])
async def test_a_match_day(gateways: Gateways, hall: Hall, format: str, entries: int) -> None:
    """Every step is in the public trail, the audit holds, and who followed has what a look gives."""
    desk = hall.desk
    gateway = await gateways(builders=PRODUCT)
    async with AsyncExitStack() as stack:
        async with desk.at_ease():
            here = await opened(hall, stack, format, entries)
        address = f"ws://127.0.0.1:{gateway.port}/live/v1"
        live = await stack.enter_async_context(LiveClient(address))
        part = live.follow(f"stage/{here.stage['id']}")
        async with desk.at_ease():
            await desk.start(here.stage)
            fair = await morning(hall, here)
        made = await afternoon(hall, here, fair)
        assert bool(made["voided"]) == (format == "double_elimination")
        await desk.recompute(here.stage["id"])
        async with desk.at_ease():
            await desk.play(here.stage, first_wins)
        await desk.recompute(here.stage["id"])
        told = await desk.view(here.stage)
        assert told["stage"]["state"] == "finished"
        await live.wait_for(part.topic, lambda copy: copy.seq == told["seq"])
        assert (part.epoch, part.seq) == (told.pop("epoch"), told.pop("seq"))
        assert normal({key: part.view[key] for key in told}) == normal(told)
        for captain in here.captains.values():
            notices = (await captain.get("/inbox"))["items"]
            assert len({str(one["payload"]) + one["kind"] for one in notices}) == len(notices)
    facts = [item.fact for item in desk.watched[here.tournament["id"]].items]
    said = {type(fact).__name__ for fact in facts}
    steps = {"ResultReported", "ResultDisputed", "ResultConfirmed", "EntryLeft", "ResultCorrected"}
    assert said >= {*steps, "StageFinished", "FieldPlaced", "ChampionDecided"} - (
        {"ChampionDecided"} if format == "swiss" else set()
    )
    assert [fact.reverted for fact in facts if type(fact).__name__ == "ResultCorrected"] == [
        False,
        True,
        False,
    ]
    causes = {(fact.outcome, fact.cause) for fact in facts if type(fact).__name__ == "ResultConfirmed"}
    assert causes >= {
        ("played", "sides"), ("played", "deadline"), ("played", None), ("no_show", None), ("walkover", None),
    }  # fmt: skip
    for kept in ((here.tournament["id"], "tournament"), (here.event["id"], "event")):
        assert await audit.examine(desk.engine, Kept(UUID(kept[0]), kept[1])) == []
    desk.replay()
