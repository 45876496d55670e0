"""Every shape has a fixture that conforms and one that fails."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kg.graph import Finding, build_view, validate_document
from kg.namespaces import PREFIXES
from tests.unit.graph.corpus import BGD, JPN, PAGES, RIVAL, SAMPLE, claims_of, page, stage

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
    ("exactly one quote", "violation", RECEIPT, ('oa:exact "It did."', 'oa:exact "It did.", "Or not."')),
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
