"""RDF: records to claims, claims to the view, and the store that holds both."""

from __future__ import annotations

from pyoxigraph import Quad

from kg.graph.decode import decode
from kg.graph.default import default_graph, rebuild_view, stored_claims
from kg.graph.encode import Encoded, encode
from kg.graph.hygiene import hygiene, hygiene_of_terms
from kg.graph.store import OxigraphStore, Store
from kg.graph.validate import Finding, validate_document, validate_store
from kg.graph.view import View, build_view, known_at

__all__ = [
    "Encoded",
    "Finding",
    "OxigraphStore",
    "Quad",
    "Store",
    "View",
    "build_view",
    "decode",
    "default_graph",
    "encode",
    "hygiene",
    "hygiene_of_terms",
    "known_at",
    "rebuild_view",
    "stored_claims",
    "validate_document",
    "validate_store",
]
