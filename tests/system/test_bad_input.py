"""Bad input: a clear message and status each, the good ones ingested, nothing half-written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.system.conftest import run_kg

GOOD = "Published: 2024-05-02\n\nAustralia and Fiji signed a status of forces agreement in Suva on 1 May 2024.\n"


def statuses(workspace: Path, *paths: Path, code: int) -> dict[str, dict]:
    done = run_kg("-w", workspace, "ingest", "--json", *paths)
    assert done.returncode == code, done.stderr + done.stdout
    return {Path(d["path"]).name: d for d in json.loads(done.stdout)["documents"]}


def graph_of(workspace: Path, target: Path) -> bytes:
    done = run_kg("-w", workspace, "export", "-f", "nq", "-o", target)
    assert done.returncode == 0, done.stderr
    return target.read_bytes()


@pytest.fixture
def bad_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "latin.txt").write_bytes("Le traité fut signé à Nouméa".encode("latin-1"))
    (folder / "good.txt").write_text(GOOD)
    (folder / "table.csv").write_text("a,b\n")
    (folder / "sub").mkdir()
    (folder / "sub" / "also.md").write_text("---\npublished: 2024-05-03\n---\n# Visit\n\nThe envoy left.\n")
    return folder


def test_a_missing_path_stops_before_anything_is_read(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    done = run_kg("-w", workspace, "ingest", tmp_path / "good.txt", tmp_path / "missing.txt")

    assert done.returncode == 2
    assert "KG201" in done.stderr
    assert "missing.txt" in done.stderr
    assert not (workspace / "store").exists()
    assert list((workspace / "archive").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "data", "status", "code", "words"),
    [
        ("empty.txt", b"", "skipped", 0, "The file is empty"),
        ("blank.md", b"\n \n", "skipped", 0, "no text"),
        ("binary.txt", b"\x89PNG\r\n\x1a\n\x00\x01", "refused", 3, "PNG picture, not of text"),
        ("nul.txt", b"text\x00text", "refused", 3, "Control character 0x00 at byte 4"),
        ("latin.txt", b"sign\xe9", "failed", 3, "0xe9 at offset 4 is not UTF-8"),
        ("front.md", b"---\ntitle: [\n---\ntext", "failed", 3, "front matter is not YAML"),
        ("page.pdf", b"%PDF-1.7", "failed", 3, "cannot be opened as one"),
        ("page.doc", b"\xd0\xcf\x11\xe0", "refused", 3, "No reader for '.doc'"),
    ],
)
def test_each_bad_file_gets_its_status_and_reason(
    workspace: Path, tmp_path: Path, name: str, data: bytes, status: str, code: int, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    row = statuses(workspace, tmp_path / name, code=code)[name]

    assert row["status"] == status
    assert words in row["reason"]
    assert [p for p in (workspace / "archive").rglob("*") if p.name != "manifest.jsonl"] == []


def test_a_folder_of_everything_ingests_the_good_ones(workspace: Path, tmp_path: Path, bad_folder: Path) -> None:
    (bad_folder / "long.txt").write_text("The ships of Japan and Fiji sailed on. " * 134_000)  # 5 MB, one line
    rows = statuses(workspace, bad_folder, code=3)

    assert {name: row["status"] for name, row in rows.items()} == {
        "empty.txt": "skipped",
        "binary.txt": "refused",
        "latin.txt": "failed",
        "long.txt": "added",
        "good.txt": "added",
        "table.csv": "skipped",
        "also.md": "added",
    }
    assert rows["good.txt"]["records"] >= 1
    assert all(row["reason"] for name, row in rows.items() if row["status"] != "added")


def test_a_line_that_is_no_sentence_is_stored_and_said_not_to_be_read(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "endless.txt").write_text("a" * 5_000_000)
    row = statuses(workspace, tmp_path / "endless.txt", code=0)["endless.txt"]

    assert row["status"] == "added"
    assert "1 over-long sentence not read" in row["reason"]
    assert "no relation of this field found" in row["reason"]


def test_the_bad_ones_leave_no_trace_in_the_graph(workspace: Path, tmp_path: Path, bad_folder: Path) -> None:
    run_kg("-w", workspace, "ingest", bad_folder)
    run_kg("init", tmp_path / "clean")
    run_kg("-w", tmp_path / "clean", "ingest", *(bad_folder / n for n in ("good.txt", "sub/also.md")))

    assert graph_of(workspace, tmp_path / "a.nq") == graph_of(tmp_path / "clean", tmp_path / "b.nq")


def test_extract_says_what_failed_and_prints_the_rest(tmp_path: Path, bad_folder: Path) -> None:
    done = run_kg("extract", bad_folder)

    assert done.returncode == 3
    assert re.search(r"latin\.txt: failed: .*0xe9", done.stderr)
    assert {json.loads(line)["doc"] for line in done.stdout.splitlines()} == {"good"}


def test_two_files_of_one_stem_are_an_error_of_extract(tmp_path: Path) -> None:
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text(GOOD)
    done = run_kg("extract", tmp_path)

    assert done.returncode == 2
    assert "'a'" in done.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["ingets", "x"], "Did you mean 'ingest'"),
        (["export", "-f", "xls", "-o", "x"], "'xls' is not a format. Did you mean 'xlsx'?"),
        (["show", "Japn"], "Did you mean 'Japan'"),
        (["analyse", "--kind", "treaty"], "'treaty' is not a term of the contract's kinds"),
        (["analyse", "--as-of", "2024"], "write YYYY-MM-DD"),
        (["query", "bindz"], "Did you mean"),
        (["render", "-o", "nowhere/x.html"], "There is no folder nowhere"),
    ],
)
def test_a_mistake_is_answered_with_the_next_step(demo: Path, tmp_path: Path, args: list[str], words: str) -> None:
    done = run_kg("-w", demo, *args, cwd=tmp_path)

    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_workspace_the_way_to_one_is_named(tmp_path: Path) -> None:
    done = run_kg("stats", cwd=tmp_path)

    assert done.returncode == 2
    assert "kg init DIR" in done.stderr


def test_init_leaves_foreign_folders_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    done = run_kg("init", tmp_path)

    assert done.returncode == 2
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
