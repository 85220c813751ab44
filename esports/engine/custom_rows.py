"""Reading the rows of a custom bracket: each match and each place in its own right, with all its faults."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from esports.engine.codec import source_from_json
from esports.engine.errors import EngineError, Finding
from esports.engine.model import Bracket, LoserOf, Seat, Source, WinnerOf
from esports.engine.options import LONGEST_SERIES

LARGEST_GRAPH = 2048
"""The most matches of a custom bracket."""
LONGEST_ID = 40
LAST_ROUND = 999
BRACKETS = ("custom", "upper", "lower", "final", "third_place", "placement")
SOURCES = ("seed", "winner_of", "loser_of")


class Node(NamedTuple):
    """A match of the graph: at `pointer` in the input; slots that cannot be read are left out."""

    pointer: str
    id: str
    slots: tuple[tuple[int, Source], ...]
    best_of: int | None
    round: int | None
    bracket: Bracket


class Award(NamedTuple):
    """A place that the winner or the loser of a match gets."""

    pointer: str
    place: int
    source: WinnerOf | LoserOf


def read_matches(raw: Any, found: list[Finding]) -> list[Node]:
    """The matches that have an id; what is wrong with any of them is added to `found`."""
    if not isinstance(raw, list | tuple) or not 0 < len(raw) <= LARGEST_GRAPH:
        found.append(
            Finding(
                "/options/matches",
                "graph_matches",
                "The field matches must be a list of 1 to {largest} matches.",
                {"largest": LARGEST_GRAPH},
            )
        )
        return []
    nodes = (_node(f"/options/matches/{place}", row, found) for place, row in enumerate(raw))
    return [node for node in nodes if node is not None]


def read_places(raw: Any, found: list[Finding]) -> list[Award]:
    """The places that can be read; what is wrong with any of them is added to `found`."""
    if not isinstance(raw, list | tuple) or len(raw) > 2 * LARGEST_GRAPH:
        found.append(
            Finding(
                "/options/places",
                "graph_places",
                "The field places must be a list of places and who gets them.",
            )
        )
        return []
    awards = (_award(f"/options/places/{place}", row, found) for place, row in enumerate(raw))
    return [award for award in awards if award is not None]


def _node(pointer: str, row: Any, found: list[Finding]) -> Node | None:
    fields = _object(pointer, row, ("id", "slots", "best_of", "round", "bracket"), found)
    if fields is None:
        return None
    id_ = fields.get("id")
    if not isinstance(id_, str) or not id_.strip() or not id_.isprintable() or len(id_) > LONGEST_ID:
        found.append(
            Finding(
                f"{pointer}/id",
                "match_id",
                "Each match needs an id: a text of 1 to {longest} printable characters.",
                {"longest": LONGEST_ID},
            )
        )
        return None
    return Node(
        pointer,
        id_,
        tuple(_slots(pointer, id_, fields.get("slots"), found)),
        _number(f"{pointer}/best_of", fields.get("best_of"), LONGEST_SERIES, True, found),
        _number(f"{pointer}/round", fields.get("round"), LAST_ROUND, False, found),
        _bracket(pointer, fields.get("bracket", "custom"), found),
    )


def _award(pointer: str, row: Any, found: list[Finding]) -> Award | None:
    fields = _object(pointer, row, ("place", "winner_of", "loser_of"), found)
    if fields is None:
        return None
    place = _number(f"{pointer}/place", fields.pop("place", None) or 0, 2 * LARGEST_GRAPH, False, found)
    source = _source(fields)
    if source is None or isinstance(source, Seat):
        found.append(Finding(pointer, "place_source", "A place takes exactly one of: winner_of, loser_of."))
        return None
    return None if place is None else Award(pointer, place, source)


def _object(pointer: str, row: Any, known: Sequence[str], found: list[Finding]) -> dict[str, Any] | None:
    """The known fields of an object; others are findings, as is anything that is no object."""
    names = {"known": ", ".join(known)}
    if not isinstance(row, Mapping):
        found.append(Finding(pointer, "row_not_an_object", "This must be an object with: {known}.", names))
        return None
    for key in row:
        if key not in known:
            words = "There is no {key} here; known: {known}."
            found.append(Finding(pointer, "row_unknown_key", words, {"key": key, **names}))
    return {key: row[key] for key in known if key in row}


def _slots(pointer: str, id_: str, raw: Any, found: list[Finding]) -> Iterator[tuple[int, Source]]:
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        found.append(
            Finding(
                f"{pointer}/slots",
                "match_slots",
                "{match} must have exactly two slots; matches with more of them cannot be played yet.",
                {"match": id_},
            )
        )
        return
    for slot, each in enumerate(raw):
        source = _source(each)
        if source is None:
            found.append(
                Finding(
                    f"{pointer}/slots/{slot}",
                    "slot_source",
                    "A slot takes exactly one of: {sources}; a seed is a whole number from 1.",
                    {"sources": ", ".join(SOURCES)},
                )
            )
        else:
            yield slot, source


def _source(raw: Any) -> Source | None:
    try:
        source = source_from_json(raw) if isinstance(raw, Mapping) else None
    except EngineError:
        return None
    if isinstance(source, Seat) and (isinstance(source.seed, bool) or source.seed < 1):
        return None
    return source


def _number(pointer: str, value: Any, largest: int, odd: bool, found: list[Finding]) -> int | None:
    """A whole number from 1 that may be left out."""
    if value is None:
        return None
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and 1 <= value <= largest and (value % 2 or not odd):
        return int(value)
    words = "This must be a whole number from 1 to {largest}."
    if odd:
        words = "This must be an odd number from 1 to {largest}."
    found.append(Finding(pointer, "row_number", words, {"largest": largest}))
    return None


def _bracket(pointer: str, value: Any, found: list[Finding]) -> Bracket:
    if value not in BRACKETS:
        found.append(
            Finding(
                f"{pointer}/bracket",
                "match_bracket",
                "The bracket of a match must be one of: {allowed}.",
                {"allowed": ", ".join(BRACKETS)},
            )
        )
        return Bracket.custom
    return Bracket(value)
