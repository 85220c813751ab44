"""Is a custom bracket sound? Every fault of the whole graph, found at once.

Each seed from 1 on has one slot; each winner and each loser goes to one place at most: a slot or a rank;
no match waits for itself, however far round; winners that do not play on are ranked, from place 1 without
a gap. Then every entry leaves the bracket exactly once.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from esports.engine.custom_rows import Award, Node
from esports.engine.errors import Finding
from esports.engine.model import Seat, Source, WinnerOf

SHOWN = 10
"""So many missing numbers are named."""

Edges = Mapping[str, Sequence[str]]


def faults(nodes: Sequence[Node], awards: Sequence[Award]) -> Iterator[Finding]:
    """All that is wrong between the rows."""
    yield from _twice(nodes)
    yield from _uses(nodes, awards)
    yield from _seeds(nodes)
    yield from _waiting(nodes)
    yield from _places(nodes, awards)


def sources_of(node: Node) -> tuple[str, ...]:
    """The matches that this one takes its entries from."""
    return tuple(source.match for _, source in node.slots if not isinstance(source, Seat))


def _twice(nodes: Sequence[Node]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for node in nodes:
        if first.setdefault(node.id, node.pointer) != node.pointer:
            yield Finding(
                f"{node.pointer}/id",
                "match_id_twice",
                "There is another match {match}, at {other}.",
                {"match": node.id, "other": first[node.id]},
            )


def _uses(nodes: Sequence[Node], awards: Sequence[Award]) -> Iterator[Finding]:
    """References to matches that are not there, and winners, losers and seeds used again."""
    known = {node.id for node in nodes}
    first: dict[Source, str] = {}
    used: list[tuple[str, Source]] = [
        (f"{node.pointer}/slots/{slot}", source) for node in nodes for slot, source in node.slots
    ]
    for pointer, source in [*used, *((award.pointer, award.source) for award in awards)]:
        if not isinstance(source, Seat) and source.match not in known:
            yield Finding(pointer, "match_unknown", "There is no match {match}.", {"match": source.match})
        elif first.setdefault(source, pointer) != pointer:
            yield _used_twice(pointer, source, first[source])


def _used_twice(pointer: str, source: Source, other: str) -> Finding:
    if isinstance(source, Seat):
        words = "Seed {seed} has a slot already, at {other}."
        return Finding(pointer, "seed_used_twice", words, {"seed": source.seed, "other": other})
    params = {"match": source.match, "other": other}
    if isinstance(source, WinnerOf):
        words = "The winner of {match} goes somewhere else already, at {other}."
        return Finding(pointer, "winner_used_twice", words, params)
    words = "The loser of {match} goes somewhere else already, at {other}."
    return Finding(pointer, "loser_used_twice", words, params)


def _seeds(nodes: Sequence[Node]) -> Iterator[Finding]:
    seeds = {source.seed for node in nodes for _, source in node.slots if isinstance(source, Seat)}
    if missing := _gaps(seeds):
        yield Finding(
            "/options/matches",
            "seed_missing",
            "Every seed from 1 on needs a slot; missing: {missing}.",
            {"missing": missing},
        )


def _places(nodes: Sequence[Node], awards: Sequence[Award]) -> Iterator[Finding]:
    first: dict[int, str] = {}
    for award in awards:
        if first.setdefault(award.place, award.pointer) != award.pointer:
            yield Finding(
                f"{award.pointer}/place",
                "place_twice",
                "Place {place} is given already, at {other}.",
                {"place": award.place, "other": first[award.place]},
            )
    if missing := _gaps(set(first) or {0}):
        yield Finding(
            "/options/places",
            "place_missing",
            "The places must be 1, 2, 3 and so on; missing: {missing}.",
            {"missing": missing},
        )
    led_on = {source for node in nodes for _, source in node.slots} | {award.source for award in awards}
    for node in nodes:
        if WinnerOf(node.id) not in led_on:
            yield Finding(
                node.pointer,
                "winner_without_place",
                "The winner of {match} neither plays on nor gets a place.",
                {"match": node.id},
            )


def _gaps(numbers: AbstractSet[int]) -> str:
    """Which of 1 to n are not among these n numbers; the first few."""
    missing = [number for number in range(1, len(numbers) + 1) if number not in numbers]
    return ", ".join(map(str, missing[:SHOWN])) + (" ..." if len(missing) > SHOWN else "")


def _waiting(nodes: Sequence[Node]) -> Iterator[Finding]:
    """Matches that wait for themselves, and those that wait for such a match."""
    pointers = {node.id: node.pointer for node in nodes}
    waits = {node.id: [match for match in sources_of(node) if match in pointers] for node in nodes}
    follow = _turned(waits)
    stuck = _stuck(waits, follow)
    told: set[str] = set()
    for match in stuck:
        if match in told:
            continue
        loop = _reach(match, waits) & _reach(match, follow)
        told |= loop
        if loop:
            names = ", ".join(other for other in stuck if other in loop)
            words = "These matches wait for one another, so that none can be played: {matches}."
            yield Finding(pointers[match], "graph_cycle", words, {"matches": names})
        else:
            others = ", ".join(other for other in waits[match] if other in stuck)
            words = "{match} can never be played: it waits for {matches}."
            yield Finding(pointers[match], "match_unreachable", words, {"match": match, "matches": others})


def _turned(waits: Edges) -> dict[str, list[str]]:
    follow: dict[str, list[str]] = {match: [] for match in waits}
    for match, sources in waits.items():
        for source in sources:
            follow[source].append(match)
    return follow


def _stuck(waits: Edges, follow: Edges) -> dict[str, None]:
    """The matches that are left when all that can be played, one after another, are taken away."""
    left = {match: len(sources) for match, sources in waits.items()}
    free = [match for match, count in left.items() if not count]
    while free:
        match = free.pop()
        del left[match]
        for follower in follow[match]:
            left[follower] -= 1
            if not left[follower]:
                free.append(follower)
    return dict.fromkeys(left)


def _reach(start: str, edges: Edges) -> set[str]:
    """All that can be reached from a match; itself only if a way leads back."""
    reached: set[str] = set()
    queue = list(edges[start])
    while queue:
        match = queue.pop()
        if match not in reached:
            reached.add(match)
            queue += edges[match]
    return reached
