"""The contract's files in the package are the contract's files."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from kg.contract import schema


@pytest.mark.shared
@pytest.mark.parametrize("name", ["records.md", "score.py", "gold/000_b31f3b7af137844c.json"])
def test_a_contract_file_is_copied_byte_for_byte(name: str, shared: Path, root: Path) -> None:
    assert (shared / "contract" / name).read_bytes() == (root / "kg" / "contract" / name).read_bytes()


def test_the_worked_example_fits_the_json_schema(root: Path) -> None:
    gold = json.loads((root / "kg/contract/gold/000_b31f3b7af137844c.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema())

    for record in gold["records"]:
        row = {**record, "doc": gold["doc"], "evidence": [], "confidence": 1}
        assert [e.message for e in validator.iter_errors(row)] == []


def test_the_schema_holds_every_notation_of_the_contract_page(root: Path) -> None:
    page = (root / "kg/contract/records.md").read_text(encoding="utf-8")
    notations = {
        value
        for rule in schema()["allOf"]
        for part in ("participants", "stages")
        for value in rule["then"]["properties"][part]["items"]["properties"][
            "role" if part == "participants" else "stage"
        ]["enum"]
    }
    types = {t for rule in schema()["allOf"] for t in rule["then"]["properties"]["type"]["enum"] if t}

    assert {n for n in notations | types if f"`{n}`" not in page} == set()
