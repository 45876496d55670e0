"""Receipts as Web Annotation: quote and position selectors, grade, the publication behind a paraphrase."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.terms import TYPE, concept, dct, integer, ips, oa, partial
from kg.model import Evidence, Record, SourceRef
from kg.model.citation import citation
from kg.namespaces import digest


def canonical_evidence(record: Record) -> Record:
    """Return the record with its receipts as a graph holds them: one for each passage, in the order of the text.

    Receipts that differ in nothing but ``for`` become one; if one of them stands for the whole record, so does the
    result. The order of receipts means nothing in the contract.
    """
    merged: dict[Evidence, set[str] | None] = {}
    for ev in record.evidence:
        bare = replace(ev, parts=())
        before = merged.get(bare, set())
        merged[bare] = None if not ev.parts or before is None else before | set(ev.parts)
    receipts = [replace(ev, parts=tuple(sorted(parts or ()))) for ev, parts in merged.items()]
    return replace(record, evidence=tuple(sorted(receipts, key=_order)))


def _order(ev: Evidence) -> tuple[int, int, str]:
    return (ev.start if ev.start is not None else -1, ev.end if ev.end is not None else -1, evidence_name(ev))


def source_iri(doc: str, source: SourceRef) -> str:
    """Return the IRI of a publication that a document names as the source of a receipt."""
    return f"{doc}.b.{digest(json.dumps(_values(source), sort_keys=True))}"


def evidence_name(ev: Evidence) -> str:
    """Return the local part of a receipt's IRI: its span, and a hash where the span does not say all."""
    span = f"{ev.start}-{ev.end}" if ev.start is not None and ev.end is not None else ""
    rest = (
        ev.grade if ev.grade != "quoted" else "",
        ev.lang or "",
        ev.locator or "",
        json.dumps(_values(ev.source), sort_keys=True) if ev.source else "",
    )
    if span and not any(rest):
        return span
    return f"{span or 'x'}-{digest(ev.quote, span, *rest)}"


def _values(source: SourceRef) -> dict[str, str]:
    return {f.name: v for f in fields(source) if (v := getattr(source, f.name)) is not None}


def source_quads(doc: str, source: SourceRef, graph: NamedNode) -> Iterator[Quad]:
    """Yield a named publication: its fields as they were given."""
    node = NamedNode(source_iri(doc, source))
    yield Quad(node, TYPE, ips.Publication, graph)
    for name, value in _values(source).items():
        if name == "rights":
            yield Quad(node, dct.rights, Literal(value), graph)
        else:
            literal = partial(value) if name in ("published", "accessed") else Literal(value)
            yield Quad(node, ips[name], literal, graph)


def evidence_quads(doc: str, ev: Evidence, graph: NamedNode) -> Iterator[Quad]:
    """Yield one receipt of a document: 8 quads where it is quoted.

    A cited receipt has no sentence; in its place stands the citation, in words that a reader can follow.
    """
    node = NamedNode(f"{doc}.e.{evidence_name(ev)}")
    yield Quad(node, TYPE, oa.SpecificResource, graph)
    yield Quad(node, oa.hasSource, graph, graph)
    yield Quad(node, ips.grade, concept("grade", ev.grade), graph)
    if ev.grade == "cited" and not ev.quote:
        yield Quad(node, ips.citation, Literal(citation(ev)), graph)
    else:
        quote = NamedNode(f"{node.value}.q")
        yield Quad(node, oa.hasSelector, quote, graph)
        yield Quad(quote, TYPE, oa.TextQuoteSelector, graph)
        yield Quad(quote, oa.exact, Literal(ev.quote), graph)
    if ev.start is not None or ev.end is not None:
        position = NamedNode(f"{node.value}.p")
        yield Quad(node, oa.hasSelector, position, graph)
        yield Quad(position, TYPE, oa.TextPositionSelector, graph)
        if ev.start is not None:
            yield Quad(position, oa.start, integer(ev.start), graph)
        if ev.end is not None:
            yield Quad(position, oa.end, integer(ev.end), graph)
    if ev.lang is not None:
        yield Quad(node, dct.language, Literal(ev.lang), graph)
    if ev.locator is not None:
        yield Quad(node, ips.locator, Literal(ev.locator), graph)
    if ev.source is not None:
        yield Quad(node, ips.source, NamedNode(source_iri(doc, ev.source)), graph)
        yield from source_quads(doc, ev.source, graph)
