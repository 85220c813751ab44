"""Asserting a refusal: its code, its pointer, and words that all their places are filled in."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from esports.engine.errors import EngineError


@contextmanager
def refused(code: str, pointer: str | None = None) -> Iterator[None]:
    with pytest.raises(EngineError) as caught:
        yield
    assert caught.value.code == code
    assert "{" not in str(caught.value)
    if pointer is not None:
        assert caught.value.pointer == pointer
