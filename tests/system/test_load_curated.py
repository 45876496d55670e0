"""Curated records in a real workspace: loaded, loaded again, changed, taken back, shown."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import kg
from kg.graph.hygiene import hygiene
from kg.graph.serialise import graph_hash
from kg.graph.validate import validate_store
from kg.pipeline import import_graph, load_sources, open_store, retract, verify
from kg.pipeline.judging import pairs_for_review
from kg.projection import read_snapshot
from kg.settings import Workspace
from tests.system.conftest import run_kg
from tests.unit.sources.test_curated_files import FILE

Files = Callable[..., Path]


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    folder = tmp_path / "curated"

    def write(**named: Any) -> Path:
        folder.mkdir(exist_ok=True)
        for name, data in named.items():
            path = folder / f"{name}.yaml"
            if data is None:
                path.unlink()
            else:
                path.write_text(data if isinstance(data, str) else yaml.safe_dump(data), encoding="utf-8")
        return folder

    return write


def other_relation() -> dict[str, Any]:
    """A file on something else that cites one of the same pages."""
    data = copy.deepcopy(FILE)
    record = data["records"][0] | {"name": "Example Logistics Agreement", "type": "logistics-support"}
    del data["sources"]["two"]
    record["evidence"] = [{"source": "one", "locator": "paragraph 9"}]
    data["records"] = [record]
    return data


def statuses(loaded: Any) -> dict[str, int]:
    counts: dict[str, int] = loaded.counts()
    return counts


def hashed(place: Workspace) -> str:
    with open_store(place) as store:
        return graph_hash(store)


def test_one_record_of_two_pages_is_one_relation_of_two_origins(place: Workspace, files: Files) -> None:
    load_sources(place, "curated", [files(a=FILE)])

    with kg.open(place.root) as graph:
        (relation,) = graph.snapshot().relations
        assert (relation.kind, relation.origins, relation.documents) == ("agreement", 2, 2)
        receipts = {r for s in relation.stages for r in s.receipts}
        assert {(r.grade, r.quote) for r in receipts} == {("cited", "")}
        assert any(
            r.citation == "[cited] Sputnik, “A signing”, published 2024-07-08, read 2026-11-23, paragraph 2, "
            "https://example.org/b"
            for r in receipts
        )


def test_loading_again_adds_nothing_and_every_check_is_clean(place: Workspace, files: Files) -> None:
    first = load_sources(place, "curated", [files(a=FILE, b=other_relation())])
    before = hashed(place)
    again = load_sources(place, "curated", [files()])

    assert statuses(first) == {"added": 2}
    assert (statuses(again), again.changed_quads, hashed(place)) == ({"unchanged": 2}, 0, before)
    with open_store(place) as store:
        assert validate_store(store) == ()
        assert tuple(hygiene(store)) == ()
        assert verify(place, store).sound
        assert verify(place, store).counts()["unheld"] == 2
        assert list(pairs_for_review(place, store)) == []


def test_files_loaded_one_by_one_give_the_same_graph(place: Workspace, files: Files, tmp_path: Path) -> None:
    folder = files(a=FILE, b=other_relation())
    load_sources(place, "curated", [folder])
    other = Workspace.create(tmp_path / "other")
    for name in ("b", "a", "b"):
        load_sources(other, "curated", [folder / f"{name}.yaml"])

    assert hashed(other) == hashed(place)


def test_what_left_the_files_leaves_the_graph(place: Workspace, files: Files) -> None:
    load_sources(place, "curated", [files(b=other_relation())])
    alone = hashed(place)
    load_sources(place, "curated", [files(a=FILE)])
    after = load_sources(place, "curated", [files(a=None)])

    assert statuses(after) == {"changed": 1, "removed": 1}
    assert hashed(place) == alone


def test_a_file_with_errors_keeps_what_it_said_before(place: Workspace, files: Files) -> None:
    load_sources(place, "curated", [files(a=FILE, b=other_relation())])
    before = hashed(place)
    after = load_sources(place, "curated", [files(a="status: verified\n")])

    assert [p.severity for p in after.problems] == ["error", "error"]
    assert hashed(place) == before


def test_a_retracted_page_stays_away_until_it_is_restored(place: Workspace, files: Files) -> None:
    first = load_sources(place, "curated", [files(a=FILE)])
    before = hashed(place)
    gone = first.outcomes[0].id
    retract(place, [gone], reason="test")
    refused = load_sources(place, "curated", [files()])
    restored = load_sources(place, "curated", [files()], restore=True)

    assert statuses(refused) == {"refused": 1, "unchanged": 1}
    assert statuses(restored) == {"added": 1, "unchanged": 1}
    assert hashed(place) == before


def test_unverified_records_are_on_file_and_count_for_nothing(place: Workspace, files: Files) -> None:
    load_sources(place, "curated", [files(a=FILE | {"status": "unverified"})], unverified=True)

    with open_store(place) as store:
        snapshot = read_snapshot(store)
        assert snapshot.relations == ()
        assert len(snapshot.documents) == 2
        assert validate_store(store) == ()


def test_a_later_page_is_not_known_before_it_appeared(place: Workspace, files: Files) -> None:
    data = copy.deepcopy(FILE)
    data["sources"]["two"]["published"] = "2025-09-12"
    data["records"][0]["evidence"][0]["for"] = ["stages/0", "participants/2", "items/0", "items/1"]
    load_sources(place, "curated", [files(a=data)])

    with kg.open(place.root) as graph:
        then = graph.snapshot(as_of="2025-10-01", known_at="2025-08-31").relations[0]
        now = graph.snapshot(as_of="2025-10-01").relations[0]
    assert ([s.stage for s in then.stages], then.status) == (["signed"], "unknown")
    assert ([s.stage for s in now.stages], now.status) == (["signed", "in-force"], "yes")


def test_exports_carry_citations_and_come_back_unchanged(place: Workspace, files: Files, tmp_path: Path) -> None:
    load_sources(place, "curated", [files(a=FILE)])
    with kg.open(place.root) as graph:
        graph.export(tmp_path / "g.nq")
        graph.export(tmp_path / "g.csv")
    other = Workspace.create(tmp_path / "other")
    imported = import_graph(other, tmp_path / "g.nq")

    assert imported.same_graph
    assert "“A signing”, published 2024-07-08" in (tmp_path / "g.csv").read_text(encoding="utf-8")


def test_the_shipped_records_load_clean_and_are_shown_as_cited(tmp_path: Path) -> None:
    run_kg("init", tmp_path / "w")
    loaded = run_kg("-w", tmp_path / "w", "load", "curated")
    checked = run_kg("validate", "--curated")
    country = run_kg("-w", tmp_path / "w", "show", "PHL", "--all")

    assert (loaded.returncode, checked.returncode) == (0, 0), loaded.stderr + checked.stdout
    words = " ".join(country.stdout.split())
    assert "[cited] Ministry of Foreign Affairs of Japan, “Japan-Philippines Relations”" in words
    assert "“”" not in country.stdout
    holder = run_kg("-w", tmp_path / "w", "holder", "Defence Minister", "Japan", "--on", "2023-09-13")
    assert holder.stdout.startswith("Kihara Minoru, Minister of Defense: 2023-09-13")
    assert "do not settle" not in holder.stdout
    covered = run_kg("-w", tmp_path / "w", "coverage", "--polity", "Japan", "--kind", "post", "--json")
    assert '"completeness": ' in covered.stdout
    nowhere = run_kg("-w", tmp_path / "w", "coverage", "--polity", "Japan", "--year", "1900")
    assert "means nothing" in nowhere.stderr
