from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, NamedNode

from kg.contract import CORE_ROLES, enumeration, kinds, schema
from kg.errors import UnknownTermError
from kg.graph.terms import TYPE, ips, ipsc, owl, rdfs, skos
from kg.namespaces import IPS, IPSC, concept_iri
from kg.ontology import ontology
from kg.registry import Registry
from tests.unit.graph.corpus import PAGES, store_of

TABLES = kinds()
SCORED = sorted(
    {("kind", k) for k in TABLES}
    | {
        (k, t)
        for k, table in TABLES.items()
        for t in (*table.types, "other")
        if t in table.types or k in ("post", "membership")
    }
    | {("role", r) for table in TABLES.values() for r in table.roles}
    | {("stage", s) for table in TABLES.values() for s in table.stages}
    | {("modality", m) for m in enumeration("stage", "modality")}
    | {("step", s) for s in enumeration("stage", "step")}
    | {("actor", a) for a in enumeration("participant", "kind")}
    | {("grade", g) for g in enumeration("evidence", "grade")}
)
QUADS = ontology().quads


def objects(subject: NamedNode, predicate: NamedNode) -> list[str]:
    return [str(q.object.value) for q in QUADS if q.subject == subject and q.predicate == predicate]  # type: ignore[union-attr]


@pytest.mark.parametrize(("scheme", "notation"), SCORED)
def test_every_value_of_the_contract_is_a_concept_with_definition_and_example(scheme: str, notation: str) -> None:
    concept = ontology().concept(scheme, notation)

    assert concept.iri == concept_iri(scheme, notation)
    assert concept.definition.endswith(".")
    assert concept.label
    assert objects(NamedNode(concept.iri), skos.example)


def test_the_schemes_hold_nothing_that_the_contract_does_not() -> None:
    of_contract = {s for s, _ in SCORED}
    ours = {(s, n) for s, concepts in ontology().schemes.items() for n in concepts if s in of_contract}

    assert ours == set(SCORED)


@pytest.mark.parametrize("scheme", ["role", "stage"])
def test_roles_and_stages_name_their_shortcut(scheme: str) -> None:
    without = {n for n, c in ontology().schemes[scheme].items() if c.shortcut is None}

    assert without == ({"planned"} if scheme == "stage" else set())  # a plan is never asserted


def test_shortcuts_are_defined_and_each_belongs_to_one_concept() -> None:
    defined = {q.subject.value for q in QUADS if q.predicate == rdfs.isDefinedBy and isinstance(q.subject, NamedNode)}
    shortcuts = list(ontology().shortcuts.values())

    assert set(shortcuts) <= defined
    assert len(shortcuts) == len(set(shortcuts))


def test_every_type_of_agreement_has_a_layer_and_an_effect() -> None:
    concepts = ontology().schemes["agreement"].values()

    assert all(c.layer in ontology().schemes["layer"] for c in concepts)
    assert {c.effect for c in concepts} == set(ontology().schemes["effect"])


def test_layers_of_concepts_exist() -> None:
    layers = {c.layer for concepts in ontology().schemes.values() for c in concepts.values() if c.layer}

    assert layers <= set(ontology().schemes["layer"])


def test_every_kind_has_a_class_and_an_account_class() -> None:
    from kg.graph.account import CLASSES

    classes = {q.subject for q in QUADS if q.predicate == TYPE and q.object == owl.Class}

    assert set(CLASSES) == set(TABLES) == set(CORE_ROLES)
    assert {ips[c] for c in CLASSES.values()} | {ips[f"{c}Account"] for c in CLASSES.values()} <= classes


def test_every_term_has_one_definition_an_example_and_a_negative_example() -> None:
    terms = {q.subject for q in QUADS if q.predicate == rdfs.isDefinedBy and isinstance(q.subject, NamedNode)}
    offenders = []
    for term in terms:
        examples = objects(term, skos.example)
        negative = [e for e in examples if e.startswith("Negative example:")]
        definitions = objects(term, skos.definition)
        if len(definitions) != 1 or not definitions[0].endswith(".") or not negative or len(examples) == len(negative):
            offenders.append(term.value)

    assert offenders == []


def test_every_term_that_the_graph_uses_is_defined(root: object) -> None:
    defined = {q.subject.value for q in QUADS if isinstance(q.subject, NamedNode)}
    store = store_of(*PAGES, registry=Registry.load())
    used = set()
    for q in store.raw:
        used.add(q.predicate.value)
        if isinstance(q.object, NamedNode):
            used.add(q.object.value)

    assert sorted(t for t in used if t.startswith((IPS, IPSC)) and t not in defined) == []


def test_domains_and_ranges_are_terms_of_the_ontology_or_of_another() -> None:
    defined = {q.subject.value for q in QUADS if isinstance(q.subject, NamedNode)}
    named = {str(q.object.value) for q in QUADS if q.predicate in (rdfs.domain, rdfs.range)}  # type: ignore[union-attr]

    assert sorted(n for n in named if n.startswith(IPS) and n not in defined) == []


def test_the_ontology_has_a_version_and_no_blank_node() -> None:
    ontology_node = NamedNode(IPS.rstrip("#"))

    assert objects(ontology_node, owl.versionIRI) == [f"{IPS.rstrip('#')}/0.1.0"]
    assert not [q for q in QUADS if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


def test_no_concept_is_a_class() -> None:
    concepts = {q.subject for q in QUADS if q.predicate == TYPE and q.object == skos.Concept}
    classes = {q.subject for q in QUADS if q.predicate == TYPE and q.object == owl.Class}

    assert not concepts & classes


def test_an_unknown_notation_names_the_nearest() -> None:
    with pytest.raises(UnknownTermError, match="mutual-defence"):
        ontology().concept("agreement", "mutual-defense")


def test_a_concept_leads_back_to_its_notation() -> None:
    assert ontology().notation(ipsc["stage-in-force"].value) == "in-force"


def test_statuses_of_the_registry_are_concepts() -> None:
    registry = Registry.load()

    assert {e.cls for e in registry.of_kind("state")} <= set(ontology().schemes["polity"])
    assert {n.kind for n in registry.names} <= set(ontology().schemes["name"])


def test_optional_enumerations_are_not_mistaken_for_scored_ones() -> None:
    assert "force" in schema()["$defs"]["stage"]["properties"]
    assert "force" not in ontology().schemes
