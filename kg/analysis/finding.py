"""What a measure found: rows with the relations behind each number, and the frame that they hold in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a finding.

    Attributes
    ----------
    values : tuple
        In the order of the finding's columns; plain text and numbers.
    relations : tuple of str
        Local names of the relations that made the row, sorted: ``kg show`` prints the receipts of each.
    """

    values: tuple[Any, ...]
    relations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The result of one analysis.

    Attributes
    ----------
    name, title : str
    columns : tuple of str
    rows : tuple of Row
        Ordered as they are to be read.
    notes : tuple of str
        What a reader has to know beside the frame: definitions, seeds, what was left out.
    frame : str
        Which relations, polities and days are counted.
    shown : tuple of str
        Columns for a narrow page; all of them where it is empty.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    frame: str = ""
    shown: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the finding as plain values, each row with its relations."""
        return {
            "analysis": self.name,
            "title": self.title,
            "frame": self.frame,
            "notes": list(self.notes),
            "rows": [
                {**dict(zip(self.columns, row.values, strict=True)), "relations": list(row.relations)}
                for row in self.rows
            ],
        }


def relations_of(graph: Any, node: str) -> tuple[str, ...]:
    """Return the relations on a node's ties, sorted and once each."""
    found: set[str] = set()
    for _, _, data in graph.edges(node, data=True):
        found |= set(data["relations"])
    return tuple(sorted(found))
