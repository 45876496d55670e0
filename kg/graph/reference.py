"""What the default graph holds besides the view: the registry's actors and places, the ontology and its concepts."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2s
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.terms import DEFAULT, TYPE, Graph, Object, concept, dct, ips, ipsid, partial, skos, xsd
from kg.ontology import ontology

if TYPE_CHECKING:
    from kg.registry import Entity, Place, Registry, Standing

ACTOR_CLASSES = {
    "state": "Polity", "organisation": "Organisation", "grouping": "Grouping", "programme": "NamedProgramme",
    "exercise": "NamedExercise",
}  # fmt: skip
"""A programme of the registry becomes an ``ips:Programme`` only when a claim is about it."""

CLASS_SCHEMES = {"organisation": "orgclass", "grouping": "groupclass", "programme": "progtype"}
"""Series of exercises have no classes."""

_WIKIDATA = "http://www.wikidata.org/entity/"


def ontology_quads(graph: Graph = DEFAULT) -> Iterator[Quad]:
    """Yield the ontology's terms and concepts."""
    for q in ontology().quads:
        yield q if graph == DEFAULT else Quad(q.subject, q.predicate, q.object, graph)


def registry_quads(registry: Registry, graph: Graph = DEFAULT) -> Iterator[Quad]:
    """Yield the actors and places that the registry knows, their names and codes, and who belongs to which grouping."""
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
    for standing in registry.standings:
        yield from _standing(standing, graph)
    for place in registry.places:
        yield from _place(place, graph)


def registry_about(registry: Registry, key: str) -> Iterator[Quad]:
    """Yield what :func:`registry_quads` states of one actor itself."""
    entity = next((e for e in registry.entities if e.key == key), None)
    if entity is not None:
        yield from _entity(entity, DEFAULT)
        for name in registry.names:
            if name.key == key:
                yield Quad(ipsid[key], skos.altLabel, Literal(name.text, language=name.lang), DEFAULT)


def _standing(standing: Standing, graph: Graph) -> Iterator[Quad]:
    node = ipsid[f"status-{standing.key}-until-{standing.valid_until}"]
    pairs: list[tuple[NamedNode, Object]] = [
        (TYPE, ips.FormerStatus),
        (ips.statusOf, ipsid[standing.key]),
        (ips.polityStatus, concept("polity", standing.status)),
        (ips.validUntil, partial(standing.valid_until)),
        (dct.source, Literal(standing.source)),
    ]
    if standing.valid_from:
        pairs.append((ips.validFrom, partial(standing.valid_from)))
    if standing.sovereign:
        pairs.append((ips.sovereign, ipsid[standing.sovereign]))
    yield from (Quad(node, p, o, graph) for p, o in pairs)


def _place(place: Place, graph: Graph) -> Iterator[Quad]:
    node = ipsid[place.key]
    pairs: list[tuple[NamedNode, Object]] = [
        (TYPE, ips.Place),
        (skos.prefLabel, Literal(place.label, language="en")),
        (skos.notation, Literal(place.key)),
        (ips.placeClass, concept("placeclass", place.cls)),
        (dct.source, Literal(place.source)),
    ]
    pairs += [(ips.claimedBy, ipsid[claimant]) for claimant in place.claimants]
    if place.part_of:
        pairs.append((dct.isPartOf, ipsid[place.part_of]))
    for name, degrees in (("latitude", place.latitude), ("longitude", place.longitude)):
        if degrees is not None:
            pairs.append((ips[name], Literal(f"{degrees:g}", datatype=xsd.decimal)))
    pairs += [
        (skos.altLabel, Literal(text, language=lang))
        for text, lang in dict.fromkeys((n.text, n.lang) for n in place.names if n.text != place.label)
    ]
    yield from (Quad(node, p, o, graph) for p, o in pairs)
    # A node for each name, so that its user and its source stay attached; its IRI outlives names that are added.
    for n in place.names:
        digest = blake2s(f"{n.text}|{n.user or ''}".encode(), digest_size=4).hexdigest()
        name_node = ipsid[f"name-{place.key}-{digest}"]
        yield Quad(name_node, TYPE, ips.PlaceName, graph)
        yield Quad(name_node, ips.nameOf, node, graph)
        yield Quad(name_node, skos.prefLabel, Literal(n.text, language=n.lang), graph)
        yield Quad(name_node, dct.source, Literal(n.source), graph)
        if n.user:
            yield Quad(name_node, ips.usedBy, ipsid[n.user], graph)


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
        if scheme := CLASS_SCHEMES.get(entity.kind):
            pairs.append((ips.classedAs, concept(scheme, entity.cls)))
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
