"""What a person hands to `esports qualify`: a plan, final places, direct entries, who has withdrawn."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from esports.cli.inputs import BadInput, json_argument, told, typed, words
from esports.cli.places_input import GivenPlaces, PlaceRow, Text, read_places
from esports.cli.words import say
from esports.engine.errors import EngineError
from esports.engine.model import Entrant
from esports.engine.progression_inputs import Finisher, in_order
from esports.engine.progression_plan import Plan, read_plan
from esports.entries.service import GONE


@dataclass(frozen=True, slots=True)
class Season:
    """A plan and all that is known of its tournaments."""

    plan: Plan
    finishers: Mapping[str, Sequence[Finisher]]
    direct: Mapping[str, Mapping[int, Entrant]]
    withdrawn: Mapping[str, Sequence[str]]


class Names:
    """The ids of entries: an entry is known by its name, which counts as one whatever its capitals."""

    def __init__(self) -> None:
        self._spelled: dict[str, str] = {}

    def id_of(self, name: str) -> str:
        """The name as it was spelled first."""
        return self._spelled.setdefault(name.lower(), name)

    def known(self, name: str, option: str, pointer: str) -> str:
        """The same of a name that must have been there before."""
        if name.lower() not in self._spelled:
            raise BadInput(told(option, pointer, say("there is no entry {name}", name=name)))
        return self._spelled[name.lower()]


def read_season(arguments: argparse.Namespace) -> Season:
    """All that the arguments say."""
    try:
        plan = read_plan(json_argument("--plan", arguments.plan))
    except EngineError as error:
        raise BadInput(f"--plan: {words(error)}") from None
    names = Names()
    places = [one for one in read_places(arguments.places) if one.final]
    finishers = {one.tournament: list(_finishers(one, names)) for one in places}
    direct = typed("--direct", _object("--direct", arguments.direct), dict[str, dict[str, Text]])
    out = typed("--withdrawn", _object("--withdrawn", arguments.withdrawn), dict[str, list[Text]])
    entered = {
        target: {_seed(target, seed): Entrant(names.id_of(name), name) for seed, name in seeds.items()}
        for target, seeds in direct.items()
    }
    withdrawn = {
        target: [names.known(name, "--withdrawn", f"/{target}/{place}") for place, name in enumerate(given)]
        for target, given in out.items()
    }
    return Season(plan, finishers, entered, withdrawn)


def _object(option: str, argument: str | None) -> Any:
    return {} if argument is None else json_argument(option, argument)


def _seed(target: str, text: str) -> int:
    """A seed, which JSON has as a text where it is a key."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        why = say("This must be of type {wanted}, not {given}.", wanted="int", given="str")
        raise BadInput(told("--direct", f"/{target}/{text}", why))
    return int(text)


def _finishers(given: GivenPlaces, names: Names) -> Iterator[Finisher]:
    """Who may qualify from a tournament that is over, in final order."""
    rows = sorted((row for row in given.items if row.state not in GONE), key=lambda row: row.place)
    finishers = [Finisher(_entrant(row, names), row.place, row.group) for row in rows]
    ahead = [
        names.known(name, f"--places: {given.tournament}", f"/ahead/{place}")
        for place, name in enumerate(given.ahead)
    ]
    return in_order(finishers, ahead)


def _entrant(row: PlaceRow, names: Names) -> Entrant:
    return Entrant(
        names.id_of(row.name), row.name, club=row.club, delegation=row.delegation, region=row.region
    )
