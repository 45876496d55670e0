"""The gate: what is not in the document, the registry or the contract does not pass, and is counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.documents import Document
from kg.extraction import Gate
from kg.model import Evidence, Participant, ProgrammeRef, Record, Stage
from kg.registry import Registry

TEXT = "Japan and Fiji signed a defence pact in Suva on 3 March 2026. The pact will enter into force in May."
QUOTE = "Japan and Fiji signed a defence pact in Suva on 3 March 2026."


@pytest.fixture
def document(read: Callable[..., Document]) -> Document:
    return read(TEXT)


@pytest.fixture
def record(document: Document) -> Record:
    return Record(
        doc=document.stem,
        kind="agreement",
        type="defence-cooperation",
        participants=(
            Participant(role="party", label="Japan", kind="state", id="JPN"),
            Participant(role="party", label="Fiji", kind="state", id="FJI"),
        ),
        stages=(Stage(stage="signed", date="2026-03-03", place="Suva"),),
        evidence=(
            Evidence(quote=QUOTE, start=0, end=len(QUOTE), parts=("stages/0", "participants/0", "participants/1")),
        ),
    )


def test_a_sound_record_passes_unchanged(document: Document, registry: Registry, record: Record) -> None:
    gate = Gate(document, registry)

    assert gate.check([record]) == (record,)
    assert gate.refusals == []


def test_a_quote_at_the_wrong_place_is_found_again(document: Document, registry: Registry, record: Record) -> None:
    moved = replace(record, evidence=(replace(record.evidence[0], start=7, end=7 + len(QUOTE)),))

    (kept,) = Gate(document, registry).check([moved])

    assert (kept.evidence[0].start, kept.evidence[0].end) == (0, len(QUOTE))


def test_parts_after_a_refused_participant_keep_their_receipts(
    document: Document, registry: Registry, record: Record
) -> None:
    stranger = Participant(role="party", label="Tonga", kind="state", id="TON")
    gate = Gate(document, registry)

    (kept,) = gate.check([replace(record, participants=(stranger, record.participants[1]))])

    assert [p.id for p in kept.participants] == ["FJI"]
    assert kept.evidence[0].parts == ("stages/0", "participants/0")
    assert [r.reason for r in gate.refusals] == ["name-not-in-document"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"evidence": (Evidence(quote="Japan and Fiji parted.", start=0, end=22),)}, "quote-not-found"),
        ({"evidence": ()}, "no-evidence"),
        ({"doc": "another"}, "wrong-document"),
        ({"stages": (Stage(stage="signed", date="2026-05-03"),)}, "asserted-in-the-future"),
        ({"stages": (Stage(stage="signed", date="1203"),)}, "date-out-of-range"),
        ({"participants": (Participant(role="party", label="Tonga", kind="state", id="TON"),)}, "name-not-in-document"),
    ],
)
def test_an_unsupported_record_is_refused_with_its_reason(
    change: dict[str, object], reason: str, document: Document, registry: Registry, record: Record
) -> None:
    gate = Gate(document, registry)
    parts = tuple(replace(ev, parts=()) for ev in record.evidence)

    kept = gate.check([replace(record, **{"evidence": parts, **change})])  # type: ignore[arg-type]

    assert kept == ()
    assert reason in [r.reason for r in gate.refusals]


def test_identifiers_outside_the_registry_become_nil(document: Document, registry: Registry, record: Record) -> None:
    invented = replace(record.participants[0], id="ZZZ-NOBODY")
    gate = Gate(document, registry)

    (kept,) = gate.check([replace(record, participants=(invented, record.participants[1]))])

    assert kept.participants[0].id is None
    assert [r.reason for r in gate.refusals] == ["id-not-in-registry"]


def test_a_programme_that_the_text_does_not_name_is_taken_off(
    document: Document, registry: Registry, record: Record
) -> None:
    gate = Gate(document, registry)

    (kept,) = gate.check([replace(record, programme=ProgrammeRef(label="Official Security Assistance", id="OSA"))])

    assert kept.programme is None
    assert [r.reason for r in gate.refusals] == ["name-not-in-document"]
