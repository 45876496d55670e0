"""The report as a page: every number leads somewhere, nothing of a document runs, bytes do not vary."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from kg.analysis.briefing import ANALYSES, Report, brief
from kg.analysis.finding import Finding, Row
from kg.analysis.study import Study
from kg.errors import CoverageError
from kg.render.charts import bars, lines, steps
from kg.render.report import chart, render_report
from tests.cases.test_answers import store

HOSTILE = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>'


@cache
def report() -> Report:
    return brief(study())


def study() -> Study:
    return Study(store(), as_of="2026-06-30", incomplete_ok=True)


@cache
def page() -> str:
    return render_report(report(), study().snapshot(), title="A report")


def test_every_section_is_there_with_its_frame() -> None:
    assert [f.name for f in report()] == ["holdings", *ANALYSES, "disagreements"]
    for finding in report():
        assert f'<section id="{finding.name}"' in page()
        assert finding.frame


def test_every_link_leads_to_a_relation_with_its_sentences() -> None:
    targets = set(re.findall(r'id="([^"]+)"', page()))
    links = set(re.findall(r'href="#([^"]+)"', page()))

    assert links <= targets
    assert len(re.findall(r"<blockquote>", page())) > 20


def test_nothing_runs_and_nothing_is_asked_for() -> None:
    hostile = replace(
        report(),
        holdings=Finding(
            name="holdings", title=HOSTILE, columns=("a",), rows=(Row(values=(HOSTILE,)),), notes=(HOSTILE,)
        ),
        titles=dict.fromkeys(report().titles, HOSTILE),
    )
    made = render_report(hostile, study().snapshot(), title=HOSTILE)

    assert "default-src 'none'" in made
    assert "<script" not in made
    assert "<img" not in made
    assert not re.search(r'(?:src|href)="(?!#)', made)


def test_the_same_graph_gives_the_same_bytes() -> None:
    assert render_report(brief(study()), study().snapshot(), title="A report") == page()


def test_a_report_refuses_what_is_not_declared_complete() -> None:
    with pytest.raises(CoverageError):
        brief(Study(store(), as_of="2026-06-30"))


def test_progress_is_told_from_first_to_last() -> None:
    seen: list[tuple[int, int, str]] = []
    brief(study(), progress=lambda *step: seen.append(step))

    assert seen[0] == (0, len(ANALYSES), "degree")
    assert seen[-1] == (len(ANALYSES), len(ANALYSES), "")


@pytest.mark.parametrize(
    "svg",
    [
        bars([("A & B", 3.0, 1.0, 3.0), ("C", 0.0, None, None)], label="x", unit="<n>"),
        bars([], label="nothing", unit="n"),
        lines({"L1": [(2020, 0.5), (2021, None), (2022, 1.0)], "<all>": [(2020, 0.1)]}, label="x", unit="n"),
        lines({}, label="nothing", unit="n"),
        steps({"all": [(0, 1.0), (30, 0.5)]}, label="x", unit="days"),
    ],
)
def test_charts_are_well_formed(svg: str) -> None:
    root = ET.fromstring(svg)

    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"]


def test_a_gap_in_a_line_is_a_gap() -> None:
    assert lines({"a": [(1, 0.1), (2, None), (3, 0.2)]}, label="x", unit="n").count("M44.0") >= 1
    drawn = re.findall(
        r'fill="none"[^>]* d="([^"]+)"', lines({"a": [(1, 0.1), (2, None), (3, 0.2)]}, label="x", unit="n")
    )
    assert drawn[0].count("M") == 2


def test_only_what_a_chart_shows_better_has_one() -> None:
    drawn = {f.name for f in report() if chart(f)}

    assert {"degree", "brokers", "hub-and-spoke"} <= drawn
    assert "disagreements" not in drawn
