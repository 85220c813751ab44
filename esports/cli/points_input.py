"""The rules of a points table as the API takes them, its tournaments named as in the files of places."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import msgspec

from esports.cli.inputs import BadInput, told, typed, words
from esports.cli.places_input import GivenPlaces, PlaceRow, Text, by_delegation, by_entry
from esports.cli.words import say
from esports.engine.circuit_options import Circuit
from esports.engine.errors import EngineError
from esports.engine.exact import DECIMALS, LARGEST_NUMBER, number
from esports.engine.options import Fields

ROWS = {"delegation": by_delegation, "entry": by_entry}


class GivenWeight(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the points of a tournament are multiplied by."""

    tournament: Text
    weight: float | str


@dataclass(frozen=True, slots=True)
class Rules:
    """How the table is made, of whom, and what each tournament weighs."""

    circuit: Circuit
    holder: Callable[[PlaceRow], str]
    weights: Mapping[str, Fraction]


def read_rules(raw: Any, places: Sequence[GivenPlaces]) -> Rules:
    """The rules for these tournaments."""
    try:
        fields = Fields(raw)
        circuit = Circuit.read(fields)
        rows = fields.choice("rows", "delegation", tuple(ROWS))
        weights = typed("--rules", fields.plain("weights"), list[GivenWeight], "/weights")
        fields.done()
    except EngineError as error:
        raise BadInput(told("--rules", error.pointer.removeprefix("/options"), words(error))) from None
    return Rules(circuit, ROWS[rows], _weights(weights, {one.tournament for one in places}))


def _weights(given: Sequence[GivenWeight], known: set[str]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for place, one in enumerate(given):
        pointer = f"/weights/{place}"
        if one.tournament not in known:
            raise BadInput(told("--rules", f"{pointer}/tournament", say("There is no such tournament.")))
        if one.tournament in found:
            why = say("This tournament stands in the list twice.")
            raise BadInput(told("--rules", f"{pointer}/tournament", why))
        weight = number(one.weight)
        if weight is None:
            why = say(
                "A weight must be a number from 0 to below {largest}, with at most {decimals} decimals.",
                largest=LARGEST_NUMBER,
                decimals=DECIMALS,
            )
            raise BadInput(told("--rules", f"{pointer}/weight", why))
        found[one.tournament] = weight
    return found
