"""The cheapest perfect matching of a graph: the one place where the engine uses another library.

rustworkx computes it exactly, in whole numbers, and without input or output. It is loaded at the first
use, as few processes ever pair a round. Among several cheapest matchings the library's version decides,
so a change of it that moves one is a change of `ENGINE_VERSION`.
"""

from collections.abc import Sequence

Edge = tuple[int, int, int]

EXACT_BITS = 110
"""Sums of costs of so many bits are computed exactly: the library's numbers hold 127."""


def cheapest(count: int, edges: Sequence[Edge]) -> list[Edge] | None:
    """The edges that hold each of 0..count-1 once at the least sum of costs; None if none do.

    An edge is two different numbers, the lower first, and the cost of pairing them; no
    pair stands twice.
    """
    from rustworkx import PyGraph, max_weight_matching

    graph: PyGraph[None, int] = PyGraph()
    graph.add_nodes_from([None] * count)
    graph.add_edges_from(edges)
    found = max_weight_matching(graph, max_cardinality=True, weight_fn=int.__neg__)
    if 2 * len(found) < count:
        return None
    return [(one, other, graph.get_edge_data(one, other)) for one, other in sorted(map(_upwards, found))]


def _upwards(pair: tuple[int, int]) -> tuple[int, int]:
    return min(pair), max(pair)
