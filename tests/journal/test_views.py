"""Laws of views and patches: what merges, what differs, and what a subtree's watcher gets."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.journal.facts import Change
from esports.journal.views import diff, look_up, merge, normal, subtree

names = st.sampled_from(["a", "b", "c", "state", "stages", "matches", "0", "1"])
odd_names = names | st.sampled_from(["", "a/b", "/", "id"])
scalars = st.none() | st.integers(0, 3) | st.sampled_from(["x", "y", ""])


def with_ids(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Keyed lists, in any order; now and then with an id twice, so that it is no key."""
    item = st.builds(
        lambda fields, one: {**fields, "id": one}, st.dictionaries(names, children, max_size=3), names
    )
    return st.lists(item, max_size=4)


def documents(keys: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        scalars,
        lambda children: (
            st.dictionaries(keys, children, max_size=4)
            | with_ids(children)
            | st.lists(st.dictionaries(keys, children, max_size=3), max_size=3)
            | st.lists(children, max_size=3)
        ),
        max_leaves=25,
    )


views = st.dictionaries(names, documents(names), max_size=4)


@given(before=documents(odd_names), after=documents(odd_names))
def test_a_difference_merged_gives_the_other_view(before: Any, after: Any) -> None:
    assert normal(merge(before, diff(before, after))) == normal(after)


@given(views)
def test_nothing_differs_from_itself(view: Any) -> None:
    assert diff(view, view) == []


@given(views, views)
def test_merging_leaves_the_given_view_as_it_is(before: Any, after: Any) -> None:
    kept = repr(before)
    merge(before, diff(before, after))
    assert repr(before) == kept


@given(views, views, views)
def test_patches_in_a_row_are_one_patch(first: Any, second: Any, third: Any) -> None:
    changes = [*diff(first, second), *diff(second, third)]
    assert normal(merge(first, changes)) == normal(third)


@given(views, views, st.data())
def test_a_subtrees_watcher_sees_what_stands_there(before: Any, after: Any, data: st.DataObject) -> None:
    path = data.draw(st.lists(names, min_size=1, max_size=4))
    changes = diff(before, after)
    watched = merge(look_up(before, path), subtree(changes, "/".join(path)))
    assert normal(watched) == normal(look_up(after, path))


@given(views, views)
def test_the_whole_is_the_subtree_at_the_root(before: Any, after: Any) -> None:
    changes = diff(before, after)
    assert subtree(changes, "") == changes


@given(views, names)
def test_removing_what_is_not_there_changes_nothing(view: Any, name: str) -> None:
    assert normal(merge(view, [Change(f"no-such-place/{name}/below", None)])) == normal(view)


@given(st.lists(st.builds(dict, id=names, n=scalars), max_size=4, unique_by=lambda item: item["id"]))
def test_the_order_of_a_keyed_list_means_nothing(items: list[Any]) -> None:
    assert diff(items, items[::-1]) == []
    assert normal(items) == normal(items[::-1])


def test_only_the_changed_score_travels() -> None:
    before = {"matches": [{"id": "m", "slots": [{"entry": "A"}, {"entry": "B", "score": 1}]}]}
    after = {"matches": [{"id": "m", "slots": [{"entry": "A", "score": 2}, {"entry": "B", "score": 1}]}]}
    assert diff(before, after) == [Change("matches/m/slots/0/score", 2)]


def test_a_list_of_values_travels_whole() -> None:
    assert diff({"games": [[2, 1]]}, {"games": [[2, 1], [0, 2]]}) == [Change("games", [[2, 1], [0, 2]])]


def test_an_item_is_added_and_removed_by_its_id() -> None:
    before, after = {"entries": [{"id": "a"}]}, {"entries": [{"id": "b"}]}
    assert diff(before, after) == [Change("entries/a", None), Change("entries/b", {"id": "b"})]


def test_a_field_below_an_unknown_item_brings_the_item() -> None:
    assert merge({"entries": []}, [Change("entries/a/seed", 1)]) == {"entries": [{"id": "a", "seed": 1}]}
    assert merge({"entries": []}, [Change("entries/a/seed", None)]) == {"entries": []}


@pytest.mark.parametrize("step", ["2", "-1", "x", "²", ""])
def test_a_position_that_is_not_there_is_refused(step: str) -> None:
    with pytest.raises(ValueError, match="has no item"):
        merge({"slots": [{"entry": 1}, {"entry": 2}]}, [Change(f"slots/{step}/score", 1)])


def test_an_item_of_a_list_without_ids_can_be_null() -> None:
    assert merge({"slots": [1, 2]}, [Change("slots/0", None)]) == {"slots": [None, 2]}


def test_looking_up_walks_ids_positions_and_fields() -> None:
    view = {"matches": [{"id": "m", "slots": [{"entry": "A"}]}]}
    assert look_up(view, ["matches", "m", "slots", "0", "entry"]) == "A"
    assert look_up(view, ["matches", "other", "slots"]) is None
    assert look_up(view, ["matches", "m", "slots", "7"]) is None
    assert look_up(view, ["matches", "m", "slots", "0", "entry", "below"]) is None


def test_a_subtree_gets_what_is_below_at_and_above_it() -> None:
    changes = [
        Change("stages/s/matches/m/state", "live"),
        Change("stages/s", {"id": "s", "matches": [{"id": "m", "n": 1}]}),
        Change("", {"stages": [{"id": "s", "matches": []}]}),
        Change("stages/s2/matches/m/state", "idle"),
        Change("stages/s/matches/m2/state", "idle"),
    ]
    assert subtree(changes, "stages/s/matches/m") == [
        Change("state", "live"),
        Change("", {"id": "m", "n": 1}),
        Change("", None),
    ]
