"""The library on Virtuoso: the same rows as on Oxigraph, over the SPARQL protocol of a server of the test's own."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
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

SERVER, SHELL = shutil.which("virtuoso-t"), shutil.which("isql-vt")
LOST = {"1-commitments", "4-label-and-substance"}
"""Answers from which Virtuoso 7.2.5 loses rows that an OPTIONAL after another, or a UNION in a sub-select, binds."""
pytestmark = pytest.mark.skipif(not (SERVER and SHELL), reason="virtuoso-opensource-7 is not installed")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start Virtuoso on loopback with the graph of all cases, the view as a named graph."""
    place = tmp_path_factory.mktemp("virtuoso")
    shell, http = free_port(), free_port()
    (place / "virtuoso.ini").write_text(
        f"[Database]\nDatabaseFile={place}/v.db\nTransactionFile={place}/v.trx\nErrorLogFile={place}/v.log\n"
        f"LockFile={place}/v.lck\nxa_persistent_file={place}/v.pxa\n"
        f"[TempDatabase]\nDatabaseFile={place}/t.db\nTransactionFile={place}/t.trx\n"
        f"[Parameters]\nServerPort=127.0.0.1:{shell}\nDirsAllowed={place}\nNumberOfBuffers=20000\nMaxDirtyBuffers=15000\n"
        f"[HTTPServer]\nServerPort=127.0.0.1:{http}\n"
        f"[SPARQL]\nResultSetMaxRows=100000\nMaxQueryExecutionTime=60\n",
        encoding="utf-8",
    )
    load(store(), place / "graph.nq")
    with (place / "server.out").open("wb") as log:
        server = subprocess.Popen(
            [str(SERVER), "+foreground", "+configfile", str(place / "virtuoso.ini")],
            cwd=place, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            wait_for(http, server)
            command(shell, f"DB.DBA.TTLP_MT(file_to_string_output('{place}/graph.nq'), '', '{VIEW}', 512);")
            yield f"http://127.0.0.1:{http}/sparql"
        finally:
            server.kill()
            server.wait()


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


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert server.poll() is None, "the server ended at its start"
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the server did not open its port in a minute")


def command(port: int, text: str) -> None:
    done = subprocess.run(
        [str(SHELL), f"127.0.0.1:{port}", "dba", "dba", "ERRORS=STDOUT", f"EXEC={text}"],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "Error" not in done.stdout, done.stdout


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
