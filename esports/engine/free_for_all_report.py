"""From the report of a lobby to placements: did everyone get a place or a reason for having none?

A game is `{"placements": [{"entry", "place", "kills"}, ...]}` with every entry of the lobby once, in any
order. The places are 1, 2, 3 and so on; entries that tie share a place, and the places that they would have
filled stay free (1, 2, 2, 4). Who was absent has `{"entry", "outcome"}` instead: walkover, forfeit, no_show
or disqualification. `kills` may be left out; other keys are not looked at.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from esports.engine.errors import EngineError
from esports.engine.model import MatchSpec, OutcomeKind, Placement
from esports.engine.options import LONGEST_SERIES

MOST_KILLS = 9999

ABSENT = tuple(
    str(kind) for kind in OutcomeKind if kind not in (OutcomeKind.played, OutcomeKind.double_forfeit)
)
"""Why an entry may have no place in a game."""

Game = tuple[Placement, ...]


def games_of(spec: MatchSpec, entries: Sequence[str], raw: Sequence[Any]) -> tuple[Game, ...]:
    """The games so far, each with a placement of every entry in the order of `entries`."""
    if not raw:
        raise EngineError("no_games", "/games", "The report has no games.")
    most = spec.best_of if spec.fixed else LONGEST_SERIES
    if len(raw) > most:
        raise EngineError(
            "too_many_games",
            f"/games/{most}",
            "{games} games are too many: lobby {match} plays {most}.",
            {"games": len(raw), "match": spec.id, "most": most},
        )
    return tuple(_game(entries, game, f"/games/{number}/placements") for number, game in enumerate(raw))


def _game(entries: Sequence[str], raw: Any, pointer: str) -> Game:
    rows = raw.get("placements") if isinstance(raw, Mapping) else None
    if not isinstance(rows, list | tuple):
        raise EngineError("placements_missing", pointer, "Each game of a lobby has a list of placements.")
    found: dict[str, Placement] = {}
    for number, row in enumerate(rows):
        entry = _entry(entries, found, row, f"{pointer}/{number}")
        found[entry] = _placement(row, len(entries), f"{pointer}/{number}")
    missing = [entry for entry in entries if entry not in found]
    if missing:
        raise EngineError(
            "placement_entries_missing",
            pointer,
            "The placements leave out: {entries}.",
            {"entries": ", ".join(missing)},
        )
    _check_places([one.place for one in found.values() if one.place is not None], pointer)
    return tuple(found[entry] for entry in entries)


def _entry(entries: Sequence[str], found: Mapping[str, Placement], row: Any, pointer: str) -> str:
    if not isinstance(row, Mapping):
        raise EngineError(
            "placement_wrong_type", pointer, "A placement is an object with entry, place and kills."
        )
    entry = row.get("entry")
    if not isinstance(entry, str) or entry not in entries:
        raise EngineError(
            "placement_entry_unknown",
            f"{pointer}/entry",
            "{entry} does not play in this lobby.",
            {"entry": entry},
        )
    if entry in found:
        raise EngineError(
            "placement_entry_twice", f"{pointer}/entry", "{entry} is placed twice.", {"entry": entry}
        )
    return entry


def _placement(row: Mapping[str, Any], entries: int, pointer: str) -> Placement:
    if row.get("outcome") is not None:
        return _absent(row, pointer)
    place = _number(row.get("place"), 1, entries)
    if place is None:
        raise EngineError(
            "placement_place",
            f"{pointer}/place",
            "A place is a whole number from 1 to {last}.",
            {"last": entries},
        )
    kills = _number(row.get("kills", 0), 0, MOST_KILLS)
    if kills is None:
        raise EngineError(
            "placement_kills",
            f"{pointer}/kills",
            "Kills are a whole number from 0 to {most}.",
            {"most": MOST_KILLS},
        )
    return Placement(place, kills)


def _absent(row: Mapping[str, Any], pointer: str) -> Placement:
    if row["outcome"] not in ABSENT:
        raise EngineError(
            "placement_outcome",
            f"{pointer}/outcome",
            "Who has no place needs one of these outcomes: {kinds}.",
            {"kinds": ", ".join(ABSENT)},
        )
    if row.get("place") is not None or row.get("kills"):
        raise EngineError("placement_of_absent", pointer, "Who was absent has neither a place nor kills.")
    return Placement(None, 0, OutcomeKind(row["outcome"]))


def _number(raw: Any, smallest: int, largest: int) -> int | None:
    """The whole number, None for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, int) or not smallest <= raw <= largest:
        return None
    return raw


def _check_places(places: Sequence[int], pointer: str) -> None:
    before = 0
    for number, place in enumerate(sorted(places), 1):
        if place not in (number, before):
            raise EngineError(
                "places_do_not_fit",
                pointer,
                "The places must be 1, 2, 3 and so on, and after entries that tie as many stay free:"
                " {place} does not fit.",
                {"place": place},
            )
        before = place
