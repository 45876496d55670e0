"""N-Quads and Turtle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.export.files import write_text
from kg.graph.lookup import turtle

if TYPE_CHECKING:
    from kg.graph import OxigraphStore


def write_nquads(store: OxigraphStore, path: Path) -> int:
    """Write every quad as sorted N-Quads: equal graphs give equal bytes. Return the bytes written."""
    return write_text(path, [store.nquads()])


def write_turtle(store: OxigraphStore, path: Path) -> int:
    """Write the triples of all graphs as Turtle, each once. Return the bytes written.

    Turtle has no named graphs; a claim still names its document by ``prov:wasDerivedFrom``, and since classes and
    shortcuts stand in the view alone, counts are right in the merged file too.
    """
    return write_text(path, [turtle(store)])
