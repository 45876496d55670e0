from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad

from kg.errors import WorkspaceError
from kg.graph import OxigraphStore
from kg.graph.terms import DEFAULT, ips, ipsid, nquads
from tests.unit.graph.corpus import PAGES, RIVAL, SAMPLE


def test_a_document_is_replaced_whole(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store") as store:
        encoded = SAMPLE.encoded
        store.add_document(encoded.graph, encoded.quads)
        fewer = encoded.quads[:100]

        store.add_document(encoded.graph, fewer)

        assert nquads(store.quads(encoded.graph)) == nquads(fewer)


def test_a_dropped_document_leaves_no_empty_graph() -> None:
    store = OxigraphStore()
    for page in (SAMPLE, RIVAL):
        store.add_document(page.encoded.graph, page.encoded.quads)

    store.drop_document(SAMPLE.encoded.graph)

    assert store.documents() == (RIVAL.encoded.graph,)
    assert SAMPLE.encoded.graph not in store
    assert RIVAL.encoded.graph in store


def test_a_quad_of_another_graph_is_refused_and_nothing_is_written() -> None:
    store = OxigraphStore()

    with pytest.raises(ValueError, match="belongs to another graph"):
        store.replace({SAMPLE.encoded.graph: RIVAL.encoded.quads})

    assert len(store) == 0


def test_awkward_text_survives_a_replacement() -> None:
    texts = ['a "quote" and a \\ backslash', "tab\tand\nline", "nul\x00 and \x85", "日本 \U0001f6a2", "}; DROP ALL ; {"]
    old = [Quad(ipsid.x, ips.label, Literal(t), DEFAULT) for t in texts]
    new = [Quad(ipsid.y, ips.label, Literal(t), DEFAULT) for t in texts]
    store = OxigraphStore()
    store.replace(view=old)

    store.replace(view=new)

    assert set(store.quads()) == set(new)


def test_a_second_writer_is_told_that_the_store_is_in_use(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store"), pytest.raises(WorkspaceError, match="in use by another process"):
        OxigraphStore(tmp_path / "store")


def test_a_reader_sees_what_was_written_and_may_not_write(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "store") as store:
        store.add_document(SAMPLE.encoded.graph, SAMPLE.encoded.quads)
        expected = store.nquads()

    with OxigraphStore(tmp_path / "store", read_only=True) as reader:
        assert reader.nquads() == expected
        with pytest.raises(WorkspaceError, match="read-only"):
            reader.drop_document(SAMPLE.encoded.graph)


def test_a_folder_that_is_no_store_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(WorkspaceError, match="cannot be opened"):
        OxigraphStore(tmp_path / "file")


_WRITER = """
import sys
from kg.graph import OxigraphStore
from kg.graph.terms import DEFAULT, ips, ipsid, integer
from pyoxigraph import Quad
store = OxigraphStore(sys.argv[1])
generation = 0
while True:
    generation += 1
    store.replace(view=[Quad(ipsid[f"x{i}"], ips.value, integer(generation), DEFAULT) for i in range(2000)])
    print(generation, flush=True)
"""


@pytest.mark.parametrize("delay", [0.02, 0.05, 0.09])
def test_a_writer_killed_at_any_moment_leaves_one_whole_view(tmp_path: Path, delay: float) -> None:
    command = [sys.executable, "-c", _WRITER, str(tmp_path / "store")]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.getcwd()})  # noqa: PTH109
    assert writer.stdout is not None
    done = [int(writer.stdout.readline()) for _ in range(2)]
    time.sleep(delay)
    os.kill(writer.pid, signal.SIGKILL)
    done += [int(line) for line in writer.stdout.read().split()]
    writer.wait()
    writer.stdout.close()

    with OxigraphStore(tmp_path / "store") as store:
        values = {int(str(q.object.value)) for q in store.quads()}  # type: ignore[union-attr]
        size = len(store)

    assert size == 2000
    assert len(values) == 1
    assert values.pop() >= done[-1]


def test_an_export_is_sorted_and_has_every_quad_once() -> None:
    store = OxigraphStore()
    store.replace({p.encoded.graph: p.encoded.quads for p in PAGES})

    lines = store.nquads().splitlines()

    assert lines == sorted(set(lines))
    assert len(lines) == len(store)
