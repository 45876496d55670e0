"""Foreign terms that the ontology names exist in their vocabularies, as far as rdflib holds those."""

from __future__ import annotations

import pytest
import rdflib.namespace as ns
from pyoxigraph import NamedNode
from rdflib.namespace import DefinedNamespace

from kg.graph.terms import TYPE, dct, ips, owl, prov, rdfs, skos
from kg.namespaces import IPS, IPSC
from kg.ontology import ontology

QUADS = ontology().quads
CLOSED: dict[str, type[DefinedNamespace]] = {
    str(n._NS): n
    for n in (ns.DCAT, ns.DCTERMS, ns.FOAF, ns.GEO, ns.ORG, ns.OWL, ns.PROV, ns.RDF, ns.RDFS, ns.SDO, ns.SKOS, ns.TIME,
              ns.XSD)
}  # fmt: skip
"""Vocabularies whose terms rdflib lists."""

UNCHECKED = {
    "http://www.w3.org/ns/oa#": "Web Annotation: no package at hand bundles it",
    "http://semanticweb.cs.vu.nl/2009/11/sem/": "SEM: unmaintained, no package bundles it; aligned loosely only",
    "http://data.europa.eu/eli/ontology#": "ELI: no package bundles it; names as in the ontology's published table",
    "http://www.nanopub.org/nschema#": "nanopublications: one class, loosely matched",
    "https://www.commoncoreontologies.org/": "CCO: opaque identifiers, no package bundles it; loosely matched only",
    "http://www.wikidata.org/prop/direct/": "Wikidata: properties are numbers in a database, not a vocabulary file",
    "http://wikiba.se/ontology#": "Wikibase: one term, loosely matched",
    "http://publications.europa.eu/resource/authority/": "EU authority tables: data, not a vocabulary",
}
"""Reason for each vocabulary that cannot be checked here."""

LOOSE = {skos.closeMatch, skos.relatedMatch, rdfs.seeAlso, dct.source, dct.license, owl.versionIRI, owl.priorVersion}
WIKIDATA = {
    "P1114", "P127", "P1365", "P17", "P176", "P1891", "P2047", "P2082", "P276", "P297", "P298", "P361", "P39", "P393",
    "P410", "P463", "P580", "P582", "P585", "P664", "P710", "P7588", "P921", "P179",
}  # fmt: skip
"""Numbers in use: a new one is added here after a look at its page, since no file can tell what it means."""


def foreign() -> set[str]:
    """Every foreign IRI that the ontology uses, documents about vocabularies apart."""
    skip = (rdfs.seeAlso, dct.license, dct.source)
    nodes = {
        t.value for q in QUADS for t in (q.predicate, q.object) if isinstance(t, NamedNode) and q.predicate not in skip
    }
    return {n for n in nodes if not n.startswith((IPS, IPSC, IPS.rstrip("#")))}


@pytest.mark.parametrize("iri", sorted(foreign()))
def test_a_foreign_term_is_in_its_vocabulary_or_the_vocabulary_is_listed_with_a_reason(iri: str) -> None:
    base = next((b for b in sorted({*CLOSED, *UNCHECKED}, key=len, reverse=True) if iri.startswith(b)), None)

    assert base is not None, f"{iri} is of a vocabulary that nobody listed"
    if base in CLOSED:
        assert iri in CLOSED[base], f"{base} has no {iri.removeprefix(base)!r}"


def test_the_check_can_fail() -> None:
    assert "http://www.w3.org/ns/prov#wasImagined" not in CLOSED["http://www.w3.org/ns/prov#"]
    assert "http://www.w3.org/ns/org#Post" in CLOSED["http://www.w3.org/ns/org#"]


def test_what_cannot_be_checked_is_aligned_loosely_or_known_by_name() -> None:
    strict = {
        (q.subject.value, q.object.value)  # type: ignore[union-attr]
        for q in QUADS
        if q.predicate not in LOOSE and isinstance(q.object, NamedNode) and q.object.value.startswith(tuple(UNCHECKED))
    }

    assert {obj.rpartition("/")[2].rpartition("#")[2] for _, obj in strict} <= {"SpecificResource", "Event"}


def test_no_vocabulary_is_listed_in_vain() -> None:
    assert [base for base in UNCHECKED if not any(iri.startswith(base) for iri in foreign())] == []


def test_numbers_of_wikidata_are_listed() -> None:
    used = {iri.rpartition("/")[2] for iri in foreign() if iri.startswith("http://www.wikidata.org/")}

    assert used <= WIKIDATA


def test_the_state_that_wikidata_calls_signatory_is_our_party() -> None:
    matched = [q.subject for q in QUADS if isinstance(q.object, NamedNode) and q.object.value.endswith("/P1891")
               and isinstance(q.subject, NamedNode) and q.subject.value.startswith(IPS)]  # fmt: skip

    assert matched == [ips.party]


@pytest.mark.parametrize(
    ("term", "relation", "target"),
    [
        (ips.Document, rdfs.subClassOf, prov.Entity),
        (ips.Run, rdfs.subClassOf, prov.Activity),
        (ips.Person, rdfs.subClassOf, NamedNode(str(ns.FOAF.Person))),
        (ips.Office, rdfs.subClassOf, NamedNode(str(ns.ORG.Post))),
        (ips.statedAs, rdfs.subPropertyOf, prov.wasDerivedFrom),
    ],
)
def test_strict_alignments_that_readers_rely_on(term: NamedNode, relation: NamedNode, target: NamedNode) -> None:
    assert any(q.subject == term and q.predicate == relation and q.object == target for q in QUADS)


def test_classes_are_never_mapped_as_concepts_nor_concepts_as_classes() -> None:
    concepts = {q.subject for q in QUADS if q.predicate == TYPE and q.object == skos.Concept}

    assert not [q for q in QUADS if q.predicate == rdfs.subClassOf and (q.subject in concepts or q.object in concepts)]
    assert not [q for q in QUADS if q.predicate in (skos.broader, skos.exactMatch) and q.subject not in concepts]
