"""The sample article, read from the shared folder: what its graph has to say, and with what evidence.

The article is never copied; the expected values are the contract's worked example.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
import kg.api
from kg.contract import score as contract_score
from kg.documents import read_path
from kg.model import loads
from kg.namespaces import ID
from tests.system.conftest import run_kg

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def article(shared: Path) -> Path:
    return next((shared / "seeds").glob("000_*.txt"))


@pytest.fixture(scope="module")
def extracted(article: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    done = run_kg("extract", article, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    target = tmp_path_factory.mktemp("out") / "out.jsonl"
    target.write_text(done.stdout, encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def graph(article: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.api.KnowledgeGraph:
    place = tmp_path_factory.mktemp("sample") / "w"
    assert run_kg("init", place).returncode == 0
    done = run_kg("-w", place, "ingest", article)
    assert done.returncode == 0, done.stderr + done.stdout
    with kg.open(place) as opened:
        yield opened


def test_the_records_score_at_least_ninety_with_no_serious_error(shared: Path, extracted: Path) -> None:
    result = contract_score.score(contract_score.load(shared / "contract" / "gold"), contract_score.load(extracted))

    assert result["arguments"]["all"]["f1"] >= 0.90
    assert result["records"]["all"]["f1"] >= 0.90
    assert set(result["harms"]) == {"none"}


def test_every_quote_stands_at_its_offsets_and_is_one_to_three_sentences(article: Path, extracted: Path) -> None:
    text = run_kg("text", article).stdout
    document, _ = read_path(article)
    records = [loads(line) for line in extracted.read_text(encoding="utf-8").splitlines()]

    for record in records:
        assert record.evidence
        for ev in record.evidence:
            assert text[ev.start : ev.end] == ev.quote
            touched = [s for s in document.sentences if s.start < ev.end and ev.start < s.end]
            assert len(touched) in (1, 2, 3)


def test_every_stage_participant_item_and_amount_has_a_receipt(extracted: Path) -> None:
    for line in extracted.read_text(encoding="utf-8").splitlines():
        record = loads(line)
        parts = [
            f"{name}/{i}" for name in ("stages", "participants", "items") for i in range(len(getattr(record, name)))
        ]
        assert [p for p in (*parts, *(["amount"] if record.amount else [])) if not record.evidence_for(p)] == []


def test_a_date_stands_in_its_quote_or_the_quote_says_that_it_was_immediate(extracted: Path) -> None:
    for line in extracted.read_text(encoding="utf-8").splitlines():
        record = loads(line)
        for index, stage in enumerate(record.stages):
            if stage.date:
                quotes = " ".join(e.quote for e in record.evidence_for(f"stages/{index}"))
                assert stage.date[:4] in quotes or "immediately" in quotes


def rows(graph: kg.api.KnowledgeGraph, sparql: str) -> set[tuple]:
    prologue = "PREFIX ips: <https://w3id.org/indopacific-kg/ontology#>\n"
    prologue += "PREFIX ipsc: <https://w3id.org/indopacific-kg/concept/>\nPREFIX ips-id: <" + ID + ">\n"
    prologue += "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    return {tuple(r.values()) for r in graph.query(prologue + sparql)}


AGREEMENT = "?r a ips:Agreement ; ips:type ipsc:agreement-equipment-transfer ."


def test_the_graph_names_the_parties(graph: kg.api.KnowledgeGraph) -> None:
    found = rows(graph, f"SELECT ?p WHERE {{ {AGREEMENT} ?r ips:party ?p }}")

    assert found == {(ID + "JPN",), (ID + "BGD",)}


def test_the_graph_names_the_signatories_and_for_whom(graph: kg.api.KnowledgeGraph) -> None:
    found = {
        (row["name"], row["on_behalf_of"].removeprefix(ID)) for row in graph.query("signatories", a="JPN", b="BGD")
    }

    assert found == {("SM Kamrul Hassan", "BGD"), ("Saida Shinichi", "JPN")}


def test_the_graph_dates_signature_and_entry_into_force(graph: kg.api.KnowledgeGraph) -> None:
    found = rows(graph, f"SELECT ?s ?f WHERE {{ {AGREEMENT} ?r ips:signedOn ?s ; ips:inForceFrom ?f }}")

    assert found == {("2026-02-03", "2026-02-03")}


def test_the_agreement_is_in_force_on_the_day_after(graph: kg.api.KnowledgeGraph) -> None:
    by_day = {
        day: {
            row["status"].rsplit("-", 1)[1]
            for row in graph.query("binds", a="JPN", b="BGD", as_of=day)
            if row["type"] and row["type"].endswith("equipment-transfer")
        }
        for day in ("2026-02-02", "2026-02-04")
    }

    assert by_day == {"2026-02-02": set(), "2026-02-04": {"yes"}}


def test_the_graph_holds_the_assistance_with_its_stage(graph: kg.api.KnowledgeGraph) -> None:
    found = rows(
        graph,
        "SELECT ?s ?r ?p ?k WHERE { ?t a ips:Transfer ; ips:supplier ?s ; ips:recipient ?r ; ips:underProgramme ?p ; "
        "ips:stage ?x . ?x ips:stageKind ?k ; ips:modality ipsc:modality-asserted }",
    )

    assert {row[:3] for row in found} == {(ID + "JPN", ID + "BGD", ID + "OSA")}
    assert {row[3].rsplit("stage-", 1)[1] for row in found} == {"selected", "pledged"}


def test_no_delivery_is_asserted(graph: kg.api.KnowledgeGraph) -> None:
    asserted = rows(
        graph,
        "SELECT ?x WHERE { ?x ips:inRelation ?r ; ips:stageKind ipsc:stage-delivered ; "
        "ips:modality ipsc:modality-asserted }",
    )

    assert asserted == set()
    assert rows(graph, "SELECT ?r WHERE { ?r ips:deliveredOn ?d }") == set()


def test_the_receipt_of_the_signature_is_a_sentence_about_it(graph: kg.api.KnowledgeGraph) -> None:
    ((relation,),) = rows(graph, f"SELECT ?r WHERE {{ {AGREEMENT} }}")
    receipts = graph.query("receipt", relation=relation, property="ips:signedOn", object="2026-02-03")

    assert len(receipts) >= 1
    assert all("3 February 2026" in row["quote"] for row in receipts)


def test_extraction_is_the_same_in_every_process(article: Path) -> None:
    outputs = {run_kg("extract", article, env={"PYTHONHASHSEED": seed}).stdout for seed in ("0", "1", "42")}

    assert len(outputs) == 1
    assert json.loads(outputs.pop().splitlines()[0])["doc"] == article.stem
