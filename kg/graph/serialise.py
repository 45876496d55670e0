"""The graph as text: sorted Turtle, TriG and JSON-LD, and the hash by which two graphs are compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.graph.terms import DEFAULT
from kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from kg.graph.store import OxigraphStore


def _triples(quads: Iterable[Quad]) -> list[Triple]:
    return sorted({q.triple for q in quads}, key=str)


def _quads(store: OxigraphStore) -> list[Quad]:
    """Return every quad, the default graph first; writers of named graphs need each graph in one piece."""
    return sorted(store.raw, key=lambda q: ("" if q.graph_name == DEFAULT else str(q.graph_name), str(q.triple)))


def turtle(store: OxigraphStore) -> tuple[bytes, int]:
    """Return the triples of all graphs as Turtle, each once and sorted, and their number."""
    triples = _triples(store.raw)
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b"", len(triples)


def trig(store: OxigraphStore) -> bytes:
    """Return every quad as TriG, sorted."""
    return serialize(_quads(store), format=RdfFormat.TRIG, prefixes=PREFIXES) or b""


def triples_hash(quads: Iterable[Quad]) -> str:
    """Return the SHA-256 of the triples of all graphs as sorted N-Triples: what a Turtle file can keep of a graph."""
    digest = hashlib.sha256()
    for triple in _triples(quads):
        digest.update(f"{triple} .\n".encode())
    return digest.hexdigest()


def graph_hash(store: OxigraphStore) -> str:
    """Return the SHA-256 of the sorted N-Quads: equal for equal graphs, whatever the order of ingest."""
    return hashlib.sha256(store.nquads().encode("utf-8")).hexdigest()


def json_ld(store: OxigraphStore) -> Iterator[str]:
    """Yield JSON-LD 1.1 in pieces: the project's prefixes as context, one node a line, a graph for each document."""
    raw = serialize(_quads(store), format=RdfFormat.JSON_LD) or b"[]"
    nodes: list[dict[str, Any]] = json.loads(raw)
    yield '{"@context":' + json.dumps(PREFIXES, ensure_ascii=False) + ',\n"@graph":[\n'
    for number, node in enumerate(nodes):
        yield (",\n" if number else "") + json.dumps(_compact(node), ensure_ascii=False, separators=(",", ":"))
    yield "\n]}\n"


_TYPE = PREFIXES["rdf"] + "type"
_BY_LENGTH = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


def _short(iri: str) -> str:
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and not iri.startswith("//", len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _compact(value: Any) -> Any:
    """Return a part of expanded JSON-LD with short IRIs, and without the wrappings that say nothing.

    A list of one is its member and ``{"@value": "x"}`` is ``"x"``; a context without type coercion reads both alike.
    """
    if isinstance(value, list):
        members = [_compact(v) for v in value]
        return members[0] if len(members) == 1 else members
    if not isinstance(value, dict):
        return value
    if "@value" in value:
        if set(value) == {"@value"}:
            return value["@value"]
        return {k: _short(v) if k == "@type" else v for k, v in value.items()}
    out: dict[str, Any] = {}
    for key, item in value.items():
        if key == "@graph":
            out[key] = [_compact(v) for v in item]
        elif key == "@id":
            out[key] = _short(item)
        elif key == _TYPE:
            classes = [_short(v["@id"]) for v in item]
            out["@type"] = classes[0] if len(classes) == 1 else classes
        else:
            out[_short(key)] = _compact(item)
    return out
