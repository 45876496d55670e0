"""Degree: how many partners a polity has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


def degree(ties: nx.MultiGraph[str]) -> dict[str, int]:
    """Count each polity's distinct partners.

    Parameters
    ----------
    ties : nx.MultiGraph
        Of :func:`kg.projection.tie_network`: n polities, an edge for each relation and pair.

    Returns
    -------
    dict of str to int
        n entries by local name; parallel relations with one partner count once.

    Examples
    --------
    >>> import networkx as nx
    >>> degree(nx.MultiGraph([("JPN", "PHL"), ("JPN", "PHL"), ("JPN", "AUS")]))
    {'AUS': 1, 'JPN': 2, 'PHL': 1}
    """
    return {node: len(set(ties[node]) - {node}) for node in sorted(ties)}


def tie_counts(ties: nx.MultiGraph[str]) -> dict[str, int]:
    """Count each polity's relations, a plurilateral once.

    Returns
    -------
    dict of str to int
        n entries by local name.
    """
    return {node: len({key for _, _, key in ties.edges(node, keys=True)}) for node in sorted(ties)}
