"""Parts of a model: whole tournaments apart by their stations, with what they share left to the others."""

from threading import get_ident

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.planning import runs
from esports.planning.bounds import bounds
from esports.planning.checker import violations
from esports.planning.cost import cost
from esports.planning.dispatch import Run, dispatch
from esports.planning.improve import improve
from esports.planning.instances import week
from esports.planning.kernel import Desk, Hunt, Numbers, anneal, decode
from esports.planning.model import Model, Station, Tournament
from esports.planning.numbers import desk, hunt, numbers
from esports.planning.parts import Part, alone, parts
from esports.planning.priority import by_critical_path
from esports.planning.runs import MOST, Runs, annealed
from esports.planning.tables import Tables
from tests.planning.test_bounds import placed
from tests.planning.test_improve import tries
from tests.planning.worlds import match, models, world

APART = (Station("s1", "hall", ("x",)), Station("s2", "hall", ("y",)), Station("s3", "annex", ("x",)))
TWO = (Tournament("t"), Tournament("u"))


def split(model: Model) -> Model:
    """The model with a title for each tournament, and stations that serve one title each."""
    matches = tuple(
        msgspec.structs.replace(asked, title="x" if asked.tournament == "t" else "y")
        for asked in model.matches
    )
    return msgspec.structs.replace(model, matches=matches, stations=APART)


@settings(max_examples=15, deadline=None)
@given(models(most=8), st.integers(0, 99))
def test_a_plan_whose_parts_were_searched_alone_holds(model: Model, seed: int) -> None:
    model = split(placed(model))
    first, _ = dispatch(model)
    better = improve(model, tries(12), seed, first)
    assert violations(model, better) == ()
    assert bounds(model).total <= cost(model, better) <= cost(model, first)


def test_parts_share_no_station_and_no_tournament() -> None:
    tables = Tables(week(500, 2))
    found = parts(tables)
    assert sorted(place for own in found for place in own) == list(range(len(tables.length)))
    assert [len(own) for own in found] == sorted(map(len, found), reverse=True)
    assert len(found) == 4
    for of in (tables.pool, [asked.tournament for asked in tables.model.matches]):
        assert sum(len({of[place] for place in own}) for own in found) == len(set(of))


def test_what_lies_on_two_pools_makes_them_one_part() -> None:
    apart = (match("a"), match("b", title="y", tournament="u"))
    model = world(stations=APART, tournaments=TWO, matches=apart)
    assert parts(Tables(model)) == [[0], [1]]
    both = msgspec.structs.replace(model, matches=(*apart, match("c", title="y")))
    assert parts(Tables(both)) == [[0, 1, 2]]
    after = msgspec.structs.replace(apart[1], predecessors=("a",))
    assert parts(Tables(msgspec.structs.replace(model, matches=(apart[0], after)))) == [[0, 1]]


def test_a_part_has_of_others_what_may_be_in_its_way() -> None:
    other = {"title": "y", "tournament": "u"}
    model = world(
        stations=APART,
        tournaments=TWO,
        matches=(
            match("a", people=("p",), streamed=True),
            match("first", people=("p",), **other),
            match("free", people=("q",), rest=5, **other),
            match("last", predecessors=("first", "free"), streamed=True, **other),
        ),
    )
    tables = Tables(model)
    run = Run(tables, [9, 0, 0, 0])
    run.go()
    part = alone(tables, [0], run.begin, [station for station, _ in run.where])
    assert (part.own, part.others) == ([0], [1, 3])
    own, first, last = part.tables.model.matches
    assert own == model.matches[0]
    assert (first.start, first.station) == (run.begin[1], "s2")
    assert (last.start, last.predecessors) == (None, ())
    assert part.tables.release[2] == max(run.begin[1] + 30, run.begin[2] + 35)
    rows = numbers(part.tables)
    state = hunt(part.tables, rows, [0, 0, 0], 1, 1, 1, 1)
    assert (state.own_at, state.own) == ([0, 1], [0])


def test_what_is_pinned_is_not_moved() -> None:
    tables = Tables(world(matches=(match("a", start=600), match("b"))))
    state = hunt(tables, numbers(tables), [0, 0], 1, 1, 1)
    assert (state.own_at, state.own) == ([0, 1], [1])


@pytest.mark.parametrize(("enough", "searches"), [(0, runs.SEARCHES), (10**9, 2)])
def test_many_tries_are_shared_by_several_searches(
    monkeypatch: pytest.MonkeyPatch, enough: int, searches: int
) -> None:
    tables = Tables(week(100, 2))
    ends = []

    class Told(Runs):
        def __init__(self, since: float, until: float, wanted: int, cores: int = 1) -> None:
            super().__init__(since, until, wanted, cores)
            ends.append(until)

    def nothing(n: Numbers, d: Desk, h: Hunt, _: int, heat: float) -> None:
        """No try."""

    monkeypatch.setattr(runs, "ENOUGH", enough)
    monkeypatch.setattr(runs, "Runs", Told)
    part = Part(tables, range(len(tables.release)), [])
    annealed(part, by_critical_path(tables), tries(40), 1.0, 500, 1, nothing)
    assert len(ends) == searches
    assert ends == sorted(ends)
    assert ends[-1] == 1


def test_runs_at_once_find_the_same_each_time() -> None:
    """On as many cores as are told, whatever compiles."""
    tables = Tables(week(100, 2))
    keys, rows = by_critical_path(tables), numbers(tables)

    def searched(cores: int) -> tuple[list[int], bool]:
        threads = set[int]()

        def few(n: Numbers, d: Desk, h: Hunt, _: int, heat: float) -> None:
            threads.add(get_ident())
            anneal(n, d, h, 2, heat)

        part = Part(tables, range(len(keys)), [])
        return annealed(part, keys, tries(24), 1.0, 500, 1, few, cores), threads == {get_ident()}

    found, is_alone = searched(2)
    assert not is_alone
    assert searched(2) == (found, False)
    assert decode(rows, desk(rows), found) < decode(rows, desk(rows), keys)
    assert searched(1)[1]


def test_of_many_runs_the_better_half_is_gone_on_with() -> None:
    runs = Runs(0.25, 0.75, 100, 2)
    assert runs.left(0.25, 0) == (2, 1.0)
    assert runs.left(0.3125, 125) == (8, 0.875)
    assert [runs.left(0.25 + 0.5 * share, 9)[0] for share in (0.3, 0.4, 0.6, 0.7, 0.99)] == [8, 4, 4, 2, 2]
    assert Runs(0, 1, 100).left(0.5, 9) == (1, 0.5)
    assert Runs(0, 1, 1).left(0.015625, 10**6) == (1, 0.984375)
    assert Runs(0, 1, 1).left(0.125, 10**6) == (MOST, 0.875)
