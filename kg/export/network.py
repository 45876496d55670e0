"""The network for other tools: GraphML and GEXF, with every attribute a plain text or number."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
from lxml import etree

from kg.export.files import write_bytes
from kg.export.request import Request, Written
from kg.model.watermark import WATERMARK
from kg.namespaces import curie

if TYPE_CHECKING:
    from kg.projection import Snapshot
    from kg.projection.snapshot import Receipt

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEXF = "{http://www.gexf.net/1.2draft}"


def write_graphml(request: Request, path: Path) -> Written:
    """Write the network as GraphML: ``kind``, ``label``, dates, and the first quote of every edge as attributes."""
    graph = flatten(request)
    buffer = io.BytesIO()
    nx.write_graphml_lxml(graph, buffer, named_key_ids=True)
    return _written(path, buffer.getvalue(), graph)


def write_gexf(request: Request, path: Path) -> Written:
    """Write the network as GEXF 1.2, which Gephi opens with labels in place.

    NetworkX stamps the file with the day of writing; the stamp becomes the snapshot's day, so that equal graphs give
    equal bytes.
    """
    graph = flatten(request)
    buffer = io.BytesIO()
    nx.write_gexf(graph, buffer)
    root = etree.fromstring(buffer.getvalue())
    for meta in root.iter(f"{_GEXF}meta"):
        meta.set("lastmodifieddate", request.snapshot.as_of)
        for creator in meta.iter(f"{_GEXF}creator"):
            creator.text = "Indo-Pacific security knowledge graph"
        etree.SubElement(meta, f"{_GEXF}description").text = str(graph.graph["frame"])
    data = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return _written(path, data, graph)


def _written(path: Path, data: bytes, graph: nx.MultiGraph[str]) -> Written:
    size = write_bytes(path, [data])
    return Written(size=size, counts={"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()})


def flatten(request: Request) -> nx.MultiGraph[str]:
    """Return the network asked for with scalar attributes only.

    Lists become texts, receipts the first quote with its document, page and number of receipts; characters that XML
    does not allow become U+FFFD. The frame stands in the graph's own attributes.
    """
    source, snapshot = request.graph, request.snapshot
    graph: nx.MultiGraph[str] = nx.MultiDiGraph() if source.is_directed() else nx.MultiGraph()
    graph.graph["frame"] = _clean(str(source.graph["frame"]))
    graph.graph["as_of"] = snapshot.as_of
    for node in sorted(source):
        graph.add_node(node, **_flat(source.nodes[node], snapshot))
    for number, (a, b, key) in enumerate(sorted(source.edges(keys=True), key=lambda e: (e[0], e[1], str(e[2])))):
        extra = {"relation": key} if isinstance(key, str) else {}
        graph.add_edge(a, b, key=f"e{number}", **extra, **_flat(source.edges[a, b, key], snapshot))
    return graph


def _flat(data: Mapping[str, Any], snapshot: Snapshot) -> dict[str, str | int]:
    out: dict[str, str | int] = {}
    for name, value in data.items():
        if name in ("receipts", "evidence"):
            out = _receipts(value, snapshot) | out  # the relation's number of documents wins over its receipts'
        elif name in ("origins", "documents"):
            out[name] = value
        elif name == "facts":
            out |= {f"fact_{k.replace(' ', '_')}": _clean(v) for k, v in _joined(value).items()}
        elif name == "aliases":
            out[name] = _clean("; ".join(value))
        elif name == "roles":
            out[name] = _clean("; ".join(f"{k} {v}" for k, v in sorted(value.items())))
        elif name == "stages":
            out[name] = _clean("; ".join(" ".join(t for t in (s["stage"], s["date"], s["place"]) if t) for s in value))
        elif value is not None:
            out[name] = _clean(str(value))
    return out


def _joined(facts: list[tuple[str, str]]) -> dict[str, str]:
    """Return facts by name; what is said twice of one name stands side by side."""
    joined: dict[str, str] = {}
    for fact, value in facts:
        name = "holds" if fact.startswith("holds on") else fact  # the day stands in the graph's own attributes
        joined[name] = f"{joined[name]}; {value}" if name in joined else value
    return joined


def _receipts(receipts: Any, snapshot: Snapshot) -> dict[str, str | int]:
    rows = [r if isinstance(r, dict) else _plain(r) for r in receipts]
    if not rows:
        return {"receipts": 0}
    first = rows[0]
    about = snapshot.documents[first["doc"]]
    out: dict[str, str | int] = {
        "receipts": len(rows),
        "documents": len({r["doc"] for r in rows}),
        "quote": _clean(first["quote"]),
        "citation": _clean(first["citation"]),
        "document": curie(first["doc"]),
        "grade": first["grade"],
    }
    out |= {k: _clean(about[k]) for k in ("publisher", "published", "url") if about.get(k)}
    return out | ({"publisher": WATERMARK} if about["project"] else {})


def _plain(receipt: Receipt) -> dict[str, str]:
    return {"quote": receipt.quote, "doc": receipt.doc, "grade": receipt.grade, "citation": receipt.citation}


def _clean(text: str) -> str:
    return _ILLEGAL.sub("�", text)
