"""What a person hands to `esports bracket`: entries, options and results, read and checked."""

import math
from typing import Any

from esports.cli.inputs import BadInput, json_argument, json_file
from esports.cli.words import say
from esports.engine.model import Entrant
from esports.engine.stage import LARGEST

RESULT_KEYS = ("entries", "games", "scores", "winner", "outcome")
GAME_KEYS = ("game", "placements")
TEXTS = ("club", "delegation", "region", "former_group")


def read_entries(argument: str) -> list[Entrant]:
    """So many entries named 1..N, or those of a JSON file; the name is the id."""
    if argument.isascii() and argument.isdecimal():
        if len(argument) > 6 or int(argument) > LARGEST:
            raise BadInput(say("--entries: at most {largest} entries.", largest=LARGEST))
        return [Entrant(str(seed), str(seed)) for seed in range(1, int(argument) + 1)]
    raw = json_file("--entries", argument)
    if not isinstance(raw, list):
        raise BadInput(say("--entries: {file} must hold a list.", file=argument))
    entrants = [_entrant(place, item) for place, item in enumerate(raw, 1)]
    seen: set[str] = set()
    for entrant in entrants:
        if entrant.id in seen:
            raise BadInput(say("--entries: {name} is there twice.", name=entrant.name))
        seen.add(entrant.id)
    return entrants


def read_options(argument: str | None) -> Any:
    """The raw options; the engine judges them."""
    return {} if argument is None else json_argument("--options", argument)


def read_results(argument: str | None) -> list[dict[str, Any]]:
    """The raw results in order: each names its entries, or is a game of a lobby that places them."""
    raw = [] if argument is None else json_file("--results", argument)
    if not isinstance(raw, list):
        raise BadInput(say("--results: {file} must hold a list.", file=argument))
    for place, item in enumerate(raw, 1):
        if not isinstance(item, dict):
            raise BadInput(say("--results: result {place} must be an object.", place=place))
        _check_keys(place, item, GAME_KEYS if "placements" in item else RESULT_KEYS)
        if "placements" in item:
            _check_game(place, item)
        elif not _texts(item.get("entries")):
            raise BadInput(say("--results: result {place} must name its entries in a list.", place=place))
    return raw


def _check_keys(place: int, item: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in item:
        if key not in known:
            raise BadInput(
                say(
                    "--results: result {place} has an unknown key {key}; known: {known}.",
                    place=place,
                    key=key,
                    known=", ".join(known),
                )
            )


def _check_game(place: int, item: dict[str, Any]) -> None:
    rows, number = item["placements"], item.get("game", 1)
    listed = isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows)
    if not listed or not _texts([row.get("entry") for row in rows]):
        raise BadInput(
            say("--results: result {place} must list placements, each with its entry.", place=place)
        )
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise BadInput(say("--results: game of result {place} must be a number from 1.", place=place))


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def read_marks(argument: str | None) -> list[Any]:
    """The raw marks of a judged contest; the engine judges each."""
    raw = [] if argument is None else json_file("--results", argument)
    if not isinstance(raw, list):
        raise BadInput(say("--results: {file} must hold a list.", file=argument))
    return raw


def _entrant(place: int, item: Any) -> Entrant:
    fields = {"name": item} if isinstance(item, str) else item
    if not isinstance(fields, dict) or not isinstance(fields.get("name"), str):
        raise BadInput(say("--entries: entry {place} must be a name or an object with one.", place=place))
    name = fields["name"]
    if not name.strip() or not name.isprintable():
        raise BadInput(say("--entries: entry {place} has an empty or unprintable name.", place=place))
    for key, value in fields.items():
        if key not in ("name", "rating", *TEXTS):
            raise BadInput(say("--entries: {name} has an unknown key {key}.", name=name, key=key))
        if key in TEXTS and not isinstance(value, str | None):
            raise BadInput(say("--entries: {key} of {name} must be text.", name=name, key=key))
    texts: dict[str, Any] = {key: fields.get(key) for key in TEXTS}
    return Entrant(name, name, rating=_rating(name, fields.get("rating")), **texts)


def _rating(name: str, value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadInput(say("--entries: {key} of {name} must be a number.", name=name, key="rating"))
    return float(value)
