"""Rounds on real pages: a text that is not the one that was read is refused, and first contact happens once."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from kg.cli import main
from kg.errors import EvaluationError
from kg.evaluation import evaluate, load_round, page, results_of, rounds_section, score_round
from tests.unit.evaluation.test_sets import RECORD, TEXT

FRONT = '---\ntitle: "A pact"\npublished: 2024-07-09\n---\n'


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "pact.md").write_text(FRONT + TEXT)
    (folder / "match.md").write_text("Japan won the match.\n")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "rounds" / "07"
    for part in ("records", "second"):
        (folder / part).mkdir(parents=True)
    (folder / "topics.yaml").write_text("round: 7\nyears: [2024]\nqueries: [pact]\n")
    pages = {
        stem: {"url": f"https://{stem}.example/a", "title": stem, "publisher": stem, "genre": genre, "query": 1,
               "sha256": hashlib.sha256(text.rstrip("\n").encode()).hexdigest(), **more}
        for stem, text, genre, more in (
            ("pact", TEXT, "wire", {"published": "2024-07-09"}), ("match", "Japan won the match.\n", "blog", {})
        )
    }  # fmt: skip
    (folder / "pages.yaml").write_text(yaml.safe_dump({"round": 7, "extractor": "0" * 40, "pages": pages}))
    (folder / "records" / "pact.jsonl").write_text(json.dumps(RECORD) + "\n")
    (folder / "records" / "match.jsonl").write_text("")
    (folder / "second" / "pact.jsonl").write_text(json.dumps({**RECORD, "name": None}) + "\n")
    return folder


def test_a_round_is_scored_once_and_its_result_carries_genre_commit_and_agreement(place: Path, texts: Path) -> None:
    round_ = load_round(place)
    data, gold, result = score_round(round_, texts, extractor="rules", commit="c" * 40, day="2026-11-23")

    assert data["set"] == gold.name == "round-07"
    assert data["arguments"]["all"]["f1"] == round(result.scores.arguments["all"].f1, 4) > 0.5
    assert data["genres"]["wire"]["texts"] == 1
    assert data["genres"]["wire"]["gold"] == data["arguments"]["all"]["gold"] > data["genres"]["blog"]["gold"] == 0
    expected = evaluate({"pact": [RECORD]}, {"pact": [{**RECORD, "name": None}]})
    assert data["second_reading"]["arguments"]["f1"] == round(expected.arguments["all"].f1, 4) < 1

    (place / "result.json").write_text(json.dumps(data))
    with pytest.raises(EvaluationError, match="was scored"):
        score_round(round_, texts, extractor="rules", commit="c" * 40, day="2026-11-23")
    section = "\n".join(rounds_section(results_of(place.parent)))
    assert "| round-07 | 2024 | 2 | 1 |" in section
    assert "`ccccccccc`" in section
    assert section in page([], extractor="rules", rounds=rounds_section(results_of(place.parent)))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("pact.md", FRONT + TEXT + "More.\n", "not the text that was read"),
        ("pact.md", TEXT, "published None"),
        ("pact.md", None, "is missing"),
    ],
)
def test_another_text_or_day_is_refused(place: Path, texts: Path, name: str, text: str | None, said: str) -> None:
    (texts / name).unlink()
    if text is not None:
        (texts / name).write_text(text)

    with pytest.raises(EvaluationError, match=said):
        score_round(load_round(place), texts, extractor="rules", commit="c" * 40, day="2026-11-23")


@pytest.mark.parametrize(("part", "stem"), [("records", "pact"), ("second", "other")])
def test_pages_and_records_have_to_match(place: Path, part: str, stem: str) -> None:
    if part == "records":
        (place / part / f"{stem}.jsonl").unlink()
        (place / "second" / f"{stem}.jsonl").unlink()
    else:
        (place / part / f"{stem}.jsonl").write_text("")

    with pytest.raises(EvaluationError, match=stem):
        load_round(place)


def test_a_round_without_pages_says_what_is_missing(place: Path) -> None:
    (place / "pages.yaml").unlink()
    with pytest.raises(EvaluationError, match=r"pages\.yaml"):
        load_round(place)


def test_no_round_is_no_section() -> None:
    assert rounds_section([]) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--scorecard", "card.md"], "--scorecard"),
        (["--trust", "trust.json"], "--trust"),
        (["--estimate"], "--estimate"),
        (["development"], "SETS"),
    ],
)
def test_what_a_round_cannot_do_is_refused_before_it_is_scored(
    place: Path, texts: Path, more: list[str], said: str
) -> None:
    done = CliRunner().invoke(main, ["eval", "--round", str(place), "--texts", str(texts), *more])

    assert isinstance(done.exception, EvaluationError) or done.exit_code == 2
    assert said in str(done.exception) + done.output
    assert not (place / "result.json").exists()
