"""Structures, options and results as plain JSON values, and back; the one place that knows the form."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from esports.engine.errors import EngineError
from esports.engine.model import (
    Bracket,
    LoserOf,
    MatchSpec,
    Options,
    OutcomeKind,
    Placement,
    Result,
    Seat,
    Source,
    WinnerOf,
)


def source_to_json(source: Source) -> dict[str, Any]:
    """`{"seed": 1}`, `{"winner_of": "U1-1"}` or `{"loser_of": "U1-1"}`."""
    if isinstance(source, Seat):
        return {"seed": source.seed}
    return {"winner_of" if isinstance(source, WinnerOf) else "loser_of": source.match}


def source_from_json(raw: Mapping[str, Any]) -> Source:
    """The source that the object stands for."""
    match dict(raw):
        case {"seed": int(seed), **rest} if not rest:
            return Seat(seed)
        case {"winner_of": str(match), **rest} if not rest:
            return WinnerOf(match)
        case {"loser_of": str(match), **rest} if not rest:
            return LoserOf(match)
    raise EngineError(
        "source_unknown",
        "",
        "A slot's source is one of seed, winner_of and loser_of, not {source}.",
        {"source": ", ".join(map(str, raw))},
    )


def spec_to_json(spec: MatchSpec) -> dict[str, Any]:
    """Every field of the match under its own name."""
    return spec._asdict() | {
        "bracket": str(spec.bracket),
        "slots": [source_to_json(source) for source in spec.slots],
        "needs": None if spec.needs is None else list(spec.needs),
        "head_start": list(spec.head_start),
    }


def spec_from_json(raw: Mapping[str, Any]) -> MatchSpec:
    """The match that `spec_to_json` wrote."""
    needs = raw["needs"]
    return MatchSpec(
        **{
            **raw,
            "bracket": Bracket(raw["bracket"]),
            "slots": tuple(source_from_json(source) for source in raw["slots"]),
            "needs": None if needs is None else (needs[0], needs[1]),
            "head_start": tuple(raw["head_start"]),
        }
    )


def options_to_json(options: Options) -> dict[str, Any]:
    """All options by name, defaults filled in; `stage.parse_options` reads them back."""
    return asdict(options)  # type: ignore[call-overload,no-any-return]


def result_to_json(result: Result) -> dict[str, Any]:
    """Every field of the result under its own name."""
    return {
        "match": result.match,
        "entries": list(result.entries),
        "kind": str(result.kind),
        "winner": result.winner,
        "scores": None if result.scores is None else list(result.scores),
        "games": [list(game) for game in result.games],
        "placements": [[placement_to_json(each) for each in game] for game in result.placements],
    }


def result_from_json(raw: Mapping[str, Any]) -> Result:
    """The result that `result_to_json` wrote."""
    scores = raw["scores"]
    return Result(
        match=raw["match"],
        entries=tuple(raw["entries"]),
        kind=OutcomeKind(raw["kind"]),
        winner=raw["winner"],
        scores=None if scores is None else tuple(scores),
        games=tuple((game[0], game[1]) for game in raw["games"]),
        placements=tuple(tuple(map(_placement_from_json, game)) for game in raw["placements"]),
    )


def placement_to_json(placement: Placement) -> dict[str, Any]:
    """Every field of the placement under its own name."""
    return {"place": placement.place, "kills": placement.kills, "outcome": str(placement.outcome)}


def _placement_from_json(raw: Mapping[str, Any]) -> Placement:
    return Placement(raw["place"], raw["kills"], OutcomeKind(raw["outcome"]))
