"""Coverage statements in RDF, in a graph of their own, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from kg.graph.terms import TYPE, boolean, concept, day, dct, ips, ipsid, rdfs, xsd
from kg.namespaces import ID, IPSC, digest, doc_iri
from kg.sources.curated.coverage import Coverage

if TYPE_CHECKING:
    from kg.graph.store import OxigraphStore

COVERAGE_ID = hashlib.sha256(b"coverage of the curated records").hexdigest()
"""Names the graph that holds the statements."""


def coverage_quads(statements: Iterable[Coverage]) -> Iterator[Quad]:
    """Yield the graph of a set of statements; nothing for an empty set."""
    given = sorted(set(statements))
    if not given:
        return
    graph = NamedNode(doc_iri(COVERAGE_ID))
    checked = max(c.checked_on for c in given)
    yield Quad(graph, TYPE, ips.Document, graph)
    yield Quad(graph, ips.sha256, Literal(COVERAGE_ID), graph)
    yield Quad(graph, ips.recordDate, day(checked), graph)
    yield Quad(graph, ips.title, Literal("Coverage of the curated records"), graph)
    yield Quad(graph, ips.citedOnly, boolean(True), graph)
    yield Quad(graph, dct.rights, Literal("CC-BY-4.0"), graph)
    yield from statement_quads(given, graph.value)


def statement_quads(statements: Iterable[Coverage], document: str) -> Iterator[Quad]:
    """Yield coverage statements in the graph of a document: of the folder that declares them, or of a data set."""
    graph = NamedNode(document)
    for c in statements:
        node = NamedNode(f"{graph.value}.v.{digest(repr(c))}")
        yield Quad(node, TYPE, ips.Coverage, graph)
        yield Quad(node, ips.coverageKind, Literal(c.kind), graph)
        yield from (Quad(node, ips.coverageType, concept(c.kind, t), graph) for t in c.types)
        for key in c.polities:
            yield Quad(node, ips.coversPolity, ipsid[key], graph)
        yield Quad(node, ips.coversFrom, Literal(c.first, datatype=xsd.gYear), graph)
        yield Quad(node, ips.coversUntil, Literal(c.last, datatype=xsd.gYear), graph)
        yield from (Quad(node, ips.coversLanguage, Literal(lang), graph) for lang in c.languages)
        yield Quad(node, ips.completeness, concept("completeness", c.completeness), graph)
        yield Quad(node, ips.checkedBy, Literal(c.checked_by), graph)
        yield Quad(node, ips.checkedOn, day(c.checked_on), graph)
        if c.note:
            yield Quad(node, rdfs.comment, Literal(c.note), graph)


def read_coverage(store: OxigraphStore) -> tuple[Coverage, ...]:
    """Return the statements on file, ordered."""
    found: dict[str, dict[str, list[str]]] = {}
    query = f"SELECT ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s a {ips.Coverage} ; ?p ?o }} }}"
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    for row in solutions:
        found.setdefault(row["s"].value, {}).setdefault(row["p"].value, []).append(row["o"].value)
    rows = list(found.values())

    def one(props: dict[str, list[str]], term: NamedNode) -> str:
        return props[term.value][0]

    return tuple(
        sorted(
            Coverage(
                kind=(kind := one(p, ips.coverageKind)),
                types=tuple(sorted(t.removeprefix(f"{IPSC}{kind}-") for t in p.get(ips.coverageType.value, ()))),
                polities=tuple(sorted(v.removeprefix(ID) for v in p[ips.coversPolity.value])),
                first=one(p, ips.coversFrom),
                last=one(p, ips.coversUntil),
                languages=tuple(sorted(p[ips.coversLanguage.value])),
                completeness=one(p, ips.completeness).rpartition("completeness-")[2],
                checked_by=one(p, ips.checkedBy),
                checked_on=one(p, ips.checkedOn),
                note=p.get(rdfs.comment.value, [""])[0],
            )
            for p in rows
        )
    )
