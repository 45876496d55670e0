"""Hub-and-spoke or mesh: how much of a network hangs on one node."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


def hub_share(graph: nx.Graph[str], hub: str) -> float:
    """Return the share of tied pairs that touch the hub: 1.0 for a star, 0.0 without it; NaN without a tie.

    Parameters
    ----------
    graph : nx.Graph
        Simple; parallel relations of a pair count once.
    hub : str
        Its key; it need not be in the graph.
    """
    pairs = [(u, v) for u, v in graph.edges() if u != v]
    return sum(hub in pair for pair in pairs) / len(pairs) if pairs else float("nan")


def centralisation(graph: nx.Graph[str]) -> float:
    """Return Freeman's degree centralisation: 1.0 for a star, 0.0 where all have as many partners.

    ``sum of (max degree - degree) / ((n-1)(n-2))``; NaN for fewer than three nodes.

    References
    ----------
    .. [1] L. Freeman, Social Networks 1(3), 1978, 215-239.

    Examples
    --------
    >>> import networkx as nx
    >>> centralisation(nx.star_graph(4)), centralisation(nx.cycle_graph(5))
    (1.0, 0.0)
    """
    n = len(graph)
    if n < 3:
        return float("nan")
    degrees = [len(set(graph[v]) - {v}) for v in graph]
    return sum(max(degrees) - d for d in degrees) / ((n - 1) * (n - 2))
