"""Brokers: who lies between others, whose partners are not tied, and what goes with a node."""

from __future__ import annotations

import math

import networkx as nx


def constraint(graph: nx.Graph[str]) -> dict[str, float]:
    """Return Burt's constraint: how far a node's ties lead back to the same few.

    ``sum over j of (p_ij + sum over q of p_iq p_qj) ** 2`` with p the share of i's tie weight.

    Returns
    -------
    dict of str to float
        Low for brokers; NaN for an isolate, which has no ties to be constrained by.

    References
    ----------
    .. [1] R. Burt, Structural Holes, Harvard University Press 1992, chapter 2.
    """
    weight: dict[str, dict[str, float]] = {
        n: {m: float(d.get("weight", 1.0)) for m, d in graph[n].items() if m != n} for n in graph
    }
    total = {n: sum(w.values()) for n, w in weight.items()}
    found: dict[str, float] = {}
    for i in sorted(graph):
        if not total[i]:
            found[i] = math.nan
            continue
        share = {j: w / total[i] for j, w in weight[i].items()}
        reach = set(share) | {j for q in share for j in weight[q]} - {i}
        found[i] = sum(
            (share.get(j, 0.0) + sum(share[q] * weight[q].get(j, 0.0) / total[q] for q in share if q != j)) ** 2
            for j in reach & set(share)
        )
    return found


def effective_size(graph: nx.Graph[str]) -> dict[str, float]:
    """Return the effective size of each node's network: partners less their mean number of ties among each other.

    Unweighted, ``n - 2t/n`` with n partners and t ties among them [1]_; NaN for an isolate.

    References
    ----------
    .. [1] S. Borgatti, Connections 20(1), 1997, 35-38.

    Examples
    --------
    >>> effective_size(nx.Graph([("A", "B"), ("A", "C"), ("B", "C")]))["A"]
    1.0
    """
    found: dict[str, float] = {}
    for node in sorted(graph):
        near = sorted(set(graph[node]) - {node})
        among = sum(1 for i, a in enumerate(near) for b in near[i + 1 :] if graph.has_edge(a, b))
        found[node] = len(near) - 2.0 * among / len(near) if near else math.nan
    return found


def cut_vertices(graph: nx.Graph[str]) -> dict[str, int]:
    """Return the nodes without which their component falls apart, with the number of pieces it falls into."""
    found: dict[str, int] = {}
    for node in sorted(nx.articulation_points(graph)):
        component = nx.node_connected_component(graph, node) - {node}
        found[node] = nx.number_connected_components(graph.subgraph(component))
    return found


def removal_loss(graph: nx.Graph[str]) -> dict[str, float]:
    """Return the share of connected pairs of others that are no longer connected once a node is gone.

    0.0 where the others stay as connected as they were, or were not connected at all.
    """
    parts = [set(c) for c in nx.connected_components(graph)]
    found: dict[str, float] = {}
    for node in sorted(graph):
        before = sum(_pairs(len(c - {node})) for c in parts)
        rest = graph.subgraph(n for n in graph if n != node)
        after = sum(_pairs(len(c)) for c in nx.connected_components(rest))
        found[node] = (before - after) / before if before else 0.0
    return found


def _pairs(n: int) -> int:
    return n * (n - 1) // 2
