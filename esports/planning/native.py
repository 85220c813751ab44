"""The kernel and the tolls as machine code, where the means to compile them are installed.

What is given here has been called once: whoever asks waits for the compiler, half a minute the first time on
a machine and a second in a later process, and no search's time is spent on it.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any, TypeVar

from esports.planning import kernel, tolls
from esports.planning.kernel import Desk, Hunt, Numbers
from esports.planning.model import Interval, Model, Venue
from esports.planning.numbers import desk, hunt, numbers
from esports.planning.tables import Tables
from esports.planning.tolling import Toll
from esports.planning.tolls import Asked, Slate, slate

T = TypeVar("T", Numbers, Desk, Hunt, Asked, Slate)
Anneal = Callable[[Any, Any, Any, int, float], None]
Play = Callable[[Any, Any, Any, Any], None]


@cache
def compiled() -> Anneal | None:
    """`kernel.anneal` compiled, or None where Numba is not installed."""
    functions = _functions(kernel)
    if functions is None:
        return None
    anneal: Anneal = functions["anneal"]
    tables, rows, room = _nothing()
    anneal(rows, room, arrays(hunt(tables, rows, [], 0, 0, 1)), 0, 0.0)
    return anneal


@cache
def player() -> Play | None:
    """`kernel.play` compiled, or None where Numba is not installed."""
    functions = _functions(kernel)
    if functions is None:
        return None
    play: Play = functions["play"]
    _, rows, room = _nothing()
    play(rows, room, array([]), array([]))
    return play


@cache
def toller() -> Toll | None:
    """`tolls.tolled` compiled, or None where Numba is not installed."""
    functions = _functions(tolls)
    if functions is None:
        return None
    tolled = functions["tolled"]

    def toll(asked: Asked, rounds: int, reach: float) -> float:
        return float(tolled(arrays(asked), arrays(slate(asked)), rounds, reach))

    toll(Asked(1, [0, 0], [1], [1.0], [0.0], [1], [1], [0, 1], [0], [0], [1], [0], [0], [1]), 1, 1.0)
    return toll


def _nothing() -> tuple[Tables, Numbers, Desk]:
    """A week without matches: what is called with it is compiled, or found where it was kept."""
    tables = Tables(Model((Venue("", (Interval(0, 1),)),), (), (), ()))
    rows = numbers(tables)
    return tables, arrays(rows), arrays(desk(rows))


@cache
def _functions(module: ModuleType) -> dict[str, Any] | None:
    """The module compiled, each function when it is first called.

    Takes some 100 MB: for processes that plan, no others. It lets other threads run meanwhile. All that a
    function calls becomes part of it: handing on a hundred rows takes as long as most of what it does.
    """
    try:
        numba = import_module("numba")
    except ImportError:
        return None
    options = {"nogil": True, "_nrt": False, "forceinline": True}
    try:
        return functions_with(lambda function: numba.njit(function, cache=True, **options), module)
    except RuntimeError:  # nowhere to keep it, such as on a system that cannot be written to
        return functions_with(lambda function: numba.njit(function, **options), module)


def functions_with(compiling: Callable[[Any], Any], module: ModuleType = kernel) -> dict[str, Any]:
    """The names of the module, its functions compiled with all that they call.

    It makes no arrays, so none need be counted (`_nrt`): counting took 95 % of the time.
    """
    names: dict[str, Any] = dict(vars(module))
    for name, thing in vars(module).items():
        if isinstance(thing, FunctionType) and thing.__module__ == module.__name__:
            alike = FunctionType(thing.__code__, names, name)
            alike.__module__ = thing.__module__
            names[name] = compiling(alike)
    return names


def arrays(given: T) -> T:
    """The rows as arrays, which is what the compiled functions take."""
    rows: Any = (_packed(row) if isinstance(row, list) else row for row in given)
    return type(given)(*rows)


def array(row: list[int]) -> Any:
    """One row as an array."""
    numpy = import_module("numpy")
    return numpy.array(row, dtype=numpy.int64)


def _packed(row: list[Any]) -> Any:
    """One row as an array, of floats where it begins with one."""
    if row and isinstance(row[0], float):
        return import_module("numpy").array(row)
    return array(row)
