"""Readers see whole published states while another command writes."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.graph import OxigraphStore
from kg.pipeline.generations import ensure, folder_of, latest, publish
from kg.settings import Workspace
from tests.server.conftest import Server, serving
from tests.system.conftest import run_kg

TEXT = """---
title: Own-written test note {n}
publisher: Test desk
published: 2026-03-{n:02d}
project_written: true
---
Japan and Fiji signed a memorandum on maritime security cooperation on {n} March 2026.
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    place = tmp_path / "w"
    assert run_kg("init", place).returncode == 0
    note = tmp_path / "first.md"
    note.write_text(TEXT.format(n=1), encoding="utf-8")
    done = run_kg("-w", place, "ingest", note)
    assert done.returncode == 0, done.stderr
    return place


def documents(server: Server) -> int:
    response = server.query("SELECT (COUNT(?d) AS ?n) { GRAPH ?d { ?d a ips:Document } }")
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


def until(condition: bool, server: Server, count: int) -> None:
    end = time.monotonic() + 20
    while documents(server) != count and time.monotonic() < end:
        time.sleep(0.1)
    assert documents(server) == count


def test_what_is_ingested_beside_a_server_shows(small: Path, tmp_path: Path) -> None:
    with serving(small, "--workers", "2") as server:
        assert documents(server) == 1
        note = tmp_path / "second.md"
        note.write_text(TEXT.format(n=2), encoding="utf-8")
        seen, stop = [], threading.Event()

        def watch() -> None:
            while not stop.is_set():
                seen.append(documents(server))

        watching = threading.Thread(target=watch)
        watching.start()
        done = run_kg("-w", small, "ingest", note)
        assert done.returncode == 0, done.stderr
        until(True, server, 2)
        stop.set()
        watching.join()
        assert set(seen) <= {1, 2}
        assert sorted(seen) == seen, "no reader went back to an older state"

        sha = server.query("SELECT ?d { GRAPH ?d { ?d ips:published '2026-03-02'^^xsd:date } }").json()
        name = sha["results"]["bindings"][0]["d"]["value"].rsplit("/", 1)[1]
        done = run_kg("-w", small, "redact", name, "--reason", "other", "--yes")
        assert done.returncode == 0, done.stderr
        until(True, server, 1)
        assert not leftovers(small, b"2 March 2026")


def leftovers(workspace: Path, text: bytes) -> list[Path]:
    return [p for p in folder_of(Workspace.at(workspace)).rglob("*") if p.is_file() and text in p.read_bytes()]


def test_a_server_starts_beside_a_writer_and_moves_on_when_it_is_done(small: Path) -> None:
    with OxigraphStore(small / "store") as writer, serving(small, "--workers", "1") as server:
        assert documents(server) == 1
        writer.raw.update(
            "INSERT DATA { GRAPH <urn:d> { <urn:d> a <https://w3id.org/indopacific-kg/ontology#Document> } }"
        )
        assert documents(server) == 1
        publish(Workspace.at(small), writer)
        until(True, server, 2)


def test_nothing_is_published_for_a_workspace_that_nobody_serves(small: Path) -> None:
    workspace = Workspace.at(small)
    assert not folder_of(workspace).exists()
    with OxigraphStore(workspace.store) as store:
        assert publish(workspace, store) is None


def test_old_generations_go_unless_somebody_reads_them(small: Path) -> None:
    workspace = Workspace.at(small)
    first = ensure(workspace)
    with first.held():
        second = ensure(workspace)
        assert (first.store.exists(), second.store.exists()) == (True, True)
        assert latest(workspace) == second
    third = ensure(workspace)
    assert sorted(p.name for p in folder_of(workspace).iterdir()) == [third.folder.name]
    with OxigraphStore(third.store, read_only=True) as copy, OxigraphStore(workspace.store, read_only=True) as live:
        assert copy.nquads() == live.nquads()


def test_nothing_is_published_while_a_redaction_is_unfinished(small: Path) -> None:
    from kg.errors import WorkspaceError
    from kg.pipeline.settling import mark, mend

    workspace = Workspace.at(small)
    mark(workspace)
    with pytest.raises(WorkspaceError, match="redaction"):
        ensure(workspace)
    mend(workspace)
    assert ensure(workspace).number >= 1


@pytest.fixture(autouse=True)
def clean(tmp_path: Path) -> Iterator[None]:
    yield
    shutil.rmtree(tmp_path / "w", ignore_errors=True)
