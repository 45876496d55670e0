"""A report as one HTML file: charts, tables, the frame of every number, and the sentences behind it."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from kg.render.charts import bars, lines, steps

if TYPE_CHECKING:
    from kg.analysis.briefing import Report
    from kg.analysis.finding import Finding
    from kg.projection.snapshot import Relation, Snapshot

ROWS = 25
"""Rows of a table on the page; the JSON has all."""
RECEIPTS = 2
"""Sentences shown under a relation."""


def render_report(report: Report, snapshot: Snapshot, *, title: str) -> str:
    """Return the report as HTML: no script, no request, readable in print.

    Parameters
    ----------
    report : Report
        From :func:`kg.analysis.briefing.brief`.
    snapshot : Snapshot
        Whose relations it names.
    """
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((files("kg.render") / "assets" / "report.html.j2").read_text(encoding="utf-8"))
    named = sorted({r for f in report for row in f.rows[:ROWS] for r in row.relations})
    sections = [_section(f) for f in report]
    receipts = [_entry(snapshot.by_id[r], snapshot) for r in named if r in snapshot.by_id]
    style = (files("kg.render") / "assets" / "report.css").read_text(encoding="utf-8")
    return template.render(report=report, title=title, sections=sections, receipts=receipts, style=style, limit=ROWS)


def _section(finding: Finding) -> dict[str, Any]:
    shown = [finding.columns.index(c) for c in finding.shown or finding.columns]
    return {
        "finding": finding,
        "chart": chart(finding),
        "columns": [finding.columns[i].replace("_", " ") for i in shown],
        "rows": [([_cell(row.values[i]) for i in shown], row.relations) for row in finding.rows[:ROWS]],
        "more": max(len(finding.rows) - ROWS, 0),
    }


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def chart(finding: Finding) -> str:
    """Return the chart that belongs to an analysis, as SVG; empty where a table says it all."""
    column = {name: i for i, name in enumerate(finding.columns)}

    def get(row: Any, name: str) -> Any:
        return row.values[column[name]]

    if {"value", "low", "high"} <= set(column):
        top = [r for r in finding.rows if get(r, "value") is not None][:12]
        rows = [(str(get(r, "name")), float(get(r, "value")), get(r, "low"), get(r, "high")) for r in top]
        return bars(rows, label=finding.title, unit="value on all ties; line: 90 % under reading error only")
    if finding.name == "hub-and-spoke":
        layers = sorted({str(get(r, "layer")) for r in finding.rows}, key=lambda c: (c != "all", len(c), c))[:6]
        series = {
            layer: [(float(get(r, "year")), get(r, "mesh_share")) for r in finding.rows if get(r, "layer") == layer]
            for layer in layers
        }
        return lines(series, label=finding.title, unit="share of tied pairs without the hub, by year")
    if finding.name == "supplier-concentration":
        rows = [(str(get(r, "name")), float(get(r, "hhi")), None, None) for r in finding.rows[:12]]
        return bars(rows, label=finding.title, unit="Herfindahl-Hirschman index of relations, 0 to 1")
    if finding.name == "lag":
        every = next((r for r in finding.rows if get(r, "type") == "all"), None)
        if every is not None and get(every, "median") is not None:
            marks = [(0.0, 1.0)]
            for name, left in (("quarter", 0.75), ("median", 0.5), ("three_quarters", 0.25)):
                if get(every, name) is not None:
                    marks.append((float(get(every, name)), left))
            return steps({"all types": marks}, label=finding.title, unit="share still waiting, by days")
    return ""


def _entry(relation: Relation, snapshot: Snapshot) -> dict[str, Any]:
    seen = sorted({r for s in relation.stages for r in s.receipts})
    sides = [snapshot.actors[p.actor].label for p in relation.participations if p.actor in snapshot.actors]
    return {
        "id": relation.id,
        "title": relation.title,
        "sides": ", ".join(dict.fromkeys(sides)),
        "support": relation.support,
        "receipts": [(r.text, _source(snapshot.documents[r.doc]), r.grade) for r in seen[:RECEIPTS]],
        "more": max(len(seen) - RECEIPTS, 0),
    }


def _source(document: dict[str, Any]) -> str:
    parts = [document.get("publisher"), document.get("title"), document.get("published")]
    return ", ".join(str(p) for p in parts if p)
