"""From documents' graphs to what origins are told by, and from origins to the view."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.documents.credits import host_of
from kg.documents.fingerprint import Fingerprint
from kg.graph.terms import TYPE, Emit, concept, decimal, ips, skos
from kg.namespaces import ID, digest
from kg.resolution.origins import Origins, resolve_origins
from kg.resolution.publication import Publication

if TYPE_CHECKING:
    from kg.graph.store import Store
    from kg.registry import Registry

_OFFICIAL_SITE = re.compile(r"(?:^|\.)(?:gov|mil|gob|gouv|govt|go|gub)(?:\.[a-z]{2})?$|(?:^|\.)int$")
_OFFICIAL_NAME = re.compile(
    r"(?:the\s+)?(?:government|ministry|ministers?|embassy|high\s+commission|department|consulate|parliament|senate"
    r"|cabinet|prime\s+minister|president|office\s+of\s+the)\b",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
_PROPERTIES = {ips[name]: name for name in ("publisher", "recordDate", "fingerprint", "creditedTo", "drawsOn", "url")}


SAID_BY_VIEW = frozenset(ips[n] for n in ("countsAs", "copyStatus", "copyOf", "sharedText", "repeats"))
"""What the view states of documents; no document's own graph may."""


def publication(document: str, quads: Iterable[Quad], registry: Registry | None = None) -> Publication:
    """Return what origins are told by, of one document.

    Parameters
    ----------
    document : str
        IRI of the document and its graph.
    quads : iterable of Quad
        Of its graph; those of other subjects are passed over.
    registry : Registry, optional
        Tells an official publisher, beside the address of its site.

    Raises
    ------
    ValueError
        If its fingerprint is none.
    """
    node = NamedNode(document)
    found = {
        name: q.object.value
        for q in quads
        if q.subject == node and (name := _PROPERTIES.get(q.predicate)) and isinstance(q.object, Literal)
    }
    publisher, url, sketch = found.get("publisher"), found.get("url"), found.get("fingerprint")
    return Publication(
        iri=document,
        publisher=publisher,
        recorded=found["recordDate"],
        fingerprint=Fingerprint.parse(sketch) if sketch else None,
        via=found.get("creditedTo"),
        inputs=found.get("drawsOn"),
        url=url,
        official=bool(_OFFICIAL_SITE.search(host_of(url))) or _is_official(publisher, registry),
    )


def _is_official(publisher: str | None, registry: Registry | None) -> bool:
    name = _REMARK.sub("", publisher or "")
    if _OFFICIAL_NAME.match(name):
        return True
    if registry is None or not name:
        return False
    # As Registry.find, which looks for the nearest names of all where it finds none.
    keys = {name.upper()} if name.upper() in registry else _named(registry).get(_folded(name), set())
    return len(keys) == 1 and registry.get(next(iter(keys))).kind in ("state", "organisation", "grouping")


@lru_cache(maxsize=2)
def _named(registry: Registry) -> Mapping[str, set[str]]:
    """Return the keys that bear each name."""
    found: dict[str, set[str]] = defaultdict(set)
    for n in registry.names:
        found[n.text.casefold()].add(n.key)
    return dict(found)


def _folded(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()


def publications(
    store: Store, *, fresh: Mapping[str, Iterable[Quad] | None] | None = None, registry: Registry | None = None
) -> list[Publication]:
    """Return what origins are told by, of a store's documents; see :func:`store_origins`."""
    fresh = fresh or {}
    given = [(iri, quads) for iri, quads in fresh.items() if quads is not None]
    stored = [(iri, store.about(iri)) for iri in store.documents() if iri not in fresh]
    return [publication(iri, quads, registry) for iri, quads in (*given, *stored)]


def store_origins(
    store: Store, *, fresh: Mapping[str, Iterable[Quad] | None] | None = None, registry: Registry | None = None
) -> Origins:
    """Return the origins of a store's documents.

    Parameters
    ----------
    store : Store
        Open.
    fresh : mapping of str to iterable of Quad or None, optional
        Documents that are about to be put in place of what the store has; None takes one out.
    registry : Registry, optional
        Tells official publishers.
    """
    return resolve_origins(publications(store, fresh=fresh, registry=registry))


def origin_node(voice: str) -> NamedNode:
    """Return the node of an independent voice; a document that nobody names is a voice of its own."""
    return NamedNode(f"{ID}origin-{digest(voice.removeprefix(ID))}")


def write_origins(origins: Origins, documents: Iterable[str], emit: Emit) -> None:
    """State for each document what it counts as, and why where it is a copy."""
    voices = set()
    for document in sorted(documents):
        node = NamedNode(document)
        voice = origins.voices[document]
        voices.add(voice)
        emit(node, ips.countsAs, origin_node(voice))
        if copy := origins.copies.get(document):
            emit(node, ips.copyStatus, concept("copy", copy.status))
            if copy.of:
                emit(node, ips.copyOf, NamedNode(copy.of))
            if copy.share is not None:
                emit(node, ips.sharedText, decimal(copy.share))
        for other in origins.repeats.get(document, ()):
            voices.add(other)
            emit(node, ips.repeats, origin_node(other))
    for voice in sorted(voices):
        emit(origin_node(voice), TYPE, ips.Origin)
        emit(origin_node(voice), skos.prefLabel, Literal(voice.removeprefix(ID)))


def coarsen(quads: Iterable[Quad], scale: int) -> Iterator[Quad]:
    """Yield a document's quads with its fingerprint at a coarser scale, from which no text can be guessed."""
    for q in quads:
        if q.predicate == ips.fingerprint and isinstance(q.object, Literal):
            literal = Literal(str(Fingerprint.parse(q.object.value).coarser(scale)))
            yield Quad(q.subject, q.predicate, literal, q.graph_name)
        else:
            yield q
