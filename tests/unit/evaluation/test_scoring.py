"""The evaluation agrees with the contract's scorer, and counts what the scorer does not print."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.contract import score
from kg.evaluation import calibration, evaluate
from kg.evaluation.baseline import baseline, habits

ROOT = Path(__file__).resolve().parents[3]
GOLD = {
    p.stem: json.loads(p.read_text(encoding="utf-8"))["records"]
    for p in sorted((ROOT / "data" / "gold" / "illustrations" / "records").glob("*.json"))
} or {
    p.stem: [json.loads(line) for line in p.read_text(encoding="utf-8").splitlines() if line]
    for p in sorted((ROOT / "data" / "gold" / "illustrations" / "records").glob("*.jsonl"))
}


def damaged(gold: dict[str, list[dict[str, Any]]], seed: int) -> dict[str, list[dict[str, Any]]]:
    """Return gold with records dropped, moved and altered, as an extractor would."""
    dice, out = random.Random(seed), {}
    for doc, records in gold.items():
        kept = [copy.deepcopy(r) for r in records if dice.random() > 0.3]
        for record in kept:
            record["confidence"] = dice.random()
            for stage in record.get("stages") or []:
                if dice.random() < 0.2:
                    stage["modality"] = dice.choice(["asserted", "planned", "possible", "denied"])
                if dice.random() < 0.2:
                    stage["date"] = dice.choice(["2024-01-01", "2024", None])
            if record.get("participants") and dice.random() < 0.3:
                record["participants"].pop()
        dice.shuffle(kept)
        out[doc] = kept
    return out


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_totals_are_those_of_the_contracts_scorer(seed: int) -> None:
    predicted = damaged(GOLD, seed)
    ours, theirs = evaluate(GOLD, predicted), score.score(GOLD, predicted)

    for kind, row in theirs["arguments"].items():
        tally = ours.arguments[kind]
        assert (round(tally.precision, 4), round(tally.recall, 4), round(tally.f1, 4)) == (
            row["precision"],
            row["recall"],
            row["f1"],
        )
        assert (tally.predicted, tally.gold) == (row["predicted"], row["gold"])
    for kind, row in theirs["records"].items():
        assert round(ours.records[kind].f1, 4) == row["f1"]
    harms = {k: n for k, n in theirs["harms"].items() if k != "none"}
    assert ours.harms == harms
    assert ours.pairs - ours.serious == theirs["harms"].get("none", 0)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_slots_add_up_to_all_arguments(seed: int) -> None:
    scores = evaluate(GOLD, damaged(GOLD, seed))
    everything = scores.arguments["all"]

    assert sum(t.gold for t in scores.slots.values()) == everything.gold
    assert sum(t.predicted for t in scores.slots.values()) == everything.predicted
    assert sum(t.credit for t in scores.slots.values()) == pytest.approx(everything.credit)
    assert len(scores.outcomes) == scores.records["all"].predicted


def test_a_perfect_reading_and_an_empty_one() -> None:
    full, empty = evaluate(GOLD, GOLD), evaluate(GOLD, {})

    assert full.arguments["all"].f1 == full.records["all"].f1 == 1.0
    assert full.serious == full.wrongly_asserted == 0
    assert empty.arguments["all"].f1 == 0.0
    assert empty.outcomes == ()


def record(stages: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    sides = [{"role": "party", "label": k, "id": k, "kind": "state"} for k in ("JPN", "PHL")]
    return {"kind": "agreement", "type": "reciprocal-access", "participants": sides, "stages": stages, **more}


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ([("signed", "planned")], [("signed", "asserted")], (1, 1)),
        ([("signed", "denied")], [("signed", "denied")], (1, 0)),
        ([("signed", "asserted"), ("signed", "denied")], [("signed", "asserted")], (0, 0)),
        ([("signed", "asserted"), ("in-force", "possible")], [("in-force", "asserted")], (1, 1)),
        ([("signed", "planned")], [], (1, 0)),
    ],
)
def test_stages_wrongly_asserted_are_counted(
    gold: list[tuple[str, str]], predicted: list[tuple[str, str]], expected: tuple[int, int]
) -> None:
    def made(pairs: list[tuple[str, str]]) -> dict[str, Any]:
        return record([{"stage": s, "modality": m} for s, m in pairs])

    scores = evaluate({"a": [made(gold)]}, {"a": [made(predicted)]})

    assert (scores.unasserted, scores.wrongly_asserted) == expected


@pytest.mark.parametrize(
    ("outcomes", "error"),
    [
        ([], 0.0),
        ([(1.0, 1.0)], 0.0),
        ([(0.0, 1.0)], 1.0),
        ([(0.85, 1.0), (0.85, 0.7)], 0.0),
        ([(0.9, 0.5), (0.1, 0.1)], 0.2),
    ],
)
def test_calibration_error(outcomes: list[tuple[float, float]], error: float) -> None:
    found = calibration(outcomes)

    assert found.error == pytest.approx(error)
    assert sum(b.count for b in found.bins) == len(outcomes)


def test_the_baseline_names_the_two_polities_that_a_text_names_most() -> None:
    known = habits({"x": [record([{"stage": "signed"}]), record([{"stage": "signed"}, {"stage": "ratified"}])]})
    found = baseline({"d": "Japan and Fiji. Fijian and Japanese troops met in France.", "e": "Japan alone."}, known)

    assert known == {"agreement": ("reciprocal-access", "signed", "asserted")}
    assert [p["id"] for p in found["d"][0]["participants"]] == ["FJI", "JPN"]
    assert found["e"] == []
