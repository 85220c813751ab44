"""The criteria of a judged contest: each with a name of its own and a weight."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from esports.engine.errors import EngineError, Finding

MOST_CRITERIA = 50
LONGEST_NAME = 80
HEAVIEST = 1000


@dataclass(frozen=True, slots=True)
class Weight:
    """A criterion by its name, and how heavily it counts against the others (1 to `HEAVIEST`)."""

    name: str
    weight: int


def read_criteria(raw: Any) -> tuple[Weight, ...]:
    """From a list of `{"name", "weight"}`; refuses with everything that is wrong with any of them."""
    if not isinstance(raw, list | tuple) or not 0 < len(raw) <= MOST_CRITERIA:
        raise EngineError(
            "criteria_list",
            "/options/criteria",
            "The criteria must be a list of 1 to {most}, each with a name and a weight.",
            {"most": MOST_CRITERIA},
        )
    found = list(_faults(raw))
    if found:
        raise EngineError(
            "criteria_unsound",
            "/options/criteria",
            "The criteria have faults, {count} in all.",
            {"count": len(found)},
            found,
        )
    return tuple(Weight(row["name"], row["weight"]) for row in raw)


def _faults(raw: Sequence[Any]) -> Iterator[Finding]:
    names: list[Any] = []
    for place, row in enumerate(raw):
        pointer = f"/options/criteria/{place}"
        if not isinstance(row, Mapping) or set(row) != {"name", "weight"}:
            yield Finding(pointer, "criterion_fields", "A criterion has exactly two fields: name and weight.")
            continue
        yield from _name_faults(f"{pointer}/name", row["name"], names)
        names.append(row["name"])
        if not _is_weight(row["weight"]):
            words = "A weight is a whole number from 1 to {heaviest}."
            yield Finding(f"{pointer}/weight", "criterion_weight", words, {"heaviest": HEAVIEST})


def _name_faults(pointer: str, name: Any, names: Sequence[Any]) -> Iterator[Finding]:
    if not isinstance(name, str) or not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        words = "The name of a criterion is a text of 1 to {longest} printable characters."
        yield Finding(pointer, "criterion_name", words, {"longest": LONGEST_NAME})
    elif name in names:
        words = "There is another criterion {criterion}."
        yield Finding(pointer, "criterion_twice", words, {"criterion": name})


def _is_weight(weight: Any) -> bool:
    return isinstance(weight, int) and not isinstance(weight, bool) and 1 <= weight <= HEAVIEST
