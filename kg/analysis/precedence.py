"""Does one layer come before another? First ties of each pair, compared."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.projection.multiplex import Multiplex


@dataclass(frozen=True, slots=True)
class Precedence:
    """Pairs with a tie in both layers, by which came first.

    Attributes
    ----------
    earlier, later : str
        The two layers.
    before, same, after : tuple of (str, str)
        Pairs whose first tie of `earlier` lies before, on the day of, or after that of `later`.
    only_earlier, only_later : int
        Pairs that have one of the two alone: those could still turn the count.
    p : float
        Two-sided sign test over the pairs that are not of one day; 1.0 where there is none.
    """

    earlier: str
    later: str
    before: tuple[tuple[str, str], ...]
    same: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    only_earlier: int
    only_later: int
    p: float


def first_days(network: Multiplex, layer: str) -> dict[tuple[str, str], str]:
    """Return the first day of each pair's ties in a layer; undated ties are left out."""
    found: dict[tuple[str, str], str] = {}
    for edge in network.edges:
        if edge.layer == layer and edge.first > "0001-01-01":
            for u, v in edge.pairs():
                pair = (min(u, v), max(u, v))
                found[pair] = min(found.get(pair, edge.first), edge.first)
    return found


def sign_test(a: int, b: int) -> float:
    """Return the two-sided probability of a split at least as uneven by chance.

    >>> sign_test(5, 0), sign_test(3, 3)
    (0.0625, 1.0)
    """
    n = a + b
    tail = sum(comb(n, k) for k in range(min(a, b) + 1)) / 2**n if n else 1.0
    return min(1.0, 2 * tail)


def precedence(network: Multiplex, earlier: str, later: str) -> Precedence:
    """Compare the first days of two layers over the pairs that have both.

    The order in time of documents on file; it is no cause, and ties that ended before the day of the network are not in
    it.
    """
    one, two = first_days(network, earlier), first_days(network, later)
    both = sorted(set(one) & set(two))
    before = tuple(p for p in both if one[p] < two[p])
    after = tuple(p for p in both if one[p] > two[p])
    same = tuple(p for p in both if one[p] == two[p])
    return Precedence(
        earlier, later, before, same, after, len(set(one) - set(two)), len(set(two) - set(one)),
        sign_test(len(before), len(after)),
    )  # fmt: skip
