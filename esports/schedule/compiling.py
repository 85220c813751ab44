"""What is compiled, as soon as it is: a job of a worker may not take as long as a compiler."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from threading import Thread
from typing import TypeVar

Made = TypeVar("Made")


def soon(make: Callable[[], Made | None]) -> Made | None:
    """What one of the makers in `planning.native` makes, or None until it is made, in a thread of its own.

    Whoever plans meanwhile does so in plain Python. Raises what the maker raised.
    """
    coming = _coming(make)
    return coming.result() if coming.done() else None


@cache
def _coming(make: Callable[[], Made | None]) -> Future[Made | None]:
    coming = Future[Made | None]()

    def run() -> None:
        try:
            coming.set_result(make())
        except BaseException as error:
            coming.set_exception(error)

    Thread(target=run, name="compiling", daemon=True).start()
    return coming
