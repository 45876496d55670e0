"""Each relation of a view in a few plain values: what two views are compared by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.graph.terms import DEFAULT, concept, ips
from kg.model import OPEN_END, OPEN_START
from kg.namespaces import IPSC

if TYPE_CHECKING:
    from kg.graph.store import OxigraphStore


@dataclass(frozen=True, slots=True)
class Summary:
    """One relation.

    Attributes
    ----------
    title : str
        Its proper name, else the notation of its type.
    claims, documents : frozenset of str
        IRIs of what supports it.
    chosen : frozenset of (str, str)
        Slot and value of every chosen stage, item and sum.
    status : tuple of str
        What holds by all the files, in the order of time: ``no until 2025-09-11``, ``yes from 2025-09-11``.
    """

    title: str
    claims: frozenset[str]
    documents: frozenset[str]
    chosen: frozenset[tuple[str, str]]
    status: tuple[str, ...]


def summarise(store: OxigraphStore) -> dict[str, Summary]:
    """Return every relation of a store's view, by IRI, sorted."""
    support: dict[str, set[str]] = defaultdict(set)
    for q in store.match(None, ips.supportedBy, None, DEFAULT):
        support[q.subject.value].add(q.object.value)  # type: ignore[union-attr]
    owner = {}
    for document in store.documents():
        for q in store.match(None, ips.describes, None, NamedNode(document)):
            owner[q.subject.value] = document  # type: ignore[union-attr]
    return {
        iri: Summary(
            _title(store, iri),
            frozenset(claims),
            frozenset(owner[c] for c in claims),
            frozenset(_chosen(store, iri)),
            _status(store, iri),
        )
        for iri, claims in sorted(support.items())
    }


def _values(store: OxigraphStore, subject: NamedNode, predicate: NamedNode) -> list[str]:
    quads = store.match(subject, predicate, None, DEFAULT)
    return sorted(q.object.value for q in quads)  # type: ignore[union-attr]


def _title(store: OxigraphStore, iri: str) -> str:
    node = NamedNode(iri)
    for found in (_values(store, node, ips.title), _values(store, node, ips.name)):
        if found:
            return found[0]
    types = [t.removeprefix(IPSC).partition("-")[2].replace("-", " ") for t in _values(store, node, ips.type)]
    return types[0] if types else "untitled"


def _chosen(store: OxigraphStore, iri: str) -> list[tuple[str, str]]:
    node, out = NamedNode(iri), []
    for link in (ips.stage, ips.item, ips.amount):
        for name in _values(store, node, link):
            if _values(store, NamedNode(name), ips.standing) != [concept("standing", "chosen").value]:
                continue
            marks = name.removeprefix(f"{iri}.").split(".")
            if marks[0] == "s":
                out.append((f"{marks[1]} ({marks[2]})", " ".join(marks[3:])))
            elif marks[0] == "i":
                out.append((marks[1], ".".join(marks[2:]) or "no number"))
            else:
                out.append(("sum", ".".join(marks[1:])))
    return out


def _status(store: OxigraphStore, iri: str) -> tuple[str, ...]:
    spans = []
    for name in _values(store, NamedNode(iri), ips.statusSpan):
        node = NamedNode(name)
        if _values(store, node, ips.knownUntil) != [OPEN_END]:
            continue
        (start,), (until,), (status,) = (_values(store, node, p) for p in (ips["from"], ips.until, ips.status))
        spans.append((start, until, status.removeprefix(IPSC).partition("-")[2]))
    joined: list[tuple[str, str, str]] = []
    for start, until, status in sorted(spans):
        if joined and joined[-1][1] == start and joined[-1][2] == status:
            joined[-1] = (joined[-1][0], until, status)
        else:
            joined.append((start, until, status))
    return tuple(
        status + (f" from {start}" if start != OPEN_START else "") + (f" until {until}" if until != OPEN_END else "")
        for start, until, status in joined
    )
