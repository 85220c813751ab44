"""Risks of double booking, and what another model would change."""

import msgspec
import pytest

from esports.planning.dispatch import dispatch
from esports.planning.instances import week
from esports.planning.model import Booking, Chance, Model, Plan, Station, Tournament, plan_of
from esports.planning.risk import Clash, clashes, expected
from esports.planning.what_if import Ending, difference
from tests.planning.worlds import match, world

TOURNAMENTS = (Tournament("t"), Tournament("u"))


def pair(
    first: tuple[Chance, ...], second: tuple[Chance, ...], tournament: str = "u", rest: int = 0
) -> Model:
    return world(
        matches=(match("a", maybe=first, rest=rest), match("b", maybe=second, tournament=tournament)),
        tournaments=TOURNAMENTS,
    )


HALF, QUARTER = (Chance("p", 0.5),), (Chance("p", 0.25), Chance("q", 0.9))
AT_ONCE = plan_of([Booking("a", 600, "s1"), Booking("b", 629, "s2")])


def test_probabilities_of_two_tournaments_multiply() -> None:
    found = clashes(pair(HALF, QUARTER), AT_ONCE)
    assert found == (Clash("p", "a", "b", 0.125),)
    assert expected(found) == 0.125
    assert clashes(pair(HALF, QUARTER, "t"), AT_ONCE) == ()


def test_rest_and_way_count_as_for_the_checker() -> None:
    after = plan_of([Booking("a", 600, "s1"), Booking("b", 630, "s2")])
    assert clashes(pair(HALF, HALF), after) == ()
    assert len(clashes(pair(HALF, HALF, rest=1), after)) == 1
    away = plan_of([Booking("a", 600, "s1"), Booking("b", 649, "s3")])
    assert len(clashes(pair(HALF, HALF), away)) == 1
    assert clashes(pair(HALF, HALF), plan_of([Booking("a", 600, "s1"), Booking("b", 650, "s3")])) == ()


def test_certain_people_count_whole_and_the_likeliest_come_first() -> None:
    model = world(
        matches=(
            match("a", people=("p",), maybe=(Chance("q", 0.5),)),
            match("b", tournament="u", maybe=(Chance("p", 0.5), Chance("q", 0.5))),
        ),
        tournaments=TOURNAMENTS,
    )
    assert [(clash.person, clash.probability) for clash in clashes(model, AT_ONCE)] == [
        ("p", 0.5),
        ("q", 0.25),
    ]


def test_a_published_instance_has_a_risk_and_no_certain_double_booking() -> None:
    model = week(500, 1)
    found = clashes(model, dispatch(model)[0])
    assert expected(found) > 0
    assert all(clash.probability < 1 for clash in found)


def test_another_station_ends_the_tournament_sooner() -> None:
    one = world(matches=(match("a"), match("b"), match("c")), stations=(Station("s1", "hall", ("x",)),))
    two = msgspec.structs.replace(one, stations=(*one.stations, Station("s2", "hall", ("x",))))
    found = difference((one, dispatch(one)[0]), (two, dispatch(two)[0]))
    assert found.endings == (Ending("t", 690, 660),)
    assert found.moved == ("b", "c")
    assert found.gone == found.added == ()
    assert found.price_before is not None
    assert found.price_after is not None
    assert found.price_after < found.price_before


def test_matches_and_tournaments_that_come_and_go_are_named() -> None:
    before = world(matches=(match("a"), match("b")))
    after = world(matches=(match("b"), match("c", tournament="u")), tournaments=TOURNAMENTS)
    found = difference((before, dispatch(before)[0]), (after, dispatch(after)[0]))
    assert (found.gone, found.added) == (("a",), ("c",))
    assert [ending.tournament for ending in found.endings] == ["t", "u"]
    assert found.endings[1].before is None


def test_an_unfinished_plan_has_no_price_and_no_end() -> None:
    model = pair(HALF, HALF)
    found = difference((model, AT_ONCE), (model, Plan(AT_ONCE.bookings[:1])))
    assert found.price_before is not None
    assert found.price_after is None
    assert found.endings[1] == Ending("u", 659, None)
    assert found.gone == ("b",)
    assert found.double_bookings == (pytest.approx(0.25), 0)
