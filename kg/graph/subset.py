"""A part of a store as a store of its own: some documents, their receipts as they are or changed, the view rebuilt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg.graph.default import rebuild_view
from kg.graph.store import OxigraphStore
from kg.graph.terms import ips

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
    rebuild_view(part, registry)
    return part


def as_known(store: OxigraphStore, day: str, *, registry: Registry) -> OxigraphStore:
    """Return the graph as the files of an ISO day told it: only documents recorded on or before it."""
    return subset(store, keep=lambda iri: record_day_of(store, iri) <= day, registry=registry)


def record_day_of(store: OxigraphStore, document: str) -> str:
    """Return a document's day on the record clock, ISO."""
    node = NamedNode(document)
    quad = next(iter(store.raw.quads_for_pattern(node, ips.recordDate, None, node)))
    return str(quad.object.value)  # type: ignore[union-attr]
