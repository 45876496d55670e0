"""What a measure found: rows with the relations behind each number, and the frame that they hold in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


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

    @property
    def df(self) -> pd.DataFrame:
        """The rows as a pandas DataFrame, with their relations (needs the ``notebook`` extra)."""
        import pandas as pd

        rows = [(*row.values, row.relations) for row in self.rows]
        return pd.DataFrame(rows, columns=[*self.columns, "relations"])

    def _repr_html_(self) -> str:
        from html import escape

        head = "".join(f"<th>{escape(c)}</th>" for c in self.columns)
        shown = self.rows[:200]
        body = "".join(
            "<tr>" + "".join(f"<td>{escape('' if v is None else str(v))}</td>" for v in row.values) + "</tr>"
            for row in shown
        )
        more = f"<p>showing {len(shown)} of {len(self.rows)} rows</p>" if len(self.rows) > len(shown) else ""
        notes = "".join(f"<li>{escape(n)}</li>" for n in self.notes)
        return (
            f"<table><caption>{escape(self.title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"{more}<ul>{notes}</ul><p>Frame: {escape(self.frame)}</p>"
        )

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
