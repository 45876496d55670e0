"""The library on Virtuoso: the same rows as on Oxigraph, over the SPARQL protocol of a server of the test's own."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.graph import OxigraphStore
from kg.namespaces import VIEW
from kg.query import catalogue
from kg.query.catalogue import Iri, literal_value
from tests.cases.test_answers import ANSWERS, NAMES, params, store
from tests.stores import virtuoso

LOST = {"1-commitments", "4-label-and-substance"}
"""Answers from which Virtuoso 7.2.5 loses rows that an OPTIONAL after another, or a UNION in a sub-select, binds."""
pytestmark = virtuoso.needed


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start Virtuoso on loopback with the graph of all cases, the view as a named graph."""
    place = tmp_path_factory.mktemp("virtuoso")
    load(store(), place / "graph.nq")
    with virtuoso.running(place) as server:
        server.command(f"DB.DBA.TTLP_MT(file_to_string_output('{place}/graph.nq'), '', '{VIEW}', 512);")
        yield server.query


def load(graph: OxigraphStore, path: Path) -> None:
    """Write the store as N-Quads, the default graph under the view's name: Virtuoso has no default graph."""
    lines = (line.rstrip() for line in graph.nquads().splitlines())
    named = (line if line.removesuffix(" .").endswith(">") and line.count(" ") >= 4 and in_graph(line) else
             f"{line.removesuffix('.')}<{VIEW}> ." for line in lines if line)  # fmt: skip
    path.write_text("\n".join(named) + "\n", encoding="utf-8")


def in_graph(line: str) -> bool:
    import pyoxigraph as ox

    (quad,) = ox.parse(line.encode(), format=ox.RdfFormat.N_QUADS)
    return isinstance(quad.graph_name, ox.NamedNode)


def ask(endpoint: str, sparql: str) -> list[tuple[Any, ...]]:
    form = urllib.parse.urlencode({"query": sparql, "default-graph-uri": VIEW}).encode()
    request = urllib.request.Request(endpoint, form, {"Accept": "application/sparql-results+json"})
    try:
        with urllib.request.urlopen(request, timeout=120) as response:
            found = json.load(response)
    except urllib.error.HTTPError as error:
        pytest.fail(error.read().decode()[:600])
    columns = found["head"]["vars"]
    return [tuple(value(row.get(c)) for c in columns) for row in found["results"]["bindings"]]


def value(term: dict[str, str] | None) -> Any:
    if term is None:
        return None
    return Iri(term["value"]) if term["type"] == "uri" else literal_value(term["value"], term.get("datatype"))


@pytest.mark.parametrize("name", NAMES)
def test_virtuoso_gives_the_same_rows(endpoint: str, name: str) -> None:
    answer = ANSWERS[NAMES.index(name)]
    query = catalogue.get(answer["query"])
    expected = sorted(map(plain, catalogue.select(query.text(**params(answer)), store()).rows))

    found = sorted(map(plain, ask(endpoint, query.text(**params(answer)))))
    assert (found == expected) is (name not in LOST), "take it off the list" if found == expected else found


def plain(row: tuple[Any, ...]) -> str:
    """Return a row for comparison: Virtuoso has no booleans, and answers 1 and 0."""
    return repr(tuple(int(v) if isinstance(v, bool) else v for v in row))
