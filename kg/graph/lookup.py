"""Small questions to a store that several readers ask: labels, counts, and the rdflib view of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from kg.graph.terms import DEFAULT, ips, skos
from kg.namespaces import ID, IPS, IPSC
from kg.resolution.claim import LATEST_KNOWN

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.graph.store import OxigraphStore


def labels(store: OxigraphStore, iris: Iterable[str]) -> dict[str, str]:
    """Return the preferred labels of the IRIs that have one, by IRI; the first by code point where there are more."""
    found: dict[str, str] = {}
    for iri in sorted(set(iris)):
        if not iri.startswith((ID, IPS, IPSC)):
            continue
        quads = store.raw.quads_for_pattern(NamedNode(iri), skos.prefLabel, None, DEFAULT)
        texts = sorted(str(q.object.value) for q in quads)  # type: ignore[union-attr]
        if texts:
            found[iri] = texts[0]
    return found


def count_claims(store: OxigraphStore) -> int:
    """Return the number of claims in all documents."""
    solutions = store.query(f"SELECT (COUNT(?c) AS ?n) WHERE {{ GRAPH ?g {{ ?c a {ips.Claim} }} }}")
    assert isinstance(solutions, QuerySolutions) and not isinstance(solutions, QueryBoolean)  # noqa: PT018
    return int(next(iter(solutions))["n"].value)


def data_through(store: OxigraphStore) -> str:
    """Return the last day of publication on file, ISO; the last day of the record clock where none is known."""
    published = {
        q.subject
        for g in store.documents()
        for q in store.raw.quads_for_pattern(None, ips.published, None, NamedNode(g))
    }
    days = [
        q.object.value
        for g in store.documents()
        for q in store.raw.quads_for_pattern(NamedNode(g), ips.recordDate, None, NamedNode(g))
        if q.subject in published and isinstance(q.object, Literal)
    ]
    return max(days, default=LATEST_KNOWN)


def dataset(store: OxigraphStore) -> Dataset:
    """Return an rdflib Dataset over the same pyoxigraph store; the view is its default graph."""
    import oxrdflib
    import rdflib

    return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=store.raw))
