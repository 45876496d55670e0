"""The multiplex network of polities: one tie for each relation, layer and pair, with what it rests on.

Layers are those of the ontology (L1 defence pact to L16 dispute). A layer of standing ties (agreements, partnerships,
memberships) holds a tie on the days on which the relation stands; a layer of events (meetings, exercises, transfers,
training) holds it for a window of years after the event. A relation of several polities stays one hyperedge; its pairs
are made on request, each with the weight 1/(n-1), so that a plurilateral adds one to each member's strength and no
more. Layers are never summed without a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

from kg.projection.frame import Frame, make_frame
from kg.projection.standing import standing_stages, why_left_out
from kg.projection.ties import EVENT_WINDOW_YEARS, polities_of

if TYPE_CHECKING:
    from kg.projection.snapshot import Relation, Snapshot
    from kg.projection.support import Support

DIRECTED = {"transfer": ("supplier", "recipient"), "programme": ("owner", "beneficiary")}
"""Kinds whose ties run from one role to the other; every other kind is undirected."""
EVENTS = frozenset({"engagement", "transfer"})
"""Kinds that happen: their ties fade after the window, while those of the others stand until they end."""
LAYERS = {
    "L1": "defence pact", "L2": "consultation and non-aggression", "L3": "general defence cooperation",
    "L4": "information protection", "L5": "access and logistics", "L6": "transfer framework", "L7": "arms delivery",
    "L8": "security assistance", "L9": "training and education", "L10": "exercises", "L11": "presence and basing",
    "L12": "dialogue and visits", "L13": "co-membership", "L14": "declared partnership", "L16": "dispute",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hyperedge:
    """A relation as it ties polities in one layer on one day.

    Attributes
    ----------
    relation : str
        Local name.
    layer, kind, type : str
        ``type`` is empty where none is stated.
    members : tuple of str
        Registry keys, sorted; at least two.
    givers : frozenset of str
        Those from whom a directed tie runs; empty where the kind is undirected.
    first, last : str
        ISO days: earliest and latest day of the firm stages.
    certain : str
        Day by which the relation had surely come about: an undated one by the day of the document that tells of it.
    support : tuple of Support
        Claims behind it.
    """

    relation: str
    layer: str
    kind: str
    type: str
    members: tuple[str, ...]
    givers: frozenset[str]
    first: str
    last: str
    support: tuple[Support, ...] = ()
    certain: str = ""

    @property
    def directed(self) -> bool:
        """Whether the tie runs from some members to the others."""
        return bool(self.givers)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the pairs it ties: giver and receiver where it is directed, else every two members."""
        if self.givers:
            yield from ((g, r) for g in sorted(self.givers) for r in self.members if r not in self.givers)
        else:
            yield from combinations(self.members, 2)


@dataclass(frozen=True, slots=True)
class Multiplex:
    """The ties of one day.

    Attributes
    ----------
    edges : tuple of Hyperedge
        Ordered by layer and relation.
    labels : mapping of str to str
        Names of the polities by key.
    frame : Frame
        What is counted and what is left out.
    """

    edges: tuple[Hyperedge, ...]
    labels: Mapping[str, str]
    frame: Frame
    polities: tuple[str, ...] = field(default=())

    def layer(self, *layers: str) -> Multiplex:
        """Return the ties of some layers; all polities stay."""
        return replace(self, edges=tuple(e for e in self.edges if e.layer in layers))

    def only(self, edges: Iterable[Hyperedge]) -> Multiplex:
        """Return the same network with other ties."""
        return replace(self, edges=tuple(edges))

    def layers(self) -> tuple[str, ...]:
        """Return the layers that have a tie, in their order."""
        return tuple(sorted({e.layer for e in self.edges}, key=lambda code: (len(code), code)))

    def graph(self) -> nx.Graph[str]:
        """Return the undirected simple graph of all polities.

        Edges have ``weight`` (sum of 1/(n-1) over relations of n polities), ``count`` (relations) and ``relations``
        (their local names, sorted).
        """
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from((p, {"label": self.labels[p]}) for p in self.polities)
        _fill(graph, ((u, v, e) for e in self.edges for u, v in e.pairs()))
        return graph

    def digraph(self) -> nx.DiGraph[str]:
        """Return the directed simple graph: an undirected tie runs both ways, a directed one from its giver."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from((p, {"label": self.labels[p]}) for p in self.polities)
        _fill(graph, ((u, v, e) for e in self.edges for u, v in e.pairs()))
        _fill(graph, ((v, u, e) for e in self.edges if not e.directed for u, v in e.pairs()))
        return graph

    def bipartite(self) -> nx.Graph[str]:
        """Return relations and polities as a bipartite graph; ``side`` is ``relation`` or ``polity``."""
        graph: nx.Graph[str] = nx.Graph()
        for edge in self.edges:
            graph.add_node(edge.relation, side="relation", layer=edge.layer, kind=edge.kind, type=edge.type)
            for member in edge.members:
                graph.add_node(member, side="polity", label=self.labels[member])
                graph.add_edge(edge.relation, member, giver=member in edge.givers)
        return graph


def _fill(graph: nx.Graph[str], ties: Iterable[tuple[str, str, Hyperedge]]) -> None:
    """Add each tie to the weight and the relations of its pair; `graph` is simple, and may have edges already."""
    for u, v, edge in ties:
        share = 1.0 if edge.directed else 1.0 / (len(edge.members) - 1)
        data = graph.get_edge_data(u, v)
        if data is None:
            graph.add_edge(u, v, weight=share, count=1, relations=(edge.relation,))
            continue
        data["weight"] += share
        if edge.relation not in data["relations"]:
            data["relations"] = tuple(sorted((*data["relations"], edge.relation)))
            data["count"] = len(data["relations"])


def multiplex(
    snapshot: Snapshot,
    *,
    support: Mapping[str, tuple[Support, ...]] | None = None,
    layers: Collection[str] | None = None,
    polities: Collection[str] | None = None,
    window_years: int = EVENT_WINDOW_YEARS,
) -> Multiplex:
    """Project a snapshot to the multiplex network of its day.

    Parameters
    ----------
    snapshot : Snapshot
        Of one pair of clocks.
    support : mapping of str to tuple of Support, optional
        By the relation's IRI, from :func:`kg.projection.support.read_support`.
    layers : collection of str, optional
        Layer codes; all but disputes (L16) without it.
    polities : collection of str, optional
        The system of polities by registry key; every polity with a tie without it. Ties to others are left out.
    window_years : int
        For how long an event counts.

    Returns
    -------
    Multiplex
        Isolates are among its polities only where `polities` names them.
    """
    wanted = set(layers) if layers is not None else set(LAYERS) - {"L16"}
    system = set(polities) if polities is not None else None
    since = f"{int(snapshot.as_of[:4]) - window_years:04}{snapshot.as_of[4:]}"
    left_out: Counter[str] = Counter()
    edges: list[Hyperedge] = []
    for relation in snapshot.relations:
        if relation.layer not in wanted:
            continue
        edge = _edge(relation, snapshot, system, (support or {}).get(relation.iri, ()))
        reason = why_left_out(relation, snapshot.as_of)
        if edge is None:
            reason = "with fewer than two polities of the system"
        elif reason is None and edge.certain > snapshot.as_of:
            reason = "not surely come about by the day"
        elif reason is None and relation.kind in EVENTS and edge.last < since:
            reason = f"events older than {window_years} years"
        if reason or edge is None:
            left_out[str(reason)] += 1
        else:
            edges.append(edge)
    labels = {a.id: a.label for a in snapshot.actors.values() if a.kind == "state"}
    there = {m for e in edges for m in e.members}
    nodes = tuple(sorted(system if system is not None else there))
    iris = {a.iri for a in snapshot.actors.values() if a.id in set(nodes)}
    there_are = ", ".join(sorted({e.layer for e in edges}, key=lambda code: (len(code), code)))
    notes = (
        f"system: {f'{len(nodes)} polities given' if system is not None else 'every polity with a tie'}",
        f"events count for {window_years} years; layers {there_are or 'none'}",
        "a relation of n polities adds 1/(n-1) to each of its pairs",
    )
    frame = make_frame(snapshot, relations=len(edges), left_out=left_out, polities=iris, notes=notes)
    ordered = tuple(sorted(edges, key=lambda e: (len(e.layer), e.layer, e.relation)))
    return Multiplex(ordered, {n: labels.get(n, n) for n in {*nodes, *there}}, frame, nodes)


def _edge(
    relation: Relation, snapshot: Snapshot, system: set[str] | None, support: tuple[Support, ...]
) -> Hyperedge | None:
    sides = {snapshot.actors[iri].id: part for iri, part in polities_of(relation, snapshot).items()}
    if system is not None:
        sides = {key: part for key, part in sides.items() if key in system}
    giver = DIRECTED.get(relation.kind, ("", ""))[0]
    givers = frozenset(key for key, part in sides.items() if part.role == giver)
    if len(sides) < 2 or (giver and not 0 < len(givers) < len(sides)):
        return None
    stages = standing_stages(relation, snapshot.as_of)
    dated = [s for s in stages if s.date] or list(stages)
    return Hyperedge(
        relation.id, relation.layer or "", relation.kind, relation.type or "", tuple(sorted(sides)), givers,
        min((s.earliest for s in dated), default=""), max((s.latest for s in dated), default=""), support,
        min((s.latest for s in stages), default=""),
    )  # fmt: skip
