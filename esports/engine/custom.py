"""Custom brackets: any graph of matches in which nobody waits for himself, given as data.

A slot takes a seed, the winner or the loser of a match. Places that the graph does not give go to the
losers who do not play on, after the given ones: who loses later is ahead, the equally late share a place.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from esports.engine.custom_graph import faults, sources_of
from esports.engine.custom_rows import Award, Node, read_matches, read_places
from esports.engine.errors import EngineError, Finding
from esports.engine.model import (
    Bracket,
    Entrant,
    Format,
    LoserOf,
    MatchSpec,
    Options,
    Seat,
    Source,
    Structure,
    WinnerOf,
)
from esports.engine.options import Fields


@dataclass(frozen=True, slots=True)
class Custom(Options):
    """`matches` and `places` as plain values, checked.

    A match is `{"id", "slots": [source, source], "best_of"?, "round"?, "bracket"?}`, a source one of
    `{"seed": 1}`, `{"winner_of": "A"}`, `{"loser_of": "A"}`; a place is `{"place": 1, "winner_of": "B"}`.
    `best_of` holds for matches without their own. Without `round` it counts on within the bracket.
    """

    matches: tuple[Mapping[str, Any], ...]
    places: tuple[Mapping[str, Any], ...]
    best_of: int = 1

    @classmethod
    def read(cls, fields: Fields) -> "Custom":
        """From raw options; refuses with everything that is wrong with the graph."""
        best_of = fields.best_of("best_of", 1)
        raw = (fields.plain("matches"), fields.plain("places"))
        found: list[Finding] = []
        nodes, awards = read_matches(raw[0], found), read_places(raw[1], found)
        if nodes:
            found += faults(nodes, awards)
        if found:
            raise EngineError(
                "graph_unsound",
                "/options/matches",
                "The custom bracket has faults, {count} in all.",
                {"count": len(found)},
                found,
            )
        return cls(tuple(raw[0]), tuple(raw[1]), best_of)


def build(entrants: Sequence[Entrant | None], options: Custom, draw_seed: str | None) -> Structure:
    """All matches, those without a wait first."""
    nodes, awards = read_matches(options.matches, []), read_places(options.places, [])
    seeds = sum(isinstance(source, Seat) for node in nodes for _, source in node.slots)
    if seeds != len(entrants):
        raise EngineError(
            "graph_size",
            "/entries",
            "The custom bracket has slots for {seeds} entries; there are {n}.",
            {"seeds": seeds, "n": len(entrants)},
        )
    depths = _depths(nodes)
    nodes.sort(key=lambda node: depths[node.id])
    rounds, places = _rounds(nodes), _places(nodes, awards, depths)
    matches = tuple(
        MatchSpec(
            id=node.id,
            number=number,
            round=rounds[node.id],
            bracket=node.bracket,
            slots=tuple(source for _, source in node.slots),
            best_of=node.best_of or options.best_of,
            winner_place=places.get(WinnerOf(node.id)),
            loser_place=places.get(LoserOf(node.id)),
        )
        for number, node in enumerate(nodes, 1)
    )
    return Structure(Format.custom, options, len(entrants), matches)


def _depths(nodes: Sequence[Node]) -> dict[str, int]:
    """The longest way from a seed to each match, counted in matches."""
    by_id = {node.id: node for node in nodes}
    depths: dict[str, int] = {}
    queue = list(nodes)
    while queue:
        node = queue[-1]
        ahead = [by_id[match] for match in sources_of(node) if match not in depths]
        queue += ahead
        if not ahead:
            queue.pop()
            depths[node.id] = 1 + max((depths[match] for match in sources_of(node)), default=0)
    return depths


def _rounds(nodes: Sequence[Node]) -> dict[str, int]:
    """The round of each match: its own, or one more than the latest of its bracket on the way to it."""
    rounds: dict[str, int] = {}
    reached: dict[str, dict[Bracket, int]] = {}
    for node in nodes:
        latest: dict[Bracket, int] = {}
        for match in sources_of(node):
            for bracket, round_ in reached[match].items():
                latest[bracket] = max(round_, latest.get(bracket, 0))
        rounds[node.id] = latest[node.bracket] = node.round or latest.get(node.bracket, 0) + 1
        reached[node.id] = latest
    return rounds


def _places(nodes: Sequence[Node], awards: Sequence[Award], depths: Mapping[str, int]) -> dict[Source, int]:
    """The place of each winner and each loser who does not play on."""
    places: dict[Source, int] = {award.source: award.place for award in awards}
    led_on = {source for node in nodes for _, source in node.slots}
    out = [node.id for node in nodes if LoserOf(node.id) not in led_on and LoserOf(node.id) not in places]
    later = Counter(depths[match] for match in out)
    for match in out:
        ahead = sum(count for depth, count in later.items() if depth > depths[match])
        places[LoserOf(match)] = len(awards) + 1 + ahead
    return places
