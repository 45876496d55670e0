"""Link prediction and structural balance: hypotheses, for notebooks that say so, never for a ranking of states."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

Pair = tuple[str, str]


def adamic_adar(graph: nx.Graph[str]) -> dict[Pair, float]:
    """Return the Adamic-Adar score of every pair without a tie: sum over common partners of 1 / log(degree).

    References
    ----------
    .. [1] L. Adamic and E. Adar, Social Networks 25(3), 2003, 211-230.
    """
    degree = {n: len(set(graph[n]) - {n}) for n in graph}
    found: dict[Pair, float] = {}
    for a, b in combinations(sorted(graph), 2):
        if not graph.has_edge(a, b):
            common = (set(graph[a]) & set(graph[b])) - {a, b}
            found[a, b] = sum(1 / math.log(degree[c]) for c in sorted(common) if degree[c] > 1)
    return found


def area_under_curve(scores: Mapping[Pair, float], came: set[Pair]) -> float:
    """Return the chance that a pair that came about scores above one that did not, ties as one half.

    NaN where all or none came about.
    """
    ranked = sorted(scores.values())
    position: dict[float, float] = {}
    for index, value in enumerate(ranked):
        first = position.setdefault(value, index)
        position[value] = first
    counts: dict[float, int] = {}
    for value in ranked:
        counts[value] = counts.get(value, 0) + 1
    hits = [scores[p] for p in scores if p in came]
    misses = len(scores) - len(hits)
    if not hits or not misses:
        return math.nan
    rank_sum = sum(position[h] + (counts[h] + 1) / 2 for h in hits)
    return (rank_sum - len(hits) * (len(hits) + 1) / 2) / (len(hits) * misses)


def precision_at(scores: Mapping[Pair, float], came: set[Pair], k: int) -> float:
    """Return the share of the k best-scored pairs that came about; ties in the order of the pairs."""
    best = sorted(scores, key=lambda p: (-scores[p], p))[:k]
    return sum(p in came for p in best) / len(best) if best else math.nan


def balance(signs: Mapping[Pair, int]) -> tuple[int, int]:
    """Return how many triangles of signed ties are balanced (an even number of minus signs), and how many there are.

    References
    ----------
    .. [1] D. Cartwright and F. Harary, Psychological Review 63(5), 1956, 277-293.
    """
    nodes = sorted({n for pair in signs for n in pair})
    of = {frozenset(pair): sign for pair, sign in signs.items()}
    good = total = 0
    for a, b, c in combinations(nodes, 3):
        edges = [of.get(frozenset(p)) for p in ((a, b), (b, c), (a, c))]
        if None not in edges:
            total += 1
            good += math.prod(e for e in edges if e) > 0
    return good, total
