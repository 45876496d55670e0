"""RDF to NetworkX: the only place where a node becomes an edge."""

from __future__ import annotations

from kg.projection.frame import Frame
from kg.projection.relations import relation_network
from kg.projection.snapshot import Snapshot, read_documents, read_snapshot
from kg.projection.ties import TIE_KINDS, frame_of, tie_network

__all__ = [
    "TIE_KINDS",
    "Frame",
    "Snapshot",
    "frame_of",
    "read_documents",
    "read_snapshot",
    "relation_network",
    "tie_network",
]
