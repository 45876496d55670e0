"""What a hostile or odd text becomes in a cell, a node or a literal."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import networkx as nx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import KGError
from kg.export import delimited, network, workbook
from kg.export.delimited import write_csv
from kg.export.files import replacing, write_text
from kg.export.network import write_gexf, write_graphml
from kg.export.request import Request
from kg.export.tables import Table
from kg.export.workbook import write_xlsx
from kg.graph import OxigraphStore
from kg.graph.serialise import json_ld, trig, turtle
from kg.namespaces import ID, IPS

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://x")', "plain", 'a "quote", and more', "line\nend"]


def table(*texts: str) -> tuple[Table, ...]:
    return (Table("edges", "a text", ("text", "n"), tuple((t, i) for i, t in enumerate(texts))),)


def request() -> Request:
    return cast("Request", SimpleNamespace())


def test_a_text_is_no_formula_in_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "flat_table", lambda _: table(*HOSTILE)[0])
    write_csv(request(), tmp_path / "x.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "x.csv").read_bytes().decode(), newline="")))

    assert [r[0].removeprefix("'") for r in rows[1:]] == HOSTILE
    assert not [r[0] for r in rows[1:] if r[0][0] in "=+-@\t"]


def test_a_text_is_no_formula_in_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "all_tables", lambda _: table(*HOSTILE, "\x00\x0bcontrol"))
    write_xlsx(request(), tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["edges"]

    assert [row[0].data_type for row in sheet.iter_rows(min_row=2)] == ["s"] * (len(HOSTILE) + 1)
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [*HOSTILE, "��control"]
    assert all(c.hyperlink is None for row in sheet.iter_rows() for c in row)


def test_a_text_too_long_for_a_cell_is_cut_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "all_tables", lambda _: table("x" * 40_000, "short"))
    written = write_xlsx(request(), tmp_path / "x.xlsx")

    assert written.counts["texts cut to 32767 characters"] == 1
    assert len(str(openpyxl.load_workbook(tmp_path / "x.xlsx")["edges"]["A2"].value)) == 32_767


def test_a_table_too_long_for_a_sheet_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROW_LIMIT", 3)
    monkeypatch.setattr(workbook, "all_tables", lambda _: table("a", "b", "c", "d"))
    with pytest.raises(KGError, match="4 rows; a sheet holds 3"):
        write_xlsx(request(), tmp_path / "x.xlsx")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("write", "read"), [(write_graphml, nx.read_graphml), (write_gexf, nx.read_gexf)], ids=["graphml", "gexf"]
)
def test_a_control_character_does_not_break_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Any, read: Any
) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(frame="a frame")
    graph.add_node("A", label="bell\x07 & <b> ]]>", facts=[("status", "\x00")], aliases=["a", "b"], receipts=())
    graph.add_node("B", label="Türkiye 日本 \ud83d", facts=[], aliases=[], receipts=())
    graph.add_edge("A", "B", role="party", label="party", facts=[("for", "x"), ("for", "y")], receipts=())
    graph.add_edge("A", "B", role="signatory", label="signatory", facts=[], receipts=())
    made = cast("Request", SimpleNamespace(graph=graph, snapshot=SimpleNamespace(as_of="2026-01-01", documents={})))
    written = write(made, tmp_path / "g")
    back = read(tmp_path / "g")

    assert written.counts == {"nodes": 2, "edges": 2} == {"nodes": len(back), "edges": back.number_of_edges()}
    assert back.nodes["A"]["label"] == "bell� & <b> ]]>"
    assert back.nodes["B"]["label"] == "Türkiye 日本 �"
    assert {d.get("fact_for") for *_, d in back.edges(data=True)} == {"x; y", None}
    assert network.flatten(made).graph["frame"] == "a frame"


LITERALS = st.builds(
    Literal, st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
) | st.builds(Literal, st.text("abc ", max_size=5), language=st.sampled_from(["en", "ja", "zh-Hant"]))
NODES = st.sampled_from(
    [ID + "JPN", ID + "claim-1.r.s0", IPS + "party", "http://www.w3.org/2004/02/skos/core#", "urn:x", "https://a.b//c"]
).map(NamedNode)


@given(st.lists(st.builds(Quad, NODES, NODES, NODES | LITERALS, NODES | st.none()), max_size=12))
def test_every_quad_survives_json_ld_trig_and_turtle(quads: list[Quad]) -> None:
    store = OxigraphStore()
    store.raw.extend(quads)
    kept = set(store.raw)

    assert set(parse("".join(json_ld(store)).encode(), format=RdfFormat.JSON_LD)) == kept
    assert set(parse(trig(store), format=RdfFormat.TRIG)) == kept
    assert {q.triple for q in parse(turtle(store)[0], format=RdfFormat.TURTLE)} == {q.triple for q in kept}


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "x.txt"
    write_text(target, ["before"])

    def chunks() -> Any:
        yield "half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_text(target, chunks())
    with pytest.raises(RuntimeError):
        _break_off(target)

    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def _break_off(target: Path) -> None:
    with replacing(target) as temporary:
        temporary.write_text("half")
        raise RuntimeError


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(KGError, match="is a folder"):
        write_text(tmp_path, ["x"])
