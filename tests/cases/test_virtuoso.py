"""The library on Virtuoso: the same rows as on Oxigraph, over the SPARQL protocol of a server of the test's own."""

from __future__ import annotations

import json
import shutil
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from kg.graph import OxigraphStore
from kg.namespaces import VIEW
from kg.query import catalogue
from kg.query.catalogue import Iri, literal_value
from tests.cases.test_answers import ANSWERS, NAMES, params, store
from tests.stores import virtuoso

STARTS = 5
"""Servers asked before a loss of rows counts. Virtuoso 7.2.5 plans by random samples, and some plans lose rows (or
what an OPTIONAL binds); the same query on the same data is right at another start. It never makes up a row."""
pytestmark = virtuoso.needed


class Servers:
    """One running server at a time on the graph of all cases, the view as a named graph."""

    def __init__(self, place: Path) -> None:
        self.place, self.starts, self.stack = place, 0, ExitStack()
        load(store(), place / "graph.nq")
        self.endpoint = self.start()

    def start(self) -> str:
        """Replace the server by one on an empty database of its own, loaded anew."""
        self.stack.close()
        self.starts += 1
        home = self.place / str(self.starts)
        home.mkdir()
        graph = shutil.copy(self.place / "graph.nq", home)
        server = self.stack.enter_context(virtuoso.running(home))
        server.command(f"DB.DBA.TTLP_MT(file_to_string_output('{graph}'), '', '{VIEW}', 512);")
        self.endpoint = server.query
        return self.endpoint


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    made = Servers(tmp_path_factory.mktemp("virtuoso"))
    with made.stack:
        yield made


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
def test_virtuoso_gives_the_same_rows(servers: Servers, name: str) -> None:
    answer = ANSWERS[NAMES.index(name)]
    query = catalogue.get(answer["query"])
    text = query.text(**params(answer))
    expected = sorted(catalogue.select(text, store()).rows, key=plain)

    for _ in range(STARTS):
        found = sorted(ask(servers.endpoint, text), key=plain)
        if [*map(plain, found)] == [*map(plain, expected)]:
            return
        assert all(any(less(row, full) for full in expected) for row in found), "rows that are not there"
        servers.start()
    pytest.fail(f"{STARTS} servers lose rows; the last gave {found}")


def less(row: tuple[Any, ...], full: tuple[Any, ...]) -> bool:
    """Return whether a row says what another says, or less of it."""
    return all(a in (None, "", b) for a, b in zip(row, full, strict=True))


def plain(row: tuple[Any, ...]) -> str:
    """Return a row for comparison: Virtuoso has no booleans, and answers 1 and 0."""
    return repr(tuple(int(v) if isinstance(v, bool) else v for v in row))
