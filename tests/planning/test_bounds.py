"""The bounds: no plan that the checker accepts is below one, and a perfect plan reaches them."""

from itertools import permutations
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.planning import endings
from esports.planning.behind import Work, behind
from esports.planning.bounds import bounds
from esports.planning.checker import violations
from esports.planning.cost import FLOW, LATE, WANTED, OpenMinutes, cost
from esports.planning.dispatch import Run, dispatch
from esports.planning.earliest import earliest_begins, earliest_ends
from esports.planning.instances import week
from esports.planning.loaded import Job, bars, over, over_within_days
from esports.planning.model import Interval, Match, Model, Referee, Station, Tournament
from esports.planning.orders import by_order
from esports.planning.parts import parts
from esports.planning.perfect import perfect
from esports.planning.shared import Claim, Entry, Machine, together
from esports.planning.tables import Tables
from esports.planning.waits import least_waits
from tests.planning.worlds import change, match, models, world


def placed(model: Model) -> Model:
    """The model without what could leave a match without a place."""
    free = tuple(msgspec.structs.replace(asked, start=None, station=None) for asked in model.matches)
    leads = (Referee("leads", ("x", "y")),)
    return msgspec.structs.replace(model, matches=free, people=(), referees=leads)


@settings(max_examples=30, deadline=None)
@given(models(most=8), st.data())
def test_no_plan_that_holds_is_below_a_bound(model: Model, data: st.DataObject) -> None:
    model = placed(model)
    tables, opened = Tables(model), OpenMinutes.of(model)
    begins = earliest_begins(tables)
    ends = earliest_ends(tables, begins, opened)
    keys = data.draw(st.permutations(range(len(model.matches))))
    run = Run(tables, keys)
    run.go()
    plan = run.plan()
    assert violations(model, plan) == ()
    found = bounds(model)
    assert found.paths <= found.total <= cost(model, plan)
    assert all(begin >= bound for begin, bound in zip(run.begin, begins, strict=True))
    for tournament, bound in ends.items():
        last = max(
            run.begin[place] + tables.length[place]
            for place, asked in enumerate(model.matches)
            if asked.tournament == tournament
        )
        assert opened(last) >= bound


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_of_all_orders_on_few_stations_the_cheapest_is_no_cheaper_than_the_bound(data: st.DataObject) -> None:
    """Two tournaments that wait for each other on one or two stations: what the bounds are for."""
    made: list[Match] = []
    for place in range(data.draw(st.integers(2, 5))):
        own = data.draw(st.sampled_from("tu"))
        earlier = [one.id for one in made if one.tournament == own]
        before = (
            tuple(data.draw(st.lists(st.sampled_from(earlier), max_size=3, unique=True))) if earlier else ()
        )
        length, rest = data.draw(st.sampled_from([10, 30, 60])), data.draw(st.sampled_from([0, 15]))
        streamed = data.draw(st.booleans())
        made.append(
            match(f"m{place}", length, tournament=own, predecessors=before, rest=rest, streamed=streamed)
        )
    model = world(
        matches=tuple(made),
        stations=tuple(
            Station(name, "hall", ("x",)) for name in ("s1", "s2")[: data.draw(st.integers(1, 2))]
        ),
        tournaments=(Tournament("t", 600, 700, 2), Tournament("u", 630, None, 1)),
    )
    tables = Tables(model)
    prices = []
    for keys in permutations(range(len(made))):
        run = Run(tables, keys)
        run.go()
        prices.append(cost(model, run.plan()))
    assert bounds(model).total <= min(prices)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_perfect_plan_ends_each_tournament_at_its_bound(seed: int) -> None:
    model, plan = perfect(120, seed)
    tables, opened = Tables(model), OpenMinutes.of(model)
    ends = earliest_ends(tables, earliest_begins(tables), opened)
    over: dict[str, int] = {}
    for asked, booking in zip(
        sorted(model.matches, key=lambda one: one.id),
        sorted(plan.bookings, key=lambda one: one.match),
        strict=True,
    ):
        end = opened(booking.start + asked.duration.planned)
        over[asked.tournament] = max(over.get(asked.tournament, 0), end)
    assert ends == over
    found = bounds(model)
    assert found.paths == found.total == cost(model, plan)
    assert sum(FLOW * (ends[one.id] - opened(one.release)) for one in model.tournaments) == found.paths


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sharing_stations_raises_the_bound_of_the_published_instances(seed: int) -> None:
    model = week(500, seed)
    found = bounds(model)
    assert found.paths < found.total <= cost(model, dispatch(model)[0])


def end_of(*matches: Any, **fields: Any) -> int:
    model = change(world(matches=matches, **fields), "tournaments", 0, release=600)
    tables, opened = Tables(model), OpenMinutes.of(model)
    return earliest_ends(tables, earliest_begins(tables), opened)["t"]


def test_each_of_the_three_bounds_of_a_tournament_counts() -> None:
    one = (Station("s1", "hall", ("x",)),)
    assert end_of(match("a", rest=5), match("b", predecessors=("a",))) == 65
    assert end_of(match("a", people=("p",), rest=5), match("b", people=("p",), rest=5)) == 65
    assert end_of(match("a"), match("b"), match("c"), stations=one) == 90
    assert end_of(match("a"), match("b"), match("c")) == 30
    assert end_of(match("a", people=("minor",), start=750)) == 180


def test_a_price_counts_flow_lateness_and_wanted_starts() -> None:
    model = world(matches=(match("a", 60, wanted=590),))
    model = change(model, "tournaments", 0, release=600, due=640, weight=3)
    assert bounds(model).paths == FLOW * 3 * 60 + LATE * 20 + WANTED * 10
    assert bounds(model).total == bounds(model).paths


def test_a_match_that_fits_nowhere_has_no_bound() -> None:
    with pytest.raises(ValueError, match="fits into no opening"):
        bounds(world(matches=(match("a", 400),)))


def test_machines_are_busy_from_each_head_on() -> None:
    assert bars([(0, 10, 5, 0), (0, 10, 5, 0)], 1) == 25
    assert bars([(0, 10, 0, 7), (100, 10, 0, 3)], 1) == 113
    assert bars([(0, 10, 0, 0)] * 3, 2) == 15
    assert bars([], 1) == 0


def test_stations_are_busy_with_the_matches_that_still_have_others_after_them() -> None:
    # Four first rounds on two stations, two seconds, a final: the last ones leave a station idle.
    cup = [(0, 30, 60)] * 4 + [(30, 30, 30)] * 2 + [(60, 30, 0)]
    assert over(cup, 2) == 60 + 30 + 30
    assert over([(0, 30, 0)] * 3, 2) == 60  # not 45: no match is shared by two stations
    assert over([(100, 10, 0), (0, 5, 0)], 1) == 110
    assert over([], 1) == 0


def test_a_rest_after_the_last_match_of_a_day_is_not_waited_for_in_open_hours() -> None:
    opened = OpenMinutes([Interval(0, 100), Interval(1000, 1100)])
    chain = [Job(0, 40, 40, 70), Job(70, 40, 0, 0)]
    assert over_within_days(chain, 1, 30, 0, opened) == 110
    assert over_within_days([Job(0, 40, 40, 55), Job(55, 40, 0, 0)], 1, 15, 0, opened) == 95
    # It cannot end on the first day, and has one rest less to wait for then.
    assert over_within_days([Job(0, 40, 40, 100)], 1, 60, 0, opened) == 101
    assert over_within_days([Job(0, 90, 150, 150)], 1, 0, 0, opened) == 240
    # It ends on the third day, yet no more than one rest was in the night: a whole day lies between two.
    days = OpenMinutes([Interval(start, start + 100) for start in (0, 1000, 2000)])
    assert over_within_days([Job(0, 180, 20, 80)], 1, 30, 0, days) == 180 + 50


def test_what_only_the_last_rounds_leave_to_play_comes_before_the_end() -> None:
    # A final of 10 alone, two before it on two stations: means 5 and 15 before the end.
    assert behind([Work(0, 10, 0), Work(0, 10, 10), Work(0, 10, 10)], 2) == pytest.approx(35 / 3)
    # Four at once on one station end half of their load before the end.
    assert behind([Work(0, 10, 0)] * 4, 1) == pytest.approx(20)
    assert behind([Work(0, 10, 30)], 3) == pytest.approx(35)


def fluid(capacity: int, *tournaments: tuple[float, list[Work]]) -> float:
    """What tournaments cost together that have one claim each, on the same machine."""
    jobs: list[tuple[int, int]] = []
    entries = []
    for price, works in tournaments:
        part = range(len(jobs), len(jobs) + len(works))
        jobs += [(work.head, work.length) for work in works]
        whole = sum(work.length for work in works)
        entries.append(Entry(price, 0, [Claim(0, part, whole, behind(works, capacity))]))
    return together(entries, [Machine(capacity, jobs)], 200)


def test_the_fluid_station_gives_its_time_to_the_dearest() -> None:
    # One station, no heads: the dear one ends at 10, the cheap one at 30.
    assert fluid(1, (3.0, [Work(0, 10, 0)]), (1.0, [Work(0, 20, 0)])) == pytest.approx(3 * 10 + 1 * 30)
    # The dear one comes at 5 and interrupts: the mean minutes are 10 and (5 * 2.5 + 15 * 22.5) / 20.
    dear, cheap = (3.0, [Work(5, 10, 0)]), (1.0, [Work(0, 20, 0)])
    assert fluid(1, dear, cheap) == pytest.approx(3 * 15 + 17.5 + 10)
    assert fluid(2, (1.0, [Work(0, 10, 5), Work(0, 10, 5)])) == pytest.approx(15)


def test_a_price_is_split_between_what_says_that_a_tournament_ends_late() -> None:
    # The path of the one says 50, its load says 10 and takes nothing from the other for it.
    jobs = Machine(1, [(0, 10), (0, 20)])
    entries = [Entry(1.0, 50, [Claim(0, [0], 10, 5.0)]), Entry(1.0, 0, [Claim(0, [1], 20, 10.0)])]
    assert together(entries, [jobs], 1) < together(entries, [jobs], 300) == pytest.approx(70, abs=0.5)


def last_to_end(model: Model) -> int:
    tables, opened = Tables(model), OpenMinutes.of(model)
    begins = earliest_begins(tables)
    weight = {one.id: one.weight for one in model.tournaments}
    ends = earliest_ends(tables, begins, opened)
    return sum(
        by_order(tables, own, begins, ends, opened, lambda name, end: weight[name] * end, None)
        for own in parts(tables)
    )


def test_some_tournament_is_the_last_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dear one comes ten minutes later, and both are over at 70 at the earliest."""
    matches = (match("a", 60), match("b", 10, tournament="u"))
    one = (Station("s1", "hall", ("x",)),)
    model = world(
        matches=matches, stations=one, tournaments=(Tournament("t", 600), Tournament("u", 610, None, 3))
    )
    assert last_to_end(model) == min(3 * 20 + 70, 60 + 3 * 70)
    two = (*one, Station("s2", "hall", ("x",)))
    assert last_to_end(msgspec.structs.replace(model, stations=two)) == 3 * 20 + 60
    apart = (*one, Station("s2", "hall", ("y",)))
    other = msgspec.structs.replace(matches[1], title="y")
    assert last_to_end(msgspec.structs.replace(model, stations=apart, matches=(matches[0], other))) == 120
    few = bounds(model, lambda: None).total
    monkeypatch.setattr(endings, "WORK", 7)
    assert bounds(model, lambda: None).total < few


def test_whoever_is_last_to_end_raises_the_bound_of_a_published_instance() -> None:
    assert bounds(week(100, 3)).total == 93380


def test_each_part_of_a_published_instance_raises_the_bound() -> None:
    """Of two parts, one gains by who is the last to end, the other by sharing stations."""
    assert bounds(week(100, 5)).total == 40930


def test_a_match_begins_after_all_that_share_stations_before_it() -> None:
    one = (Station("s1", "hall", ("x",)),)
    group = [match("a", rest=5), match("b", rest=10), match("c", rest=5)]
    final = match("d", predecessors=("a", "b", "c"))
    assert end_of(*group, final, stations=one) == 180  # ready at 11:35, not before the break
    assert end_of(*group, final) == 70
    assert (
        end_of(match("a", people=("p",)), match("b", people=("p",)), match("d", predecessors=("a", "b")))
        == 90
    )


def test_matches_that_are_ready_together_wait_for_each_other() -> None:
    one = (Station("s1", "hall", ("x",)),)
    round_two = [
        match(name, length, predecessors=("a",)) for name, length in (("b", 30), ("c", 10), ("d", 20))
    ]
    assert least_waits(Tables(world(matches=(match("a"), *round_two), stations=one))) == 10 + 30
    two = (*one, Station("s2", "hall", ("x",)))
    assert least_waits(Tables(world(matches=(match("a"), *round_two), stations=two))) == 10
    apart = (*one, Station("s3", "annex", ("x",)))
    assert least_waits(Tables(world(matches=(match("a"), *round_two), stations=apart))) == 0
