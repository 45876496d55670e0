"""The gold sets: texts marked as the project's own, records that keep the contract, frozen files unchanged."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml

from kg.contract import schema
from kg.model import from_json

GOLD = Path(__file__).resolve().parents[2] / "data" / "gold"
TEXTS = sorted(GOLD.glob("*/documents/*.md"))
RECORDS = sorted(GOLD.glob("*/records/*.jsonl"))
VALIDATOR = jsonschema.Draft202012Validator(schema())


def of(path: Path) -> str:
    return f"{path.parents[1].name}/{path.stem}"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("path", TEXTS, ids=of)
def test_a_text_is_marked_as_the_projects_own_and_names_public_sources(path: Path) -> None:
    head = re.match(r"\A---\n(.*?)\n---\n(.*)\Z", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert head
    about = yaml.safe_load(head[1])

    assert about["project_written"] is True
    assert about["rights"] == "CC-BY-4.0"
    assert about["title"]
    assert about["genre"]
    assert about["published"]
    assert about["sources"]
    assert all(urlsplit(source["url"]).scheme in ("http", "https") for source in about["sources"])
    assert len(head[2].split()) > 5


@pytest.mark.parametrize("path", RECORDS, ids=of)
def test_records_keep_the_contract(path: Path) -> None:
    for record in lines(path):
        complete = {"confidence": 1.0, "evidence": [], **record}
        VALIDATOR.validate(complete)
        assert from_json(complete).doc == path.stem


def test_every_text_has_its_records_and_stands_in_one_set() -> None:
    sets = {p.parent.name for p in GOLD.glob("*/set.toml")}
    own = {s for s in sets if (GOLD / s / "documents").is_dir()}

    assert {"frozen", "development", "negative"} <= sets
    for name in own:
        texts = {p.stem for p in (GOLD / name / "documents").glob("*.md")}
        assert texts == {p.stem for p in (GOLD / name / "records").glob("*.jsonl")}, name
    assert [stem for stem, n in Counter(p.stem for p in TEXTS).items() if n > 1] == []


def test_frozen_files_are_those_that_were_frozen() -> None:
    place = GOLD / "frozen"
    sums = [line.split("  ") for line in (place / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    present = {p.relative_to(place).as_posix() for part in ("documents", "records") for p in (place / part).iterdir()}

    assert {name for _, name in sums} == present
    assert [n for s, n in sums if hashlib.sha256((place / n).read_bytes()).hexdigest() != s] == []


def test_the_frozen_set_is_large_and_uncertain_enough_to_measure_with() -> None:
    records = [r for p in (GOLD / "frozen" / "records").glob("*.jsonl") for r in lines(p)]
    stages = Counter(s.get("modality") or "asserted" for r in records for s in r.get("stages") or [])

    assert len(list((GOLD / "frozen" / "documents").glob("*.md"))) == 40
    assert stages.total() - stages["asserted"] >= 100


def test_negative_texts_hold_nothing() -> None:
    assert [p.stem for p in (GOLD / "negative" / "records").glob("*.jsonl") if lines(p)] == []
