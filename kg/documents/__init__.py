"""Documents: readers, normalisation with an offset map, sentences, the archive by hash."""

from __future__ import annotations

from kg.documents.container import Part
from kg.documents.document import Block, Document, OffsetMap, Sentence
from kg.documents.formats import SUFFIXES
from kg.documents.read import is_container, read_bytes, read_parts, read_path

__all__ = [
    "SUFFIXES",
    "Block",
    "Document",
    "OffsetMap",
    "Part",
    "Sentence",
    "is_container",
    "read_bytes",
    "read_parts",
    "read_path",
]
