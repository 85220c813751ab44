"""Other seats in a stage that has started: nobody sits twice, and nobody moves who need not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine.errors import EngineError
from esports.engine.reseating import Reseating, seating

FIELD = st.permutations("abcdefg").map(lambda order: order[:4])


@settings(max_examples=60, deadline=None)
@given(FIELD, FIELD)
def test_who_should_be_there_has_one_seat(seated: list[str], qualified: list[str]) -> None:
    assert seating(seated, qualified, Reseating.keep) == tuple(seated)
    assert seating(seated, qualified, Reseating.reseat) == tuple(qualified)
    replaced = seating(seated, qualified, Reseating.exchange)
    assert sorted(replaced) == sorted(qualified)
    stays = [one for one in seated if one in qualified]
    assert [one for one in replaced if one in seated] == stays
    assert all(replaced[place] == one for place, one in enumerate(seated) if one in qualified)


def test_a_field_of_another_size_is_refused() -> None:
    with pytest.raises(EngineError) as refused:
        seating("abc", "ab", Reseating.exchange)
    assert refused.value.code == "following_field_differs"
