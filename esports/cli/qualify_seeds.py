"""The seeds that a plan fills, and who moves up into whose seat; as text and as JSON."""

from collections.abc import Iterator
from typing import Any

from esports.cli.bracket_columns import columns
from esports.cli.inputs import BadInput, words
from esports.cli.qualify_inputs import Season
from esports.cli.words import say
from esports.engine.errors import EngineError
from esports.engine.progression import fill
from esports.engine.progression_seats import Filled, FilledSeed, Filling


def filled(season: Season) -> Filled:
    """The seeds of every tournament that the plan fills, whatever is known by now."""
    try:
        return fill(season.plan, season.finishers, season.direct, season.withdrawn)
    except EngineError as error:
        status = 1 if error.code == "places_undecided" else 2
        raise BadInput(words(error), status=status) from None


def lines(season: Season, seeds: Filled) -> Iterator[str]:
    """Tournament by tournament, each seed with who has it and why."""
    for number, (tournament, rows) in enumerate(seeds.items()):
        if number:
            yield ""
        yield tournament
        yield from columns([_row(season, one) for one in rows])


def _row(season: Season, one: FilledSeed) -> list[str]:
    name = one.entrant.name if one.entrant else "–"
    instead = _instead_of(season, one)
    moved = say("In the seat of {name}.", name=instead) if instead else ""
    return [f"  {one.seed}", name, say(one.text, **one.params), moved]


def document(season: Season, seeds: Filled) -> dict[str, Any]:
    """The same by tournament; `place` is the holder's in `source`, `due` the one that the seat is for."""
    return {
        tournament: [
            {
                "seed": one.seed,
                "filling": str(one.filling),
                "name": one.entrant.name if one.entrant else None,
                "source": one.params.get("source"),
                "place": one.params.get("place"),
                "due": one.params.get("due", one.params.get("place")),
                "instead_of": _instead_of(season, one),
                "why": one.text.format_map(one.params),
            }
            for one in rows
        ]
        for tournament, rows in seeds.items()
    }


def _instead_of(season: Season, one: FilledSeed) -> str | None:
    """Who finished in the place that the seat is for, where another has moved up to it."""
    if one.filling is not Filling.moved_up:
        return None
    due = int(one.params["due"])
    return season.finishers[str(one.params["source"])][due - 1].entrant.name
