"""Coverage statements: read, refused, and in the graph and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph import OxigraphStore
from kg.graph.coverage import COVERAGE_ID, coverage_quads, read_coverage
from kg.graph.validate import validate_document
from kg.namespaces import doc_iri
from kg.registry import Registry
from kg.sources.curated.coverage import read_coverage as read_file

GOOD = """coverage:
  - kind: agreement
    types: [reciprocal-access]
    polities: [JPN, PHL]
    years: {from: 2011, until: 2026}
    languages: [en]
    completeness: complete
    checked: {by: maintainer, on: 2026-11-23}
"""


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def test_statements_survive_the_graph_and_keep_its_shapes(tmp_path: Path, registry: Registry) -> None:
    path = tmp_path / "coverage.yaml"
    path.write_text(GOOD + GOOD.removeprefix("coverage:\n").replace("[JPN, PHL]", "[all]"), encoding="utf-8")

    statements, problems = read_file(path, registry, file="coverage.yaml")
    quads = tuple(coverage_quads(statements))
    store = OxigraphStore()
    store.replace({doc_iri(COVERAGE_ID): quads})

    assert problems == ()
    assert read_coverage(store) == statements
    assert validate_document(quads) == ()
    assert {len(c.polities) for c in statements} == {2, len(registry.of_kind("state"))}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("complete\n", "total\n", "is not allowed"),
        ("reciprocal-access", "reciprocal", "Did you mean 'reciprocal-access'"),
        ("PHL", "PHI", "'PHI' is not in the registry"),
        ("PHL", "ASEAN", "is no polity"),
        ("2011", "2027", "is after 2026"),
        ("2026-11-23", "2026-11-31", "is not a date"),
        ("kind:", "family:", "'kind' is missing"),
    ],
)
def test_a_wrong_statement_is_named(tmp_path: Path, registry: Registry, old: str, new: str, said: str) -> None:
    path = tmp_path / "coverage.yaml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")

    statements, problems = read_file(path, registry, file="coverage.yaml")

    assert statements == ()
    assert any(said in str(p) for p in problems)
    assert all(p.line > 0 for p in problems)
