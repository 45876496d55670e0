"""Triads: how many are closed, which open ones closed since, and in which layer first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from kg.projection.multiplex import Multiplex


@dataclass(frozen=True, slots=True, order=True)
class Closed:
    """A pair that had common partners and no tie, and has one now.

    Attributes
    ----------
    a, b : str
        The pair.
    through : tuple of str
        Their common partners before.
    layer : str
        Layer of the earliest tie; the lowest code where several are of one day.
    since : str
        ISO day of that tie.
    relations : tuple of str
        Relations that tie the pair now.
    """

    a: str
    b: str
    through: tuple[str, ...]
    layer: str
    since: str
    relations: tuple[str, ...]


def open_triads(graph: nx.Graph[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each pair without a tie that has common partners, with those."""
    for a, b in combinations(sorted(graph), 2):
        if not graph.has_edge(a, b):
            common = sorted((set(graph[a]) & set(graph[b])) - {a, b})
            if common:
                yield a, b, tuple(common)


def transitivity(graph: nx.Graph[str]) -> float:
    """Return the share of connected triples that are triangles; NaN where there is no connected triple.

    ``3 x triangles / triples``.

    References
    ----------
    .. [1] M. Newman, SIAM Review 45(2), 2003, 167-256, equation 3.

    Examples
    --------
    >>> import networkx as nx
    >>> transitivity(nx.complete_graph(4)), transitivity(nx.path_graph(3))
    (1.0, 0.0)
    """
    triples = closed = 0
    for node in graph:
        near = sorted(set(graph[node]) - {node}, key=str)
        triples += len(near) * (len(near) - 1) // 2
        closed += sum(graph.has_edge(a, b) for a, b in combinations(near, 2))
    return closed / triples if triples else float("nan")


def closures(before: Multiplex, after: Multiplex) -> list[Closed]:
    """Return the open triads of one day that are closed on a later one, in order of the tie that closed them."""
    now = after.graph()
    first: dict[tuple[str, str], tuple[str, int, str]] = {}
    for edge in after.edges:
        for u, v in edge.pairs():
            pair = (min(u, v), max(u, v))
            mark = (edge.first, len(edge.layer), edge.layer)
            first[pair] = min(first.get(pair, mark), mark)
    found = []
    for a, b, through in open_triads(before.graph()):
        if now.has_edge(a, b):
            since, _, layer = first[a, b]
            found.append(Closed(a, b, through, layer, since, tuple(now.edges[a, b]["relations"])))
    return sorted(found, key=lambda c: (c.since, c.a, c.b))
