"""Copies on disk, through the command line: they count as one origin, in every place that shows the number."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml

from kg.namespaces import sparql_prologue
from tests.system.conftest import Run
from tests.unit.resolution.printings import OWN_REPORT, READOUT_FIJI, READOUT_JAPAN, copies, text

CASE = Path(__file__).resolve().parent.parent / "cases" / "syndicated"


def write(folder: Path) -> Path:
    folder.mkdir()
    days = ("2026-07-08", "2026-07-08", "2026-07-09", "2026-07-10")
    pages = {n: (p["text"], days[i % 4], p.get("url")) for i, (n, p) in enumerate(copies().items())}
    pages["Ministry of Defense, Japan"] = (text(*READOUT_JAPAN), "2026-07-08", None)
    pages["Government of Fiji"] = (text(*READOUT_FIJI), "2026-07-09", None)
    pages["Yard Weekly"] = (text(*OWN_REPORT), "2026-07-11", None)
    for number, (publisher, (body, day, url)) in enumerate(pages.items()):
        matter = {"publisher": publisher, "published": day, **({"url": url} if url else {})}
        front = yaml.safe_dump(matter, sort_keys=False)
        (folder / f"{number:02}.md").write_text(f"---\n{front}---\n{body.replace(chr(10), chr(10) * 2)}")
    return folder


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.system.conftest import run_kg

    place = tmp_path_factory.mktemp("origins")
    documents = write(place / "documents")
    assert run_kg("init", place / "w").returncode == 0
    done = run_kg("-w", place / "w", "ingest", documents)
    assert done.returncode == 0, done.stderr
    return place


def ask(run: Run, place: Path, *args: str | Path) -> dict:
    done = run("-w", place, *args, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_relation_in_every_copy_rests_on_one_origin(printed: Path, kg_command: Run) -> None:
    found = ask(kg_command, printed / "w", "show", "Fiji")["relations"]

    assert max(r["documents"] for r in found) >= 15
    for relation in found:
        publishers = {x["doc"] for s in relation["stages"] for x in s["receipts"]}
        assert relation["origins"] <= 4
        assert relation["documents"] >= len(publishers)
    widest = max(found, key=lambda r: r["documents"])
    assert widest["origins"] == 1
    shown = kg_command("-w", printed / "w", "show", widest["iri"].rsplit("/", 1)[1]).stdout
    assert f"1 independent origin, {widest['documents']} documents" in shown


def test_stats_count_origins(printed: Path, kg_command: Run) -> None:
    stats = ask(kg_command, printed / "w", "stats")

    assert (stats["documents"], stats["origins"], stats["copies"]) == (20, 4, 16)


def test_a_copy_says_what_it_counts_as_and_why(printed: Path, kg_command: Run) -> None:
    listed = ask(kg_command, printed / "w", "ingest", printed / "documents" / "03.md")["documents"][0]["id"]
    iri = f"doc-{listed[:16]}"
    document = ask(kg_command, printed / "w", "show", iri)["document"]
    shown = kg_command("-w", printed / "w", "show", iri).stdout

    assert document["publisher"] == "Reef Post"
    assert document["origin"] == document["credited_to"] == "Kyodo News"
    assert document["copy"] == "syndicated"
    assert document["copy_of"]
    assert len(document["same_origin"]) == 16
    assert "counts as one origin (Kyodo News) with" in shown
    assert "credits its text to Kyodo News" in shown


def test_copies_raise_no_confidence(printed: Path, kg_command: Run, tmp_path: Path) -> None:
    one = tmp_path / "one"
    assert kg_command("init", one).returncode == 0
    assert kg_command("-w", one, "ingest", printed / "documents" / "00.md").returncode == 0
    query = tmp_path / "confidence.rq"
    body = "SELECT (MAX(?c) AS ?most) WHERE { GRAPH ?g { ?claim ips:confidence ?c } }"
    query.write_text(sparql_prologue() + body)

    alone, many = (ask(kg_command, w, "query", "--sparql", query) for w in (one, printed / "w"))

    assert alone == many


def test_an_exported_graph_gives_the_same_origins_without_any_archive(
    printed: Path, kg_command: Run, tmp_path: Path
) -> None:
    file, other = tmp_path / "graph.nq", tmp_path / "w2"
    assert kg_command("-w", printed / "w", "export", "-o", file).returncode == 0
    assert kg_command("init", other).returncode == 0
    done = ask(kg_command, other, "import", file)

    assert done["same_graph"] is True
    assert ask(kg_command, other, "stats")["hash"] == ask(kg_command, printed / "w", "stats")["hash"]


def test_the_order_and_number_of_ingests_leave_no_trace(printed: Path, kg_command: Run, tmp_path: Path) -> None:
    other = tmp_path / "w2"
    assert kg_command("init", other).returncode == 0
    files = sorted((printed / "documents").glob("*.md"), reverse=True)
    for batch in (files[::2], files[1::2]):
        assert kg_command("-w", other, "ingest", *batch).returncode == 0

    assert ask(kg_command, other, "stats")["hash"] == ask(kg_command, printed / "w", "stats")["hash"]


def test_tables_carry_both_numbers(printed: Path, kg_command: Run, tmp_path: Path) -> None:
    file = tmp_path / "edges.csv"
    assert kg_command("-w", printed / "w", "export", "-o", file).returncode == 0
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))

    assert {"origins", "documents"} <= set(rows[0])
    assert max(int(r["documents"]) for r in rows) >= 15
    assert max(int(r["origins"]) for r in rows) <= 4


def test_a_public_export_of_copies_counts_the_same_origins(printed: Path, kg_command: Run, tmp_path: Path) -> None:
    file, other = tmp_path / "graph.nq", tmp_path / "w2"
    assert kg_command("-w", printed / "w", "export", "--public", "-o", file).returncode == 0
    assert kg_command("init", other).returncode == 0
    assert ask(kg_command, other, "import", file)["same_graph"] is True

    assert ask(kg_command, other, "stats")["origins"] == 4
    sketches = [x for x in file.read_text(encoding="utf-8").splitlines() if '#fingerprint> "w5.' in x]
    assert len(sketches) == 20
    assert not [s for s in sketches if '"w5.1.' in s or '"w5.2.' in s]


@pytest.mark.skipif(not (CASE / "expected.yaml").is_file(), reason="the case is not on file")
def test_the_case_of_syndicated_documents(kg_command: Run, tmp_path: Path) -> None:
    assert kg_command("init", tmp_path / "w").returncode == 0
    listed = ask(kg_command, tmp_path / "w", "ingest", CASE / "documents")["documents"]
    ids = {Path(d["path"]).stem: f"doc-{d['id'][:16]}" for d in listed}
    query = tmp_path / "voices.rq"
    query.write_text(f"{sparql_prologue()}SELECT ?doc ?voice WHERE {{ ?doc ips:countsAs/skos:prefLabel ?voice }}")
    rows = ask(kg_command, tmp_path / "w", "query", "--sparql", query)
    voice_of = {row["doc"].rpartition("/")[2].rpartition(":")[2]: row["voice"] for row in rows}
    for expected in yaml.safe_load((CASE / "expected.yaml").read_text(encoding="utf-8"))["origins"]:
        voices = [{voice_of[ids[stem]] for stem in group} for group in expected["groups"]]

        assert [len(v) for v in voices] == [1] * len(voices)
        assert len(set.union(*voices)) == expected["origins"]
