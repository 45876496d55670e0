"""Suppliers: how concentrated a recipient's are, how alike two recipients', and who buys from rivals."""

from __future__ import annotations

from collections import defaultdict
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.projection.multiplex import Multiplex

ARMS = ("L7", "L8", "L9")
"""Layers of arms, assistance and training."""


def supplies(network: Multiplex) -> dict[str, dict[str, set[str]]]:
    """Return the relations by which each recipient is supplied: recipient to supplier to local names."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for edge in network.edges:
        if edge.directed:
            for giver, receiver in edge.pairs():
                found[receiver][giver].add(edge.relation)
    return {r: {g: set(names) for g, names in sorted(by.items())} for r, by in sorted(found.items())}


def herfindahl(counts: Mapping[str, float]) -> float:
    """Return the Herfindahl-Hirschman index of shares, from 1/n to 1; NaN where there is nothing to share.

    Examples
    --------
    >>> herfindahl({"USA": 3, "KOR": 1})
    0.625
    """
    total = sum(counts.values())
    return sum((c / total) ** 2 for c in counts.values()) if total else float("nan")


def similarity(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    """Return the cosine of two portfolios, 0 to 1; NaN where one is empty."""
    length = sqrt(sum(v * v for v in one.values())) * sqrt(sum(v * v for v in two.values()))
    return sum(one.get(k, 0.0) * v for k, v in two.items()) / length if length else float("nan")


def between_rivals(
    counts: Mapping[str, float], rivals: tuple[frozenset[str], frozenset[str]]
) -> tuple[float, float, float]:
    """Return the shares of two camps of suppliers, and the balance: twice the lesser of the two.

    A balance of 1 is an even split between the camps, 0 a recipient of one camp (or of neither).
    """
    total = sum(counts.values())
    if not total:
        return 0.0, 0.0, 0.0
    shares = [sum(c for k, c in counts.items() if k in camp) / total for camp in rivals]
    return shares[0], shares[1], 2 * min(shares)
