"""Gold sets on disk: frozen ones cannot be edited or listed unnoticed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from kg.errors import EvaluationError
from kg.evaluation import listing, load, names, page, run
from tests.system.conftest import run_kg

TEXT = "Japan and the Philippines signed a Reciprocal Access Agreement in Manila on 8 July 2024.\n"
RECORD = {
    "kind": "agreement", "type": "reciprocal-access", "name": "Reciprocal Access Agreement",
    "participants": [{"role": "party", "label": "Japan", "id": "JPN", "kind": "state"},
                     {"role": "party", "label": "the Philippines", "id": "PHL", "kind": "state"}],
    "stages": [{"stage": "signed", "date": "2024-07-08", "place": "Manila", "modality": "asserted"},
               {"stage": "in-force", "modality": "planned"}],
}  # fmt: skip


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    for name, purpose in (("open", "development"), ("sealed", "frozen"), ("none", "negative")):
        place = tmp_path / name
        for part in ("documents", "records"):
            (place / part).mkdir(parents=True)
        (place / "set.toml").write_text(f'about = "A set."\npurpose = "{purpose}"\n')
        (place / "documents" / "pact.md").write_text(TEXT if purpose != "negative" else "Japan won the match.\n")
        lines = json.dumps(RECORD) + "\n" if purpose != "negative" else ""
        (place / "records" / "pact.jsonl").write_text(lines)
        files = ["documents/pact.md", "records/pact.jsonl"]
        sums = [f"{hashlib.sha256((place / f).read_bytes()).hexdigest()}  {f}\n" for f in files]
        (place / "SHA256SUMS").write_text("".join(sums))
    return tmp_path


def test_a_set_is_run_and_scored(gold: Path) -> None:
    result = run(load(gold, "open"))
    signed = result.scores.slots["stage"]

    assert names(gold) == ("none", "open", "sealed")
    assert result.scores.records["agreement"].credit == 1
    assert (signed.gold, signed.credit) == (2, 1)
    assert result.scores.unasserted == 1
    assert 0 < result.baseline.arguments["all"].f1 < result.scores.arguments["all"].f1


def test_texts_without_records_count_what_is_found_in_them(gold: Path) -> None:
    result = run(load(gold, "none"))

    assert (result.empty, result.false_records) == (1, 0)


def test_a_text_that_cannot_be_read_is_no_text_without_records(gold: Path) -> None:
    (gold / "open" / "documents" / "pact.md").write_bytes(b"\x00\x01\x02" * 40)

    with pytest.raises(EvaluationError, match=r"pact\.md of open was not read"):
        run(load(gold, "open"))


def test_the_page_has_a_row_for_every_set_and_no_error_of_a_text(gold: Path) -> None:
    text = page([run(load(gold, n)) for n in names(gold)], extractor="rules")

    assert all(f"| {n} | 1 |" in text for n in names(gold))
    assert "pact" not in text.replace("the pact", "")


@pytest.mark.parametrize("part", ["documents/pact.md", "records/pact.jsonl"])
def test_a_frozen_set_that_was_edited_is_refused(gold: Path, part: str) -> None:
    (gold / "sealed" / part).write_text("{}")
    with pytest.raises(EvaluationError, match="is frozen and"):
        load(gold, "sealed")


def test_a_frozen_set_lists_no_error(gold: Path) -> None:
    frozen, opened = load(gold, "sealed"), load(gold, "open")
    with pytest.raises(EvaluationError, match="no error listing"):
        next(listing(frozen, run(frozen), limit=5))

    assert any("missed" in line for line in listing(opened, run(opened), limit=5))
    assert run_kg("eval", "sealed", "--gold", gold, "--errors", "3").returncode == 2


def test_what_is_no_set_is_answered_with_those_that_are(gold: Path) -> None:
    with pytest.raises(EvaluationError, match="Did you mean 'open'"):
        load(gold, "opem")
    (gold / "open" / "documents" / "lost.md").write_text(TEXT)
    with pytest.raises(EvaluationError, match="lost is a text without records"):
        load(gold, "open")


def test_the_verb_prints_json_and_writes_the_scorecard(gold: Path, tmp_path: Path) -> None:
    done = run_kg("eval", "--gold", gold, "--json", "--scorecard", tmp_path / "card.md")
    (none, opened, sealed) = json.loads(done.stdout)

    assert done.returncode == 0, done.stderr
    assert (none["set"], opened["set"], sealed["set"]) == ("none", "open", "sealed")
    assert opened["arguments"] == sealed["arguments"]
    assert set(opened) == set(sealed)
    assert (tmp_path / "card.md").read_text(encoding="utf-8").startswith("# Scorecard")


def test_the_committed_scorecard_is_what_the_extractor_reaches(root: Path, tmp_path: Path) -> None:
    done = run_kg("eval", "--scorecard", tmp_path / "card.md", cwd=root)

    assert done.returncode == 0, done.stderr
    committed = (root / "docs" / "scorecard.md").read_text(encoding="utf-8")
    assert (tmp_path / "card.md").read_text(encoding="utf-8") == committed, "run `make scorecard`"
