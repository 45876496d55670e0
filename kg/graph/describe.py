"""What the graph says of one thing, as triples: the thing with its parts, or a whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from kg.graph.terms import DEFAULT, ips

if TYPE_CHECKING:
    from kg.graph.store import OxigraphStore


def describe(store: OxigraphStore, iri: str) -> list[Triple]:
    """Return the triples about a thing, sorted.

    Parameters
    ----------
    store : OxigraphStore
        Open for reading.
    iri : str
        A document gives its whole graph; a relation itself with its parts and status spans; a claim or part of one what
        its document's graph says of it and of what it describes; anything else what the view says of it.

    Returns
    -------
    list of pyoxigraph.Triple
        Empty where the graph says nothing.
    """
    node = NamedNode(iri)
    if iri in store:
        return sorted({q.triple for q in store.quads(iri)}, key=str)
    found = {q.triple for q in store.raw.quads_for_pattern(node, None, None, None)}
    for part in store.raw.quads_for_pattern(None, ips.inRelation, node, DEFAULT):
        found |= {q.triple for q in store.raw.quads_for_pattern(part.subject, None, None, DEFAULT)}
    for link in (ips.describes, ips.evidence):
        for target in store.raw.quads_for_pattern(node, link, None, None):
            if isinstance(target.object, NamedNode):
                found |= {q.triple for q in store.raw.quads_for_pattern(target.object, None, None, target.graph_name)}
    return sorted(found, key=str)
