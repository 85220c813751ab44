"""Separation: the pigeonhole bound for every club at once, seeds in their tiers, byes where they belong."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from itertools import chain, combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import stage
from esports.engine.kept_apart import LATEST, LEVEL, NO_TWO, SOONER, meeting_round
from esports.engine.model import Bracket, Entrant, Seat
from esports.engine.seeding import bracket_order, bracket_size, snake
from esports.engine.separation import best_round, bracket_seats, group_seats, kinds_of, members_of
from tests.engine.play import entrants
from tests.engine.refusals import refused

Kinds = Sequence[str | None]

CLUBS = {"separate": "club"}


def of_clubs(kinds: Kinds, field: str = "club") -> list[Entrant]:
    return [Entrant(str(seed), **{field: kind}) for seed, kind in enumerate(kinds, 1)]


def skewed(n: int, lot: str) -> list[str]:
    """Clubs of very unequal sizes: a few hold a large part of the field."""
    numbers = [int.from_bytes(sha256(f"{lot}:{seed}".encode()).digest()[:4], "big") for seed in range(n)]
    return [str(int((number / 2**32 + 1e-9) ** -1.2)) for number in numbers]


def earliest(order: Sequence[int], members: Sequence[int]) -> int:
    """By definition: the least round in which two of the members share a part of the bracket."""
    size = len(order)
    for round_ in range(1, size.bit_length()):
        parts = Counter(order.index(seed) >> round_ for seed in members)
        if max(parts.values()) > 1:
            return round_
    raise AssertionError


def assert_seeds_keep_their_tiers(order: Sequence[int], n: int) -> None:
    size = bracket_size(n)
    assert sorted(order) == list(range(1, size + 1))
    part = size
    while part > 1:
        best = size // part
        for start in range(0, size, part):
            assert sum(seed <= best for seed in order[start : start + part]) == 1
        part //= 2
    for above, below in zip(order[::2], order[1::2], strict=True):
        assert (below > n) == (above <= size - n)


@pytest.mark.parametrize("n", [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096])
@pytest.mark.parametrize("lot", ["a", "b", "c"])
def test_every_club_reaches_the_pigeonhole_bound(n: int, lot: str) -> None:
    kinds = skewed(n, lot)
    order = bracket_seats(of_clubs(kinds), "club")
    assert_seeds_keep_their_tiers(order, n)
    rounds = n.bit_length() - 1
    at = {seed: place for place, seed in enumerate(order)}
    for members in members_of(kinds).values():
        bound = rounds - (len(members) - 1).bit_length() + 1
        for depth in range(rounds + 1):
            held = Counter(at[seed] >> (rounds - depth) for seed in members)
            assert max(held.values()) <= -(-len(members) >> depth)
        assert len({at[seed] >> (bound - 1) for seed in members}) == len(members)
        assert best_round(n, members) == bound


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([2, 4, 8, 16, 32]).flatmap(lambda n: st.text("ABCDEF..", min_size=n, max_size=n)))
def test_any_clubs_in_a_full_bracket(letters: str) -> None:
    kinds = [None if letter == "." else letter for letter in letters]
    order = bracket_seats(of_clubs(kinds), "club")
    assert_seeds_keep_their_tiers(order, len(kinds))
    for members in members_of(kinds).values():
        assert earliest(order, members) == best_round(len(kinds), members)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from("ABCDEFGHIJ.."), min_size=2, max_size=70))
def test_any_clubs_with_byes(letters: list[str]) -> None:
    kinds = [None if letter == "." else letter for letter in letters]
    order = bracket_seats(of_clubs(kinds), "club")
    assert_seeds_keep_their_tiers(order, len(kinds))
    assert order == bracket_seats(of_clubs(kinds), "club")
    for members in members_of(kinds).values():
        assert earliest(order, members) <= best_round(len(kinds), members)


def every_seating(n: int) -> set[tuple[int, ...]]:
    """All seatings that keep the tiers and the byes, by trying every order inside each tier."""
    size = bracket_size(n)
    standard = bracket_order(size)
    tiers = [list(range(low + 1, 2 * low + 1)) for low in (1, 2, 4) if low < size // 2]
    tiers.append(list(range(size // 2 + 1, n + 1)))
    found = set()
    for orders in product(*(permutations(tier) for tier in tiers)):
        moved = dict(zip(chain(*tiers), chain(*orders), strict=True))
        free = set(range(size - n + 1, size // 2 + 1))
        tops = [moved.get(seed, seed) for seed in standard[::2]]
        # The lower seeds sit, in the order tried, where the upper seed has no bye.
        lower = iter(orders[-1])
        found.add(
            tuple(seed for top in tops for seed in (top, next(lower) if top in free else size + 1 - top))
        )
    return found


@pytest.mark.parametrize("n", [3, 5, 6, 7])
def test_with_byes_no_seating_does_better_for_all_clubs(n: int) -> None:
    seatings = every_seating(n)
    for letters in product("AB.", "ABC", *["ABC."] * (n - 2)):
        kinds = [None if letter == "." else letter for letter in letters]
        members = members_of(kinds)
        best = {kind: best_round(n, seeds) for kind, seeds in members.items()}
        order = bracket_seats(of_clubs(kinds), "club")
        if any(earliest(order, seeds) < best[kind] for kind, seeds in members.items()):
            assert not any(
                all(earliest(other, seeds) == best[kind] for kind, seeds in members.items())
                for other in seatings
            )


@pytest.mark.parametrize("n", [11, 13, 100, 3000])
def test_nearly_every_club_reaches_the_bound_with_byes(n: int) -> None:
    reached = []
    for lot in range(1 + 300 // n):
        kinds = skewed(n, str(lot))
        order = bracket_seats(of_clubs(kinds), "club")
        at = {seed: place for place, seed in enumerate(order)}
        for members in members_of(kinds).values():
            depth = best_round(n, members) - 1
            reached.append(len({at[seed] >> depth for seed in members}) == len(members))
    assert sum(reached) >= 0.98 * len(reached)


@pytest.mark.parametrize("n", [2, 3, 6, 8, 13, 32])
def test_without_equals_nothing_moves(n: int) -> None:
    size = bracket_size(n)
    assert bracket_seats(entrants(n), "club") == bracket_order(size)
    assert bracket_seats(of_clubs(["X"] * n), "none") == bracket_order(size)
    distinct = bracket_seats(of_clubs([*map(str, range(n - 2)), "a", "b"]), "club")
    assert distinct == bracket_order(size)


def test_vacant_seats_and_empty_names_are_free() -> None:
    assert kinds_of([Entrant("a", club=""), None, Entrant("c", club="X")], "club") == [None, None, "X"]


@pytest.mark.parametrize("field", ["club", "delegation", "region", "former_group"])
@pytest.mark.parametrize("format", ["single_elimination", "double_elimination"])
def test_an_elimination_keeps_apart_and_says_so(format: str, field: str) -> None:
    field_of_eight = of_clubs(["X", "Y", "Z", "W", "Y", "X", "W", "X"], field)
    structure = stage.build(format, field_of_eight, stage.parse_options(format, {"separate": field}))
    promises = {one.value: one for one in stage.kept_apart(structure, field_of_eight)}
    assert [(one.value, one.round, one.best) for one in promises.values()] == [
        ("X", 2, 2),
        ("W", 3, 3),
        ("Y", 3, 3),
    ]
    assert promises["X"].entries == ("1", "6", "8")
    assert {one.text for one in promises.values()} == {LATEST}
    assert "round 2 of 3" in promises["X"].text.format_map(promises["X"].params)
    assert meeting_round(structure, 2, 5) == 3
    rounds = [meeting_round(structure, *pair) for pair in combinations((1, 6, 8), 2)]
    assert min(rounds) == 2


def test_a_promise_that_byes_break_says_what_was_lost() -> None:
    """Seeds 4 and 5 of five must meet, in the half of seed 1 or of seed 2: one club has both there."""
    field = of_clubs("ABCAB")
    structure = stage.build("single_elimination", field, stage.parse_options("single_elimination", CLUBS))
    kept, lost = sorted(stage.kept_apart(structure, field), key=lambda one: one.text)
    assert (kept.round, kept.best, kept.text) == (3, 3, LATEST)
    assert (lost.round, lost.best, lost.text) == (2, 3, SOONER)
    assert "until round 3" in lost.text.format_map(lost.params)


def test_two_of_the_lower_seeds_can_be_bound_to_meet_at_once() -> None:
    assert best_round(3, (2, 3)) == 1
    assert best_round(3, (1, 3)) == 2
    assert best_round(8, (1, 2, 3, 4, 5)) == 1


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from("ABCDEFGHIJ.."), min_size=2, max_size=60), st.data())
def test_groups_hold_an_even_share_of_every_club(letters: list[str], data: st.DataObject) -> None:
    kinds = [None if letter == "." else letter for letter in letters]
    count = data.draw(st.integers(1, len(kinds) // 2))
    groups = group_seats(of_clubs(kinds), count, "club")
    assert sorted(seed for group in groups for seed in group) == list(range(1, len(kinds) + 1))
    assert [group[0] for group in groups] == list(range(1, count + 1))
    for group in groups:
        rows = [(seed - 1) // count for seed in group]
        assert rows == sorted(set(rows))
        assert len(rows) in (len(kinds) // count, -(-len(kinds) // count))
    for members in members_of(kinds).values():
        held = [sum(seed in members for seed in group) for group in groups]
        assert set(held) <= {len(members) // count, -(-len(members) // count)}


def test_groups_without_equals_are_the_snake() -> None:
    assert group_seats(entrants(16), 4, "club") == snake(16, 4)
    assert group_seats(of_clubs([*map(str, range(14)), "a", "a"]), 4, "club")[0] == (1, 8, 9, 16)


def test_large_groups_of_skewed_clubs() -> None:
    kinds = skewed(4096, "groups")
    groups = group_seats(of_clubs(kinds), 512, "club")
    for members in members_of(kinds).values():
        among = set(members)
        held = [len(among.intersection(group)) for group in groups]
        assert max(held) == -(-len(members) // 512)


def test_groups_say_what_they_promise() -> None:
    field = of_clubs(["X", "X", "Y", "X", "Z", "Y", "X", "X"], "region")
    options = stage.parse_options("round_robin", {"groups": 4, "separate": "region"})
    structure = stage.build("round_robin", field, options)
    large, small = stage.kept_apart(structure, field)
    assert (large.value, large.round, large.text) == ("X", 1, LEVEL)
    assert large.params == {"value": "X", "members": 5, "groups": 4, "most": 2, "round": 1}
    assert (small.value, small.round, small.best, small.text) == ("Y", None, None, NO_TWO)


def test_nothing_is_promised_where_nothing_is_asked() -> None:
    field = of_clubs(["X"] * 16)
    for format in ("single_elimination", "round_robin", "swiss"):
        structure = stage.build(format, field, stage.parse_options(format, {}))
        assert stage.kept_apart(structure, field) == ()


@pytest.mark.parametrize("format", ["single_elimination", "double_elimination", "round_robin"])
def test_a_word_that_names_no_field_is_refused(format: str) -> None:
    with refused("option_not_a_choice", "/options/separate"):
        stage.parse_options(format, {"separate": "rating"})


def test_a_lower_bracket_still_takes_its_losers_from_the_seats() -> None:
    field = of_clubs(["X", "Y", "X", "Y"])
    structure = stage.build(
        "double_elimination", field, stage.parse_options("double_elimination", {"separate": "club"})
    )
    first = [spec for spec in structure.matches if spec.bracket is Bracket.upper and spec.round == 1]
    assert [spec.slots for spec in first] == [(Seat(1), Seat(4)), (Seat(2), Seat(3))]
