"""Polities and the relations between them as a NetworkX multigraph: the place where a node becomes an edge.

A relation between n polities becomes n(n-1)/2 edges that share its identifier; the frame says so. One edge a relation
and pair, never a weight that sums unlike things.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

from kg.projection.frame import Frame, make_frame
from kg.projection.standing import standing_stages, why_left_out

if TYPE_CHECKING:
    from kg.projection.snapshot import Participation, Relation, Snapshot, StagePart

TIE_KINDS = ("agreement", "engagement", "partnership", "programme", "transfer")
"""Kinds that tie polities; stances and incidents are no ties, posts and memberships concern no pair."""

TIE_ROLES = frozenset({"party", "supplier", "recipient", "participant", "host", "visitor", "owner", "beneficiary"})
EVENT_WINDOW_YEARS = 5
"""How long an event (a meeting, an exercise) counts as a tie."""


def tie_network(
    snapshot: Snapshot,
    *,
    kinds: Collection[str] = TIE_KINDS,
    layers: Collection[str] | None = None,
    window_years: int = EVENT_WINDOW_YEARS,
) -> nx.MultiGraph[str]:
    """Project the snapshot to polities.

    Parameters
    ----------
    snapshot : Snapshot
        Of one pair of clocks.
    kinds : collection of str
        Kinds of relation that count.
    layers : collection of str, optional
        Layer codes (``L3``); all layers without it.
    window_years : int
        Years for which an engagement counts.

    Returns
    -------
    nx.MultiGraph
        Undirected; nodes are local names (``JPN``) with ``label`` and ``status``; an edge for each relation and pair,
        keyed by the relation's local name, with ``kind``, ``type``, ``layer``, ``name``, ``date`` (of the earliest
        standing stage, or None), ``stages``, ``roles``, ``origins`` and ``documents`` (how many
        independent voices and documents state it) and ``evidence`` (list of dict with ``quote``, ``doc``, ``start``,
        ``grade``, ``citation``). ``G.graph["frame"]`` is the :class:`Frame`.
    """
    with _uncollected():
        graph, counted, left_out = _tied(snapshot, kinds, layers, window_years)
    notes = (
        f"events count for {window_years} years",
        "a relation of more than two polities is expanded to its pairs",
        "a programme or transfer ties its giver to each receiver",
    )
    graph.graph["frame"] = make_frame(
        snapshot,
        relations=counted,
        left_out=left_out,
        polities={a.iri for a in snapshot.actors.values() if a.id in graph},
        notes=notes,
    )
    return graph


def _tied(
    snapshot: Snapshot, kinds: Collection[str], layers: Collection[str] | None, window_years: int
) -> tuple[nx.MultiGraph[str], int, Counter[str]]:
    left_out: Counter[str] = Counter()
    counted = 0
    nodes: dict[str, dict[str, str | None]] = {}
    edges: list[tuple[str, str, str, dict[str, object]]] = []
    names = {iri: actor.id for iri, actor in snapshot.actors.items() if actor.kind == "state"}
    since = f"{int(snapshot.as_of[:4]) - window_years:04}{snapshot.as_of[4:]}"
    for relation in snapshot.relations:
        if relation.kind not in kinds or (layers is not None and relation.layer not in layers):
            continue
        sides = polities_of(relation, snapshot)
        if len(sides) < 2:
            left_out["with fewer than two polities"] += 1
            continue
        stages = standing_stages(relation, snapshot.as_of)
        reason = why_left_out(relation, snapshot.as_of, stages)
        if reason is None and relation.kind == "engagement" and max((s.latest for s in stages), default="") < since:
            reason = f"events older than {window_years} years"
        if reason:
            left_out[reason] += 1
            continue
        counted += 1
        attributes = _attributes(relation, stages)
        for a, b in _pairs(relation, sides):
            for iri in (a, b):
                if names[iri] not in nodes:
                    actor = snapshot.actors[iri]
                    nodes[actor.id] = {"label": actor.label, "status": actor.status}
            roles = {names[a]: sides[a].role, names[b]: sides[b].role}
            edges.append((names[a], names[b], relation.id, {"roles": roles, **attributes}))
    # All at once: NetworkX forgets its cached views at every single insertion.
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.add_nodes_from(nodes.items())
    graph.add_edges_from(edges)  # type: ignore[arg-type]  # the stubs know no keyed edges
    return graph, counted, left_out


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the collector of reference cycles: it would walk the whole snapshot for every few thousand edges made."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def frame_of(graph: nx.MultiGraph[str]) -> Frame:
    """Return the frame of a projected network."""
    frame: Frame = graph.graph["frame"]
    return frame


def polities_of(relation: Relation, snapshot: Snapshot) -> dict[str, Participation]:
    """Return the polities that take part, by IRI, each with its first participation in a tying role."""
    sides: dict[str, Participation] = {}
    for part in relation.participations:
        actor = snapshot.actors.get(part.actor)
        if actor is None or actor.kind != "state":
            continue
        if part.firm and part.role in TIE_ROLES and part.actor not in sides:
            sides[part.actor] = part
    return dict(sorted(sides.items())) if len(sides) > 1 else sides


def _pairs(relation: Relation, sides: dict[str, Participation]) -> list[tuple[str, str]]:
    givers = [i for i, p in sides.items() if p.role in ("supplier", "owner")]
    if relation.kind in ("transfer", "programme") and givers:
        return [(g, r) for g in givers for r in sides if r not in givers]
    return list(combinations(sides, 2))


def _attributes(relation: Relation, stages: tuple[StagePart, ...]) -> dict[str, object]:
    receipts = stages[0].receipts if len(stages) == 1 else [r for s in stages for r in s.receipts]
    if len(receipts) > 1:
        receipts = sorted(set(receipts))
    dated = [s.date for s in stages if s.date]
    return {
        "kind": relation.kind,
        "type": relation.type,
        "layer": relation.layer,
        "name": relation.name,
        "label": relation.title,
        "date": dated[0] if dated else None,
        "stages": [{"stage": s.stage, "date": s.date, "place": s.place} for s in stages],
        "origins": relation.origins,
        "documents": relation.documents,
        "evidence": [
            {"quote": r.quote, "doc": r.doc, "start": r.start, "grade": r.grade, "citation": r.citation}
            for r in receipts
        ],
    }
