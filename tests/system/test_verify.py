"""``kg verify``: a sound workspace, a flipped byte, a quote that moved, a graph without texts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.documents.archive import Archive
from kg.graph import OxigraphStore, decode
from kg.graph.terms import integer, oa
from kg.namespaces import ID, doc_iri
from kg.pipeline import open_store, verify
from kg.settings import Workspace
from tests.system.conftest import run_kg


@pytest.fixture
def copy(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo, tmp_path / "w"))


def test_a_sound_workspace_is_sound(demo: Path) -> None:
    done = run_kg("-w", demo, "verify", "--json")
    counts = json.loads(done.stdout)["counts"]

    assert done.returncode == 0
    assert (counts["broken_claims"], counts["missing"], counts["moved"], counts["absent"]) == (0, 0, 0, 0)
    assert counts["sound"] == counts["documents"] == 19
    assert counts["quotes"] > counts["claims"] > 100


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_byte_breaks_the_claims_of_its_document_and_no_other(demo: Path, data: Any) -> None:
    workspace = Workspace.at(demo)
    originals = dict(Archive(workspace.archive).originals())
    going = data.draw(st.lists(st.sampled_from(sorted(originals)), unique=True, min_size=1, max_size=4))
    before = {sha: originals[sha].read_bytes() for sha in going}
    try:
        for sha in going:
            at = data.draw(st.integers(0, len(before[sha]) - 1))
            bit = data.draw(st.integers(0, 7))
            flipped = bytearray(before[sha])
            flipped[at] ^= 1 << bit
            originals[sha].write_bytes(flipped)
        with open_store(workspace) as store:
            found = verify(workspace, store)
            expected = {c.iri.removeprefix(ID) for s in going for c in decode(store.quads(doc_iri(s)))}
    finally:
        for sha, content in before.items():
            originals[sha].write_bytes(content)

    assert {c for d in found.documents for c in d.broken} == expected
    assert {d.sha256 for d in found.documents if d.state != "sound"} == set(going)
    assert not found.sound


def test_a_flipped_byte_is_exit_1_and_names_document_and_claims(copy: Path) -> None:
    sha, path = next(Archive(copy / "archive").originals())
    path.write_bytes(path.read_bytes().replace(b"e", b"E", 1))
    done = run_kg("-w", copy, "verify")
    other = run_kg("-w", copy, "verify", "doc-8a07d2bc6945ca36")

    assert done.returncode == 1
    assert f"doc-{sha[:16]}" in done.stdout
    assert "the archived bytes have the SHA-256" in " ".join(done.stdout.split())
    assert other.returncode == 0
    assert other.stdout == ""


def shifted(copy: Path, by: int) -> str:
    """Move the offsets of one quote of the graph; return its claim."""
    with OxigraphStore(copy / "store") as store:
        document = store.documents()[0]
        quads = list(store.quads(document))
        claim = decode(quads)[0]
        ev = claim.record.evidence[0]
        assert ev.start is not None
        assert ev.end is not None
        place = next(
            q.subject for q in quads if q.predicate == oa.start and q.object == integer(ev.start)
            and Quad(q.subject, oa.end, integer(ev.end), NamedNode(document)) in quads
        )  # fmt: skip
        out = [q for q in quads if q.subject != place or q.predicate not in (oa.start, oa.end)]
        out += [
            Quad(place, oa.start, integer(ev.start + by), NamedNode(document)),
            Quad(place, oa.end, integer(ev.end + by), NamedNode(document)),
        ]
        store.replace({document: out})
    return claim.iri.removeprefix(ID)


def test_a_quote_that_stands_elsewhere_once_has_moved(copy: Path) -> None:
    claim = shifted(copy, 3)
    done = run_kg("-w", copy, "verify", "--json")
    found = json.loads(done.stdout)
    faults = [f for d in found["documents"] for f in d["faults"]]

    assert done.returncode == 1
    assert claim in {f["claim"] for f in faults}
    assert {f["state"] for f in faults} == {"moved"}
    assert all(f["now"] == [f["start"] - 3, f["end"] - 3] for f in faults)


def test_a_quote_that_stands_nowhere_is_missing(copy: Path) -> None:
    with OxigraphStore(copy / "store") as store:
        document = store.documents()[0]
        quads = list(store.quads(document))
        said = next(q for q in quads if q.predicate == oa.exact)
        changed = Quad(said.subject, oa.exact, Literal("x" + said.object.value[1:]), said.graph_name)  # type: ignore[union-attr]
        store.replace({document: [changed if q == said else q for q in quads]})
    found = json.loads(run_kg("-w", copy, "verify", "--json").stdout)

    assert {f["state"] for d in found["documents"] for f in d["faults"]} == {"missing"}
    assert found["counts"]["broken_claims"] > 0


def test_claims_without_a_document_are_counted_apart(demo: Path, tmp_path: Path) -> None:
    assert run_kg("-w", demo, "export", "-o", tmp_path / "g.nq").returncode == 0
    assert run_kg("init", tmp_path / "w").returncode == 0
    assert run_kg("-w", tmp_path / "w", "import", tmp_path / "g.nq").returncode == 0
    done = run_kg("-w", tmp_path / "w", "verify", "--json")
    counts = json.loads(done.stdout)["counts"]

    assert done.returncode == 0
    assert (counts["documents"], counts["claims"], counts["absent"]) == (0, 0, 19)
    assert counts["claims_without_document"] > 100
