"""Betweenness: how often a polity lies on the shortest way between two others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from kg.analysis.engines import SEED, converted, engine_for, reproducible

if TYPE_CHECKING:
    from collections.abc import Mapping


def betweenness(
    ties: nx.Graph[str], *, pivots: int | None = None, seed: int = SEED, engine: str = "auto"
) -> Mapping[str, float]:
    """Return the betweenness centrality of each polity on unweighted ties.

    Parameters
    ----------
    ties : nx.Graph
        Of :func:`kg.projection.tie_network`; parallel relations count as one tie here.
    pivots : int, optional
        Estimate from so many sources drawn by `seed` instead of all n. NetworkX scales the paths from uniform pivots;
        networkit weighs them by distance, which is less biased towards nodes near a pivot. The two draw differently:
        their estimates agree with the exact values, and with each other, within the sampling error alone.
    seed : int
        Of the pivots.
    engine : str
        ``auto``, ``networkx`` or ``networkit``; see :func:`kg.analysis.engines.engine_for`. Exact values of the two
        are equal within 1e-9.

    Returns
    -------
    mapping of str to float
        n entries by local name, normalised to [0, 1]: the share of pairs of others whose shortest ways pass through
        the polity. 0.0 for every polity where n is less than 3.

    References
    ----------
    .. [1] U. Brandes, Journal of Mathematical Sociology 25(2), 2001, 163-177.
    .. [2] R. Geisberger, P. Sanders, D. Schultes, ALENEX 2008, 90-100.

    Examples
    --------
    >>> betweenness(nx.MultiGraph([("JPN", "PHL"), ("JPN", "AUS")]))["JPN"]
    1.0
    """
    if engine_for(ties, engine) == "networkx":
        simple: nx.Graph[str] = nx.Graph()
        simple.add_nodes_from(sorted(ties))
        simple.add_edges_from(sorted({(min(u, v), max(u, v)) for u, v in ties.edges() if u != v}))
        sample = min(pivots, len(simple)) if pivots is not None else None
        scores: dict[str, float] = nx.betweenness_centrality(simple, k=sample, seed=seed)
        return scores
    import networkit as nk

    nodes = sorted(ties)
    if len(nodes) < 3:
        return dict.fromkeys(nodes, 0.0)
    with reproducible(seed):
        graph = converted(ties, nodes)
        found = (
            nk.centrality.Betweenness(graph, normalized=True)
            if pivots is None
            else nk.centrality.EstimateBetweenness(graph, min(pivots, len(nodes)), True, False)
        )
        values = found.run().scores()
    return dict(zip(nodes, map(float, values), strict=True))
