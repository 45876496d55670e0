"""Hygiene queries find nothing in the ontology and in the corpus's store, and each finds the fault that it is for."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

import kg
from kg.graph import OxigraphStore, hygiene, hygiene_of_terms, validate_store
from kg.graph.hygiene import hygiene_queries
from kg.namespaces import PREFIXES
from kg.ontology import ontology
from kg.registry import Registry
from tests.unit.graph.corpus import PAGES, store_of
from tests.unit.graph.full_record import FULL

HEAD = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
BY = "rdfs:isDefinedBy <https://w3id.org/indopacific-kg/ontology>"
GOOD = 'skos:prefLabel "x"@en ; skos:definition "X."@en ; skos:example "X."@en , "Negative example: y."@en'
CONCEPT = f"a skos:Concept ; {GOOD} ; skos:inScheme ipsc:topic"

FAULTS: dict[str, str] = {
    "term-without-definition": f'ips:x a owl:Class ; {BY} ; skos:prefLabel "x"@en ; skos:definition "No stop"@en .',
    "term-with-two-definitions": f'ips:x a owl:Class ; {BY} ; {GOOD} ; skos:definition "Y."@en .',
    "term-without-example": f'ips:x a owl:Class ; {BY} ; skos:prefLabel "x"@en ; skos:definition "X."@en .',
    "concept-without-scheme-or-notation": f'ipsc:topic-x {CONCEPT} ; skos:notation "057"^^ips:cameoCode .',
    "concept-in-two-schemes": f'ipsc:topic-x {CONCEPT} , ipsc:form ; skos:notation "x" .',
    "notation-twice-in-a-scheme": f'ipsc:topic-x {CONCEPT} ; skos:notation "cyber" .',
    "name-differs-from-notation": f'ipsc:topic-x {CONCEPT} ; skos:notation "y" .',
    "concept-that-is-a-class": f'ipsc:topic-x {CONCEPT} ; skos:notation "x" ; a owl:Class .',
    "term-of-two-kinds": f"ips:x a owl:ObjectProperty , owl:DatatypeProperty ; {BY} ; {GOOD} ; rdfs:range ips:Actor .",
    "broader-outside-its-scheme": f'ipsc:topic-x {CONCEPT} ; skos:notation "x" ; skos:broader ipsc:stage-signed .',
    "broader-in-a-circle": "ipsc:topic-maritime skos:broader ipsc:topic-mda .",
    "shortcut-that-is-no-property": "ipsc:stage-planned ips:shortcut ips:Stage .",
    "role-without-shortcut": f'ipsc:role-x a skos:Concept ; {GOOD} ; skos:inScheme ipsc:role ; skos:notation "x" .',
    "agreement-type-without-layer": (
        f'ipsc:agreement-x a skos:Concept ; {GOOD} ; skos:inScheme ipsc:agreement ; skos:notation "x" ; '
        'ips:layer "L99" ; ips:effect ipsc:effect-none .'
    ),
    "property-unexplained": f"ips:x a owl:ObjectProperty ; {BY} ; {GOOD} .",
    "undefined-term": f"ips:x a owl:ObjectProperty ; {BY} ; {GOOD} ; rdfs:range ips:Nowhere .",
    "deprecated-without-replacement": "ips:party owl:deprecated true .",
    "label-not-english": f'ips:x a owl:Class ; {BY} ; {GOOD} ; skos:example "sans langue" .',
    "scheme-without-concept": 'ipsc:x a skos:ConceptScheme ; skos:prefLabel "x"@en ; skos:definition "X."@en .',
    "blank-node": "ips:Stage skos:example [] .",
    "view-term-in-a-document": "ips-id:g { ips-id:r a ips:Agreement . }",
    "account-in-the-view": "ips-id:r a ips:AgreementAccount .",
    "shortcut-without-role": (
        "ips-id:r ips:party ips-id:JPN . ips-id:r.p ips:inRelation ips-id:r ; ips:role ipsc:role-party ; "
        "ips:actor ips-id:JPN ; ips:firm false ."
    ),
    "shortcut-without-stage": (
        'ips-id:r ips:signedOn "2026"^^xsd:gYear . ips-id:r.s ips:inRelation ips-id:r ; '
        'ips:stageKind ipsc:stage-signed ; ips:date "2026"^^xsd:gYear ; ips:modality ipsc:modality-denied ; '
        "ips:standing ipsc:standing-chosen ."
    ),
    "firm-though-alleged": (
        "ips-id:s a ips:Stage ; ips:firm true ; ips:modality ipsc:modality-asserted ; "
        "ips:stageBasis ipsc:basis-alleged ."
    ),
    "actor-with-a-shortcut": "ips-id:JPN ips:party ips-id:BGD .",
    "relation-without-claim": "ips-id:r a ips:Agreement ; ips:supportedBy ips-id:claim-0 .",
    "part-without-receipt": "ips-id:r.s ips:inRelation ips-id:r ; ips:statedAs ips-id:c.s0 .",
    "claim-without-receipt": "ips-id:g { ips-id:c a ips:Claim ; ips:evidence ips-id:e . }",
    "part-of-no-relation": "ips-id:r.s ips:inRelation ips-id:r .",
    "dangling-reference": "ips-id:t ips:decidedBy ips-id:gone .",
    "actor-without-name": "ips-id:r.p ips:inRelation ips-id:r ; ips:actor ips-id:nobody .",
    "term-not-defined": 'ips-id:g { ips-id:c ips:certainty "high" . }',
    "deprecated-term-in-use": 'ips-id:g { ips-id:c ips:basis "rank" . }',
    "document-without-record-date": 'ips-id:g { ips-id:g a ips:Document ; ips:sha256 "0" . }',
    "document-without-rights": "ips-id:g { ips-id:g a ips:Document . }",
    "field-without-term": 'ips-id:g { ips-id:c.r ips:extra "{}" . }',
}


def quads(text: str) -> list[Quad]:
    return list(parse(HEAD + text, format=RdfFormat.TRIG))


def test_every_query_has_a_fault_and_says_what_is_wrong() -> None:
    assert sorted(FAULTS) == [q.name for q in hygiene_queries()]
    assert all(q.message.endswith(".") for q in hygiene_queries())
    assert {q.over for q in hygiene_queries()} == {"terms", "data"}
    assert {q.severity for q in hygiene_queries()} <= {"violation", "warning", "info"}


def test_the_ontology_is_clean() -> None:
    assert [(f.path, f.focus) for f in hygiene_of_terms()] == []


def test_the_store_of_the_corpus_is_clean() -> None:
    assert [(f.path, f.focus, f.value) for f in hygiene(store_of(*PAGES, FULL, registry=Registry.load()))] == []


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_each_query_finds_the_fault_that_it_is_for(name: str) -> None:
    store = OxigraphStore()
    store.raw.extend([*ontology().quads, *quads(FAULTS[name])])

    found = [f for f in hygiene(store) if f.path == name]

    assert len(found) >= 1
    assert all(f.focus and f.message for f in found)


@pytest.mark.parametrize("name", [q.name for q in hygiene_queries() if q.over == "terms"])
def test_a_fault_of_the_terms_shows_without_a_store(name: str) -> None:
    found = {f.path for f in hygiene_of_terms([*ontology().quads, *quads(FAULTS[name])])}

    assert name in found


def test_the_store_of_the_demo_is_clean(demo: Path) -> None:
    with kg.open(demo) as graph:
        assert [(f.path, f.focus, f.value) for f in hygiene(graph.store)] == []


def test_the_documents_and_the_view_of_the_demo_break_no_shape(demo: Path) -> None:
    with kg.open(demo) as graph:
        assert [f for f in validate_store(graph.store) if f.severity == "violation"] == []
