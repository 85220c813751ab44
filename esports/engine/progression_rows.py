"""Reading a plan of qualifications: each row in its own right, with all its faults."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from esports.engine.errors import Finding

MOST_TOURNAMENTS = 512
MOST_QUALIFICATIONS = 2048
LARGEST_FIELD = 8192
LONGEST_ID = 80


class Tournament(NamedTuple):
    """A tournament of the plan, at `pointer` in the input.

    `size` is how many play in it, None where nobody has said; `direct` are the seeds that are filled by
    invitation or registration while others are filled by qualifiers.
    """

    pointer: str
    id: str
    size: int | None
    direct: tuple[int, ...]


class Qualification(NamedTuple):
    """Place `places[i]` of `source` fills seed `seeds[i]` of `target`; both are 1-based."""

    pointer: str
    source: str
    target: str
    places: tuple[int, ...]
    seeds: tuple[int, ...]


def read_tournaments(raw: Any, found: list[Finding]) -> list[Tournament]:
    """The tournaments that can be read; what is wrong with any of them is added to `found`."""
    rows = list(_rows("/tournaments", raw, MOST_TOURNAMENTS, found))
    return [each for pointer, row in rows if (each := _tournament(pointer, row, found)) is not None]


def read_qualifications(raw: Any, found: list[Finding]) -> list[Qualification]:
    """The qualifications that can be read; what is wrong with any of them is added to `found`."""
    rows = list(_rows("/qualifications", raw, MOST_QUALIFICATIONS, found))
    return [each for pointer, row in rows if (each := _qualification(pointer, row, found)) is not None]


def _rows(pointer: str, raw: Any, most: int, found: list[Finding]) -> Iterator[tuple[str, Any]]:
    if not isinstance(raw, list | tuple) or not 0 < len(raw) <= most:
        words = "This must be a list of 1 to {most} objects."
        found.append(Finding(pointer, "plan_list", words, {"most": most}))
        return
    for place, row in enumerate(raw):
        yield f"{pointer}/{place}", row


def _tournament(pointer: str, row: Any, found: list[Finding]) -> Tournament | None:
    if not isinstance(row, Mapping) or not {"id"} <= set(row) <= {"id", "size", "direct"}:
        words = "A tournament has an id and, if wished, size and direct."
        found.append(Finding(pointer, "tournament_fields", words))
        return None
    if not _is_id(row["id"]):
        words = "The id of a tournament is a text of 1 to {longest} printable characters."
        found.append(Finding(f"{pointer}/id", "tournament_id", words, {"longest": LONGEST_ID}))
        return None
    size = row.get("size")
    if size is not None and not _is_number(size):
        found.append(_not_a_number(f"{pointer}/size"))
        size = None
    return Tournament(pointer, row["id"], size, _numbers(f"{pointer}/direct", row.get("direct", []), found))


def _qualification(pointer: str, row: Any, found: list[Finding]) -> Qualification | None:
    if not isinstance(row, Mapping) or set(row) != {"from", "places", "to", "seeds"}:
        words = "A qualification has exactly four fields: from, places, to and seeds."
        found.append(Finding(pointer, "qualification_fields", words))
        return None
    places = _numbers(f"{pointer}/places", row["places"], found)
    seeds = _numbers(f"{pointer}/seeds", row["seeds"], found)
    if not places or len(places) != len(seeds):
        words = "A qualification has as many places as seeds, at least one."
        found.append(Finding(pointer, "qualification_lengths", words))
    if not _is_id(row["from"]) or not _is_id(row["to"]):
        words = "The fields from and to are ids of tournaments."
        found.append(Finding(pointer, "qualification_ids", words))
        return None
    return Qualification(pointer, row["from"], row["to"], places, seeds)


def _numbers(pointer: str, raw: Any, found: list[Finding]) -> tuple[int, ...]:
    """The numbers of a list; those that are none are findings and left out."""
    if not isinstance(raw, list | tuple) or len(raw) > LARGEST_FIELD:
        words = "This must be a list of at most {most} numbers."
        found.append(Finding(pointer, "numbers_list", words, {"most": LARGEST_FIELD}))
        return ()
    found += [_not_a_number(f"{pointer}/{place}") for place, each in enumerate(raw) if not _is_number(each)]
    return tuple(each for each in raw if _is_number(each))


def _not_a_number(pointer: str) -> Finding:
    words = "This must be a whole number from 1 to {largest}."
    return Finding(pointer, "plan_number", words, {"largest": LARGEST_FIELD})


def _is_number(raw: Any) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool) and 1 <= raw <= LARGEST_FIELD


def _is_id(raw: Any) -> bool:
    return isinstance(raw, str) and bool(raw.strip()) and raw.isprintable() and len(raw) <= LONGEST_ID
