"""Confidence is what was found on texts that no rule was written on, told apart by what the rules' own texts show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.evaluation.scoring import CORE_ROLES
from kg.evaluation.trust import Outcome, fit, outcomes
from kg.extraction.trust import key, trust

GOOD = Outcome(kind="agreement", rule="good", drafted=0.8, precision=1.0)
POOR = Outcome(kind="agreement", rule="poor", drafted=0.8, precision=0.4)
LEANT = Outcome(kind="agreement", rule="good", drafted=0.6, precision=0.5)


def test_rules_are_told_apart_and_a_draft_that_leans_on_another_sentence_has_its_own_row() -> None:
    table = fit([GOOD, POOR, LEANT] * 40, [])

    assert table.of("agreement", "good", 0.8) > 0.9
    assert table.of("agreement", "poor", 0.8) < 0.5
    assert 0.4 < table.of("agreement", "good", 0.6) < 0.65


def test_a_rule_that_was_hardly_ever_seen_is_trusted_like_its_kind() -> None:
    table = fit([GOOD] * 60 + [POOR], [])

    assert 0.7 < table.of("agreement", "poor", 0.8) < 1.0
    assert table.of("agreement", "never-seen", 0.8) == round(table.kinds["agreement"], 2)
    assert table.of("treaty", "never-seen", 0.8) == round(table.overall, 2)


def test_what_texts_not_met_before_take_off_is_taken_off_every_rule_of_the_kind() -> None:
    met = Outcome(kind="agreement", rule="good", drafted=0.8, precision=0.5)

    assert fit([GOOD] * 60, [met] * 60).of("agreement", "good", 0.8) < 0.6


@given(st.lists(st.builds(Outcome, kind=st.sampled_from(sorted(CORE_ROLES)), rule=st.text(min_size=1, max_size=3),
                          drafted=st.floats(0, 1), precision=st.floats(0, 1)), max_size=30))  # fmt: skip
def test_confidence_is_a_share(rows: list[Outcome]) -> None:
    table = fit(rows, rows[::2])

    for row in rows:
        assert 0.05 <= table.of(row.kind, row.rule, row.drafted) <= 0.99


def test_an_outcome_is_the_precision_of_the_paired_record() -> None:
    gold = {"kind": "membership", "participants": [{"role": "member", "label": "Fiji", "kind": "state", "id": "FJI"}],
            "stages": [{"stage": "member", "modality": "asserted"}]}  # fmt: skip
    wrong = gold | {"stages": [{"stage": "left", "modality": "asserted"}], "rule": "r", "confidence": 0.8}

    (row,) = outcomes({"d": [gold]}, {"d": [wrong]})

    assert (row.rule, row.precision) == ("r", 0.5)


def test_the_shipped_table_has_a_row_for_every_kind() -> None:
    assert {k.rstrip("~") for k in trust().kinds} >= set(CORE_ROLES)
    assert key("agreement-signed", 0.6) == "agreement-signed~"
