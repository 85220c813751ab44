"""The kernel as machine code, where the means to compile it are installed."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import FunctionType
from typing import Any, TypeVar

from esports.planning import kernel
from esports.planning.kernel import Desk, Hunt, Numbers

T = TypeVar("T", Numbers, Desk, Hunt)
Anneal = Callable[[Any, Any, Any, int, float], None]
Play = Callable[[Any, Any, Any, Any], None]


def compiled() -> Anneal | None:
    """`kernel.anneal` compiled, or None where Numba is not installed."""
    functions = _functions()
    return functions["anneal"] if functions else None


def player() -> Play | None:
    """`kernel.play` compiled, or None where Numba is not installed."""
    functions = _functions()
    return functions["play"] if functions else None


@cache
def _functions() -> dict[str, Any] | None:
    """The kernel compiled, each function when it is first called.

    Takes some 100 MB and, the first time on a machine, some seconds: for processes that plan, no others. It
    lets other threads run meanwhile.
    """
    try:
        numba = import_module("numba")
    except ImportError:
        return None
    try:
        return functions_with(lambda function: numba.njit(function, nogil=True, _nrt=False, cache=True))
    except RuntimeError:  # nowhere to keep it, such as on a system that cannot be written to
        return functions_with(lambda function: numba.njit(function, nogil=True, _nrt=False))


def functions_with(compiling: Callable[[Any], Any]) -> dict[str, Any]:
    """The names of the kernel, its functions compiled with all that they call.

    The kernel makes no arrays, so none need be counted (`_nrt`): counting took 95 % of the time.
    """
    names: dict[str, Any] = dict(vars(kernel))
    for name, thing in vars(kernel).items():
        if isinstance(thing, FunctionType) and thing.__module__ == kernel.__name__:
            alike = FunctionType(thing.__code__, names, name)
            alike.__module__ = thing.__module__
            names[name] = compiling(alike)
    return names


def arrays(given: T) -> T:
    """The rows as arrays, which is what the compiled kernel takes."""
    rows: Any = (array(row) if isinstance(row, list) else row for row in given)
    return type(given)(*rows)


def array(row: list[int]) -> Any:
    """One row as an array."""
    numpy = import_module("numpy")
    return numpy.array(row, dtype=numpy.int64)
