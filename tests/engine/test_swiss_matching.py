"""The matching of a Swiss round: the optimum of all pairings, rematches, byes, floats, sides and clubs."""

import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import swiss_matching
from esports.engine.matching import EXACT_BITS, cheapest
from esports.engine.swiss_candidates import FAR, band, near, sure_width
from esports.engine.swiss_matching import best_pairs, fewest_gaps, proven, solve, total
from esports.engine.swiss_weights import Cost, Player, Scale
from tests.engine.swiss_worlds import state
from tests.engine.test_swiss import pairable


def names(pairs) -> list[tuple[str, str | None]]:
    return [(pair.high.entry, pair.low.entry if pair.low else None) for pair in pairs]


def group(*entries: str, points: int = 0, **fields) -> list[Player]:
    return [Player(entry, points, place, len(entries), **fields) for place, entry in enumerate(entries)]


def score_groups(*sizes: int) -> list[Player]:
    """Groups of these sizes, the highest first; an entry's name is its points and its place."""
    return [
        player
        for points, size in zip(range(len(sizes) - 1, -1, -1), sizes, strict=True)
        for player in group(*(f"{points}-{place}" for place in range(size)), points=points)
    ]


def across(pairs) -> list[tuple[str, str | None]]:
    """The pairs of unequal points."""
    return names(pair for pair in pairs if pair.low is not None and pair.high.points != pair.low.points)


def every_pairing(count: int):
    """All ways to pair 0..count-1, one resting (with `count`) if they are odd."""

    def ways(left):
        if not left:
            yield []
        for other in left[1:]:
            rest = [one for one in left[1:] if one != other]
            yield from ([(left[0], other), *more] for more in ways(rest))

    return ways(list(range(count + count % 2)))


def brute_force(players: list[Player], hard: bool) -> Cost:
    """The least cost of all pairings, criterion by criterion."""
    scale, count = Scale(players, hard=hard), len(players)
    ranks = {}
    for rested in (False, True):
        lowest_first = [place for place in reversed(range(count)) if players[place].rested is rested]
        ranks.update({place: rank for rank, place in enumerate(lowest_first)})

    def cost(one: int, other: int) -> Cost:
        if other == count:
            return scale.cost(scale.bye(players[one], ranks[one]))
        return scale.cost(scale.pair(players[one], players[other]))

    return min(
        Cost(*map(sum, zip(*(cost(*pair) for pair in way), strict=True))) for way in every_pairing(count)
    )


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 8), st.integers(0, 12), st.integers(0, 3), st.booleans(), st.integers(0, 10**6))
def test_small_rounds_are_the_optimum_by_brute_force(n, rounds, clubs, hard, lot) -> None:
    players = state(n, rounds, Random(lot), clubs=clubs, draws=0.2, hard=hard)
    found = best_pairs(players, hard=hard)
    assert total(found) == brute_force(players, hard)
    met = {frozenset((one.entry, other)) for one in players for other in one.met}
    entries = frozenset(player.entry for player in players)
    assert (total(found).rematch > 0) == (not pairable(entries, met))


@pytest.mark.parametrize("lot", range(24))
def test_the_sparse_graph_costs_what_the_full_graph_costs(lot: int) -> None:
    random = Random(lot)
    n, rounds = random.randint(65, 200), random.randint(0, 9)
    hard = random.random() < 0.3
    players = state(
        n, rounds, random, clubs=random.choice([0, 3, 8, 40]), draws=random.choice([0, 0.2]), hard=hard
    )
    full = solve(players, band(players, n), hard)
    assert full is not None
    assert total(best_pairs(players, hard=hard)) == total(full)
    sparse = solve(players, near(players, swiss_matching.WINDOW), hard)
    if sparse is not None and proven(sparse, players):
        assert total(sparse) == total(full)


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 40), st.integers(0, 12), st.integers(0, 10**6))
def test_everyone_is_paired_once_and_byes_go_round(n: int, rounds: int, lot: int) -> None:
    players = state(n, rounds, Random(lot), draws=0.2)
    found = best_pairs(players, hard=False)
    placed = [entry for pair in names(found) for entry in pair if entry is not None]
    assert sorted(placed) == sorted(player.entry for player in players)
    resting = [pair.high for pair in found if pair.low is None]
    assert len(resting) == n % 2
    if resting and rounds < n and resting[0].rested:
        # Whoever has not rested yet must play, or there would be a rematch.
        met = {frozenset((one.entry, other)) for one in players for other in one.met}
        others = {one.entry: frozenset(set(placed) - {one.entry}) for one in players if not one.rested}
        assert total(found).rematch == 0
        assert not any(pairable(left, met) for left in others.values())


@pytest.mark.parametrize("n", [65, 257, 513, 1000, 1025, 3001])
def test_larger_rounds_never_repeat_a_pairing(n: int) -> None:
    """So few have met that a round without a rematch exists (Dirac)."""
    players = state(n, 6, Random(n), clubs=20, draws=0.1)
    found = best_pairs(players, hard=False)
    assert total(found).rematch == 0
    assert total(found).second_bye == 0
    assert all(pair.low is None or pair.low.entry not in pair.high.met for pair in found)
    placed = [entry for pair in names(found) for entry in pair if entry is not None]
    assert sorted(placed) == sorted(player.entry for player in players)


def test_the_first_meets_the_last() -> None:
    assert names(best_pairs(group(*"abcdef"), hard=False)) == [("a", "f"), ("b", "e"), ("c", "d")]


def test_an_odd_group_gives_its_last_to_the_first_of_the_next() -> None:
    players = [*group(*"abc", points=2), *group(*"xyz")]
    assert names(best_pairs(players, hard=False)) == [("a", "b"), ("c", "x"), ("y", "z")]


def test_nobody_floats_twice_if_avoidable() -> None:
    players = group(*"abc", points=2)
    players[2] = Player("c", 2, 2, 3, floats=1)
    players += group(*"xyz")
    assert ("b", "x") in names(best_pairs(players, hard=False))


def test_a_soft_club_is_kept_apart_among_equals_and_a_hard_one_at_the_price_of_floats() -> None:
    players = [*group("a", "b", points=2, kind="X"), *group("y", "z", kind="Y")]
    assert names(best_pairs(players, hard=False)) == [("a", "b"), ("y", "z")]
    assert total(best_pairs(players, hard=False)).clash == 2
    assert names(best_pairs(players, hard=True)) == [("a", "z"), ("b", "y")]
    four = [Player(str(place), 0, place, 4, kind=kind) for place, kind in enumerate("XYYX")]
    assert names(best_pairs(four, hard=False)) == [("0", "2"), ("1", "3")]


def test_sides_are_balanced_where_the_order_allows_either() -> None:
    four = [Player(str(place), 0, place, 4, sides=side) for place, side in enumerate((1, 1, -1, 1))]
    assert total(best_pairs(four, hard=False)).sides == 1


def test_everyone_has_rested_and_one_must_again() -> None:
    players = group(*"abc", rested=True)
    assert names(best_pairs(players, hard=False)) == [("a", "b"), ("c", None)]
    assert total(best_pairs(players, hard=False)).second_bye == 1


def test_only_the_rematches_that_must_be() -> None:
    met = {"a": set("bcd"), "b": set("a"), "c": set("ad"), "d": set("ac")}
    players = [Player(entry, 0, place, 4, met=met[entry]) for place, entry in enumerate("abcd")]
    assert names(best_pairs(players, hard=False)) == [("a", "d"), ("b", "c")]
    assert total(best_pairs(players, hard=False)).rematch == 1


def test_a_leader_who_met_all_neighbours_goes_far_down() -> None:
    """The candidates near the top hold nobody for the leader; the band does."""
    leader = Player("leader", 20, 0, 1, met={str(one) for one in range(200)})
    players = [leader, *group(*map(str, range(299)))]
    assert solve(players, near(players, swiss_matching.WINDOW), False) is None
    found = best_pairs(players, hard=False)
    assert total(found).rematch == 0
    assert [pair for pair in names(found) if "leader" in pair] == [("leader", "200")]
    assert sure_width(players) == 805


def partners(players: list[Player], window: int, one: int) -> list[int]:
    """With whom a pairing is worth a look."""
    return sorted(sum(pair) - one for pair in near(players, window) if one in pair)


def test_in_a_group_those_around_the_partner_are_worth_a_look() -> None:
    """The first meets the last: so each has its partner, and so many on both sides of it."""
    players = group(*map(str, range(40)))
    assert partners(players, 2, 0) == [36, 37, 38, 39]
    assert partners(players, 2, 10) == [26, 27, 28, 29, 30, 31]
    assert partners(players, 4, 10) == list(range(24, 34))


@pytest.mark.parametrize(
    ("first", "others"),
    [
        ({"met": set(map(str, range(30, 40)))}, {}),
        ({"kind": "X"}, {"kind": "X"}),
        ({"sides": 1}, {"sides": 1}),
        ({"sides": -1}, {"sides": -2}),
    ],
)
def test_where_those_around_the_partner_do_not_fit_the_look_goes_on(first, others) -> None:
    """To half a window of good ones, if there are any within so many windows."""
    players = group(*map(str, range(40)))
    players[0] = replace(players[0], **first)
    players[30:] = [replace(player, **others) for player in players[30:]]
    assert partners(players, 2, 0) == list(range(29, 40))
    assert partners(players, 4, 0) == list(range(28, 40))
    bad = replace(players[0], met=set(map(str, range(40))))
    assert partners([bad, *players[1:]], 2, 0) == list(range(38 - 2 * FAR, 40))


def test_of_neighbouring_groups_those_at_the_border_are_worth_a_look() -> None:
    """Half a window of each history; across a whole group, of half as wide a window."""
    players = [*group(*"abcdef", points=2), *group(*"ghijkl", points=1), *group(*"mnopqr")]
    across = {pair for pair in near(players, 4) if players[pair[0]].points != players[pair[1]].points}
    upper, lower = (
        {(one, other) for one in (4, 5) for other in (6, 7)},
        {(10, 12), (10, 13), (11, 12), (11, 13)},
    )
    assert across == {*upper, *lower, (5, 12)}
    for place, history in enumerate(({"sides": 2}, {"sides": -2}, {"floats": 1}), 1):
        players[place] = replace(players[place], **history)
        across = {one for one, other in near(players, 4) if one < 6 <= other}
        assert across == {*range(1, place + 1), 4, 5}


def test_nobody_far_from_the_border_is_worth_a_look_across_it() -> None:
    high = group(*map(str, range(40)), points=1)
    for place in (40 - 2 * FAR - 1, 40 - 2 * FAR):
        high[place] = replace(high[place], floats=place)
    assert partners([*high, *group("x", "y")], 2, 40) == [40 - 2 * FAR, 39, 41]


def test_a_band_holds_all_who_are_so_near_in_rank() -> None:
    assert list(band(group(*"abcd"), 2)) == [(0, 1), (0, 2), (1, 2), (1, 3), (2, 3)]


def test_a_large_field_is_paired_in_parts_unless_that_breaks_a_rule(monkeypatch) -> None:
    players = state(301, 3, Random(4), clubs=10)
    whole = total(best_pairs(players, hard=False))
    monkeypatch.setattr(swiss_matching, "PARTED", 300)
    monkeypatch.setattr(swiss_matching, "LARGE", 300)
    monkeypatch.setattr(swiss_matching, "PARTS", (8, 16))
    parts = total(best_pairs(players, hard=False))
    assert parts[:5] == whole[:5]
    assert parts.floats <= whole.floats + 2
    assert total(best_pairs(players, hard=True)).kept_apart == 0
    same = [*group(*map(str, range(400)), kind="X")]
    assert total(best_pairs(same, hard=True)).kept_apart == 200
    met = set(map(str, range(400)))
    stranger = [*group(*map(str, range(399))), Player("new", 0, 399, 400)]
    for place, player in enumerate(stranger[:24]):
        stranger[place] = Player(player.entry, 0, place, 400, met=met - {player.entry})
    assert total(best_pairs(stranger, hard=False)).rematch > 0


def test_a_very_large_first_round_is_the_fold() -> None:
    """Parts of the top and the bottom hold the partners of one another."""
    n = swiss_matching.LARGE + 101
    found = best_pairs(group(*map(str, range(n))), hard=False)
    assert names(found) == [(str(n - 1), None), *((str(one), str(n - 2 - one)) for one in range(n // 2))]
    assert max(pair.cost for pair in found) == Cost()


def test_a_very_large_odd_group_gives_one_to_the_next() -> None:
    """The last of those who were given down least, and not who has just come."""
    players = score_groups(401, 402, 401)
    players[400] = replace(players[400], floats=1)
    found = best_pairs(players, hard=False)
    assert across(found) == [("2-399", "1-0"), ("1-401", "0-0")]
    assert total(found)._replace(fold=0) == Cost(gap=2)
    players[402:803] = [replace(player, floats=1) for player in players[402:803]]
    found = best_pairs(players, hard=False)
    assert across(found) == [("2-399", "1-1"), ("1-0", "0-0")]


@pytest.mark.parametrize("size", [21, 401])
def test_who_comes_down_meets_the_top_of_the_next_group_in_a_field_of_any_size(size: int) -> None:
    """What the fold gives in a small field, the parts of a very large one give too."""
    players = score_groups(size, size + 1, size)
    assert (len(players) > swiss_matching.LARGE) is (size > 21)
    found, last = best_pairs(players, hard=False), size - 1
    assert across(found) == [(f"2-{last}", "1-0"), (f"1-{size}", "0-0")]


@pytest.mark.parametrize("lot", range(12))
def test_parts_bring_down_as_the_whole_does(lot: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a history only the order counts, so both ways give the same pairs between groups."""
    random = Random(lot)
    sizes = [random.randint(3, 40) for _ in range(random.randint(2, 5))]
    players = score_groups(*sizes, 60 + sum(sizes) % 2)
    whole = across(best_pairs(players, hard=False))
    monkeypatch.setattr(swiss_matching, "PARTED", 60)
    monkeypatch.setattr(swiss_matching, "LARGE", 60)
    monkeypatch.setattr(swiss_matching, "PARTS", (8, 16))
    assert across(best_pairs(players, hard=False)) == whole


def test_a_lone_leader_of_a_very_large_field_meets_one_of_the_next_group() -> None:
    leader = Player("leader", 1, 0, 1)
    found = best_pairs([leader, *group(*map(str, range(1101)))], hard=False)
    assert names(found)[0] == ("leader", "0")
    assert total(found)._replace(fold=0) == Cost(gap=1)


def test_what_is_proven_is_the_least() -> None:
    players = [*group(*"abc", points=3), *group(*"xyz", points=1), *group(*"pq")]
    assert fewest_gaps(players) == 4
    found = best_pairs(players, hard=False)
    assert proven(found, players)
    assert total(found) == Cost(gap=4, fold=2)
    clash = [*group(*"ab", kind="X")]
    assert not proven(best_pairs(clash, hard=False), clash)


def test_costs_keep_their_order_and_add_up() -> None:
    players = state(40, 5, Random(7), clubs=3)
    scale = Scale(players, hard=False)
    pairs = list(combinations(players, 2))
    numbers = [scale.pair(*pair) for pair in pairs]
    costs = [scale.cost(number) for number in numbers]
    assert [cost for _, cost in sorted(zip(numbers, costs, strict=True))] == sorted(costs)
    some = numbers[:20]
    assert scale.cost(sum(some)) == Cost(*map(sum, zip(*costs[:20], strict=True)))


@pytest.mark.parametrize("hard", [False, True])
def test_the_worst_round_of_all_still_adds_up(hard: bool) -> None:
    """Each pair is a rematch of one club on one side, far apart and not for the first time."""
    high, low = (
        group(*(f"{points}-{place}" for place in range(size)), points=points, floats=7, sides=3, kind="X")
        for points, size in ((30, 20), (0, 21))
    )
    everyone = {player.entry for player in [*high, *low]}
    *players, resting = [replace(player, met=everyone, rested=True) for player in [*high, *low]]
    scale = Scale([*players, resting], hard=hard)
    numbers = [scale.pair(*pair) for pair in zip(players[:20], players[20:], strict=True)]
    spent = scale.cost(sum(numbers) + scale.bye(resting, 20))
    same = {"kept_apart": 20} if hard else {"clash": 20}
    worst = Cost(rematch=20, second_bye=1, bye_rank=20, gap=20 * 900, floats=20 * 14, sides=20, **same)
    assert spent._replace(fold=0) == worst


def test_a_field_too_large_for_all_criteria_goes_without_the_last() -> None:
    top = Player("top", 3000, 0, 1, floats=20)
    players = [top, *group(*map(str, range(8190)))]
    scale = Scale(players, hard=False)
    number = scale.pair(players[1], players[2])
    assert scale.cost(number) == Cost()
    assert scale.cost(scale.pair(top, players[1])) == Cost(gap=3000 * 3000, floats=20)
    assert (
        Scale(players[:200], hard=False).cost(Scale(players[:200], hard=False).pair(*players[1:3])).fold > 0
    )
    assert sum(width for width in scale._widths) <= EXACT_BITS


def test_no_edges_no_matching() -> None:
    assert cheapest(2, []) is None
    assert cheapest(0, []) == []
    assert solve([], [], False) == []


def test_the_solver_is_loaded_by_the_first_pairing_only() -> None:
    code = "import sys, esports.engine.stage; sys.exit('rustworkx' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_known_round_stays_as_it_is() -> None:
    """Of equally good pairings the solver's version decides; a change here is one of the engine's version."""
    players = state(12, 4, Random(11))
    assert names(best_pairs(players, hard=False)) == [
        ("1", "3"),
        ("5", "9"),
        ("6", "4"),
        ("0", "2"),
        ("7", "8"),
        ("10", "11"),
    ]
