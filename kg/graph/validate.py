"""SHACL over one document's slice, or over any set of quads, with typed results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.graph.constraints import SH, broken, shapes
from kg.graph.findings import Finding

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["Finding", "validate_document", "validate_store"]


def validate_document(quads: Iterable[Quad]) -> tuple[Finding, ...]:
    """Check quads against the shapes; the graph that they stand in does not matter.

    Parameters
    ----------
    quads : iterable of Quad
        One document's graph (what the write path checks), or the view.

    Returns
    -------
    tuple of Finding
        Sorted; empty where everything conforms.
    """
    # Both are heavy imports that only validation needs.
    import pyshacl
    from rdflib import Graph

    quads = tuple(quads)
    triples = (Triple(q.subject, q.predicate, q.object) for q in quads)
    raw = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert raw is not None
    data = Graph().parse(data=raw.decode("utf-8"), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes()[0], meta_shacl=False)
    return tuple(sorted({*findings(report), *broken(quads)}))


def validate_store(store: Store) -> tuple[Finding, ...]:
    """Check every document's graph, then the default graph, where shapes look at what was chosen among rivals.

    Returns
    -------
    tuple of Finding
        Sorted, without duplicates.
    """
    found = {f for document in store.documents() for f in validate_document(store.quads(document))}
    return tuple(sorted(found.union(validate_document(store.quads()))))


def findings(report: Any) -> Iterable[Finding]:
    """Read a SHACL validation report (an rdflib graph)."""
    from rdflib import RDF, Namespace

    sh: Any = Namespace(SH)
    for result in report.subjects(RDF.type, sh.ValidationResult):

        def one(name: str, node: Any = result) -> str:
            value = report.value(node, sh[name])
            return "" if value is None else str(value)

        yield Finding(
            severity=one("resultSeverity").removeprefix(SH).lower(),
            message=one("resultMessage"),
            focus=one("focusNode"),
            value=one("value"),
            path=one("resultPath") if one("resultPath").startswith("http") else "",
        )
