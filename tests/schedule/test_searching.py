"""The search for a better plan: turn by turn, stopped, gone on with, and never for the worse."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from sqlalchemy import select

from esports.db.schema.journal import outbox
from esports.planning.checker import violations
from esports.planning.cost import cost
from esports.planning.model import Model, Plan
from esports.schedule import searching
from esports.schedule.searching import is_over, turn
from esports.schedule.wire import Search
from tests.planning.test_bounds import placed
from tests.planning.worlds import models
from tests.schedule.week import DAYS, cup, hall, plan, setting_up
from tests.schedule.week import turn as one_turn
from tests.support.desk import Desk, Json

BEGAN = datetime(2039, 11, 20, tzinfo=UTC)
SHORT = Search(seconds=5, began_at=BEGAN)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that places all matches and is over: what follows does not hang on how fast a machine is."""
    monkeypatch.setattr(searching, "TURN_SECONDS", 0.0)


async def busy(desk: Desk) -> Json:
    """An event whose matches share a station, so that no bound is reached."""
    async with setting_up(desk):
        event = await desk.event(**DAYS)
        await hall(desk, event, stations=1)
        for _ in range(2):
            await cup(desk, event)
        return event


async def turns(desk: Desk) -> list[int]:
    """The turns that workers were asked for, in order."""
    query = select(outbox.c.payload["turn"].as_integer()).order_by(outbox.c.id)
    async with desk.engine.connect() as connection:
        found = await connection.execute(query.where(outbox.c.payload["job"].astext == "PlanSchedule"))
        return list(found.scalars())


def places(told: Json) -> list[tuple[str, str, str]]:
    """What is planned where and when."""
    return sorted((one["match"], one["station"], one["starts_at"]) for one in told["matches"])


async def test_a_search_shows_the_best_so_far_and_keeps_it_when_it_is_stopped(desk: Desk) -> None:
    event = await busy(desk)
    path = f"/events/{event['id']}/schedule"
    asked = await desk.post(f"{path}/plan")
    assert (asked["search"]["turns"], asked["search"]["price"]) == (0, None)
    told = await one_turn(desk, event, asked)
    assert (told["state"], told["search"]["turns"], told["search"]["seconds"]) == ("planning", 1, 5)
    assert told["search"]["first"] >= told["search"]["price"] > told["search"]["bound"] > 0
    assert all(one["starts_at"] for one in told["matches"]), "the best so far is there to be seen"
    assert await turns(desk) == [0, 1]
    number = {"plan": told["plan"]}
    await desk.refused("POST", f"{path}/publish", number, 409, "no_plan")

    again = await one_turn(desk, event, told)
    assert (again["search"]["turns"], places(again)) == (2, places(told))
    assert await one_turn(desk, event, told) == again, "a turn is done once"

    stopped = await desk.post(f"{path}/plan/stop", number)
    assert (stopped["state"], places(stopped)) == ("ready", places(told))
    assert await one_turn(desk, event, again) == stopped, "the turn that was asked for comes to nothing"
    assert await desk.post(f"{path}/plan/stop", number) == stopped
    assert (await desk.post(f"{path}/publish", number))["version"] == 1


async def test_a_search_that_is_stopped_before_its_first_plan_ends_with_it(desk: Desk) -> None:
    event = await busy(desk)
    path = f"/events/{event['id']}/schedule"
    asked = await desk.post(f"{path}/plan")
    ended = await desk.post(f"{path}/plan/stop", {"plan": asked["plan"]})
    assert (ended["state"], ended["search"]["seconds"]) == ("planning", 0)
    told = await one_turn(desk, event, ended)
    assert (told["state"], len(places(told))) == ("ready", 6)


async def test_a_plan_is_searched_on_and_not_begun_anew(desk: Desk) -> None:
    event = await busy(desk)
    path = f"/events/{event['id']}/schedule"
    first = await one_turn(desk, event, await desk.post(f"{path}/plan"))
    longer = {"plan": first["plan"], "seconds": 30}
    same = await desk.post(f"{path}/plan/search", longer)
    assert (same["plan"], same["state"], same["search"]["seconds"]) == (first["plan"], "planning", 30)
    await desk.post(f"{path}/plan/stop", {"plan": first["plan"]})

    asked = await desk.post(f"{path}/plan/search", {**longer, "seconds": 60})
    assert (asked["plan"], asked["state"], asked["search"]["seconds"]) == (2, "planning", 60)
    assert asked["search"]["spent"] == 0
    assert places(asked) == places(first), "what there is stays while a better one is searched"
    told = await one_turn(desk, event, asked)
    assert (told["search"]["turns"], told["search"]["first"]) == (2, first["search"]["first"])
    assert places(told) == places(first)
    assert await turns(desk) == [0, 1, 1, 2]

    await desk.refused("POST", f"{path}/plan/search", longer, 409, "plan_changed")
    await desk.refused("POST", f"{path}/plan/stop", {"plan": 1}, 409, "plan_changed")
    await desk.refused(
        "POST", f"{path}/plan/search", {"plan": 2, "seconds": 0}, 422, "invalid_fields", "/seconds"
    )
    await desk.post(f"{path}/plan/stop", {"plan": 2})
    await desk.post(f"{path}/publish", {"plan": 2})
    await desk.refused("POST", f"{path}/plan/search", {"plan": 2}, 409, "no_search")
    await plan(desk, event, again=True)
    await desk.refused("POST", f"{path}/plan/search", {"plan": 3}, 409, "no_search")
    await desk.refused("POST", f"{path}/plan/stop", {"plan": 3}, 409, "no_search")


async def test_what_is_begun_meanwhile_ends_the_search(desk: Desk) -> None:
    event = await busy(desk)
    path = f"/events/{event['id']}/schedule"
    first = await one_turn(desk, event, await desk.post(f"{path}/plan"))
    await desk.post(f"{path}/plan/stop", {"plan": 1})
    await desk.post(f"{path}/publish", {"plan": 1})
    asked = await desk.post(f"{path}/plan")
    told = await one_turn(desk, event, asked)
    begun = min(first["matches"], key=lambda one: str(one["starts_at"]))
    await desk.post(f"/matches/{begun['match']}/call")
    ended = await one_turn(desk, event, told)
    assert (ended["state"], ended["search"], places(ended)) == ("ready", None, places(told))
    other = await one_turn(desk, event, await desk.post(f"{path}/plan"))
    assert (other["state"], other["search"]) == ("ready", None)


async def test_while_something_is_played_there_is_nothing_to_search(desk: Desk) -> None:
    event = await busy(desk)
    path = f"/events/{event['id']}/schedule"
    first = await one_turn(desk, event, await desk.post(f"{path}/plan"))
    await desk.post(f"{path}/plan/stop", {"plan": 1})
    await desk.post(f"{path}/publish", {"plan": 1})
    await one_turn(desk, event, await desk.post(f"{path}/plan"))
    await desk.post(f"{path}/plan/stop", {"plan": 2})
    begun = min(first["matches"], key=lambda one: str(one["starts_at"]))
    await desk.post(f"/matches/{begun['match']}/call")
    await desk.refused("POST", f"{path}/plan/search", {"plan": 2}, 409, "being_played")


@settings(max_examples=15, deadline=None)
@given(models(most=8))
def test_no_turn_is_for_the_worse(model: Model) -> None:
    model = placed(model)
    search, given_plan = SHORT, None
    prices = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "TURN_SECONDS", 60.0)
        patch.setattr(searching, "TRIES", 1)
        for _ in range(3):
            done = turn(model, search, given_plan)
            search = done.search
            given_plan = done.better[0] if done.better else given_plan
            assert given_plan is not None
            assert violations(model, given_plan) == ()
            assert search.price == cost(model, given_plan)
            prices.append(search.price)
            search = msgspec.structs.replace(search, tries=0)
    assert prices == sorted(prices, reverse=True)


@settings(max_examples=10, deadline=None)
@given(models(most=8))
def test_what_does_not_hold_any_more_is_not_gone_on_from(model: Model) -> None:
    model = placed(model)
    done = turn(model, SHORT, Plan(()))
    assert done.better is not None
    early = tuple(msgspec.structs.replace(one, start=0) for one in done.better[0].bookings)
    if violations(model, Plan(early)):
        fresh = turn(model, done.search, Plan(early))
        assert fresh.better is not None
        assert violations(model, fresh.better[0]) == ()


def test_a_search_is_over_with_its_time_its_tries_or_the_best_plan() -> None:
    def over(matches: int = 10, **told: int | float) -> bool:
        return is_over(Search(began_at=BEGAN, **{"seconds": 5, **told}), matches)

    assert not over(spent=4.9, tries=99, price=8, bound=7)
    assert over(spent=5.0)
    assert over(tries=100)
    assert not over(seconds=30, tries=100_000), "who asks for more time gets it"
    assert over(price=7, bound=7)
    assert over(seconds=0)
