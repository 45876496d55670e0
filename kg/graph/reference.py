"""What the default graph holds besides the view: the registry's actors and the ontology's terms and concepts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.terms import DEFAULT, TYPE, Graph, Object, concept, dct, ips, ipsid, partial, skos
from kg.ontology import ontology

if TYPE_CHECKING:
    from kg.registry import Entity, Registry

ACTOR_CLASSES = {
    "state": "Polity", "organisation": "Organisation", "grouping": "Grouping", "programme": "NamedProgramme",
    "exercise": "NamedExercise",
}  # fmt: skip
"""A programme of the registry becomes an ``ips:Programme`` only when a claim is about it."""

_WIKIDATA = "http://www.wikidata.org/entity/"


def ontology_quads(graph: Graph = DEFAULT) -> Iterator[Quad]:
    """Yield the ontology's terms and concepts."""
    for q in ontology().quads:
        yield q if graph == DEFAULT else Quad(q.subject, q.predicate, q.object, graph)


def registry_quads(registry: Registry, graph: Graph = DEFAULT) -> Iterator[Quad]:
    """Yield the actors that the registry knows, their names and codes, and who belongs to which grouping."""
    for entity in registry.entities:
        yield from _entity(entity, graph)
    for name in registry.names:
        yield Quad(ipsid[name.key], skos.altLabel, Literal(name.text, language=name.lang), graph)
    for m in registry.memberships:
        # A node, so that its dates stay attached; the same member may have left and come back.
        node = ipsid[f"listing-{m.grouping}-{m.member}" + (f"-{m.valid_from}" if m.valid_from else "")]
        pairs: list[tuple[NamedNode, Object]] = [
            (TYPE, ips.Listing),
            (ips.listedIn, ipsid[m.grouping]),
            (ips.listed, ipsid[m.member]),
            (ips.listedAs, Literal(m.role)),
            (dct.source, Literal(m.source)),
        ]
        if m.valid_from:
            pairs.append((ips.validFrom, partial(m.valid_from)))
        if m.valid_until:
            pairs.append((ips.validUntil, partial(m.valid_until)))
        yield from (Quad(node, p, o, graph) for p, o in pairs)


def _entity(entity: Entity, graph: Graph) -> Iterator[Quad]:
    node = ipsid[entity.key]
    pairs: list[tuple[NamedNode, Object]] = [
        (TYPE, ips[ACTOR_CLASSES[entity.kind]]),
        (skos.prefLabel, Literal(entity.label, language="en")),
        (skos.notation, Literal(entity.key)),
        (dct.source, Literal(entity.source)),
    ]
    if entity.kind == "state":
        pairs.append((ips.polityStatus, concept("polity", entity.cls)))
    else:
        pairs.append((ips.entityClass, Literal(entity.cls)))
    if entity.polity:
        link = {"programme": ips.runBy, "state": ips.sovereign}.get(entity.kind, ips.polity)
        pairs.append((link, ipsid[entity.polity]))
    for code, value in entity.codes:
        if code == "qid":
            pairs.append((skos.exactMatch, NamedNode(_WIKIDATA + value)))
        else:
            pairs.append((ips[code], Literal(value)))
    pairs += [(ips.hostedBy, ipsid[host]) for host in entity.hosts]
    for name, date in (("validFrom", entity.valid_from), ("validUntil", entity.valid_until)):
        if date:
            pairs.append((ips[name], partial(date)))
    yield from (Quad(node, p, o, graph) for p, o in pairs)
