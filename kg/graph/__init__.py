"""RDF: records to claims, claims to the view, and the store that holds both."""

from __future__ import annotations

from kg.graph.decode import decode
from kg.graph.encode import Encoded, encode
from kg.graph.store import OxigraphStore, Store

__all__ = ["Encoded", "OxigraphStore", "Store", "decode", "encode"]
