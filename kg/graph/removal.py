"""What leaves a store with its documents: the names that a ledger has to remember."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.graph.terms import DEFAULT, ips
from kg.namespaces import ID, doc_iri

if TYPE_CHECKING:
    from kg.graph.store import OxigraphStore, Store


def sha256_of(store: Store, document: str) -> str:
    """Return the SHA-256 that a document of the store states of itself."""
    node = NamedNode(document)
    quad = next(iter(store.match(node, ips.sha256, None, node)))
    assert isinstance(quad.object, Literal)
    return quad.object.value


def tombstones(store: OxigraphStore, shas: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """Return the ledger's columns ``claims`` and ``relations`` for documents that are about to go together."""
    graphs = {sha: doc_iri(sha) for sha in shas}
    owner = {
        q.subject.value: sha  # type: ignore[union-attr]
        for sha, graph in graphs.items()
        for q in store.match(None, ips.describes, None, NamedNode(graph))
    }
    relations: dict[str, list[str]] = {sha: [] for sha in graphs}
    homes: dict[str, list[str]] = {}
    for claim in sorted(owner):
        for q in store.match(None, ips.supportedBy, NamedNode(claim), DEFAULT):
            homes.setdefault(q.subject.value, []).append(claim)  # type: ignore[union-attr]
    for relation, going in sorted(homes.items()):
        supported = store.match(NamedNode(relation), ips.supportedBy, None, DEFAULT)
        left = sorted(q.object.value for q in supported if q.object.value not in owner)  # type: ignore[union-attr]
        anchor = f"{ID}claim-{relation.rpartition('-')[2]}"
        for sha in sorted({owner[claim] for claim in going}):
            if not left:
                relations[sha].append(relation.removeprefix(ID))
            elif owner.get(anchor) == sha:
                relations[sha].append(f"{relation.removeprefix(ID)}>{left[0].removeprefix(ID)}")
    return {
        sha: {
            "claims": " ".join(sorted(c.removeprefix(ID) for c, s in owner.items() if s == sha)),
            "relations": " ".join(sorted(relations[sha])),
        }
        for sha in graphs
    }
