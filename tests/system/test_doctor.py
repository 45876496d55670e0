"""``kg doctor`` and ``kg validate`` on a sound workspace, and on one that somebody has tampered with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import OxigraphStore
from kg.graph.terms import ips, ipsid, oa
from tests.system.conftest import run_kg


@pytest.fixture
def copy(demo: Path, tmp_path: Path) -> Path:
    """A workspace of its own to break."""
    return Path(shutil.copytree(demo, tmp_path / "w"))


def states(workspace: Path) -> tuple[int, dict[str, tuple[str, str]]]:
    done = run_kg("-w", workspace, "doctor", "--json")
    return done.returncode, {c["name"]: (c["state"], c["detail"]) for c in json.loads(done.stdout)}


def test_a_sound_workspace_has_nothing_to_report(demo: Path) -> None:
    code, found = states(demo)

    assert code == 0
    assert {name: s for name, (s, _) in found.items() if s != "ok"} == {}
    assert {"python", "packages", "readers", "exporters", "ontology", "registry", "archive", "receipts", "view"} <= set(
        found
    )


def test_without_a_workspace_the_installation_is_checked(tmp_path: Path) -> None:
    done = run_kg("doctor", cwd=tmp_path)

    assert done.returncode == 0
    assert "the installation alone" in done.stderr
    assert "registry" in done.stdout
    assert "archive" not in done.stdout


def test_a_workspace_that_is_none_is_an_error(tmp_path: Path) -> None:
    assert run_kg("-w", tmp_path, "doctor").returncode == 2


def test_changed_bytes_in_the_archive_are_found(copy: Path) -> None:
    original = next(copy.glob("archive/??/*/original.*"))
    original.write_bytes(original.read_bytes() + b"x")
    code, found = states(copy)

    assert code == 1
    assert found["archive"][0] == "problem"
    assert original.parent.name in found["archive"][1]


def test_a_quote_that_is_not_in_its_text_is_found(copy: Path) -> None:
    with OxigraphStore(copy / "store") as store:
        old = next(q for q in store.raw.quads_for_pattern(None, oa.exact, None, None) if len(q.object.value) > 40)
        store.raw.remove(old)
        forged = "X" * len(old.object.value)  # type: ignore[union-attr]
        store.raw.add(Quad(old.subject, old.predicate, Literal(forged), old.graph_name))
        store.raw.flush()
    code, found = states(copy)

    assert code == 1
    assert found["receipts"][0] == "problem"
    assert "are not where their receipts say" in found["receipts"][1]


def test_a_tie_put_into_the_view_by_hand_is_found(copy: Path) -> None:
    with OxigraphStore(copy / "store") as store:
        agreement = next(store.raw.quads_for_pattern(None, ips.party, None, None)).subject
        store.raw.add(Quad(agreement, ips.party, ipsid["PRK"]))
        store.raw.flush()
    _, found = states(copy)

    assert found["view"][0] == "warning"
    assert found["view"][1].startswith("1 quads differ")


def test_documents_without_text_are_counted(demo: Path, workspace: Path, tmp_path: Path) -> None:
    assert run_kg("-w", demo, "export", "-o", tmp_path / "g.trig").returncode == 0
    assert run_kg("-w", workspace, "import", tmp_path / "g.trig").returncode == 0
    code, found = states(workspace)

    assert code == 0
    assert found["documents"][0] == "warning"
    assert "kg import" in found["documents"][1]


def test_validate_lists_what_hygiene_finds(copy: Path) -> None:
    with OxigraphStore(copy / "store") as store:
        store.raw.add(Quad(NamedNode("https://w3id.org/indopacific-kg/id/agreement-x"), ips.party, ipsid["JPN"]))
        store.raw.flush()
    done = run_kg("-w", copy, "validate", "--json")

    assert done.returncode == 1
    assert any("agreement-x" in f["focus"] for f in json.loads(done.stdout))
