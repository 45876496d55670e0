"""Analyses on the graph of all reference cases: what they count is on file, and what they may not count they refuse."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.analysis import analyses
from kg.analysis.finding import Finding
from kg.analysis.study import Study, parts_of
from kg.errors import CoverageError, InvalidDateError, QueryError
from kg.projection.multiplex import LAYERS
from tests.cases.test_answers import store

AS_OF = "2026-06-30"


def study(**more: Any) -> Study:
    return Study(store(), **{"as_of": AS_OF, "incomplete_ok": True, **more})


def run(name: str, options: dict[str, str] | None = None, **more: Any) -> Finding:
    quick = {"draws": "20"} if "draws" in analyses.get(name).options else {}
    return analyses.run(name, study(**more), quick | (options or {}))


def column(finding: Finding, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values[finding.columns.index(n)] for n in names) for row in finding.rows]


@pytest.mark.parametrize("name", analyses.names())
def test_every_number_leads_to_relations_on_file(name: str) -> None:
    finding = run(name)
    there = study().snapshot().by_id

    assert finding.rows or name == "closure"
    assert all(len(row.values) == len(finding.columns) for row in finding.rows)
    assert all(r in there for row in finding.rows for r in row.relations)
    assert "as of 2026-06-30" in finding.frame
    assert len(json.loads(json.dumps(finding.to_json()))["rows"]) == len(finding.rows)
    assert run(name) == finding


@pytest.mark.parametrize("name", ["degree", "hub-and-spoke", "supplier-concentration", "minilateral-overlap"])
def test_what_is_not_declared_complete_is_not_measured_by_default(name: str) -> None:
    with pytest.raises(CoverageError, match=r"nothing declares .*L"):
        run(name, incomplete_ok=False)


def test_a_frame_says_what_is_not_declared_complete() -> None:
    assert "NOT declared complete: L5" in run("degree", layers=("L5",)).frame


def test_the_hub_of_the_access_layer() -> None:
    finding = run("hub-and-spoke", {"hub": "USA", "from": "2024", "until": "2025"}, layers=("L5",))
    shares = dict(column(finding, "year", "hub_share"))

    assert set(shares) == {2024, 2025}
    assert 0 < shares[2025] < 1
    assert [v for v, layer in column(finding, "mesh_share", "layer") if layer == "L5"][-1] == pytest.approx(
        1 - shares[2025]
    )


def test_a_system_of_polities_leaves_ties_to_others_out() -> None:
    finding = run("degree", polities=("AUS", "JPN", "PHL", "USA"))

    assert {p for (p,) in column(finding, "polity")} == {"AUS", "JPN", "PHL", "USA"}
    assert "system: 4 polities given" in finding.frame


def test_pairs_in_groupings_of_the_registry() -> None:
    found = column(run("minilateral-overlap"), "a", "b", "groups")

    assert any({a, b} == {"AUS", "JPN"} and "QUAD" in groups.split() for a, b, groups in found)


def test_the_wait_of_the_access_agreement() -> None:
    finding = run("lag", layers=("L5",))
    (row,) = [r for r in finding.rows if r.values[0] == "reciprocal-access"]

    assert row.values[2] >= 1
    assert run("lag", {"kind": "transfer"}).columns == finding.columns
    with pytest.raises(QueryError, match="kind is 'visit'"):
        run("lag", {"kind": "visit"})


@pytest.mark.parametrize("options", [{"from": "20"}, {"from": "2027"}, {"until": "soon"}])
def test_years_that_are_none_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(InvalidDateError):
        run("hub-and-spoke", options)


def test_unknown_analyses_and_options_name_the_nearest() -> None:
    with pytest.raises(QueryError, match="broker"):
        analyses.get("broker")
    with pytest.raises(QueryError, match="no option 'draw'"):
        run("degree", {"draw": "3"})
    with pytest.raises(QueryError, match="draws is '0'"):
        run("degree", {"draws": "0"})


def test_every_layer_but_the_affinity_is_made_of_something() -> None:
    assert {layer for layer in LAYERS if parts_of(layer)} >= {
        "L1",
        "L3",
        "L4",
        "L5",
        "L6",
        "L7",
        "L8",
        "L10",
        "L12",
        "L14",
    }


def test_what_is_known_without_a_day_ties_from_the_day_of_its_document() -> None:
    """An undated partnership that a paper of 2023 mentions is no tie of 2010."""
    early = study(as_of="2010-01-01").network()

    assert all(e.certain <= "2010-01-01" for e in early.edges)
    assert "not surely come about by the day" in str(early.frame)
