"""Betweenness: how often a polity lies on the shortest way between two others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Mapping


def betweenness(ties: nx.MultiGraph[str]) -> Mapping[str, float]:
    """Return the betweenness centrality of each polity on unweighted ties.

    Parameters
    ----------
    ties : nx.MultiGraph
        Of :func:`kg.projection.tie_network`; parallel relations count as one tie here.

    Returns
    -------
    mapping of str to float
        n entries by local name, normalised to [0, 1]: the share of pairs of others whose shortest ways pass through
        the polity. 0.0 for every polity where n is less than 3.

    References
    ----------
    .. [1] U. Brandes, Journal of Mathematical Sociology 25(2), 2001, 163-177.

    Examples
    --------
    >>> betweenness(nx.MultiGraph([("JPN", "PHL"), ("JPN", "AUS")]))["JPN"]
    1.0
    """
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(ties))
    simple.add_edges_from(sorted({(min(u, v), max(u, v)) for u, v in ties.edges() if u != v}))
    scores: dict[str, float] = nx.betweenness_centrality(simple)
    return scores
