"""Cores and communities: who hangs together, how surely, and who changed sides."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

from kg.analysis.engines import converted, engine_for, reproducible

if TYPE_CHECKING:
    from collections.abc import Sequence

RUNS = 50


def core_numbers(graph: nx.Graph[str]) -> dict[str, int]:
    """Return the largest k for which each node is in the k-core; 0 for an isolate.

    NetworkX at every size: its linear algorithm ends before another engine's graph is built.

    References
    ----------
    .. [1] S. Seidman, Social Networks 5(3), 1983, 269-287.
    """
    plain: nx.Graph[str] = nx.Graph(graph)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    numbers: dict[str, int] = nx.core_number(plain)
    return dict(sorted(numbers.items()))


def partitions(graph: nx.Graph[str], *, runs: int = RUNS, seed: int = 0, engine: str = "auto") -> list[list[set[str]]]:
    """Return the communities that Louvain finds with each of `runs` seeds; without an edge, each node alone.

    Engines visit nodes in different orders and find different partitions of like quality: networkit's modularity
    stays within 0.02 of NetworkX's on the graphs of the tests.

    References
    ----------
    .. [1] V. Blondel et al., J. Stat. Mech. 2008, P10008.
    """
    if not graph.number_of_edges():
        return [[{n} for n in sorted(graph)]] * runs
    if engine_for(graph, engine) == "networkit":
        return [_louvain(graph, seed + n) for n in range(runs)]
    return [nx.community.louvain_communities(graph, weight="weight", seed=seed + n) for n in range(runs)]


def _louvain(graph: nx.Graph[str], seed: int) -> list[set[str]]:
    import networkit as nk

    nodes = sorted(graph)
    with reproducible(seed):
        found = nk.community.PLM(converted(graph, nodes, weight="weight"), refine=True).run().getPartition()
    groups: dict[int, set[str]] = {}
    for node, group in zip(nodes, found.getVector(), strict=True):
        groups.setdefault(group, set()).add(node)
    return sorted(groups.values(), key=min)


def together(found: Sequence[Sequence[set[str]]]) -> dict[tuple[str, str], float]:
    """Return for each pair of nodes the share of partitions that hold them in one community."""
    counts: Counter[tuple[str, str]] = Counter()
    for partition in found:
        for group in partition:
            counts.update(combinations(sorted(group), 2))
    return {pair: n / len(found) for pair, n in sorted(counts.items())}


def consensus(
    graph: nx.Graph[str], *, runs: int = RUNS, seed: int = 0
) -> tuple[list[tuple[str, ...]], dict[str, float]]:
    """Return the communities that most runs agree on, and how stable each node's place in its own is.

    Two nodes are of one community where more than half of the runs hold them together; a node's stability is the mean
    of those shares over the others of its community, 1.0 for one that is alone.

    References
    ----------
    .. [1] A. Lancichinetti and S. Fortunato, Scientific Reports 2, 2012, 336.
    """
    share = together(partitions(graph, runs=runs, seed=seed))
    agreed: nx.Graph[str] = nx.Graph()
    agreed.add_nodes_from(sorted(graph))
    agreed.add_edges_from(pair for pair, s in share.items() if s > 0.5)
    groups = sorted((tuple(sorted(c)) for c in nx.connected_components(agreed)), key=lambda g: (-len(g), g))
    stable: dict[str, float] = {}
    for group in groups:
        for node in group:
            shares = [share.get((min(node, o), max(node, o)), 0.0) for o in group if o != node]
            stable[node] = sum(shares) / len(shares) if shares else 1.0
    return groups, stable


def switchers(earlier: Sequence[Sequence[str]], later: Sequence[Sequence[str]]) -> dict[str, tuple[int, int]]:
    """Return the nodes whose community changed between two partitions, with the numbers of both.

    Each later community is matched to the earlier one with which it shares most nodes (ties to the first); who was not
    in that one has switched. Nodes that were not there before are left out.
    """
    home = {n: i for i, group in enumerate(earlier) for n in group}
    found: dict[str, tuple[int, int]] = {}
    for number, group in enumerate(later):
        votes = Counter(home[n] for n in group if n in home)
        if not votes:
            continue
        main = min(votes, key=lambda i: (-votes[i], i))
        found |= {n: (home[n], number) for n in group if n in home and home[n] != main}
    return dict(sorted(found.items()))
