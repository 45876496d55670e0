"""From records to RDF: the quads of one document's named graph.

One claim for each record; the claim describes the document's own account of the relation, and every part of the
account leads to its receipt. There are no blank nodes, and nothing comes from a clock: the same document and
records give the same quads everywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.documents.fingerprint import fingerprint
from kg.errors import InvalidRecordError
from kg.graph.account import claim_quads
from kg.graph.evidence import canonical_evidence, source_iri, source_quads
from kg.graph.policy import apply_policy
from kg.graph.terms import TYPE, boolean, day, dct, integer, ips, partial
from kg.model import Record
from kg.namespaces import doc_iri
from kg.resolution.claim import Claim, mint_claims, record_day

if TYPE_CHECKING:
    from kg.documents import Document

_TEXTS = {
    "publisher": "publisher", "url": "url", "title": "title", "genre": "genre",
    "via": "creditedTo", "inputs": "drawsOn",
}  # fmt: skip
"""Field of a document to the term that holds it."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One document in RDF.

    Attributes
    ----------
    graph : str
        IRI of the document and of its graph.
    quads : tuple of Quad
        About 55 for each record; no two are equal.
    claims : tuple of Claim
        The same statements as values, ordered by identifier: what resolution and the view read.
    counts : mapping of str to int
        Editorial rules applied, by name.
    """

    graph: str
    quads: tuple[Quad, ...]
    claims: tuple[Claim, ...]
    counts: Mapping[str, int]


def encode(document: Document, records: Iterable[Record], *, retrieved: str | None = None) -> Encoded:
    """Encode what one document states.

    Parameters
    ----------
    document : Document
        Named by the SHA-256 of its bytes.
    records : iterable of Record
        In any order; their ``doc`` is ignored.
    retrieved : str, optional
        Day of retrieval from the archive's manifest; the record clock uses it where no publication date is known.

    Raises
    ------
    InvalidRecordError
        If a quoted receipt is not what stands at its offsets, or an identifier is not typable in SPARQL.
    """
    allowed, counts = apply_policy(records)
    recorded = record_day(document.published, retrieved)
    origin = document.publisher or doc_iri(document.id)
    claims = mint_claims(
        document.id,
        (canonical_evidence(replace(r, doc=document.id)) for r in allowed),
        recorded=recorded,
        origin=origin,
    )
    _check_quotes(document.text, claims)
    graph = NamedNode(doc_iri(document.id))
    # A dict keeps the order and drops what two claims share (receipts, mentions, runs).
    quads = dict.fromkeys(_document_quads(document, recorded, graph))
    offices = offices_in(claims)
    for claim in claims:
        quads.update(dict.fromkeys(claim_quads(claim, graph, offices)))
    return Encoded(graph.value, tuple(quads), claims, Counter(counts))


def _check_quotes(text: str, claims: Iterable[Claim]) -> None:
    for claim in claims:
        for ev in claim.record.evidence:
            if ev.start is not None and text[ev.start : ev.end] != ev.quote:
                raise InvalidRecordError(
                    f"the document does not say {ev.quote[:60]!r} at {ev.start}:{ev.end}.",
                    path="evidence",
                    hint="Offsets count code points of the normalised text (`kg text PATH`).",
                )


def _document_quads(document: Document, recorded: str, graph: NamedNode) -> Iterator[Quad]:
    yield Quad(graph, TYPE, ips.Document, graph)
    yield Quad(graph, ips.sha256, Literal(document.id), graph)
    yield Quad(graph, ips.recordDate, day(recorded), graph)
    if document.cited:
        yield Quad(graph, ips.citedOnly, boolean(True), graph)
        if document.extent:
            yield Quad(graph, ips.extentRead, Literal(document.extent), graph)
    else:
        yield Quad(graph, ips.characters, integer(len(document.text)), graph)
        yield Quad(graph, ips.fingerprint, Literal(str(fingerprint(document.text, document.blocks))), graph)
    if document.published:
        yield Quad(graph, ips.published, partial(document.published), graph)
    for name, term in _TEXTS.items():
        if value := getattr(document, name):
            yield Quad(graph, ips[term], Literal(value), graph)
    if document.lang:
        yield Quad(graph, dct.language, Literal(document.lang), graph)
    rights = document.rights or "unknown"
    if rights.startswith(("https://", "http://")) and not re.search(r'[\s<>"{}|\\^`]', rights):
        yield Quad(graph, dct.license, NamedNode(rights), graph)
    else:
        yield Quad(graph, dct.rights, Literal(rights), graph)
    if document.project_written:
        yield Quad(graph, ips.projectWritten, boolean(True), graph)
    if document.private:
        yield Quad(graph, ips.private, boolean(True), graph)
    for source in document.sources:
        yield Quad(graph, ips.source, NamedNode(source_iri(graph.value, source)), graph)
        yield from source_quads(graph.value, source, graph)


def office_of(claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield each holder's label and office, where a claim is a post held at the time of the document."""
    record = claim.record
    stages = {s.stage for s in record.stages if s.modality == "asserted" and not s.alleged}
    past = stages & {"former", "left"}
    if record.kind == "post" and record.name and stages & {"holds", "appointed"} and not past:
        yield from ((p.label, record.name) for p in record.participants if p.role == "holder")


def offices_in(claims: Iterable[Claim]) -> dict[str, tuple[str, str]]:
    """Return, for each person's label, the office that the document gives, and the account of that post."""
    offices: dict[str, tuple[str, str]] = {}
    for claim in claims:
        for label, office in office_of(claim):
            found = (office, claim.account)
            offices[label] = min(offices.get(label, found), found)
    return offices
