"""Brackets of the published instances: who meets after whom, and with what probability."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Field = Mapping[str, float]
"""Entries with the probability that they are there."""


@dataclass(frozen=True, slots=True)
class Node:
    """A match of a bracket; `last` is how far it is from the end: 0 the final, 1 a semi-final."""

    id: str
    stage: str
    after: tuple[str, ...] = ()
    there: Field = field(default_factory=dict)
    last: int = 9


def half(*fields: Field) -> dict[str, float]:
    """Those who go on from matches of even sides."""
    return {entry: share / 2 for there in fields for entry, share in there.items()}


def knockout(entries: Sequence[Field], after: Sequence[tuple[str, ...]], name: str = "U") -> list[Node]:
    """Single elimination of a power of two of sides, each known after its matches."""
    nodes: list[Node] = []
    sides: list[tuple[Field, tuple[str, ...]]] = list(zip(entries, after, strict=True))
    number = 1
    while len(sides) > 1:
        following: list[tuple[Field, tuple[str, ...]]] = []
        for pair in range(0, len(sides), 2):
            (one, before), (other, earlier) = sides[pair], sides[pair + 1]
            there = {**one}
            for entry, share in other.items():
                there[entry] = min(1.0, there.get(entry, 0.0) + share)
            last = (len(sides) // 2).bit_length() - 1
            needed = tuple(dict.fromkeys((*before, *earlier)))
            node = Node(f"{name}{number}-{pair // 2 + 1}", "playoff", needed, there, last)
            nodes.append(node)
            following.append((half(there), (node.id,)))
        sides = following
        number += 1
    return nodes


def single_elimination(entries: Sequence[str]) -> list[Node]:
    """A plain knockout."""
    return knockout([{entry: 1.0} for entry in entries], [()] * len(entries))


def double_elimination(entries: Sequence[str]) -> list[Node]:
    """With a lower bracket and one grand final; entries are a power of two, at least 4."""
    upper = single_elimination(entries)
    rounds: list[list[Node]] = []
    for node in upper:
        if not rounds or rounds[-1][0].id.split("-")[0] != node.id.split("-")[0]:
            rounds.append([])
        rounds[-1].append(node)
    nodes = [Node(node.id, "upper", node.after, node.there) for node in upper]
    alive = rounds[0]
    number = 1
    for dropping in [None, *rounds[1:]]:
        if dropping is not None:
            pairs = list(zip(alive, reversed(dropping), strict=True))
            alive = _lower(nodes, number, pairs)
            number += 1
        if len(alive) > 1:
            alive = _lower(nodes, number, list(zip(alive[::2], alive[1::2], strict=True)))
            number += 1
    top = rounds[-1][0]
    there = half(top.there, {})
    for entry, share in half(alive[0].there).items():
        there[entry] = min(1.0, there.get(entry, 0.0) + share)
    nodes.append(Node("F1", "final", (top.id, alive[0].id), there, 0))
    return nodes


def _lower(nodes: list[Node], number: int, pairs: list[tuple[Node, Node]]) -> list[Node]:
    made = []
    for place, (one, other) in enumerate(pairs, 1):
        there = half(one.there)
        for entry, share in half(other.there).items():
            there[entry] = min(1.0, there.get(entry, 0.0) + share)
        made.append(Node(f"L{number}-{place}", "lower", (one.id, other.id), there))
    nodes += made
    return made


def groups(entries: Sequence[str]) -> list[Node]:
    """Round robins of four, of which two each go on to a knockout that waits for all groups."""
    nodes = []
    for group in range(0, len(entries), 4):
        four = entries[group : group + 4]
        for number, (one, other) in enumerate(((0, 3), (1, 2), (0, 2), (3, 1), (0, 1), (2, 3))):
            there = {four[one]: 1.0, four[other]: 1.0}
            nodes.append(Node(f"G{group // 4 + 1}-{number + 1}", "group", (), there))
    through = len(entries) // 2
    side = dict.fromkeys(entries, 1 / len(entries))
    barrier = tuple(node.id for node in nodes)
    return nodes + knockout([side] * through, [barrier] * through)


def swiss(entries: Sequence[str]) -> list[Node]:
    """As many rounds as a knockout has, each after all matches of the one before."""
    nodes: list[Node] = []
    barrier: tuple[str, ...] = ()
    rounds = len(entries).bit_length() - 1
    for number in range(1, rounds + 1):
        made = []
        for place in range(len(entries) // 2):
            there = dict.fromkeys(entries, 2 / len(entries))
            if number == 1:
                there = {entries[2 * place]: 1.0, entries[2 * place + 1]: 1.0}
            last = 0 if number == rounds and place == 0 else 9
            made.append(Node(f"R{number}-{place + 1}", "swiss", barrier, there, last))
        nodes += made
        barrier = tuple(node.id for node in made)
    return nodes


BRACKETS: Sequence[tuple[Callable[[Sequence[str]], list[Node]], tuple[int, ...]]] = (
    (single_elimination, (16, 32, 64)),
    (double_elimination, (8, 16, 32)),
    (groups, (8, 16, 32)),
    (swiss, (16, 32)),
)
"""Each kind with the numbers of entries that it is drawn with."""
