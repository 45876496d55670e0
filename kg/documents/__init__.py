"""Documents: readers, normalisation with an offset map, sentences, the archive by hash."""

from __future__ import annotations

from kg.documents.document import Block, Document, OffsetMap, Sentence
from kg.documents.read import SUFFIXES, read_bytes, read_path

__all__ = ["SUFFIXES", "Block", "Document", "OffsetMap", "Sentence", "read_bytes", "read_path"]
