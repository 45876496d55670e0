"""Ways from one actor to another through relations that stand, the shortest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import networkx as nx

from kg.projection.standing import why_left_out

if TYPE_CHECKING:
    from kg.projection.snapshot import Relation, Snapshot

ACTORS_BETWEEN = ("state", "grouping", "organisation")
"""Kinds of actor that a path goes through where nobody asks for others: a person's visits tie nobody else."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step: two actors' IRIs, and the relations in which both take part, the best supported first."""

    a: str
    b: str
    relations: tuple[Relation, ...]


def find_paths(
    snapshot: Snapshot,
    a: str,
    b: str,
    *,
    longest: int = 3,
    limit: int = 10,
    through: Collection[str] = ACTORS_BETWEEN,
    kinds: Collection[str] | None = None,
) -> tuple[tuple[tuple[Hop, ...], ...], bool]:
    """Return paths between two actors, and whether there are more than `limit`.

    Parameters
    ----------
    snapshot : Snapshot
        Of one pair of clocks; only relations that stand count (:func:`kg.projection.standing.why_left_out`), and only
        participations that some record asserts.
    a, b : str
        IRIs of two different actors.
    longest : int
        The most hops.
    limit : int
        The most paths.
    through : collection of str
        Kinds of actor between the two.
    kinds : collection of str, optional
        Kinds of relation; all but posts and memberships of persons make sense, all are taken without it.

    Returns
    -------
    tuple of tuple of Hop
        Shorter paths first; among equally long ones those whose weakest hop has most independent origins.
    bool
        Whether `limit` left any out.
    """
    between: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from((a, b))
    for relation in snapshot.relations:
        if (kinds is not None and relation.kind not in kinds) or why_left_out(relation, snapshot.as_of):
            continue
        who = {x for p in relation.participations if p.firm for x in (p.actor, p.on_behalf_of) if x}
        who = {x for x in who if x in (a, b) or (x in snapshot.actors and snapshot.actors[x].kind in through)}
        for pair in combinations(sorted(who), 2):
            between[pair].append(relation)
            graph.add_edge(*pair)
    found: list[tuple[Hop, ...]] = []
    more = False
    if nx.has_path(graph, a, b):
        for nodes in nx.shortest_simple_paths(graph, a, b):
            if len(nodes) - 1 > longest:
                break
            # All paths of a length are looked at before the best supported among them are chosen.
            if len(found) >= limit and len(nodes) - 1 > len(found[-1]):
                more = True
                break
            if len(found) >= _LOOKED_AT:
                more = True
                break
            found.append(tuple(_hop(x, y, between) for x, y in pairwise(nodes)))
    found.sort(key=lambda path: (len(path), -min(max(r.origins for r in h.relations) for h in path), _names(path)))
    return tuple(found[:limit]), more or len(found) > limit


_LOOKED_AT = 500
"""Paths looked at before the best are chosen."""


def _hop(a: str, b: str, between: dict[tuple[str, str], list[Relation]]) -> Hop:
    relations = between[(a, b) if a < b else (b, a)]
    return Hop(a, b, tuple(sorted(relations, key=lambda r: (-r.origins, r.iri))))


def _names(path: tuple[Hop, ...]) -> tuple[str, ...]:
    return tuple(h.b for h in path)
