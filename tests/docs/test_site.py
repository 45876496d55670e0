"""The documentation: it builds without a warning, asks nothing of a network, and its tutorial works as written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import fields
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.documents.formats import SUFFIXES
from kg.documents.limits import Limits, variable
from kg.export.request import Request
from kg.export.tables import all_tables
from kg.graph import OxigraphStore
from kg.projection import Snapshot
from tests.system.conftest import run_kg

LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}


class Loads(HTMLParser):
    """Collects what a page loads by itself: scripts, styles, pictures; links that a reader follows do not count."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and values.get("rel") == "canonical":
            return
        self.found.append(values.get(LOADED.get(tag, ""), "") or "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    target = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", target],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return target


def test_every_page_is_built_and_loads_nothing_from_elsewhere(site: Path, root: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    sources = {p.relative_to(root / "docs").with_suffix(".html") for p in (root / "docs").rglob("*.md")}

    assert sources <= {p.relative_to(site) for p in pages}
    for page in pages:
        reader = Loads()
        reader.feed(page.read_text(encoding="utf-8"))
        assert [u for u in reader.found if re.match(r"(https?:)?//", u)] == [], page


def test_every_decision_is_listed(root: Path) -> None:
    listed = (root / "docs" / "decisions" / "index.md").read_text(encoding="utf-8")
    missing = [p.name for p in (root / "docs" / "decisions").glob("0*.md") if f"({p.name})" not in listed]

    assert missing == []


def test_links_of_the_pages_at_the_root_lead_somewhere(root: Path) -> None:
    for page in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSES/README.md", "data/registry/README.md"):
        text = (root / page).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            if "://" not in target:
                assert ((root / page).parent / target).exists(), (page, target)


def test_the_page_on_documents_names_every_format_and_every_limit_with_its_value(root: Path) -> None:
    page = (root / "docs" / "how-to" / "read-documents.md").read_text(encoding="utf-8")

    assert [s for s in SUFFIXES if f"`{s}`" not in page and s not in {".text", ".markdown"}] == []
    rows = re.findall(r"^\| `(KG_LIMIT_\w+)` \| (\d+) \|", page, re.MULTILINE)
    assert dict(rows) == {variable(f.name): str(getattr(Limits(), f.name)) for f in fields(Limits)}


def test_the_page_on_formats_names_every_table_and_column(root: Path) -> None:
    page = (root / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")
    empty = Snapshot(as_of="2026-01-01", known_at="2026-01-01", relations=(), actors={}, documents={})
    request = Request(store=OxigraphStore())
    request.__dict__["snapshot"] = empty

    for table in all_tables(request):
        row = next(line for line in page.splitlines() if line.startswith(f"| `{table.name}` |"))
        assert [c for c in table.columns if f"`{c}`" not in row] == [], table.name


def test_the_tutorial_works_as_written(tmp_path: Path, root: Path) -> None:
    page = (root / "docs" / "tutorial" / "first-graph.md").read_text(encoding="utf-8")
    (document,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    (tmp_path / "pact.txt").write_text(document, encoding="utf-8")
    commands = re.findall(r"^\$ kg (.*)$", page, re.MULTILINE)
    outputs = {}
    for command in commands:
        done = run_kg(*command.split(), cwd=tmp_path)
        assert done.returncode == 0, (command, done.stderr)
        outputs[command] = done.stdout + done.stderr

    assert len(commands) > 12
    assert "1 added" in outputs["-w first ingest pact.txt"]
    shown = outputs["-w first show Philippines"]
    assert "2024-07-08 signed" in shown
    assert "(planned)" in shown
    france = shown[shown.index("France") :]
    assert "proposed (possible)" in france
    assert "Kamikawa" in outputs["-w first query signatories -p a=JPN -p b=PHL"]
    assert {p.suffix for p in tmp_path.iterdir() if p.stem == "first"} == {"", ".html", ".ttl", ".gexf", ".xlsx"}
