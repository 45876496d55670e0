"""Every export opens in the library that its readers use, with the counts that were announced."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pytest
from rdflib import Dataset, Graph

from kg import plugins
from kg.export.request import Request
from kg.graph import OxigraphStore
from kg.model.watermark import WATERMARK
from kg.namespaces import ID, IPS
from tests.system.conftest import run_kg

RDF = {"nq": "nquads", "trig": "trig", "jsonld": "json-ld"}
TABLES = ["about", "relations", "participations", "stages", "items", "amounts", "receipts", "actors", "documents"]


def export(workspace: Path, target: Path, *more: str) -> dict[str, Any]:
    done = run_kg("-w", workspace, "export", "-o", target, "--json", *more)
    assert done.returncode == 0, done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    assert target.stat().st_size == data["bytes"]
    assert [p for p in target.parent.iterdir() if p.name.startswith(f".{target.name}")] == []
    return data


def quads(path: Path, format_: str) -> set[tuple[str, str, str, str]]:
    dataset = Dataset()
    dataset.parse(path, format=format_)
    return {(s.n3(), p.n3(), o.n3(), "" if g is None else str(g)) for s, p, o, g in dataset.quads()}  # type: ignore[attr-defined]


def flat(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


@pytest.fixture(scope="module")
def stats(demo: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run_kg("-w", demo, "stats", "--json").stdout)
    return data


@pytest.fixture(scope="module")
def as_nquads(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str, str]]:
    target = tmp_path_factory.mktemp("nq") / "g.nq"
    export(demo, target)
    return quads(target, "nquads")


@pytest.mark.parametrize("suffix", sorted(RDF))
def test_rdf_with_graphs_reopens_with_every_quad(
    demo: Path, tmp_path: Path, stats: dict[str, Any], as_nquads: set[tuple[str, str, str, str]], suffix: str
) -> None:
    data = export(demo, tmp_path / f"g.{suffix}")
    read = quads(tmp_path / f"g.{suffix}", RDF[suffix])

    assert data["counts"] == {"quads": stats["quads"]}
    assert len(read) == stats["quads"]
    assert read == as_nquads


def test_turtle_reopens_with_every_triple(
    demo: Path, tmp_path: Path, as_nquads: set[tuple[str, str, str, str]]
) -> None:
    data = export(demo, tmp_path / "g.ttl")
    read = Graph().parse(tmp_path / "g.ttl")

    assert len(read) == data["counts"]["triples"]
    assert {(s.n3(), p.n3(), o.n3()) for s, p, o in read} == {q[:3] for q in as_nquads}  # type: ignore[attr-defined]


@pytest.mark.parametrize("suffix", ["ttl", "nq", "trig", "jsonld"])
def test_a_graph_goes_out_and_in_with_the_same_hash(
    demo: Path, tmp_path: Path, workspace: Path, stats: dict[str, Any], suffix: str
) -> None:
    export(demo, tmp_path / f"g.{suffix}")
    done = run_kg("-w", workspace, "import", tmp_path / f"g.{suffix}", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    again = json.loads(run_kg("-w", workspace, "import", tmp_path / f"g.{suffix}", "--json").stdout)

    assert report["same_graph"] is True
    assert report["documents"] == {"added": stats["documents"], "unchanged": 0, "refused": 0}
    assert again["changed_quads"] == 0
    assert json.loads(run_kg("-w", workspace, "stats", "--json").stdout) == stats


@pytest.mark.parametrize("network", ["relations", "ties"])
@pytest.mark.parametrize(("suffix", "reader"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_a_network_reopens_with_nodes_edges_and_quotes(
    demo: Path, tmp_path: Path, suffix: str, reader: Any, network: str
) -> None:
    data = export(demo, tmp_path / f"g.{suffix}", "--network", network)
    graph = reader(tmp_path / f"g.{suffix}")

    assert data["counts"] == {"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()}
    assert graph.number_of_edges() > 50
    assert all(d["quote"] and d["document"].startswith("ips-id:doc-") for *_, d in graph.edges(data=True))
    assert all(d["publisher"] == WATERMARK for *_, d in graph.edges(data=True))
    assert all(d["label"] for _, d in graph.nodes(data=True))


@pytest.mark.parametrize("suffix", ["nq", "ttl", "trig", "jsonld", "graphml", "gexf", "parquet", "csv", "zip", "xlsx"])
def test_the_same_graph_gives_the_same_bytes(demo: Path, tmp_path: Path, suffix: str) -> None:
    format_ = "csv" if suffix == "zip" else suffix
    export(demo, tmp_path / f"a.{suffix}", "-f", format_)
    with OxigraphStore(demo / "store", read_only=True) as store:
        plugins.load("kg.exporters", format_)(Request(store=store), tmp_path / f"b.{suffix}")

    assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_the_flat_table_has_a_row_for_every_participation(demo: Path, tmp_path: Path) -> None:
    data = export(demo, tmp_path / "g.csv")
    rows = flat(tmp_path / "g.csv")
    signed = [r for r in rows if r["role"] == "signatory" and r["stands"] == "yes"]

    assert data["counts"] == {"edges": len(rows)}
    assert signed
    assert all(r["quote"] and r["document"] for r in signed)
    assert any(r["on_behalf_of"] == "JPN" for r in signed)
    assert {r["publisher"] for r in rows if r["document"]} == {WATERMARK}
    assert {r["stands"].split(":")[0] for r in rows} == {"yes", "no"}


def test_all_tables_are_the_same_in_csv_and_in_a_workbook(demo: Path, tmp_path: Path, stats: dict[str, Any]) -> None:
    zipped = export(demo, tmp_path / "g.zip", "-f", "csv")
    book = export(demo, tmp_path / "g.xlsx")
    with zipfile.ZipFile(tmp_path / "g.zip") as archive:
        tables = {
            Path(n).stem: list(csv.reader(io.StringIO(archive.read(n).decode("utf-8"), newline="")))
            for n in archive.namelist()
        }
    sheets = openpyxl.load_workbook(tmp_path / "g.xlsx")

    assert list(tables) == sheets.sheetnames == TABLES
    assert zipped["counts"] == book["counts"] == {name: len(rows) - 1 for name, rows in tables.items()}
    for name, rows in tables.items():
        cells = [["" if c is None else str(c) for c in row] for row in sheets[name].iter_rows(values_only=True)]
        assert cells == [[c.removeprefix("'") for c in row] for row in rows], name
    assert len(tables["relations"]) - 1 == sum(stats["relations"].values())
    assert len(tables["documents"]) - 1 == stats["documents"]
    assert len({tuple(r[3:5] + r[7:]) for r in tables["receipts"][1:]}) == sum(stats["receipts"].values())


def test_no_relation_that_does_not_stand_says_that_it_does(demo: Path, tmp_path: Path) -> None:
    export(demo, tmp_path / "g.zip", "-f", "csv")
    with zipfile.ZipFile(tmp_path / "g.zip") as archive:
        read = {
            n: list(csv.DictReader(io.StringIO(archive.read(f"{n}.csv").decode("utf-8"))))
            for n in ("relations", "stages")
        }
    asserted = {s["relation"] for s in read["stages"] if s["modality"] == "asserted" and s["asserted"] == "yes"}
    planned = [r for r in read["relations"] if r["relation"] not in asserted]

    assert planned
    assert all(r["stands"].startswith("no: ") for r in planned)
    assert all(r["date"] == "" for r in planned)


def test_as_of_moves_the_network_and_the_tables(demo: Path, tmp_path: Path) -> None:
    late = export(demo, tmp_path / "late.graphml")
    early = export(demo, tmp_path / "early.graphml", "--as-of", "2016-01-01")
    export(demo, tmp_path / "early.csv", "--as-of", "2016-01-01")
    dates = {r["date"] for r in flat(tmp_path / "early.csv") if r["stands"] == "yes"}

    assert 0 < early["counts"]["edges"] < late["counts"]["edges"]
    assert max(dates) < "2016-01-02"


def test_known_at_exports_what_the_files_of_then_said(demo: Path, tmp_path: Path, root: Path) -> None:
    """Cutting the graph at a day equals a graph into which nothing later ever came."""
    day = "2025-06-30"
    export(demo, tmp_path / "then.nq", "--known-at", day)
    early = []
    for path in sorted((root / "data" / "documents").glob("*.md")):
        published = json.loads(run_kg("text", "--json", path).stdout or "{}").get("published")
        if published and published <= day:
            early.append(path)
    run_kg("init", tmp_path / "w")
    assert run_kg("-w", tmp_path / "w", "ingest", *early).returncode == 0
    export(tmp_path / "w", tmp_path / "fresh.nq")

    assert early
    assert (tmp_path / "then.nq").read_bytes() == (tmp_path / "fresh.nq").read_bytes()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["-o", "g.xyz"], "'xyz' is not a format"),
        (["-f", "csv", "-o", "g.txt"], "'.txt' is not a format. Known: .csv, .zip."),
        (["-o", "g.nq", "--as-of", "2024-01-01"], "does not concern nq, which holds all days"),
        (["-o", "g.csv", "--network", "ties"], "does not concern csv"),
        (["-o", "nowhere/g.nq"], "There is no folder nowhere"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    demo: Path, tmp_path: Path, args: list[str], words: str
) -> None:
    done = run_kg("-w", demo, "export", *args, cwd=tmp_path)

    assert done.returncode == 2
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


PREFIXES = f"@prefix ips: <{IPS}> . @prefix ips-id: <{ID}> . "
HOSTILE = {
    "not a graph": ("x.ttl", "this is prose", "does not parse"),
    "no document": ("x.ttl", "<urn:a> <urn:b> <urn:c> .", "holds no document"),
    "blank nodes": ("x.ttl", "[] <urn:b> <urn:c> .", "blank nodes"),
    "no such format": ("x.rdf", "<rdf/>", "is not a format"),
    "not json": ("x.jsonld", "{", "does not parse"),
    "a name that is not its hash": (
        "x.ttl",
        f'{PREFIXES}ips-id:doc-1234567890abcdef a ips:Document ; ips:sha256 "{"0" * 64}" .',
        "is not named after the SHA-256",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_is_no_export_is_refused_whole(workspace: Path, tmp_path: Path, case: str) -> None:
    name, text, words = HOSTILE[case]
    (tmp_path / name).write_text(text)
    done = run_kg("-w", workspace, "import", tmp_path / name)

    assert done.returncode in (2, 3)
    assert words in done.stderr
    assert run_kg("-w", workspace, "stats").returncode == 2  # there is still no graph


@pytest.mark.parametrize(
    ("forged", "words"),
    [
        ("{claim}.r ips:party ips-id:CHN .", "which only the view may"),
        ("{claim}.r a ips:Agreement .", "which only the view may"),
        ("{claim} ips:confidence 7.0 .", "shapes"),
    ],
)
def test_a_forged_edge_does_not_come_in(demo: Path, tmp_path: Path, workspace: Path, forged: str, words: str) -> None:
    export(demo, tmp_path / "g.ttl")
    text = (tmp_path / "g.ttl").read_text(encoding="utf-8")
    claim = next(
        line.split()[0] for line in text.splitlines() if line.startswith("ips-id:claim-") and "ips:Claim" in line
    )
    (tmp_path / "g.ttl").write_text(text + "\n" + forged.replace("{claim}", claim) + "\n", encoding="utf-8")
    done = run_kg("-w", workspace, "import", tmp_path / "g.ttl")

    assert done.returncode == 3
    assert words in done.stderr


def test_a_tie_added_to_the_view_of_a_file_is_not_taken_over(
    demo: Path, tmp_path: Path, workspace: Path, stats: dict[str, Any]
) -> None:
    export(demo, tmp_path / "g.ttl")
    with (tmp_path / "g.ttl").open("a", encoding="utf-8") as handle:
        handle.write("\nips-id:agreement-forged a ips:Agreement ; ips:party ips-id:CHN , ips-id:PRK .\n")
    report = json.loads(run_kg("-w", workspace, "import", tmp_path / "g.ttl", "--json").stdout)

    assert report["same_graph"] is False
    assert json.loads(run_kg("-w", workspace, "stats", "--json").stdout)["hash"] == stats["hash"]


def test_a_private_document_stays_out_of_public_exports_until_told_otherwise(workspace: Path, tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text(
        "---\npublished: 2024-07-09\npublisher: A friend\n---\n"
        "Japan and the Philippines signed a Reciprocal Access Agreement in Manila on 8 July 2024.\n"
    )

    def exported(*flags: str) -> tuple[int, int]:
        assert run_kg("-w", workspace, "ingest", note, *flags).returncode == 0
        data = export(workspace, tmp_path / "g.nq", "--public")
        return data["cut"].get("private documents left out", 0), (tmp_path / "g.nq").read_text().count("#Claim>")

    (left_out, claims), again, opened = exported("--private"), exported(), exported("--no-private")

    assert (left_out, claims) == (1, opened[1] - 1)
    assert again == (1, claims)  # reading it again does not publish it
    assert opened[0] == 0
    assert "A friend" in (tmp_path / "g.nq").read_text()


def _edges(graph: Any) -> list[tuple[Any, ...]]:
    """Ends and attributes of every edge; the ends of an undirected one in their order."""
    ends = (lambda u, v: (u, v)) if graph.is_directed() else (lambda u, v: tuple(sorted((u, v))))
    return sorted((*ends(u, v), sorted((k, str(x)) for k, x in d.items())) for u, v, d in graph.edges(data=True))


@pytest.mark.parametrize("network", ["relations", "ties"])
def test_parquet_gives_back_the_network_of_graphml(demo: Path, tmp_path: Path, network: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra large is not installed")
    export(demo, tmp_path / "g.graphml", "--network", network)
    announced = export(demo, tmp_path / "g.zip", "-f", "parquet", "--network", network)
    alone = export(demo, tmp_path / "g.parquet", "--network", network)
    with zipfile.ZipFile(tmp_path / "g.zip") as archive:
        archive.extractall(tmp_path)
    edges, nodes = (parquet.read_table(tmp_path / f"{n}.parquet") for n in ("edges", "nodes"))
    expected = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)

    found: Any = nx.MultiDiGraph() if expected.is_directed() else nx.MultiGraph()
    for row in nodes.to_pylist():
        found.add_node(row.pop("id"), **{k: v for k, v in row.items() if v is not None})
    for number, row in enumerate(edges.to_pylist()):
        ends = row.pop("src"), row.pop("dst")
        found.add_edge(*ends, key=f"e{number}", **{k: v for k, v in row.items() if v is not None})
    assert announced["counts"] == alone["counts"] == {"nodes": len(expected), "edges": expected.number_of_edges()}
    assert dict(found.nodes(data=True)) == dict(expected.nodes(data=True))
    assert _edges(found) == _edges(expected)
    assert parquet.read_table(tmp_path / "g.parquet").equals(edges)
    assert edges.schema.metadata[b"as_of"].decode() == expected.graph["as_of"]
    assert edges.schema.metadata[b"frame"].decode() == expected.graph["frame"]
    assert all(row["quote"] for row in edges.to_pylist() if row["receipts"])


def test_parquet_refuses_another_suffix(demo: Path, tmp_path: Path) -> None:
    done = run_kg("-w", demo, "export", "-f", "parquet", "-o", tmp_path / "g.csv")

    assert done.returncode != 0
    assert ".parquet" in done.stderr
    assert list(tmp_path.iterdir()) == []
