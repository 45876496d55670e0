"""Every shape has a fixture that conforms and one that fails."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kg.graph import Finding, build_view, validate_document
from kg.graph.validate import findings
from kg.namespaces import PREFIXES
from kg.ontology import ontology
from tests.unit.graph.corpus import BGD, JPN, PAGES, RIVAL, SAMPLE, claims_of, page, stage
from tests.unit.graph.full_record import FULL

HEAD = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
CLAIM = "ips-id:c a ips:Claim ; ips:describes ips-id:c.r ; ips:confidence 0.9 ; ips:evidence ips-id:e ."
PARTIES = """ips-id:r a ips:AgreementAccount ; ips:participation ips-id:p0 , ips-id:p1 .
ips-id:p0 ips:role ipsc:role-party . ips-id:p1 ips:role ipsc:role-party ."""
SIGNATORY = (
    "ips-id:p a ips:Participation ; ips:role ipsc:role-signatory ; ips:actor ips-id:x ; ips:onBehalfOf ips-id:JPN ."
)
STAGE = """ips-id:s a ips:Stage ; ips:stageKind ipsc:stage-signed ; ips:modality ipsc:modality-asserted ;
ips:earliest "2026-02-03"^^xsd:date ; ips:latest "2026-02-03"^^xsd:date ."""
ORDER = """ips-id:r a ips:Agreement ; ips:stage ips-id:s , ips-id:f .
ips-id:s ips:stageKind ipsc:stage-signed ; ips:modality ipsc:modality-asserted ; ips:standing ipsc:standing-chosen ;
  ips:earliest "2026-02-03"^^xsd:date .
ips-id:f ips:stageKind ipsc:stage-in-force ; ips:modality ipsc:modality-asserted ; ips:standing ipsc:standing-chosen ;
  ips:latest "2026-02-03"^^xsd:date ."""
RECEIPT = """ips-id:e a oa:SpecificResource ; ips:grade ipsc:grade-quoted ; oa:hasSelector ips-id:e.q , ips-id:e.p .
ips-id:e.q a oa:TextQuoteSelector ; oa:exact "It did." .
ips-id:e.p a oa:TextPositionSelector ; oa:start 0 ; oa:end 7 ."""
PARTY = "ips:role ipsc:role-party ; ips:actorKind ipsc:actor-organisation ;"
BODIES = f"""ips-id:r a ips:AgreementAccount ; ips:participation ips-id:p0 , ips-id:p1 .
ips-id:p0 {PARTY} ips:actor ips-id:JPN-MOD . ips-id:p1 {PARTY} ips:actor ips-id:PHL-DND ."""
LISTED = " ips-id:JPN-MOD ips:polity ips-id:JPN . ips-id:PHL-DND ips:polity ips-id:PHL ."
DELIVERY = """ips-id:r a ips:Transfer ; ips:stage ips-id:s , ips-id:f .
ips-id:s ips:stageKind ipsc:stage-agreed ; ips:modality ipsc:modality-asserted ; ips:earliest "2023-11-15"^^xsd:date .
ips-id:f ips:stageKind ipsc:stage-delivered ; ips:modality ipsc:modality-asserted ;
  ips:latest "2026-07-02"^^xsd:date ."""
EXAMPLE = f"""{STAGE.replace("stage-signed", "stage-delivered")} ips-id:s ips:concerns ips-id:i .
ips-id:i a ips:Item ; ips:label "radars" ; ips:itemBasis ipsc:item-basis-stated-for-this ."""
ALLEGED = f"""{STAGE} ips-id:s ips:allegedBy "a blogger" ; ips:stageBasis ipsc:basis-alleged ; ips:inClaim ips-id:c ."""
FORCE = f"{STAGE.replace('modality-asserted', 'modality-planned')} ips-id:s ips:force ipsc:force-scheduled ."
BOUNDS = 'ips-id:i a ips:Item ; ips:label "boats" ; ips:quantity 4.5 ; ips:minimum 4.0 ; ips:maximum 5.0 .'
SUM = 'ips-id:a a ips:Amount ; ips:value 5.0 ; ips:currency "JPY" .'
ENTRY = """ips-id:a a ips:AmountEntry ; ips:value 5.0 ; ips:currency "JPY" ; ips:windowFrom "2023"^^xsd:gYear ;
ips:windowUntil "2024-03"^^xsd:gYearMonth ."""
LINK = (
    'ips-id:l a ips:Link ; ips:label "a framework" ; ips:date "2015"^^xsd:gYear '
    "; ips:linkRelation ipsc:link-implements ."
)
SITE = 'ips-id:w a ips:Site ; ips:label "Subic Bay" ; ips:siteRole ipsc:site-role-port .'
TERM = 'ips-id:v a ips:Validity ; ips:termFrom "2025-09-11"^^xsd:date ; ips:termUntil "2035"^^xsd:gYear .'
PERSON = SIGNATORY.replace("ips:onBehalfOf", "ips:actorKind ipsc:actor-person ; ips:onBehalfOf")
CAPACITY = """ips-id:p a ips:Participation ; ips:role ipsc:role-participant ; ips:actor ips-id:x ;
ips:actorKind ipsc:actor-person ; ips:capacity "Minister" ."""
CITED = """ips-id:e a oa:SpecificResource ; ips:grade ipsc:grade-cited ; oa:hasSelector ips-id:e.q
 ; ips:source ips-id:b .
ips-id:e.q a oa:TextQuoteSelector ; oa:exact "row 12" ."""
CITATION = """ips-id:e a oa:SpecificResource ; ips:grade ipsc:grade-cited ; ips:source ips-id:b ;
 ips:citation "[cited] A page." ."""
COVERAGE = """ips-id:v a ips:Coverage ; ips:coverageKind "agreement" ; ips:coversPolity ips-id:JPN ;
ips:coversFrom "2011"^^xsd:gYear ; ips:coversUntil "2026"^^xsd:gYear ; ips:completeness ipsc:completeness-complete ;
ips:checkedOn "2026-11-01"^^xsd:date ; ips:coversLanguage "en" ; ips:checkedBy "maintainer" ."""
PUBLISHER = """ips-id:v a ips:Publisher ; ips:publisherCountry ips-id:BGD
 ; ips:publisherStanding ipsc:publisher-standing-press ."""

CASES = [
    (
        "describes exactly one account",
        "violation",
        CLAIM,
        ("ips:describes ips-id:c.r", "ips:describes ips-id:c.r , ips-id:d.r"),
    ),
    ("needs a receipt", "violation", CLAIM, ("; ips:evidence ips-id:e", "")),
    ("a number from 0 to 1", "violation", CLAIM, ("0.9", "1.5")),
    ("two parties or more", "warning", PARTIES, (" , ips-id:p1 .", " .")),
    ("signs for somebody", "warning", SIGNATORY, ("; ips:onBehalfOf ips-id:JPN", "")),
    ("exactly one role", "violation", SIGNATORY, ("ips:role ipsc:role-signatory ;", "")),
    ("exactly one actor", "violation", SIGNATORY, ("ips:actor ips-id:x ;", "")),
    ("one modality", "violation", STAGE, ("ips:modality ipsc:modality-asserted", "ips:modality ipsc:modality-likely")),
    ("of exactly one kind", "violation", STAGE, ("ips:stageKind ipsc:stage-signed ;", "")),
    ("lies after the latest", "violation", STAGE, ('ips:earliest "2026-02-03"', 'ips:earliest "2026-02-04"')),
    ("one earliest day", "violation", STAGE, ('ips:earliest "2026-02-03"^^xsd:date ;', "")),
    ("in force before it was signed", "warning", ORDER, ('ips:latest "2026-02-03"', 'ips:latest "2026-02-02"')),
    ("bodies of one polity", "warning", BODIES, ("ips-id:PHL-DND", "ips-id:JPN-ATLA")),
    ("bodies of one polity", "warning", BODIES + LISTED, ("ips:polity ips-id:PHL", "ips:polity ips-id:JPN")),
    (
        "stages of a transfer are out of order",
        "warning",
        DELIVERY,
        ('ips:latest "2026-07-02"', 'ips:latest "2023-07-02"'),
    ),
    ("only an example of what the programme", "warning", EXAMPLE, ("basis-stated-for-this", "basis-programme-example")),
    ("An allegation needs somebody", "violation", ALLEGED, ('ips:allegedBy "a blogger" ; ', "")),
    ("Only what is planned or possible", "warning", FORCE, ("modality-planned", "modality-asserted")),
    ("is more than the most", "violation", BOUNDS, ("ips:maximum 5.0", "ips:maximum 3.0")),
    ("outside its own bounds", "warning", BOUNDS, ("ips:quantity 4.5", "ips:quantity 9.0")),
    ("A sum needs a currency", "warning", SUM, (' ; ips:currency "JPY"', "")),
    ("A sum needs a currency", "warning", ENTRY, ('ips:currency "JPY" ; ', "")),
    ("window of a sum ends", "warning", ENTRY, ('ips:windowUntil "2024-03"', 'ips:windowUntil "2022-03"')),
    ("A link needs an other end", "violation", LINK, ('ips:label "a framework" ; ', "")),
    ("how the two stand", "violation", LINK, ("; ips:linkRelation ipsc:link-implements", "")),
    ("each need the name", "violation", SITE, ('ips:label "Subic Bay" ; ', "")),
    ("term of an instrument ends", "warning", TERM, ('ips:termUntil "2035"', 'ips:termUntil "2024"')),
    ("A person is given a role", "warning", PERSON, ("role-signatory", "role-party")),
    ("is a person; the state", "warning", PERSON, ("actor-person", "actor-state")),
    ("Only a person acts", "warning", CAPACITY, ("actor-person", "actor-organisation")),
    ("A cited receipt names", "warning", CITED, ("; ips:source ips-id:b", "")),
    ("names the family", "violation", COVERAGE, ('ips:coverageKind "agreement" ; ', "")),
    ("names the polities", "violation", COVERAGE, ("ips:coversPolity ips-id:JPN ;", "")),
    ("names its first year", "violation", COVERAGE, ('ips:coversFrom "2011"^^xsd:gYear ; ', "")),
    ("names its last year", "violation", COVERAGE, ('ips:coversUntil "2026"^^xsd:gYear ; ', "")),
    ("complete, best effort or opportunistic", "violation", COVERAGE, ("completeness-complete", "completeness-all")),
    ("says when somebody looked", "violation", COVERAGE, ('ips:checkedOn "2026-11-01"^^xsd:date ; ', "")),
    ("says who looked", "violation", COVERAGE, (' ; ips:checkedBy "maintainer"', "")),
    ("what kind of voice", "violation", PUBLISHER, ("; ips:publisherStanding ipsc:publisher-standing-press", "")),
    ("established in one country", "violation", PUBLISHER, ("ips-id:BGD", "ips-id:BGD , ips-id:JPN")),
    ("exactly one quote", "violation", RECEIPT, ('oa:exact "It did."', 'oa:exact "It did.", "Or not."')),
    (
        "one quote, not several",
        "violation",
        RECEIPT,
        (
            "oa:end 7 .",
            'oa:end 7 . ips-id:e oa:hasSelector ips-id:r . ips-id:r a oa:TextQuoteSelector ; oa:exact "No." .',
        ),
    ),
    ("one citation", "violation", CITATION, ('"[cited] A page."', '"[cited] A page.", "[cited] Another."')),
    ("only a cited one may have a citation", "violation", CITATION, ("grade-cited", "grade-paraphrased")),
    ("needs start and end", "violation", RECEIPT, (" , ips-id:e.p .", " .")),
    ("starts at one offset", "violation", RECEIPT, ("oa:start 0", "oa:start 9")),
    ("one grade", "violation", RECEIPT, ("ips:grade ipsc:grade-quoted ;", "")),
]


def turtle(text: str) -> list[Quad]:
    return list(parse(HEAD + text, format=RdfFormat.TURTLE))


@pytest.mark.parametrize(("message", "severity", "good", "fault"), CASES)
def test_a_shape_accepts_what_conforms_and_says_what_does_not(
    message: str, severity: str, good: str, fault: tuple[str, str]
) -> None:
    assert fault[0] in good
    found = validate_document(turtle(good.replace(*fault)))

    assert validate_document(turtle(good)) == ()
    assert [f.severity for f in found if message in f.message] == [severity]


def test_every_shape_has_a_case() -> None:
    from rdflib import RDF, Graph, Namespace

    sh = Namespace("http://www.w3.org/ns/shacl#")
    graph = Graph().parse(data=ontology().shapes, format="turtle")
    messages = {str(m) for m in graph.objects(None, sh.message)}
    tried = {m for m in messages if any(case[0] in m for case in CASES)}

    assert len(list(graph.subjects(RDF.type, sh.NodeShape))) > 15
    assert messages - tried - LEFT_OUT == set()


LEFT_OUT = {"A quote ends at one offset.", "A stage has one latest day.", "A receipt has exactly one quote."}
"""Twins of a shape that has a case."""


@pytest.mark.parametrize(("message", "severity", "good", "fault"), CASES)
def test_a_shacl_engine_says_the_same(message: str, severity: str, good: str, fault: tuple[str, str]) -> None:
    import pyshacl
    from rdflib import Graph

    bad = HEAD + good.replace(*fault)
    data, shapes = (Graph().parse(data=text, format="turtle") for text in (bad, ontology().shapes))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)

    assert {(f.severity, f.message, f.focus) for f in findings(report)} == {
        (f.severity, f.message, f.focus) for f in validate_document(turtle(good.replace(*fault)))
    }


def test_an_allegation_may_be_attributed_by_the_record() -> None:
    told = ALLEGED.replace('ips:allegedBy "a blogger" ; ', "") + ' ips-id:c ips:attributedTo "a blogger" .'

    assert validate_document(turtle(told)) == ()


def test_the_act_of_one_party_follows_no_order() -> None:
    late = ORDER.replace("stage-signed", "stage-ratified").replace('ips:latest "2026-02-03"', 'ips:latest "2026-02-02"')

    assert [f.severity for f in validate_document(turtle(late))] == ["warning"]
    assert validate_document(turtle(late + " ips-id:s ips:by ips-id:PHL .")) == ()


def test_the_full_page_and_its_view_conform() -> None:
    assert validate_document(FULL.encoded.quads) == ()
    assert validate_document(build_view(claims_of(*PAGES, FULL)).quads) == ()


def test_a_rival_date_before_the_signature_is_no_fault_of_the_view() -> None:
    rival = ORDER.replace('ips:latest "2026-02-03"', 'ips:latest "2026-02-02"')
    rival = rival.replace(
        "ips:standing ipsc:standing-chosen ;\n  ips:latest", "ips:standing ipsc:standing-rival ;\n  ips:latest"
    )

    assert validate_document(turtle(rival)) == ()


@pytest.mark.parametrize("number", range(len(PAGES)))
def test_every_page_of_the_corpus_conforms(number: int) -> None:
    assert validate_document(PAGES[number].encoded.quads) == ()


def test_the_view_of_the_corpus_conforms() -> None:
    assert validate_document(build_view(claims_of(*PAGES)).quads) == ()


def test_findings_name_the_node_the_value_and_the_property() -> None:
    (found,) = validate_document(turtle(CLAIM.replace("0.9", "1.5")))

    assert found == Finding(
        severity="violation",
        message="A claim has one confidence, a number from 0 to 1.",
        focus=PREFIXES["ips-id"] + "c",
        value="1.5",
        path=PREFIXES["ips"] + "confidence",
    )


def test_a_page_that_names_one_party_is_warned_about() -> None:
    lonely = page(
        "2024-01-01",
        ("Japan signed.", {"kind": "agreement", "participants": [JPN], "stages": [stage("signed", "2023-12-01")]}),
    )

    assert [f.severity for f in validate_document(lonely.encoded.quads)] == ["warning"]
    _ = BGD, RIVAL, SAMPLE
