"""A part of a store as a store of its own: some documents, their receipts as they are or changed, the view rebuilt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg.graph.default import rebuild_view, stored_claims
from kg.graph.judged import read_judgements
from kg.graph.store import OxigraphStore, Store
from kg.graph.terms import ips
from kg.namespaces import ID

if TYPE_CHECKING:
    from kg.registry import Registry

Change = Callable[[str, tuple[Quad, ...]], Iterable[Quad]]


def subset(
    store: OxigraphStore,
    *,
    keep: Callable[[str], bool],
    registry: Registry,
    change: Change | None = None,
) -> OxigraphStore:
    """Return an in-memory store with the documents that `keep` accepts, and the view that follows from them alone.

    Parameters
    ----------
    store : OxigraphStore
        Open for reading; left as it is.
    keep : callable
        Given a document's IRI.
    registry : Registry
        For the view.
    change : callable, optional
        Given a document's IRI and its quads, returns the quads to keep of it. Claims keep their identifiers.
    """
    part = OxigraphStore()
    documents = {}
    for iri in store.documents():
        if keep(iri):
            quads = tuple(store.quads(iri))
            documents[iri] = tuple(change(iri, quads)) if change else quads
    part.replace(documents)
    claims = stored_claims(part)
    here = {c.iri for c in claims} | {c.mention(p.label) for c in claims for p in c.record.participants}
    judgements = read_judgements(q for q in store.quads() if _concerns(q, here))
    rebuild_view(part, registry, claims=claims, judgements=judgements)
    return part


def _concerns(quad: Quad, here: set[str]) -> bool:
    """Whether a quad is about claims or mentions that are there; a judgement on one that is not waits for it."""
    ends = (quad.subject, quad.object)
    return all(t.value in here for t in ends if isinstance(t, NamedNode) and t.value.startswith(ID))


def as_known(store: OxigraphStore, day: str, *, registry: Registry) -> OxigraphStore:
    """Return the graph as the files of an ISO day told it: only documents recorded on or before it.

    A document that was withdrawn later counts, and nothing says yet that it will be.
    """

    def then(_: str, quads: tuple[Quad, ...]) -> Iterable[Quad]:
        return kept_at(quads, day)

    return subset(store, keep=lambda iri: record_day_of(store, iri) <= day, registry=registry, change=then)


def kept_at(quads: Iterable[Quad], day: str | None) -> tuple[Quad, ...]:
    """Return a document's quads as they stood on an ISO day: without a withdrawal that was still to come."""
    if day is None:
        return tuple(quads)
    return tuple(q for q in quads if q.predicate != ips.withdrawnOn or str(q.object.value) <= day)  # type: ignore[union-attr]


def withdrawals(store: Store) -> dict[str, str]:
    """Return the days from which withdrawn documents no longer count, ISO, by the document's IRI."""
    quads = store.match(None, ips.withdrawnOn, None, None)
    return {q.subject.value: str(q.object.value) for q in quads}  # type: ignore[union-attr]


def at_known(store: OxigraphStore, day: str | None, *, registry: Registry | None = None) -> OxigraphStore:
    """Return a store to ask about an ISO day of the files: this one, or the graph of then where it leaves out too much.

    The view has no part that only withdrawn documents state, so that a day before their withdrawal cannot be read
    from it.
    """
    if day is None or all(day >= on for on in withdrawals(store).values()):
        return store
    from kg.registry import Registry

    return as_known(store, day, registry=registry or Registry.load())


def record_day_of(store: Store, document: str) -> str:
    """Return a document's day on the record clock, ISO."""
    node = NamedNode(document)
    quad = next(iter(store.match(node, ips.recordDate, None, node)))
    return str(quad.object.value)  # type: ignore[union-attr]
