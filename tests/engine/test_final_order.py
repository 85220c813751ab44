"""The final order over all stages: the last first, shared places kept, who has left behind everybody."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.engine.final_order import Line, Played, final_order
from esports.engine.place_shares import Finish, Finished, check


def stage(table: str, seated: str = "") -> Played:
    """From `"1a 2b 3c 3d"`; with groups `"1aX 1bY"`. Seated is who is in the table, unless said."""
    lines = [Line(each[1], int(each[0]), each[2:] or None) for each in table.split()]
    return Played(seated or [line.entry for line in lines], lines)


@pytest.mark.parametrize(
    ("stages", "gone", "order"),
    [
        ([], "", ""),
        (["1a 2b 3c 3d"], "", "1a 2b 3c 3d"),
        (["1a 2b 3c 4d 5e 6f", "1b 2a"], "", "1b 2a 3c 4d 5e 6f"),
        (["1a 2b 3c 4d 5e", "1a 2x 3b 4y"], "", "1a 2x 3b 4y 5c 6d 7e"),
        (["1a 2b 3c 3d 5e 5f 5g 5h", "1c 2b 3a"], "", "1c 2b 3a 4d 5e 5f 5g 5h"),
        (["1aX 2bX 3cX 4dX 1eY 2fY 3gY 4hY", "1e 2b 3a 3f"], "", "1e 2b 3a 3f 5c 5g 7d 7h"),
        (["1aX 2bX 3cX 1dY 2eY"], "", "1a 1d 3b 3e 5c"),
        (["2a 2b 3c 3d"], "", "2a 2b 3c 3d"),
        (["1a 2b 3c 3d 5e 5f 5g 5h"], "f", "1a 2b 3c 3d 5e 5g 5h 8f"),
        (["1a 2b 3c 4d"], "b", "1a 3c 4d 5b"),
        (["1a 2b 3c 4d", "1a 2b"], "bd", "1a 3c 4b 4d"),
        (["1a 2b 3c 4d", "1x 2y 3a 4b"], "y", "1x 3a 4b 5c 6d 7y"),
    ],
)
def test_the_order(stages: list[str], gone: str, order: str) -> None:
    found = final_order([stage(table) for table in stages], gone)
    assert " ".join(f"{place}{entry}" for entry, place in found) == order


def test_who_has_no_line_is_behind_those_who_have() -> None:
    found = final_order([stage("1a 2b", seated="abcd"), stage("1b")], "")
    assert [(row.entry, row.place) for row in found] == [("b", 1), ("a", 2), ("c", 3), ("d", 3)]


@given(st.data())
def test_everybody_once_and_nobody_before_those_who_went_further(data: st.DataObject) -> None:
    field = [f"e{number}" for number in range(data.draw(st.integers(1, 12)))]
    stages, seated = [], field
    while seated:
        places = sorted(data.draw(st.lists(st.integers(1, len(seated)), min_size=len(seated),
                                           max_size=len(seated))))  # fmt: skip
        ranks = [places.index(place) + 1 for place in places]
        stages.append(Played(seated, [Line(*line) for line in zip(seated, ranks, strict=True)]))
        seated = seated[: data.draw(st.integers(0, len(seated) - 1))]
    gone = set(data.draw(st.lists(st.sampled_from(field))))
    found = final_order(stages, gone)
    assert sorted(row.entry for row in found) == sorted(field)
    places = [row.place for row in found]
    assert places == sorted(places)
    stayed = [row for row in found if row.entry not in gone]
    assert {row.entry for row in found[len(stayed) :]} == gone
    last = {entry: number for number, one in enumerate(stages) for entry in one.seated}
    for above, below in pairwise(stayed):
        assert last[above.entry] >= last[below.entry]
        assert above.place < below.place or last[above.entry] == last[below.entry]
    check([Finished("cup", tuple(Finish(row.place, (row.entry,)) for row in found))])
