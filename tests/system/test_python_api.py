"""``kg.open``: the graph from Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
import kg.api
from kg.analysis.betweenness import betweenness
from kg.analysis.degree import degree, tie_counts
from kg.errors import QueryError, UnknownIdError, WorkspaceError
from kg.projection import frame_of
from tests.system.conftest import run_kg


@pytest.fixture(scope="module")
def graph(demo: Path) -> Iterator[kg.api.KnowledgeGraph]:
    with kg.open(demo) as opened:
        yield opened


def test_a_query_iterates_and_gives_a_dataframe(graph: kg.api.KnowledgeGraph) -> None:
    answer = graph.query("signatories", a="JPN", b="PHL")

    assert len(answer) == len(list(answer)) == len(answer.df)
    assert list(answer.df.columns) == list(answer.columns)
    assert set(answer.df["on_behalf_of"].dropna()) <= {"ips-id:JPN", "ips-id:PHL"}
    assert "<table>" in answer._repr_html_()


def test_a_cell_that_holds_markup_is_shown_as_text() -> None:
    html = kg.api.Answer(("a",), (("<script>x</script>",),))._repr_html_()

    assert "<script>" not in html


def test_actors_may_be_given_by_name_and_the_day_may_be_left_out(graph: kg.api.KnowledgeGraph) -> None:
    by_key = graph.query("binds", a="JPN", b="PHL", as_of=graph.snapshot().as_of)

    assert by_key.rows == graph.query("binds", a="Japan", b="the Philippines").rows


def test_sparql_of_ones_own_is_a_query_too(graph: kg.api.KnowledgeGraph) -> None:
    sparql = "SELECT (COUNT(?r) AS ?n) WHERE { ?r a <https://w3id.org/indopacific-kg/ontology#Agreement> }"

    assert next(iter(graph.query(sparql)))["n"] > 10


def test_every_tie_has_dates_and_evidence(graph: kg.api.KnowledgeGraph) -> None:
    ties = graph.to_networkx()

    assert ties.number_of_edges() > 10
    for _, _, key, edge in ties.edges(keys=True, data=True):
        assert edge["evidence"], key
        assert all(receipt["quote"] and receipt["doc"] for receipt in edge["evidence"])
        assert edge["stages"]
        assert edge["date"] is None or edge["date"] <= frame_of(ties).as_of


def test_no_tie_rests_on_what_was_planned_possible_or_denied(graph: kg.api.KnowledgeGraph) -> None:
    snapshot = graph.snapshot()
    for _, _, key in graph.to_networkx().edges(keys=True):
        assert any(s.modality == "asserted" for s in snapshot.by_id[key].stages)


def test_measures_agree_with_the_network(graph: kg.api.KnowledgeGraph) -> None:
    ties = graph.to_networkx()
    partners, relations, between = degree(ties), tie_counts(ties), betweenness(ties)

    assert all(partners[n] == len(set(ties.neighbors(n))) for n in ties)
    assert all(relations[n] >= 1 for n in ties)
    assert all(0 <= b <= 1 for b in between.values())


def test_the_past_is_smaller_than_the_present(graph: kg.api.KnowledgeGraph) -> None:
    then, now = graph.snapshot(known_at="2024-01-01"), graph.snapshot()

    assert {r.iri for r in then.relations} < {r.iri for r in now.relations}


def test_rdflib_reads_the_same_store(graph: kg.api.KnowledgeGraph) -> None:
    ask = "ASK { <https://w3id.org/indopacific-kg/id/JPN> a <https://w3id.org/indopacific-kg/ontology#Polity> }"

    assert graph.rdflib().query(ask).askAnswer


def test_a_picture_saves_and_shows_itself_in_an_isolated_frame(graph: kg.api.KnowledgeGraph, tmp_path: Path) -> None:
    picture = graph.render(around="Japan")

    assert picture.save(tmp_path / "x.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert 'sandbox="allow-scripts' in picture._repr_html_()


def test_a_wrong_question_is_answered_with_the_right_ones(graph: kg.api.KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="no query 'bind'"):
        graph.query("bind")
    with pytest.raises(QueryError, match="needs b"):
        graph.query("binds", a="JPN")
    with pytest.raises(UnknownIdError, match="Did you mean 'Japan'"):
        graph.query("binds", a="Japn", b="PHL")
    with pytest.raises(QueryError, match="2025"):
        graph.query("binds", a="JPN", b="PHL", as_of="2025")


def test_opening_nothing_says_how_to_make_a_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="kg init"):
        kg.open(tmp_path)


def test_an_empty_workspace_opens_and_says_what_to_do(tmp_path: Path) -> None:
    assert run_kg("init", tmp_path / "w").returncode == 0
    with kg.open(tmp_path / "w") as opened, pytest.raises(WorkspaceError, match="kg ingest"):
        opened.query("binds", a="JPN", b="PHL", as_of="2025-01-01")


def test_what_changed_and_what_is_disputed(graph: kg.api.KnowledgeGraph) -> None:
    found = graph.diff("2025-08-31", "2025-09-30")
    force = [c for c in found if "in force 2025-09-11" in c.text]

    assert [(c.bucket, c.clock, c.kind) for c in force] == [("advanced", "the world changed", "agreement")]
    assert all(c.receipts for c in force)
    assert not [c for c in graph.diff("2025-08-31", "2025-09-30", as_of="2025-09-30") if c.bucket == "ended"]
    for disagreement in graph.conflicts():
        assert disagreement.cls in ("contradictory", "different-definition", "superseded", "compatible")
        assert all(side.receipts and side.value for side in disagreement.sides)
    assert len(graph.conflicts(known_at="2022-01-01")) == 0
