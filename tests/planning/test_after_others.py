"""A tournament that ends after others has what is left of the stations: no plan is below what that says."""

import random
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.planning import orders
from esports.planning.after_others import AfterOthers
from esports.planning.checker import violations
from esports.planning.cost import OpenMinutes, cost
from esports.planning.dispatch import Run
from esports.planning.earliest import earliest_begins
from esports.planning.instance_brackets import Node, double_elimination, groups, single_elimination, swiss
from esports.planning.legs import legs, tails
from esports.planning.model import Interval, Match, Model, Station, Tournament, Venue
from esports.planning.occupancy import NEVER
from esports.planning.tables import Tables
from tests.planning.test_tolls import in_turn
from tests.planning.worlds import DAY, match, world

BOTH = (Tournament("t", 600), Tournament("u", 600))
TEAMS = ("a", "b", "c", "d")
HALL = Venue("hall", tuple(Interval(day * DAY + 600, day * DAY + 720) for day in range(9)))


def stations(count: int) -> tuple[Station, ...]:
    return tuple(Station(f"s{number}", "hall", ("x",)) for number in range(count))


def bracket(name: str, nodes: Sequence[Node], length: int, rest: int) -> list[Match]:
    return [
        match(
            f"{name}/{node.id}",
            length,
            tournament=name,
            predecessors=tuple(f"{name}/{one}" for one in node.after),
            rest=rest,
        )
        for node in nodes
    ]


def contest(
    count: int, *matches: Match, tournaments: Sequence[Tournament] = (Tournament("t", 600),)
) -> Model:
    given = {"venues": (HALL,), "streams": (), "travel": ()}
    return world(**given, stations=stations(count), matches=matches, tournaments=tuple(tournaments))


def rivals(count: int, length: int) -> list[Match]:
    return [match(f"u{place}", length, tournament="u") for place in range(count)]


def looked_at(model: Model) -> AfterOthers:
    tables = Tables(model)
    return AfterOthers(tables, range(len(model.matches)), earliest_begins(tables), OpenMinutes.of(model))


def sizes(nodes: Sequence[Node]) -> list[int]:
    tables = Tables(contest(2, *bracket("t", nodes, 10, 0)))
    return [len(leg) for leg in legs(tables, range(len(nodes)))]


def test_rounds_and_groups_are_legs_and_so_is_what_nothing_stands_beside() -> None:
    assert sizes(swiss(TEAMS)) == [2, 2]
    assert sizes(groups((*TEAMS, "e", "f", "g", "h"))) == [12, 2, 1]
    assert sizes(single_elimination(TEAMS)) == [2, 1]
    assert sizes(double_elimination(TEAMS)) == [2, 2, 1, 1]
    assert sizes([Node("A", "x"), Node("B", "x", ("A",)), Node("C", "x")]) == [3]


def test_after_a_match_come_its_chain_and_all_legs_behind() -> None:
    tables = Tables(contest(2, *bracket("t", groups(TEAMS), 10, 5)))
    found = tails(tables, range(7), 2)
    assert [found[place] for place in range(7)] == [(10, 15)] * 6 + [(0, 0)]
    alone = tails(tables, range(7), 1)
    assert alone == found  # the final is one match
    tables = Tables(contest(1, *bracket("t", swiss(TEAMS), 10, 5)))
    assert set(tails(tables, range(4), 1).values()) == {(20, 25), (0, 0)}
    assert set(tails(tables, range(4), 2).values()) == {(10, 15), (0, 0)}


def test_who_is_left_begins_with_what_the_others_left() -> None:
    """An hour for two stations; then two rounds of two matches, of which some may be over before."""
    rounds = bracket("t", swiss(TEAMS), 20, 5)
    known = looked_at(contest(2, *rounds, *rivals(6, 20), tournaments=BOTH))
    after = known._after(frozenset("u"), "t")
    assert after[59] == NEVER
    assert after[60] == 60 + 45
    assert after[70] == 70 + 35  # half of the first round may be over
    assert after[80] == 80 + 25 - 5  # all of it, and it has rested
    assert after[100] == 100  # all of both
    assert after[110] == 110
    assert after[85] == 85 + 15
    assert known._after(frozenset(), "t")[7] == 0


def test_a_night_takes_a_rest_but_no_minute_of_play() -> None:
    rounds = bracket("t", swiss(TEAMS), 40, 30)
    known = looked_at(contest(2, *rounds, *rivals(2, 40), tournaments=BOTH))
    after = known._after(frozenset("u"), "t")
    assert after[40] == 121  # both rounds and the rest between would end at 150; the night takes the rest
    assert after[120] == 160 - 40  # as much may have been done before


@settings(max_examples=12, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 2))
def test_no_plan_costs_less_than_its_order_says(chance: random.Random, count: int) -> None:
    kinds = (single_elimination, double_elimination, groups, swiss)
    matches: list[Match] = []
    for name in "tuv"[: chance.randint(2, 3)]:
        length, longer = chance.choice((10, 15, 20)), chance.choice((0, 0, 10))
        made = bracket(name, chance.choice(kinds)(TEAMS), length, chance.choice((0, 5, 15)))
        final = msgspec.structs.replace(made[-1].duration, planned=length + longer)
        matches += [*made[:-1], msgspec.structs.replace(made[-1], duration=final)]
    tournaments = [
        Tournament(
            name, chance.choice((600, 600, 640, DAY + 600)), chance.choice((None, 700)), chance.randint(1, 3)
        )
        for name in "tuv"
    ]
    model = contest(count, *matches, tournaments=tournaments)
    bound = in_turn(model, None)
    tables = Tables(model)
    order = list(range(len(matches)))
    for _ in range(20):
        chance.shuffle(order)
        run = Run(tables, order)
        run.go()
        plan = run.plan()
        assert violations(model, plan) == ()
        assert bound <= cost(model, plan)


def test_what_the_week_cannot_hold_has_no_bound_of_its_own() -> None:
    after = looked_at(contest(1, *(match(f"m{place}", 100) for place in range(10))))
    assert after.cheapest(["t"], {"t": 1000}, lambda _, end: end) == 1000
    assert after.cheapest(["t"], {"t": 9 * 120 + 1}, lambda _, end: end) == 0


def test_orders_are_looked_at_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two Swisses that share two stations, the last to end has rounds and rests behind the other."""
    matches = [*bracket("t", swiss(TEAMS), 20, 15), *bracket("u", swiss(TEAMS), 20, 15)]
    model = contest(2, *matches, tournaments=BOTH)
    looked = in_turn(model, None)
    monkeypatch.setattr(orders, "LOOKS", 0)
    assert in_turn(model, None) < looked
