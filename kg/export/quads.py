"""The graph itself: N-Quads, TriG and JSON-LD with a graph for each document, Turtle with all graphs in one."""

from __future__ import annotations

from pathlib import Path

from kg.export.files import write_bytes, write_text
from kg.export.request import Request, Written
from kg.graph.serialise import json_ld, trig, turtle


def write_nquads(request: Request, path: Path) -> Written:
    """Write every quad as sorted N-Quads: equal graphs give equal bytes."""
    return Written(size=write_text(path, [request.store.nquads()]), counts={"quads": len(request.store)})


def write_turtle(request: Request, path: Path) -> Written:
    """Write the triples of all graphs as Turtle, each once.

    Turtle has no named graphs; a claim still names its document by ``prov:wasDerivedFrom``, and since classes and
    shortcuts stand in the view alone, counts are right in the merged file too. ``kg import`` finds the graphs again.
    """
    data, count = turtle(request.store)
    return Written(size=write_bytes(path, [data]), counts={"triples": count})


def write_trig(request: Request, path: Path) -> Written:
    """Write every quad as TriG, sorted: the view as default graph, a graph for each document."""
    return Written(size=write_bytes(path, [trig(request.store)]), counts={"quads": len(request.store)})


def write_json_ld(request: Request, path: Path) -> Written:
    """Write every quad as JSON-LD 1.1 with the project's prefixes as context, sorted."""
    return Written(size=write_text(path, json_ld(request.store)), counts={"quads": len(request.store)})
