"""Records: the contract's shape, checked and carried without loss."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.contract import kinds, schema
from kg.errors import InvalidDateError, InvalidRecordError, UnknownTermError
from kg.model import PartialDate, Record, from_json, loads, to_json

VALID = {
    "doc": "d",
    "kind": "agreement",
    "type": "logistics-support",
    "name": "Acquisition and Cross-Servicing Agreement",
    "participants": [
        {"role": "party", "label": "Japan", "id": "JPN", "kind": "state"},
        {
            "role": "signatory",
            "label": "A. Person",
            "kind": "person",
            "on_behalf_of": "JPN",
            "capacity": {"label": "Minister", "acting": True},
            "via": "JPN-MOD",
        },
    ],
    "stages": [
        {"stage": "signed", "date": "2024-07", "place": "Suva", "modality": "asserted", "by": "JPN"},
        {
            "stage": "in-force",
            "modality": "planned",
            "step": "notes-exchanged",
            "condition": "consent of both",
        },
    ],
    "items": [{"label": "fuel", "quantity": 2, "unit": "t"}, {"label": "water", "quantity": 1.5}],
    "amount": {"value": 600000000, "currency": "JPY"},
    "evidence": [{"quote": "They signed.", "start": 3, "end": 15, "for": ["stages/0", "amount"], "grade": "quoted"}],
    "confidence": 0.8,
    "instrument": {"form": "agreement", "provisions": [{"clause": "fuel"}]},
    "topics": ["logistics"],
}


def changed(**fields: object) -> dict[str, object]:
    return {**json.loads(json.dumps(VALID)), **fields}


def test_a_record_survives_the_round_trip_whole() -> None:
    record = from_json(VALID)

    assert record == from_json(to_json(record))
    assert to_json(record)["instrument"] == VALID["instrument"]
    assert to_json(record)["participants"][1]["via"] == "JPN-MOD"


def test_the_order_of_optional_fields_means_nothing_and_null_is_absent() -> None:
    turned = {**dict(reversed(VALID.items())), "series": None}
    turned["instrument"] = {"provisions": [{"beneficiary": None, "clause": "fuel"}], "form": "agreement"}

    assert from_json(turned) == from_json(VALID)
    assert list(to_json(from_json(turned))) == list(to_json(from_json(VALID)))
    assert from_json(changed(fiscal_year="JP-2025", subtype="acsa")).extra[0] == ("subtype", "acsa")


def test_a_whole_number_is_whole_however_it_was_written() -> None:
    one, other = (from_json(changed(amounts=[{"value": v, "currency": "JPY"}])) for v in (600000000, 600000000.0))

    assert to_json(one) == to_json(other)
    assert json.dumps(to_json(other)["amounts"]) == '[{"value": 600000000, "currency": "JPY"}]'


def test_what_is_written_fits_the_json_schema() -> None:
    jsonschema.validate(to_json(from_json(VALID)), schema())


@settings(deadline=None)  # the schema is slow on a busy machine
@given(st.sampled_from(sorted(kinds())), st.data())
def test_every_value_of_the_tables_fits_schema_and_model_alike(kind: str, data: st.DataObject) -> None:
    table = kinds()[kind]
    row = {
        "doc": "d",
        "kind": kind,
        "type": data.draw(st.sampled_from(table.types)) if table.types else None,
        "name": data.draw(st.text(min_size=1).filter(str.strip)),
        "participants": [
            {"role": r, "label": "x", "kind": "state", "id": "JPN"}
            for r in data.draw(st.lists(st.sampled_from(table.roles), max_size=3))
        ],
        "stages": [
            {"stage": s, "modality": "planned"} for s in data.draw(st.lists(st.sampled_from(table.stages), max_size=3))
        ],
        "evidence": [],
        "confidence": data.draw(st.floats(0, 1)),
    }
    record = from_json(row)

    assert record == loads(json.dumps(to_json(record)))
    jsonschema.validate(to_json(record), schema())


@pytest.mark.parametrize(
    ("row", "error", "words"),
    [
        (changed(kind="treaty"), UnknownTermError, "'treaty' is not a term of the contract's kinds"),
        (changed(type="alliance"), InvalidRecordError, "'alliance' is not allowed.*mutual-defence"),
        (
            changed(participants=[{"role": "supplier", "label": "x", "kind": "state"}]),
            InvalidRecordError,
            "supplier",
        ),
        (
            changed(participants=[], name=None, evidence=[]),
            InvalidRecordError,
            "neither a name nor a participant",
        ),
        (changed(stages=[{"stage": "held"}]), InvalidRecordError, "'held' is not allowed"),
        (changed(stages=[{"stage": "signed", "modality": "likely"}]), InvalidRecordError, "'likely'"),
        (changed(stages=[{"stage": "signed", "date": "2024-13"}]), InvalidDateError, "2024-13"),
        (
            changed(stages=[{"stage": "signed", "date": "2024-05", "end_date": "2024-04-30"}]),
            InvalidRecordError,
            "2024-04-30 is before 2024-05",
        ),
        (changed(evidence=[{"quote": "abc", "start": 0, "end": 2}]), InvalidRecordError, "3 code points"),
        (changed(evidence=[{"quote": "abc"}]), InvalidRecordError, "needs start and end"),
        (
            changed(evidence=[{"quote": "a", "start": 0, "end": 1, "for": ["stages/9"]}]),
            InvalidRecordError,
            "'stages/9' is not a part",
        ),
        (changed(confidence=1.2), InvalidRecordError, "1.2 is not between"),
        ({"kind": "agreement"}, InvalidRecordError, "'doc' is missing"),
        (changed(participants="Japan"), InvalidRecordError, "wrong shape"),
    ],
)
def test_a_record_that_breaks_the_contract_is_refused_with_the_reason(
    row: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        from_json(row)


def test_evidence_of_a_part_falls_back_to_that_of_the_record() -> None:
    row = changed(evidence=[*VALID["evidence"], {"quote": "All.", "start": 20, "end": 24}])  # type: ignore[misc]
    record: Record = from_json(row)

    assert [e.quote for e in record.evidence_for("stages/0")] == ["They signed."]
    assert [e.quote for e in record.evidence_for("stages/1")] == ["All."]


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_a_partial_date_keeps_its_precision_and_bounds_the_day(day: object, length: int) -> None:
    text = str(day)[:length]
    date = PartialDate.parse(text)

    assert text == str(date)
    assert date.earliest <= str(day) <= date.latest


@pytest.mark.parametrize("text", ["2024-2-3", "24", "2024-02-30", "", "0000", "2024-00", "soon"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidDateError):
        PartialDate.parse(text)
