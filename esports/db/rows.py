"""From a row of a query to a struct whose fields have the names of the columns."""

from functools import cache
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Row

Form = TypeVar("Form", bound=msgspec.Struct)


def to_struct(row: Row[Any], form: type[Form]) -> Form:
    """The row as a `form`; a field that the query does not give keeps its default.

    Through a mapping with plain names: to ask the row for each field takes several times as long.
    """
    wanted = _fields(form)
    given = zip(map(str, row._fields), row, strict=True)
    return msgspec.convert({name: value for name, value in given if name in wanted}, form)


@cache
def _fields(form: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(form.__struct_fields__)
