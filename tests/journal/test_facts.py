"""The journal's vocabulary: every fact has a name of its own and survives its stored form."""

from typing import get_args

import msgspec
import pytest

from esports.journal.facts import BaseFact, Fact


def test_every_fact_is_in_the_closed_set() -> None:
    assert set(get_args(Fact)) == set(BaseFact.__subclasses__())


@pytest.mark.parametrize("kind", get_args(Fact), ids=lambda kind: kind.__name__)
def test_a_fact_is_stored_under_its_name_and_tells_what_it_means(kind: type[BaseFact]) -> None:
    assert kind.__struct_config__.tag == kind.__name__
    assert kind.__doc__


def test_an_unknown_fact_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"kind": "Rumour"}, Fact)
