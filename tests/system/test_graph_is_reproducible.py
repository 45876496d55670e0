"""Same inputs, same bytes: any order, any number of times, any process."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from tests.system.conftest import run_kg


def export(workspace: Path, target: Path, format_: str = "nq") -> bytes:
    done = run_kg("-w", workspace, "export", "-f", format_, "-o", target)
    assert done.returncode == 0, done.stderr
    return target.read_bytes()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_ingest_does_not_show(demo: Path, tmp_path: Path, root: Path, seed: int) -> None:
    files = sorted(p for p in (root / "data" / "documents").glob("*.md") if p.stem != "README")
    random.Random(seed).shuffle(files)
    run_kg("init", tmp_path / "w")
    cut = len(files) // 3
    for part in (files[:cut], files[cut:]):
        done = run_kg("-w", tmp_path / "w", "ingest", *part, env={"PYTHONHASHSEED": str(seed)})
        assert done.returncode == 0, done.stderr

    assert export(demo, tmp_path / "a.nq") == export(tmp_path / "w", tmp_path / "b.nq")


def test_a_file_may_have_any_name(tmp_path: Path, root: Path) -> None:
    source = min((root / "data" / "documents").glob("japan-*.md"))
    graphs = []
    for name in ("one", "another name"):
        shutil.copy(source, tmp_path / f"{name}.md")
        run_kg("init", tmp_path / f"w-{name}")
        run_kg("-w", tmp_path / f"w-{name}", "ingest", tmp_path / f"{name}.md")
        graphs.append(export(tmp_path / f"w-{name}", tmp_path / f"{name}.nq"))

    assert graphs[0] == graphs[1]


def test_ingesting_again_changes_nothing(tmp_path: Path, root: Path) -> None:
    run_kg("init", tmp_path / "w")
    folder = root / "data" / "documents"
    run_kg("-w", tmp_path / "w", "ingest", folder)
    before = export(tmp_path / "w", tmp_path / "a.nq")
    again = run_kg("-w", tmp_path / "w", "ingest", "--json", folder)
    report = json.loads(again.stdout)

    assert report["changed_quads"] == 0
    assert {d["status"] for d in report["documents"]} == {"unchanged", "skipped"}
    assert before == export(tmp_path / "w", tmp_path / "b.nq")


def test_nothing_in_the_graph_comes_from_the_clock_or_the_machine(demo: Path, tmp_path: Path) -> None:
    text = export(demo, tmp_path / "a.nq").decode()
    manifest = [json.loads(line) for line in (demo / "archive" / "manifest.jsonl").read_text().splitlines()]

    assert "dateTime" not in text
    assert all(event["at"] not in text for event in manifest)
    assert str(demo) not in text


def test_turtle_holds_the_same_triples(demo: Path, tmp_path: Path) -> None:
    from rdflib import Dataset, Graph

    export(demo, tmp_path / "g.nq")
    export(demo, tmp_path / "g.ttl", "ttl")
    quads, turtle = Dataset(), Graph()
    quads.parse(tmp_path / "g.nq", format="nquads")
    turtle.parse(tmp_path / "g.ttl", format="turtle")

    assert {(s, p, o) for s, p, o, _ in quads.quads()} == set(turtle)
