"""The model: its form in JSON, its flaws, the price of a plan, and the published instances."""

import msgspec
import pytest

from esports.planning.cost import FLOW, LATE, WAIT, WANTED, OpenMinutes, cost, gap, windows
from esports.planning.form import flaws
from esports.planning.instances import week
from esports.planning.lot import Lot
from esports.planning.model import (
    Booking,
    Chance,
    Interval,
    Model,
    Plan,
    Travel,
    model_from_json,
    plan_from_json,
    plan_of,
    to_json,
)
from esports.planning.perfect import perfect
from tests.planning.worlds import change, match, world


def test_a_model_and_a_plan_go_through_json_and_back() -> None:
    for model in (week(100, 1), week(500, 2), world()):
        assert model_from_json(to_json(model)) == model
    model, plan = perfect(100, 1)
    assert model_from_json(to_json(model)) == model
    assert plan_from_json(to_json(plan)) == plan


def test_json_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        plan_from_json(b'{"bookings": [], "more": 1}')
    with pytest.raises(msgspec.ValidationError):
        model_from_json(b'{"venues": []}')


def test_instances_depend_on_their_arguments_alone() -> None:
    assert week(100, 3) == week(100, 3)
    assert week(100, 3) != week(100, 4)
    # The same on every machine, so that figures that others publish compare.
    assert [Lot(1).bits(), Lot(2).bits()] == [10451216379200822465, 10905525725756348110]


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_instances_are_well_formed_and_of_their_size(seed: int) -> None:
    model = week(100, seed)
    assert flaws(model) == ()
    assert 100 <= len(model.matches) < 200
    known, plan = perfect(100, seed)
    assert flaws(known) == ()
    assert 100 <= len(known.matches) < 200
    assert len(plan.bookings) == len(known.matches)


FLAWED = {
    "duplicate_id": (world(matches=(match("a"), match("a"))), "/matches/1/id"),
    "unknown_id": (world(matches=(match("a", predecessors=("z",)),)), "/matches/0/predecessors/0"),
    "hours_empty": (change(world(), "venues", 0, hours=()), "/venues/0/hours"),
    "hours_order": (
        change(world(), "venues", 0, hours=(Interval(600, 900), Interval(900, 1000))),
        "/venues/0/hours/1",
    ),
    "number_negative": (world(matches=(match("a", rest=-1),)), "/matches/0/rest"),
    "duration_short": (world(matches=(match("a", planned=0),)), "/matches/0/duration"),
    "probability": (world(matches=(match("a", maybe=(Chance("p", 1.0),)),)), "/matches/0/maybe/0"),
    "way_longer": (
        world(venues=(*world().venues, msgspec.structs.replace(world().venues[0], id="between"))),
        "/travel/0/minutes",
    ),
    "named_twice": (world(matches=(match("a", people=("p", "p")),)), "/matches/0/people"),
}


@pytest.mark.parametrize("code", FLAWED)
def test_each_flaw_is_told_where_it_is(code: str) -> None:
    model, pointer = FLAWED[code]
    assert [(flaw.pointer, flaw.code) for flaw in flaws(model)] == [(pointer, code)]


@pytest.mark.parametrize(
    ("model", "pointer"),
    [
        (change(world(), "stations", 0, venue="z"), "/stations/0/venue"),
        (change(world(), "streams", 0, venue="z"), "/streams/0/venue"),
        (change(world(), "travel", 0, one="z"), "/travel/0/one"),
        (world(matches=(match("a", tournament="z"),)), "/matches/0/tournament"),
        (world(matches=(match("a", station="z"),)), "/matches/0/station"),
    ],
)
def test_every_reference_must_lead_somewhere(model: Model, pointer: str) -> None:
    assert [(flaw.pointer, flaw.code) for flaw in flaws(model)] == [(pointer, "unknown_id")]


def test_open_minutes_skip_the_nights_and_hours_lose_their_breaks() -> None:
    opened = OpenMinutes([Interval(600, 700), Interval(650, 720), Interval(2000, 2100)])
    assert [opened(time) for time in (0, 600, 601, 720, 1999, 2050, 9999)] == [0, 0, 1, 120, 120, 170, 220]
    hours = [Interval(600, 700), Interval(800, 900)]
    pauses = [Interval(650, 660), Interval(690, 820)]
    assert windows(hours, pauses) == [Interval(600, 650), Interval(660, 690), Interval(820, 900)]


def test_a_plan_costs_flow_lateness_waiting_and_what_was_wanted() -> None:
    model = world(
        matches=(match("a", rest=10), match("b", predecessors=("a",), wanted=700)),
        travel=(Travel("hall", "annex", 20),),
    )
    model = change(model, "tournaments", 0, release=600, due=700, weight=2)
    plan = plan_of([Booking("a", 600, "s1"), Booking("b", 690, "s3")])
    # `a` ends 630; rest and way: 660; `b` waits 30 minutes, and ends 720.
    assert cost(model, plan) == FLOW * 2 * 120 + LATE * 20 + WAIT * 30 + WANTED * 10
    assert gap(120, 100) == pytest.approx(0.2)
    assert gap(0, 0) == 0


def test_a_plan_has_one_order() -> None:
    first, second = Booking("b", 10, "s1"), Booking("a", 20, "s1")
    assert plan_of([second, first]) == Plan((first, second))
