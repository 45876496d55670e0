"""The whole network, relations as nodes of their own: who takes part in what, in which role, on what evidence.

Two kinds of relation are drawn as an edge, since they have just two ends: a post (a person and the state or
organisation served) and a membership.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

import networkx as nx

from kg.contract import kinds as contract_kinds
from kg.errors import UnknownTermError
from kg.namespaces import ID
from kg.ontology import ontology
from kg.projection.frame import make_frame
from kg.projection.standing import standing_stages, why_left_out

if TYPE_CHECKING:
    from kg.projection.snapshot import Participation, Receipt, Relation, Snapshot

TOWARDS_ACTOR = frozenset({"recipient", "beneficiary", "target", "grouping", "of"})
"""Roles whose edge points from the relation to the actor; the others point from the actor to the relation."""


def relation_network(
    snapshot: Snapshot,
    *,
    kinds: Collection[str] | None = None,
    layers: Collection[str] | None = None,
    around: str | None = None,
) -> nx.MultiDiGraph[str]:
    """Project the snapshot to actors and relations.

    Parameters
    ----------
    snapshot : Snapshot
        Of one pair of clocks.
    kinds : collection of str, optional
        Kinds of relation; all without it.
    layers : collection of str, optional
        Layer codes (``L3``); all layers, and what has none, without it.
    around : str, optional
        IRI of an actor: only relations that involve it, and their other actors.

    Returns
    -------
    nx.MultiDiGraph
        Nodes are local names with ``kind``, ``label``, ``facts`` (pairs of text), ``aliases`` and ``receipts``; edges
        have ``role``, ``label``, ``facts`` and ``receipts`` (tuples of :class:`Receipt`). Only relations that stand,
        by :func:`kg.projection.standing.why_left_out`; ``G.graph["frame"]`` counts the others.

    Raises
    ------
    UnknownTermError
        If a layer is not one of the ontology.
    """
    known = ontology().schemes["layer"]
    for layer in layers or ():
        if layer not in known:
            raise UnknownTermError(layer, scheme="layer", known=known)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    left_out: Counter[str] = Counter()
    drawn = 0
    for relation in snapshot.relations:
        if kinds is not None and relation.kind not in kinds:
            continue
        if layers is not None and relation.layer not in layers:
            continue
        if around is not None and all(around not in (p.actor, p.on_behalf_of) for p in relation.participations):
            continue
        reason = why_left_out(relation, snapshot.as_of)
        if reason:
            left_out[reason] += 1
            continue
        drawn += 1
        if relation.kind in ("post", "membership"):
            _add_as_edge(graph, relation, snapshot)
        else:
            _add_as_node(graph, relation, snapshot)
    polities = {a.iri for a in snapshot.actors.values() if a.kind == "state" and a.id in graph}
    graph.graph["frame"] = make_frame(snapshot, relations=drawn, left_out=left_out, polities=polities)
    return graph


def _add_actor(graph: nx.MultiDiGraph[str], iri: str, snapshot: Snapshot) -> str:
    actor = snapshot.actors[iri]
    facts = [("status", actor.status.replace("-", " "))] if actor.status else []
    graph.add_node(actor.id, kind=actor.kind, label=actor.label, facts=facts, aliases=list(actor.aliases), receipts=())
    return actor.id


def _when(relation: Relation, as_of: str) -> str:
    return next((s.date for s in standing_stages(relation, as_of) if s.date), "")


def _add_as_node(graph: nx.MultiDiGraph[str], relation: Relation, snapshot: Snapshot) -> None:
    facts = [("type", relation.type_label)]
    if relation.programme and relation.programme in snapshot.actors:
        facts.append(("programme", snapshot.actors[relation.programme].label))
    for s in (s for s in relation.stages if s.standing != "coarser"):
        words = [
            s.date or "no date given",
            f"in {s.place}" if s.place else "",
            "" if s.modality == "asserted" else s.modality,
        ]
        rival = "rival account" if s.standing == "rival" else ""
        facts.append((s.stage.replace("-", " "), ", ".join(w for w in (*words, rival) if w)))
    if relation.status:
        facts.append((f"holds on {snapshot.as_of}", relation.status))
    facts.append(("support", relation.support))
    receipts = tuple(sorted({r for s in relation.stages for r in s.receipts}))
    graph.add_node(
        relation.id,
        kind=relation.kind,
        label=_short(relation, snapshot),
        facts=facts,
        aliases=[relation.name] if relation.name else [],
        receipts=receipts,
    )
    if relation.programme:
        # A programme without a receipt of its own stands in a sentence of the relation: those serve.
        under = relation.programme_receipts or receipts
        target = _programme_node(graph, relation.programme, snapshot)
        if target:
            graph.add_edge(relation.id, target, role="under", label="under", facts=[], receipts=under)
    roles = contract_kinds()[relation.kind].roles
    firm = [p for p in relation.participations if p.firm and p.actor != relation.iri]
    for part in sorted(firm, key=lambda p: (roles.index(p.role), p.actor, p.iri)):
        actor = _add_actor(graph, part.actor, snapshot)
        ends = (relation.id, actor) if part.role in TOWARDS_ACTOR else (actor, relation.id)
        _add_edge(graph, ends, part, part.role, _when(relation, snapshot.as_of), snapshot)


def _programme_node(graph: nx.MultiDiGraph[str], iri: str, snapshot: Snapshot) -> str | None:
    """Return the node of a programme: its own relation where that is drawn, else the registry's entry."""
    relation = snapshot.by_id.get(iri.removeprefix(ID))
    if relation is not None and why_left_out(relation, snapshot.as_of) is None:
        return relation.id
    return _add_actor(graph, iri, snapshot) if iri in snapshot.actors else None


def _add_as_edge(graph: nx.MultiDiGraph[str], relation: Relation, snapshot: Snapshot) -> None:
    """Draw a post or a membership as an edge from its person or member to what is served or joined."""
    subjects = [p for p in relation.participations if p.firm and p.role in ("holder", "member")]
    objects = [p for p in relation.participations if p.firm and p.role in ("of", "grouping")]
    stages = standing_stages(relation, snapshot.as_of)
    receipts = tuple(sorted({r for s in stages for r in s.receipts}))
    label = relation.name or ("member" if relation.kind == "membership" else "post")
    for subject in subjects:
        for target in objects:
            ends = _add_actor(graph, subject.actor, snapshot), _add_actor(graph, target.actor, snapshot)
            _add_edge(graph, ends, subject, label, _when(relation, snapshot.as_of), snapshot, receipts, relation)


def _add_edge(
    graph: nx.MultiDiGraph[str],
    ends: tuple[str, str],
    part: Participation,
    label: str,
    when: str,
    snapshot: Snapshot,
    receipts: tuple[Receipt, ...] | None = None,
    relation: Relation | None = None,
) -> None:
    facts = [("role", label)]
    if relation is not None:
        facts.append(("support", relation.support))
    if part.on_behalf_of and part.on_behalf_of in snapshot.actors:
        facts.append(("for", snapshot.actors[part.on_behalf_of].label))
    if part.capacity:
        facts.append(("as", part.capacity))
    if when:
        facts.append(("when", when))
    graph.add_edge(
        *ends,
        role=part.role if relation is None else relation.kind,
        label=label,
        facts=facts,
        receipts=part.receipts if receipts is None else receipts,
    )


def _short(relation: Relation, snapshot: Snapshot) -> str:
    """Return a label that tells relations of one type apart: the name or type, and the day or year."""
    when = _when(relation, snapshot.as_of)
    return f"{relation.title} ({when[:7]})" if when else relation.title
