"""The committed reference page is what the script writes, complete, and asks the network for nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.graph.hygiene import hygiene_queries
from kg.graph.terms import rdfs
from kg.namespaces import IPS, IPSC
from kg.ontology import ontology


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "reference" / "ontology" / "index.html").read_text(encoding="utf-8")


def test_the_committed_page_is_what_the_script_writes(root: Path, tmp_path: Path, page: str) -> None:
    script = root / "scripts" / "ontology_reference.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, capture_output=True)

    written = (tmp_path / "index.html").read_text(encoding="utf-8")

    assert written == page, "run `python scripts/ontology_reference.py` after a change of the ontology"


def test_every_term_and_every_concept_has_its_anchor_once(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    terms = {q.subject.value.removeprefix(IPS) for q in ontology().quads
             if q.predicate == rdfs.isDefinedBy and isinstance(q.subject, NamedNode)}  # fmt: skip
    concepts = {c.iri.removeprefix(IPSC) for s in ontology().schemes.values() for c in s.values()}

    assert len(ids) == len(set(ids))
    assert (terms | concepts) - set(ids) == set()


def test_every_link_inside_the_page_leads_somewhere(page: str) -> None:
    assert set(re.findall(r'href="#([^"]+)"', page)) - set(re.findall(r'\bid="([^"]+)"', page)) == set()


def test_the_page_asks_the_network_for_nothing(page: str) -> None:
    assert re.findall(r"<link\b|\bsrc\s*=|url\(|@import|fetch\(|XMLHttpRequest|<iframe|<img", page) == []


def test_the_page_shows_shapes_and_hygiene(page: str) -> None:
    assert all(q.name in page for q in hygiene_queries())
    assert "An allegation needs somebody who makes it" in page
