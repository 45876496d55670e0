"""From an exported graph back to documents: claims are taken over, everything else is built again from them.

The view is never imported. It follows from the claims, so a file that was written by another version, or was edited,
cannot bring in a tie without a receipt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import KGError, UnknownFormatError, UnreadableDocumentError
from kg.graph.account import CLASSES
from kg.graph.decode import decode
from kg.graph.judged import JUDGING
from kg.graph.publications import SAID_BY_VIEW, publication
from kg.graph.terms import TYPE, ips, prov
from kg.graph.validate import validate_document
from kg.namespaces import ID, IPS, curie, doc_iri
from kg.ontology import ontology

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
}
"""Suffix to format. Turtle and N-Triples hold no graphs; those of the documents are found again."""

_VIEW_CLASSES = {ips[c] for c in (*CLASSES.values(), "StatusSpan", "Person", "Polity", "Organisation", "Grouping")}


@dataclass(frozen=True)
class Restored:
    """The documents of a file.

    Attributes
    ----------
    documents : dict of str to tuple of Quad
        By IRI; each one valid, with nothing in it that belongs to the view.
    quads : tuple of Quad
        All that the file holds: view, registry and ontology too, which are built again and not taken over.
    """

    documents: dict[str, tuple[Quad, ...]]
    quads: tuple[Quad, ...]


def read_graph(path: Path) -> Restored:
    """Read an exported graph.

    Raises
    ------
    UnknownFormatError
        If the suffix is not one of :data:`FORMATS`.
    UnreadableDocumentError
        If the file does not parse, holds no document, or a document in it is not what this project writes; nothing
        has been stored by then.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise UnknownFormatError(suffix or path.name, known=FORMATS)
    try:
        quads = tuple(parse(path=str(path), format=FORMATS[suffix]))
    except (SyntaxError, ValueError, OSError) as error:
        raise UnreadableDocumentError(f"{path.name} does not parse as {FORMATS[suffix]}: {error}.") from None
    if any(isinstance(t, BlankNode) for q in quads for t in (q.subject, q.object, q.graph_name)):
        raise UnreadableDocumentError(
            f"{path.name} has blank nodes, which no export of this project has.", hint="Give a file of `kg export`."
        )
    grouped = _by_graph(quads) if FORMATS[suffix].supports_datasets else _by_subject(quads)
    if not grouped:
        raise UnreadableDocumentError(
            f"{path.name} holds no document (a node of class ips:Document).", hint="Give a file of `kg export`."
        )
    for document, part in grouped.items():
        _check(document, part)
    return Restored(grouped, quads)


def _by_graph(quads: Iterable[Quad]) -> dict[str, tuple[Quad, ...]]:
    found: dict[str, list[Quad]] = defaultdict(list)
    for q in quads:
        if isinstance(q.graph_name, NamedNode) and q.graph_name.value.startswith(f"{ID}doc-"):
            found[q.graph_name.value].append(q)
    return {iri: tuple(found[iri]) for iri in sorted(found)}


def _by_subject(quads: tuple[Quad, ...]) -> dict[str, tuple[Quad, ...]]:
    """Find the graphs of merged triples again: a document's own nodes are named after it, its claims say so."""
    documents = {q.subject.value for q in quads if q.predicate == TYPE and q.object == ips.Document}  # type: ignore[union-attr]
    claims = {q.subject for q in quads if q.predicate == TYPE and q.object == ips.Claim}
    owners: dict[str, set[str]] = {iri: {iri} for iri in documents}
    for q in quads:
        if q.predicate == prov.wasDerivedFrom and q.subject in claims:
            owners[q.subject.value] = {q.object.value}  # type: ignore[union-attr]
    quads = tuple(q for q in quads if q.predicate not in JUDGING)  # they are of the view, whatever their subject
    for q in quads:
        if q.predicate == prov.wasGeneratedBy and q.subject in claims:
            owners.setdefault(q.object.value, set()).update(owners.get(q.subject.value, ()))  # type: ignore[union-attr]
    found: dict[str, list[Quad]] = {iri: [] for iri in sorted(documents)}
    for q in quads:
        name = q.subject.value  # type: ignore[union-attr]
        # `doc-1.e.0-9` belongs to `doc-1`, `claim-2.r.s0` to `claim-2`; neither name has a dot of its own.
        local = name.removeprefix(ID)
        if q.predicate in SAID_BY_VIEW:
            continue
        for owner in owners.get(name) or owners.get(ID + local.split(".", 1)[0]) or ():
            if owner in found:
                found[owner].append(Quad(q.subject, q.predicate, q.object, NamedNode(owner)))
    return {iri: tuple(part) for iri, part in found.items()}


def _check(document: str, quads: tuple[Quad, ...]) -> None:
    """Refuse a document that this project would not have written."""
    node, short = NamedNode(document), curie(document)
    hashes = [
        q.object.value
        for q in quads
        if q.subject == node and q.predicate == ips.sha256 and isinstance(q.object, Literal)
    ]
    if len(hashes) != 1 or doc_iri(hashes[0]) != document:
        raise UnreadableDocumentError(f"{short} is not named after the SHA-256 that it states.")
    shortcuts = set(ontology().shortcuts.values())
    for q in quads:
        if q.predicate.value in shortcuts or (q.predicate == TYPE and q.object in _VIEW_CLASSES):
            raise UnreadableDocumentError(
                f"{short} states {curie(q.predicate.value)} of {curie(q.subject.value)}, which only the view may.",  # type: ignore[union-attr]
                hint="A document's graph holds claims; edges follow from them.",
            )
        if q.predicate.value == IPS + "supportedBy" or q.predicate in SAID_BY_VIEW:
            raise UnreadableDocumentError(f"{short} holds a part of the view.")
    violations = [f for f in validate_document(quads) if f.severity == "violation"]
    if violations:
        raise UnreadableDocumentError(f"{short} breaks {len(violations)} shapes, the first: {violations[0].message}")
    try:
        decode(quads)
        publication(document, quads)
    except (KGError, LookupError, ValueError) as error:
        raise UnreadableDocumentError(f"{short} cannot be read back: {error}.") from None
