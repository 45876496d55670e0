"""Each construction, in sentences of our own: what must be read, and what must not be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.contract import score as scorer
from kg.extraction import Extraction
from kg.model import Record
from tests.unit.extraction import cases_agreements
from tests.unit.extraction.cases_encounters import CASES as ENCOUNTERS
from tests.unit.extraction.cases_encounters import NOT_ASSERTED
from tests.unit.extraction.cases_transfers import ABSENT, TRANSFER_CASES
from tests.unit.extraction.extraction_cases import ALL, NOT_THIS, NOTHING

SLOTS = {"type", "stage", "modality", "date", "end_date", "place", "name", "amount", "item", "programme", "attribution"}


def differences(record: Record, wanted: dict[str, Any]) -> list[str]:
    found = []
    stages = [s for s in record.stages if "stage" not in wanted or s.stage == wanted["stage"]]
    if not stages:
        return [f"no stage {wanted.get('stage')}: {[s.stage for s in record.stages]}"]
    for key, value in wanted.items():
        if key in ("modality", "date", "end_date", "place"):
            if value not in [getattr(s, key) for s in stages]:
                found.append(f"{key} {value}: {[getattr(s, key) for s in stages]}")
        elif key == "type" and record.type != value:
            found.append(f"type {value}: {record.type}")
        elif key == "name" and not scorer.same_label(value, record.name):
            found.append(f"name {value}: {record.name}")
        elif key == "amount" and (record.amount is None or (record.amount.value, record.amount.currency) != value):
            found.append(f"amount {value}: {record.amount}")
        elif key == "programme" and (record.programme is None or record.programme.id != value):
            found.append(f"programme {value}: {record.programme}")
        elif key == "attribution" and record.attribution != value:
            found.append(f"attribution {value}: {record.attribution}")
        elif key == "item":
            have = {i.label: i.quantity for i in record.items}
            found += [f"item {k} {v}: {have}" for k, v in value.items() if have.get(k) != v]
        elif key not in SLOTS:
            have_ids = {p.id or p.label for p in record.participants if p.role == key}
            if not value <= have_ids:
                found.append(f"{key} {sorted(value)}: {sorted(have_ids)}")
    return found


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    ALL + ENCOUNTERS + cases_agreements.CASES,
    ids=[c[0][:60] for c in ALL + ENCOUNTERS + cases_agreements.CASES],
)
def test_construction_is_read(
    text: str, kind: str, wanted: dict[str, Any], extracted: Callable[..., Extraction]
) -> None:
    records = [r for r in extracted(text).records if r.kind == kind]

    assert records, f"no {kind}"
    assert min((differences(r, wanted) for r in records), key=len) == []


@pytest.mark.parametrize(("text", "kind", "wanted"), TRANSFER_CASES, ids=[c[0][:60] for c in TRANSFER_CASES])
def test_transfer_and_scheme_are_read(
    text: str, kind: str, wanted: dict[str, Any], extracted: Callable[..., Extraction]
) -> None:
    records = [r for r in extracted(text).records if r.kind == kind]

    assert records, f"no {kind}"
    assert min((differences(r, wanted) for r in records), key=len) == []


@pytest.mark.parametrize(("text", "kind"), ABSENT)
def test_what_looks_like_a_transfer_gives_none(text: str, kind: str, extracted: Callable[..., Extraction]) -> None:
    assert [r for r in extracted(text).records if r.kind == kind] == []


@pytest.mark.parametrize("text", NOTHING)
def test_text_without_security_relations_gives_no_record(text: str, extracted: Callable[..., Extraction]) -> None:
    assert extracted(text).records == ()


@pytest.mark.parametrize(("text", "kind"), NOT_THIS + NOT_ASSERTED + cases_agreements.NOT_ASSERTED)
def test_what_is_possible_or_denied_is_not_asserted(text: str, kind: str, extracted: Callable[..., Extraction]) -> None:
    records = [r for r in extracted(text).records if r.kind == kind]
    asserted = [
        (s.stage, s.modality)
        for r in records
        for s in r.stages
        if s.modality == "asserted" and s.stage not in ("cancelled", "negotiating", "proposed")
    ]

    assert asserted == []
