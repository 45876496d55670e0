"""Minilaterals and bilateral ties: who meets in small groups without a tie of their own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.projection.multiplex import Multiplex

LARGEST = 6
"""A group of more states is no minilateral here."""


@dataclass(frozen=True, slots=True, order=True)
class Overlap:
    """A pair of states in small groups.

    Attributes
    ----------
    a, b : str
    groups : tuple of str
        Names of the groups that hold both.
    relations : tuple of str
        Relations of three to :data:`LARGEST` states that hold both.
    bilateral : tuple of str
        Relations of the two alone; empty where they have none.
    """

    a: str
    b: str
    groups: tuple[str, ...]
    relations: tuple[str, ...]
    bilateral: tuple[str, ...]


def overlaps(network: Multiplex, groups: Mapping[str, frozenset[str]], *, largest: int = LARGEST) -> list[Overlap]:
    """Return the pairs that share a small group or a small plurilateral relation.

    Parameters
    ----------
    network : Multiplex
        Hyperedges of two polities count as bilateral.
    groups : mapping of str to frozenset of str
        Members of each grouping on the day; those larger than `largest` are passed over.
    largest : int
        Most members of a group that counts.

    Returns
    -------
    list of Overlap
        Pairs without a bilateral tie first, then by how many groups they share.
    """
    shared: dict[tuple[str, str], set[str]] = defaultdict(set)
    small: dict[tuple[str, str], set[str]] = defaultdict(set)
    alone: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, members in groups.items():
        if 2 < len(members) <= largest:
            for pair in combinations(sorted(members & set(network.labels)), 2):
                shared[pair].add(name)
    for edge in network.edges:
        target = alone if len(edge.members) == 2 else small if len(edge.members) <= largest else None
        if target is not None:
            for pair in combinations(edge.members, 2):
                target[pair].add(edge.relation)
    pairs = sorted(set(shared) | set(small))
    found = [
        Overlap(a, b, tuple(sorted(shared[a, b])), tuple(sorted(small[a, b])), tuple(sorted(alone.get((a, b), ()))))
        for a, b in pairs
    ]
    return sorted(found, key=lambda o: (bool(o.bilateral), -len(o.groups) - len(o.relations), o.a, o.b))
