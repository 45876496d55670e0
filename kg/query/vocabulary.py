"""What the query page completes: prefixes, classes, properties, concepts, and the actors and places of the registry."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.namespaces import ID, IPS, IPSC, PREFIXES, curie
from kg.ontology import ontology

if TYPE_CHECKING:
    from kg.registry import Registry

_LABEL, _DEFINITION = PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "definition"
_TYPE, _DEPRECATED = PREFIXES["rdf"] + "type", PREFIXES["owl"] + "deprecated"
_KINDS = {
    PREFIXES["owl"] + "Class": "class",
    PREFIXES["owl"] + "ObjectProperty": "property",
    PREFIXES["owl"] + "DatatypeProperty": "property",
    PREFIXES["owl"] + "AnnotationProperty": "property",
    PREFIXES["skos"] + "Concept": "concept",
    PREFIXES["skos"] + "ConceptScheme": "scheme",
}
_OTHERS = (
    ("rdf:type", "property", "is of the class; SPARQL writes it as a"),
    ("rdfs:label", "property", "label of a mention"),
    ("skos:prefLabel", "property", "the label of an actor, place or concept"),
    ("skos:altLabel", "property", "another name"),
    ("skos:broader", "property", "the wider concept"),
    ("skos:inScheme", "property", "the scheme of a concept"),
    ("skos:notation", "property", "the code of a concept"),
    ("prov:wasDerivedFrom", "property", "the document of a claim"),
    ("prov:wasGeneratedBy", "property", "the extractor's run that made a claim"),
    ("oa:hasSelector", "property", "where the quote of a receipt stands"),
    ("oa:exact", "property", "the quoted words"),
)
"""Terms of other vocabularies that the graph uses, in this project's words."""


@cache
def terms() -> tuple[dict[str, str], ...]:
    """Return the ontology's terms and concepts that are in use: ``term`` (a CURIE), ``kind``, ``label``, ``about``."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    kinds: dict[str, str] = {}
    gone: set[str] = set()
    for quad in ontology().quads:
        subject, predicate, obj = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, NamedNode) or not subject.value.startswith((IPS, IPSC)):
            continue
        if predicate == _TYPE and isinstance(obj, NamedNode) and obj.value in _KINDS:
            kinds[subject.value] = _KINDS[obj.value]
        elif predicate in (_LABEL, _DEFINITION) and isinstance(obj, Literal):
            said[subject.value]["label" if predicate == _LABEL else "about"] = obj.value
        elif predicate == _DEPRECATED:
            gone.add(subject.value)
    own = [
        {
            "term": curie(iri),
            "kind": kinds[iri],
            "label": said[iri].get("label", ""),
            "about": said[iri].get("about", ""),
        }
        for iri in sorted(kinds.keys() - gone)
    ]
    return (*own, *({"term": t, "kind": k, "label": "", "about": about} for t, k, about in _OTHERS))


def vocabulary(registry: Registry) -> dict[str, object]:
    """Return prefixes, the ontology's terms, and the actors and places that the registry names."""
    named = [
        *({"term": curie(ID + e.key), "kind": "actor", "label": e.label, "about": ""} for e in registry.entities),
        *({"term": curie(ID + p.key), "kind": "place", "label": p.label, "about": ""} for p in registry.places),
    ]
    return {"prefixes": dict(PREFIXES), "terms": [*terms(), *named]}
