"""Qualifiers fill seeds in order, the next moves up for who withdraws, and what is not known stays open."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.engine import stage
from esports.engine.errors import EngineError
from esports.engine.model import Entrant
from esports.engine.progression import entrants_of, fill
from esports.engine.progression_inputs import Finisher, in_order
from esports.engine.progression_plan import read_plan
from tests.engine.refusals import refused
from tests.engine.seasons import finish, leads, plan, seasons

REGIONS = plan(
    ["north", "south", {"id": "last_chance"}, {"id": "final", "direct": [6]}],
    leads("north", [1, 2], "final", [1, 4]),
    leads("south", [1, 2], "final", [2, 3]),
    leads("north", [3], "last_chance", [1]),
    leads("south", [3], "last_chance", [2]),
    leads("last_chance", [1], "final", [5]),
)
BOTH = {"north": finish("abcde"), "south": finish("vwxyz", "A")}


def told(seeds) -> list[tuple[int, str, str | None]]:
    return [(each.seed, str(each.filling), each.entrant and each.entrant.id) for each in seeds]


def words(seed) -> str:
    return seed.text.format_map(seed.params)


def test_places_fill_seeds_over_two_levels() -> None:
    filled = fill(REGIONS, BOTH, {"final": {6: Entrant("host")}}, {})
    assert told(filled["last_chance"]) == [(1, "qualified", "c"), (2, "qualified", "x")]
    assert told(filled["final"]) == [
        (1, "qualified", "a"),
        (2, "qualified", "v"),
        (3, "qualified", "w"),
        (4, "qualified", "b"),
        (5, "open", None),
        (6, "direct", "host"),
    ]
    assert [words(seed) for seed in filled["final"]] == [
        "Place 1 of north.",
        "Place 1 of south.",
        "Place 2 of south.",
        "Place 2 of north.",
        "Open: place 1 of last_chance is not decided yet.",
        "Entered directly.",
    ]
    assert set(filled) == {"last_chance", "final"}
    done = fill(REGIONS, {**BOTH, "last_chance": finish("xc")}, {"final": {6: Entrant("host")}}, {})
    assert [entrant and entrant.id for entrant in entrants_of(done["final"])] == [
        "a",
        "v",
        "w",
        "b",
        "x",
        "host",
    ]


def test_the_next_places_move_up_for_who_withdraws() -> None:
    filled = fill(REGIONS, BOTH, {}, {"final": {"a"}, "last_chance": {"d"}})
    assert told(filled["final"])[0::3] == [(1, "moved_up", "b"), (4, "moved_up", "c")]
    assert told(filled["last_chance"])[0] == (1, "moved_up", "e")
    assert words(filled["final"][3]) == "Place 3 of north, moved up to the seat of place 2."


def test_nobody_is_left() -> None:
    filled = fill(REGIONS, {"north": finish("ab")}, {"final": {6: Entrant("host")}}, {"final": ["b", "host"]})
    assert told(filled["final"]) == [
        (1, "qualified", "a"),
        (2, "open", None),
        (3, "open", None),
        (4, "vacant", None),
        (5, "open", None),
        (6, "vacant", None),
    ]
    assert words(filled["final"][3]) == "Vacant: nobody of north is left for the seat of place 2."
    assert words(filled["final"][5]) == "Vacant: host was entered directly and has withdrawn."


def test_who_plays_there_already_is_passed_over() -> None:
    twice = {"north": finish("abcde"), "south": finish("avwxy")}
    filled = fill(REGIONS, twice, {"final": {6: Entrant("b")}}, {})
    assert told(filled["final"])[:4] == [
        (1, "qualified", "a"),
        (2, "moved_up", "v"),
        (3, "moved_up", "w"),
        (4, "moved_up", "c"),
    ]


def test_qualifiers_carry_their_club_and_where_they_met() -> None:
    filled = fill(REGIONS, BOTH, {"final": {6: Entrant("host", former_group="own")}}, {})
    entrants = [each.entrant for each in filled["final"] if each.entrant]
    groups = [entrant.former_group for entrant in entrants]
    assert groups == ["north", "south A", "south A", "north", "own"]
    assert [entrant.club for entrant in entrants] == ["A", "V", "W", "B", None]
    dropped = [Finisher(Entrant("a", dropped=True), 1)]
    again = fill(REGIONS, {"north": dropped}, {}, {})["final"][0].entrant
    assert again == Entrant("a", former_group="north")


def test_a_draw_keeps_apart_those_of_one_qualifier() -> None:
    filled = fill(REGIONS, {**BOTH, "last_chance": finish("xc")}, {"final": {6: Entrant("host")}}, {})
    field = entrants_of(filled["final"])
    options = stage.parse_options("single_elimination", {"separate": "former_group"})
    promises = stage.kept_apart(stage.build("single_elimination", field, options), field)
    assert {promise.value: promise.entries for promise in promises} == {
        "north": ("a", "b"),
        "south A": ("v", "w"),
    }


def test_a_field_is_not_known_while_seeds_are_open() -> None:
    filled = fill(REGIONS, {"north": finish("abc"), "south": finish("vw")}, {}, {})
    with pytest.raises(EngineError) as caught:
        entrants_of(filled["final"])
    assert caught.value.code == "seeds_open"
    assert [(each.code, each.pointer) for each in caught.value.findings] == [
        ("seed_open", "/seeds/5"),
        ("seed_open", "/seeds/6"),
    ]
    assert str(caught.value.findings[1]) == "Open: nobody is entered directly yet."
    assert [entrant and entrant.id for entrant in entrants_of(filled["last_chance"])] == ["c", None]


def shared(*rows: tuple[str, int]) -> list[Finisher]:
    return [Finisher(Entrant(id_), place) for id_, place in rows]


def test_a_shared_place_must_not_decide() -> None:
    rows = shared(("a", 1), ("b", 2), ("c", 3), ("d", 3))
    with pytest.raises(EngineError) as caught:
        fill(REGIONS, {"north": rows}, {}, {})
    assert (caught.value.code, caught.value.pointer) == ("places_undecided", "/finishers")
    found = caught.value.findings[0]
    assert (found.code, found.pointer) == ("place_undecided", "/finishers/north")
    assert str(found) == "Place 3 of north is shared by c, d, who would not all go on alike."
    with refused("places_undecided"):
        fill(REGIONS, {"north": shared(("a", 1), ("b", 2), ("c", 2), ("d", 4))}, {}, {})


def test_a_shared_place_does_not_matter_where_all_go_the_same_way_or_cannot_go() -> None:
    rows = shared(("a", 1), ("b", 1), ("c", 3), ("d", 3), ("e", 5), ("f", 5))
    filled = fill(REGIONS, {"north": rows}, {}, {"last_chance": {"d"}})
    assert [words(seed) for seed in filled["final"] if seed.entrant] == ["Place 1 of north."] * 2
    assert told(filled["last_chance"])[0] == (1, "qualified", "c")


def test_everything_that_does_not_fit_the_plan_is_told() -> None:
    rows = shared(("a", 2), ("b", 1), ("a", 3))
    direct = {"final": {6: Entrant("h"), 5: Entrant("h")}, "no/rth": {}}
    with pytest.raises(EngineError) as caught:
        fill(REGIONS, {"north": rows, "west": []}, direct, {"east": ["a"]})
    assert caught.value.code == "progression_unsound"
    assert [(each.code, each.pointer) for each in caught.value.findings] == [
        ("progression_unknown", "/finishers/west"),
        ("progression_unknown", "/direct/no~1rth"),
        ("progression_unknown", "/withdrawn/east"),
        ("finisher_twice", "/finishers/north/2"),
        ("finishers_order", "/finishers/north/1"),
        ("direct_seed", "/direct/final/5"),
        ("direct_twice", "/direct/final/5"),
    ]
    assert all("{" not in str(finding) for finding in caught.value.findings)


@st.composite
def played(draw: st.DrawFn):
    """A plan of which some tournaments are finished, their own entrants in each, and withdrawals."""
    raw = draw(seasons())
    read = read_plan(raw)
    finishers, withdrawn = {}, {}
    for each in read.tournaments:
        ids = [f"{each.id}-{number}" for number in range(1, draw(st.integers(0, 10)) + 1)]
        if draw(st.integers(0, 4)):
            finishers[each.id] = [Finisher(Entrant(id_), place) for place, id_ in enumerate(ids, 1)]
    every = [row.entrant.id for rows in finishers.values() for row in rows]
    for each in read.tournaments:
        withdrawn[each.id] = set(draw(st.lists(st.sampled_from(every), max_size=5))) if every else set()
    return raw, finishers, withdrawn


def seats_of(raw, filled, source: str):
    """(place of the seat, target, who has it), the best place first."""
    rows = [row for row in raw["qualifications"] if row["from"] == source]
    return sorted(
        (place, row["to"], filled[row["to"]][seed - 1])
        for row in rows
        for place, seed in zip(row["places"], row["seeds"], strict=True)
    )


@given(played())
def test_nobody_is_promoted_out_of_order(case) -> None:
    raw, finishers, withdrawn = case
    filled = fill(read_plan(raw), finishers, {}, withdrawn)
    for source, rows in finishers.items():
        order = [row.entrant.id for row in rows]
        seats = seats_of(raw, filled, source)
        taken = [(order.index(seat.entrant.id), target) for _, target, seat in seats if seat.entrant]
        assert all(above[0] < below[0] for above, below in pairwise(taken))
        passed = set(range(taken[-1][0] if taken else 0)) - {place for place, _ in taken}
        assert all(any(order[place] in withdrawn[target] for _, target, _ in seats) for place in passed)
        vacant = [place for place, _, seat in seats if seat.filling == "vacant"]
        assert vacant == [place for place, _, _ in seats][len(taken) :]
        for place, _, seat in seats[: len(taken)]:
            assert (seat.filling == "qualified") == (order.index(seat.entrant.id) == place - 1)


@given(played())
def test_every_seed_is_there_and_nobody_sits_twice_or_where_withdrawn(case) -> None:
    raw, finishers, withdrawn = case
    filled = fill(read_plan(raw), finishers, {}, withdrawn)
    for row in raw["tournaments"]:
        if row["id"] in filled:
            seeds = filled[row["id"]]
            assert [each.seed for each in seeds] == list(range(1, row["size"] + 1))
            ids = [each.entrant.id for each in seeds if each.entrant]
            assert len(set(ids)) == len(ids)
            assert not set(ids) & withdrawn[row["id"]]


@given(played(), st.data())
def test_one_more_withdrawal_moves_others_up_only(case, data: st.DataObject) -> None:
    raw, finishers, withdrawn = case
    before = fill(read_plan(raw), finishers, {}, withdrawn)
    held = [(id_, each.entrant.id) for id_, seeds in before.items() for each in seeds if each.entrant]
    if not held:
        return
    target, leaver = data.draw(st.sampled_from(held))
    after = fill(read_plan(raw), finishers, {}, {**withdrawn, target: {*withdrawn[target], leaver}})
    for source in finishers:
        was = {seat.entrant.id: place for place, _, seat in seats_of(raw, before, source) if seat.entrant}
        now = {seat.entrant.id: place for place, _, seat in seats_of(raw, after, source) if seat.entrant}
        for entry in was.keys() - {leaver}:
            if all(entry not in ids for ids in withdrawn.values()):
                assert now[entry] <= was[entry]


@given(played(), st.randoms(use_true_random=False))
def test_the_order_of_the_plan_does_not_matter(case, random) -> None:
    raw, finishers, withdrawn = case
    turned = {name: random.sample(rows, len(rows)) for name, rows in raw.items()}
    again = fill(read_plan(turned), finishers, {}, withdrawn)
    assert again == fill(read_plan(raw), finishers, {}, withdrawn)


def test_shared_places_come_apart_where_somebody_said_who_is_ahead() -> None:
    rows = [
        Finisher(Entrant(id_), place) for id_, place in (("a", 1), ("b", 2), ("c", 2), ("d", 2), ("e", 5))
    ]

    def told(*ahead: str) -> list[tuple[str, int]]:
        return [(row.entrant.id, row.place) for row in in_order(rows, ahead)]

    assert told("d", "b") == [("a", 1), ("d", 2), ("b", 3), ("c", 4), ("e", 5)]
    assert told("d") == [("a", 1), ("d", 2), ("b", 2), ("c", 2), ("e", 5)]
    assert told("e", "a") == [(row.entrant.id, row.place) for row in rows]
