"""Degree, strength and PageRank of polities, one layer at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from kg.projection.multiplex import Multiplex

DAMPING = 0.85
TOLERANCE = 1e-10
MOST_ROUNDS = 1000


def partners(graph: nx.Graph[str]) -> dict[str, int]:
    """Return how many partners each node has; a loop is no partner.

    >>> partners(nx.Graph([("JPN", "PHL"), ("JPN", "AUS")]))
    {'AUS': 1, 'JPN': 2, 'PHL': 1}
    """
    return {n: len(set(graph[n]) - {n}) for n in sorted(graph)}


def strength(graph: nx.Graph[str]) -> dict[str, float]:
    """Return the sum of the weights of each node's ties; 0.0 for an isolate.

    Parameters
    ----------
    graph : nx.Graph
        With ``weight`` on its edges, from :meth:`kg.projection.multiplex.Multiplex.graph`.

    References
    ----------
    .. [1] A. Barrat et al., PNAS 101(11), 2004, 3747-3752.
    """
    return {n: float(sum(d.get("weight", 1.0) for _, _, d in graph.edges(n, data=True))) for n in sorted(graph)}


def pagerank(graph: nx.DiGraph[str], *, damping: float = DAMPING) -> dict[str, float]:
    """Return PageRank by power iteration over the edges; no matrix is made, so a million edges fit.

    Parameters
    ----------
    graph : nx.DiGraph
        n nodes; edges run from giver to receiver, and the score flows with them.
    damping : float
        Share of steps that follow an edge.

    Returns
    -------
    dict of str to float
        n scores that sum to 1; equal ones where there is no edge, an empty dictionary where there is no node.

    References
    ----------
    .. [1] L. Page et al., The PageRank Citation Ranking, Stanford InfoLab 1999-66.

    Examples
    --------
    >>> scores = pagerank(nx.DiGraph([("A", "C"), ("B", "C")]))
    >>> scores["C"] > scores["A"] == scores["B"]
    True
    """
    nodes = sorted(graph)
    if not nodes:
        return {}
    place = {n: i for i, n in enumerate(nodes)}
    edges = [(place[u], place[v], float(d.get("weight", 1.0))) for u, v, d in graph.edges(data=True)]
    giver, receiver = (np.fromiter((e[i] for e in edges), dtype=np.int64, count=len(edges)) for i in (0, 1))
    weight = np.fromiter((e[2] for e in edges), dtype=np.float64, count=len(edges))
    given = np.bincount(giver, weights=weight, minlength=len(nodes))
    share = weight / np.where(given > 0, given, 1.0)[giver]
    score = np.full(len(nodes), 1.0 / len(nodes))
    for _ in range(MOST_ROUNDS):
        before = score
        along = np.bincount(receiver, weights=score[giver] * share, minlength=len(nodes))
        # Who gives to nobody spreads over all, as does the share of steps that follow no edge.
        spread = damping * float(score[given == 0].sum()) + 1.0 - damping
        score = damping * along + spread / len(nodes)
        if float(np.abs(score - before).sum()) < TOLERANCE:
            break
    return {n: float(s) for n, s in zip(nodes, score / score.sum(), strict=True)}


def multiplex_degree(network: Multiplex) -> dict[str, dict[str, int]]:
    """Return the partners of each polity in each layer: polity to layer to number."""
    found: dict[str, dict[str, int]] = {p: {} for p in network.polities}
    for layer in network.layers():
        for polity, number in partners(network.layer(layer).graph()).items():
            if number:
                found[polity][layer] = number
    return found
