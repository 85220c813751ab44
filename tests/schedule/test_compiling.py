"""Nobody waits for the compiler."""

from threading import Event

import pytest

from esports.schedule.compiling import _coming, soon


def test_what_is_compiled_is_there_once_it_is_made_and_is_made_once() -> None:
    go, made = Event(), list[str]()

    def make() -> str:
        assert go.wait(10)
        made.append("fast")
        return made[-1]

    assert soon(make) is None
    assert soon(make) is None
    go.set()
    _coming(make).result(10)
    assert soon(make) == "fast"
    assert made == ["fast"]


def test_what_the_compiler_raises_is_told() -> None:
    def make() -> str:
        raise OSError("no room")

    assert isinstance(_coming(make).exception(10), OSError)
    with pytest.raises(OSError, match="no room"):
        soon(make)
