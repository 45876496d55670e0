"""Small questions to a store that several readers ask: labels, counts, and the rdflib view of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from kg.errors import RemovedIdError
from kg.graph.account import CLASSES
from kg.graph.terms import DEFAULT, ips, skos
from kg.namespaces import ID, IPS, IPSC, VIEW, digest
from kg.resolution.claim import LATEST_KNOWN

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.graph.store import OxigraphStore, Store
    from kg.resolution.docket import Docket


def labels(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """Return the preferred labels of the IRIs that have one, by IRI; the first by code point where there are more."""
    found: dict[str, str] = {}
    for iri in sorted(set(iris)):
        if not iri.startswith((ID, IPS, IPSC)):
            continue
        quads = store.match(NamedNode(iri), skos.prefLabel, None, DEFAULT)
        texts = sorted(str(q.object.value) for q in quads)  # type: ignore[union-attr]
        if texts:
            found[iri] = texts[0]
    return found


def count_claims(store: Store) -> int:
    """Return the number of claims in all documents."""
    solutions = store.query(f"SELECT (COUNT(?c) AS ?n) WHERE {{ GRAPH ?g {{ ?c a {ips.Claim} }} }}")
    assert isinstance(solutions, QuerySolutions) and not isinstance(solutions, QueryBoolean)  # noqa: PT018
    return int(next(iter(solutions))["n"].value)


def content_hash(store: Store) -> str | None:
    """Return the hash of what the view was made from; None where no view was built yet."""
    quads = store.match(NamedNode(VIEW), ips.contentHash, None, DEFAULT)
    return next((str(q.object.value) for q in quads), None)  # type: ignore[union-attr]


def record_days(store: Store) -> dict[str, str]:
    """Return the day on the record clock of every document, by its IRI."""
    return {
        g: q.object.value
        for g in store.documents()
        for q in store.match(NamedNode(g), ips.recordDate, None, NamedNode(g))
        if isinstance(q.object, Literal)
    }


def data_through(store: Store) -> str:
    """Return the last day of publication on file, ISO; the last day of the record clock where none is known."""
    solutions = store.query(
        f"SELECT (MAX(?day) AS ?last) WHERE {{ GRAPH ?g {{ ?g {ips.recordDate} ?day ; {ips.published} ?any }} }}"
    )
    assert isinstance(solutions, QuerySolutions)
    days = [row["last"].value for row in solutions if row["last"] is not None]
    return max(days, default=LATEST_KNOWN)


def dataset(store: OxigraphStore) -> Dataset:
    """Return an rdflib Dataset over the same pyoxigraph store; the view is its default graph."""
    import oxrdflib
    import rdflib

    return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=store.raw))


def find_today(store: Store, given: str, docket: Docket | None = None) -> str:
    """Return what an identifier is called today: itself, or the relation or person that an older name has become.

    A relation is named after a claim and a person after a mention, so that an old name still says what it was about:
    the claim names today's relation, the mention today's person. A claim's own name leads to its relation too.

    Parameters
    ----------
    store : OxigraphStore
        Open for reading.
    given : str
        An IRI.
    docket : Docket, optional
        The workspace's ledger of documents.

    Raises
    ------
    RemovedIdError
        If it went with a document that was taken back, or rests on withdrawn documents alone.
    """
    if not given.startswith(ID) or not _is_iri(given) or _is_there(store, given):
        return given
    name = given.removeprefix(ID)
    kind, _, hashed = name.rpartition("-")
    if kind == "claim" or kind in CLASSES:
        relation = relation_of(store, f"{ID}claim-{hashed}")
        if relation is None and docket is not None and (claim := docket.survivor(given)):
            relation = relation_of(store, claim)
        if relation is not None:
            return relation
        _refuse_withdrawn(store, name, f"{ID}claim-{hashed}")
    elif kind in _ACTOR_KINDS:
        for q in store.match(None, ips.mention, None, DEFAULT):
            if digest(q.object.value) == hashed:  # type: ignore[union-attr]
                return q.subject.value  # type: ignore[union-attr]
    if docket is not None:
        docket.refuse(given)
    return given


def _refuse_withdrawn(store: Store, name: str, claim: str) -> None:
    """Say so where a claim is on file and no longer counts."""
    for q in store.match(NamedNode(claim), ips.describes, None, None):
        document = q.graph_name.value  # type: ignore[union-attr]
        on = next(store.match(NamedNode(document), ips.withdrawnOn, None, None), None)
        if on is not None:
            day = on.object.value  # type: ignore[union-attr]
            raise RemovedIdError(
                name,
                f"{name} rested on {document.removeprefix(ID)}, which no longer counts from {day} on.",
                hint="Give --known-at with an earlier day to see it.",
            )


_ACTOR_KINDS = ("person", "organisation", "grouping", "state")


def relation_of(store: Store, claim: str) -> str | None:
    """Return the relation that a claim supports today; None where it supports none."""
    quads = store.match(None, ips.supportedBy, NamedNode(claim), DEFAULT)
    return min((q.subject.value for q in quads), default=None)  # type: ignore[union-attr]


def _is_iri(text: str) -> bool:
    """Whether text that somebody typed can name anything at all."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _is_there(store: Store, iri: str) -> bool:
    """Whether the view has the node, or a document of that name is on file."""
    node = NamedNode(iri)
    return iri in store or next(store.match(node, None, None, DEFAULT), None) is not None
