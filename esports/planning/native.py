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


@cache
def compiled() -> Anneal | None:
    """`kernel.anneal` compiled, or None where Numba is not installed.

    Takes some 100 MB and, the first time on a machine, some seconds: for processes that plan, no others. It
    lets other threads run meanwhile.
    """
    try:
        numba = import_module("numba")
    except ImportError:
        return None
    try:
        return kernel_with(lambda function: numba.njit(function, nogil=True, _nrt=False, cache=True))
    except RuntimeError:  # nowhere to keep it, such as on a system that cannot be written to
        return kernel_with(lambda function: numba.njit(function, nogil=True, _nrt=False))


def kernel_with(compiling: Callable[[Any], Any]) -> Anneal:
    """`kernel.anneal` with all that it calls compiled.

    The kernel makes no arrays, so none need be counted (`_nrt`): counting took 95 % of the time.
    """
    names: dict[str, Any] = dict(vars(kernel))
    for name, thing in vars(kernel).items():
        if isinstance(thing, FunctionType) and thing.__module__ == kernel.__name__:
            alike = FunctionType(thing.__code__, names, name)
            alike.__module__ = thing.__module__
            names[name] = compiling(alike)
    found: Anneal = names["anneal"]
    return found


def arrays(given: T) -> T:
    """The rows as arrays, which is what the compiled kernel takes."""
    numpy = import_module("numpy")
    rows: Any = (numpy.array(row, dtype=numpy.int64) if isinstance(row, list) else row for row in given)
    return type(given)(*rows)
