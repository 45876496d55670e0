from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.contract import CORE_ROLES, kinds, schema
from kg.errors import UnknownTermError
from kg.graph.terms import TYPE, ips, ipsc, owl, rdfs, skos
from kg.namespaces import IPS, IPSC, concept_iri
from kg.ontology import ontology
from kg.registry import Registry
from tests.unit.graph.corpus import PAGES, store_of
from tests.unit.graph.full_record import FULL

TABLES = kinds()
CONTRACT = (files("kg.contract") / "records.md").read_text(encoding="utf-8")
ENUMERATIONS = {
    ("record", "kind"): "kind",
    ("record", "basis"): "post-basis",
    ("record", "links.rel"): "link",
    ("participant", "kind"): "actor",
    ("participant", "subclass"): "subclass",
    ("stage", "modality"): "modality",
    ("stage", "step"): "step",
    ("stage", "force"): "force",
    ("stage", "basis"): "basis",
    ("item", "basis"): "item-basis",
    ("evidence", "grade"): "grade",
    ("instrument", "form"): "form",
    ("instrument", "binding"): "binding",
    ("instrument", "level"): "level",
    ("instrument", "publicity"): "publicity",
    ("instrument", "entry"): "entry",
}
"""Scheme of each closed enumeration, by the object of the contract and the field."""

OPEN_LISTS = {"subtype": "subtype", "topics": "topic"}
"""Scheme of each open list whose values the contract's page begins to name."""


def enumerations() -> dict[tuple[str, str], tuple[str, ...]]:
    """Every enumeration of the contract's JSON Schema; those of single kinds are the kinds' tables."""
    found = {}

    def walk(holder: str, path: str, node: dict[str, Any]) -> None:
        if "enum" in node:
            found[holder, path] = tuple(v for v in node["enum"] if v is not None)
        for name, inner in node.get("properties", {}).items():
            walk(holder, f"{path}.{name}".lstrip("."), inner)
        if isinstance(node.get("items"), dict):
            walk(holder, path, node["items"])

    walk("record", "", schema())
    for name, definition in schema()["$defs"].items():
        walk(name, "", definition)
    return found


def words(pattern: str) -> list[str]:
    """The values that a place of the contract's page lists: code spans, or words between commas."""
    found = re.findall(pattern, CONTRACT, re.DOTALL)
    assert found, f"the contract's page has no {pattern!r}"
    text = " , ".join(found)
    spans = re.findall(r"`([a-z0-9-]+)`", text)
    return spans or [w for w in (t.strip() for t in text.split(",")) if w and w != "…"]


def of_kind(kind: str, field: str) -> list[str]:
    """Roles, types or stages that the page's paragraph on a kind lists."""
    paragraph = re.search(rf"^\*\*{kind}\*\*: .*?(?=^\*\*|^## )", CONTRACT, re.MULTILINE | re.DOTALL)
    assert paragraph, kind
    plain = re.sub(r"\((?:[^()]|\([^()]*\))*\)", "", paragraph.group())
    part = re.search(rf"{field}s?:\s+(.*?)(?=\.\s|\Z)", plain, re.DOTALL)
    return re.findall(r"`([a-z0-9-]+)`", part.group(1)) if part else []


PAGE = {
    ("kind", v) for v in words(r"\| `kind` \| enum \|([^|\n]+)\|")
} | {
    (scheme, value)
    for scheme, pattern in {
        "modality": r"### Modality\n(.*?)\. Speculation",
        "actor": r"`kind` is (`state`.*?)\.",
        "subtype": r"`subtype` \(open list, narrower than type: ([^)]+)\)",
        "topic": r"`topics` \(([^)]+)\)",
        "link": r"`links` .*?with rel ([a-z, -]+);",
        "form": r"form: ([a-z, -]+);",
        "binding": r"binding: ([a-z, -]+);",
        "level": r"level: ([a-z, -]+);",
        "publicity": r"publicity: ([a-z, -]+);",
        "entry": r"entry: ([a-z, -]+);",
        "subclass": r"`subclass` \(([^)]+)\)",
        "step": r"`step` \(([^)]+)\)",
        "force": r"`force` \(([^:]+):",
        "basis": r"`basis` \(([^:)]+): refines asserted",
        "item-basis": r"\| item \| `basis` \(([^)]+)\)",
        "grade": r"`grade` \(([^)]+)\)",
        "post-basis": r"\| post \| `basis` \(([^:)]+)\)",
    }.items()
    for value in words(pattern)
} | {
    (scheme or kind, value)
    for kind in TABLES
    for field, scheme in (("Role", "role"), ("Type", ""), ("Stage", "stage"))
    for value in of_kind(kind, field)
}  # fmt: skip
"""Every notation that the contract's page names in its text and tables."""

SCORED = sorted(
    {(k, t) for k, table in TABLES.items() for t in table.types}
    | {(k, "other") for k in ("post", "membership")}
    | {("role", r) for table in TABLES.values() for r in table.roles}
    | {("stage", s) for table in TABLES.values() for s in table.stages}
    | {(ENUMERATIONS[key], v) for key, values in enumerations().items() if key in ENUMERATIONS for v in values}
)
"""Every notation of the contract's JSON Schema."""
QUADS = ontology().quads
PLOVER = frozenset(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT INVESTIGATE DEMAND DISAPPROVE REJECT THREATEN SANCTION "
    "PROTEST CRIME MOBILIZE COERCE ASSAULT".split()
)


def objects(subject: NamedNode, predicate: NamedNode) -> list[str]:
    return [str(q.object.value) for q in QUADS if q.subject == subject and q.predicate == predicate]  # type: ignore[union-attr]


def test_every_enumeration_of_the_contract_has_a_scheme() -> None:
    assert set(enumerations()) == set(ENUMERATIONS)
    assert set(ENUMERATIONS.values()) | set(OPEN_LISTS.values()) <= set(ontology().schemes)


def test_the_page_and_the_schema_of_the_contract_name_the_same() -> None:
    page = {(s, n) for s, n in PAGE if s not in OPEN_LISTS.values()}

    assert page == set(SCORED) - {("post", "other"), ("membership", "other")}


def faults(scheme: str, notation: str) -> list[str]:
    """What a concept of the contract lacks."""
    try:
        concept = ontology().concept(scheme, notation)
    except UnknownTermError as error:
        return [str(error)]
    examples = objects(NamedNode(concept.iri), skos.example)
    negative = [e for e in examples if e.startswith("Negative example: ")]
    checks = {
        "IRI": concept.iri == concept_iri(scheme, notation),
        "label": bool(concept.label),
        "definition": concept.definition.endswith(".") and len(concept.definition) > 5,
        "example": len(examples) > len(negative),
        "negative example": bool(negative),
    }
    return [name for name, good in checks.items() if not good]


@pytest.mark.parametrize(("scheme", "notation"), sorted({*SCORED, *PAGE}))
def test_every_notation_of_the_contract_has_its_concept_in_full(scheme: str, notation: str) -> None:
    assert faults(scheme, notation) == []


@pytest.mark.parametrize("scheme", sorted(ontology().schemes))
def test_every_concept_of_every_scheme_is_in_full(scheme: str) -> None:
    assert {n: f for n in ontology().schemes[scheme] if (f := faults(scheme, n))} == {}


def test_a_notation_without_concept_is_a_fault() -> None:
    assert "mutual-defense" in faults("agreement", "mutual-defense")[0]
    assert "negative" not in faults("stage", "signed")


def test_subtypes_are_narrower_than_the_types_that_the_page_names_for_them() -> None:
    broader = {n: c.broader for n, c in ontology().schemes["subtype"].items() if c.broader}

    for subtype, type_ in (("sofa", "reciprocal-access"), ("visiting-forces", "reciprocal-access"),
                           ("raa", "reciprocal-access"), ("umbrella", "defence-cooperation"),
                           ("gsomia", "information-security"), ("acsa", "logistics-support")):  # fmt: skip
        assert broader[subtype] == concept_iri("agreement", type_)


def test_codes_of_events_are_typed_and_leave_the_notation_alone() -> None:
    codes = [(q.subject, q.object) for q in QUADS if q.predicate == skos.notation and isinstance(q.object, Literal)
             and q.object.datatype in (ips.cameoCode, ips.ploverCode)]  # fmt: skip

    assert (ipsc["stage-signed"], Literal("057", datatype=ips.cameoCode)) in codes
    assert (ipsc["role-host"], Literal("043", datatype=ips.cameoCode)) in codes
    assert (ipsc["engagement-exercise"], Literal("COOPERATE", datatype=ips.ploverCode)) in codes
    assert ontology().notation(ipsc["stage-signed"].value) == "signed"
    assert {str(o.value) for _, o in codes if o.datatype == ips.ploverCode} <= PLOVER


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
    store = store_of(*PAGES, FULL, registry=Registry.load())
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

    assert objects(ontology_node, owl.versionIRI) == [f"{IPS.rstrip('#')}/0.2.0"]
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


def test_versions_follow_one_another() -> None:
    node = NamedNode(IPS.rstrip("#"))

    assert objects(node, owl.priorVersion) == [f"{IPS.rstrip('#')}/0.1.0"]
    assert objects(node, owl.versionInfo) == ["0.2.0"]
