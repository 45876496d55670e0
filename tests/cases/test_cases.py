"""The reference cases: what an analyst expects to see, on what a careful reader states the documents to say."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
import yaml

from tests.cases.reading import CASES, FOLDER, case, outcome, rows


@cache
def misses() -> dict[str, str]:
    """The lines of the tables that the graph does not show, each with the reason."""
    return dict(yaml.safe_load((FOLDER / "misses.yaml").read_text(encoding="utf-8")))


@cache
def wrong() -> dict[str, str]:
    return outcome(rows())


def test_there_are_the_cases_that_the_design_names() -> None:
    assert set(CASES) >= {
        "bangladesh-japan", "japan-philippines-raa", "us-bangladesh-aid", "termination-withdrawn",
        "signed-awaiting-consent", "alleged-and-denied", "signed-or-witnessed",
    }  # fmt: skip
    assert sum(len(list((FOLDER / name / "documents").glob("*.md"))) for name in CASES) >= 40


@pytest.mark.parametrize("name", CASES)
def test_the_tables_hold(name: str) -> None:
    """A line that fails is listed with its reason; a listed line that holds has to leave the list."""
    found = {line: shown for line, shown in wrong().items() if line.startswith(f"{name}/")}
    listed = {line for line in misses() if line.startswith(f"{name}/")}
    assert {line: shown for line, shown in found.items() if line not in listed} == {}
    assert listed - set(found) == set(), "these lines hold now: take them off misses.yaml"


def test_the_tables_that_decide_hold_whole() -> None:
    """Of status, origins and what is no conflict, nothing fails but what the design leaves open."""
    closed = Counter(row.table for row in rows() if not row.open and row.id in wrong())
    assert closed["status"] == closed["not_conflicts"] == 0, wrong()


@pytest.mark.parametrize(
    ("as_of", "known_at", "status"),
    [
        ("2025-10-01", "2024-07-31", "unknown"),
        ("2025-10-01", "2025-08-31", "unknown"),
        ("2025-10-01", "2025-09-30", "yes"),
        ("2024-08-01", "2024-07-31", "unknown"),
        ("2024-08-01", "2025-08-31", "no"),
        ("2024-08-01", "2025-09-30", "no"),
    ],
)
def test_the_six_cells_of_the_access_agreement(as_of: str, known_at: str, status: str) -> None:
    lines = [r for r in rows() if r.case == "japan-philippines-raa" and r.table == "status"]
    there = [r for r in lines if (str(r.what["as_of"]), str(r.what["known_at"])) == (as_of, known_at)]
    expected = {True: "yes", False: "no"}
    assert [expected.get(r.what["expect"], r.what["expect"]) for r in there if r.what["relation"] == "raa"] == [status]
    assert not any(r.id in wrong() for r in there)


def test_nothing_denied_planned_or_alleged_is_a_tie() -> None:
    """What each case says must never be an edge: no shortcut of a pact that no account asserts."""
    for name in CASES:
        about = case(name)
        for relation in about.snapshot.relations:
            if any(s.modality == "asserted" and s.firm for s in relation.stages):
                continue
            assert not any(p.firm for p in relation.participations), relation.iri
