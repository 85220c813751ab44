"""From a row of a query to a struct whose fields have the names of the columns."""

from typing import Any, TypeVar

import msgspec
from sqlalchemy import Row

Form = TypeVar("Form")


def to_struct(row: Row[Any], form: type[Form]) -> Form:
    """The row as a `form`; a field that the query does not give keeps its default."""
    return msgspec.convert(_Named(row), form, from_attributes=True)


class _Named:
    """A row that is looked at by its names alone; as it is, it would be taken for a tuple."""

    __slots__ = ("_row",)

    def __init__(self, row: Row[Any]) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)
