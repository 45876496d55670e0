"""SHACL over one document's slice, or over any set of quads, with typed results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.ontology import ontology

if TYPE_CHECKING:
    from rdflib import Graph

    from kg.graph.store import Store

_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that a shape found.

    Attributes
    ----------
    severity : str
        ``violation``, ``warning`` or ``info``.
    message : str
        The shape's own words.
    focus : str
        IRI of the node that is meant.
    value : str
        The offending value, empty where the fault is that there is none.
    path : str
        IRI of the property, empty where the shape is about the node.
    """

    severity: str
    message: str
    focus: str
    value: str = ""
    path: str = ""


@cache
def _shapes() -> Graph:
    from rdflib import Graph

    return Graph().parse(data=ontology().shapes, format="turtle")


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

    triples = (Triple(q.subject, q.predicate, q.object) for q in quads)
    raw = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert raw is not None
    data = Graph().parse(data=raw.decode("utf-8"), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), meta_shacl=False)
    return tuple(sorted(set(_findings(report))))


def validate_store(store: Store) -> tuple[Finding, ...]:
    """Check every document's graph, then the default graph, where shapes look at what was chosen among rivals.

    Returns
    -------
    tuple of Finding
        Sorted, without duplicates.
    """
    found = {f for document in store.documents() for f in validate_document(store.quads(document))}
    return tuple(sorted(found.union(validate_document(store.quads()))))


def _findings(report: Any) -> Iterable[Finding]:
    from rdflib import RDF, Namespace

    sh: Any = Namespace(_SH)
    for result in report.subjects(RDF.type, sh.ValidationResult):

        def one(name: str, node: Any = result) -> str:
            value = report.value(node, sh[name])
            return "" if value is None else str(value)

        yield Finding(
            severity=one("resultSeverity").removeprefix(_SH).lower(),
            message=one("resultMessage"),
            focus=one("focusNode"),
            value=one("value"),
            path=one("resultPath") if one("resultPath").startswith("http") else "",
        )
