"""The endpoint beyond the protocol's own cases: formats, limits, runaways, refusals, and clients that people use."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.graph import OxigraphStore
from kg.query import catalogue
from tests.server.conftest import TOKEN, Server, serving
from tests.system.conftest import run_kg

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MANY = "SELECT ?s ?p ?o { ?s ?p ?o }"


@pytest.fixture(scope="module")
def tight(served_workspace: Path) -> Iterator[Server]:
    """A server with limits that tests can reach."""
    with serving(served_workspace, "--time-limit", "2", "--row-limit", "50", "--workers", "3") as running:
        yield running


def test_library_queries_answer_over_http_as_in_process(server: Server) -> None:
    for name, params in (("binds", {"a": "JPN", "b": "BGD"}), ("chronology", {"a": "JPN", "b": "BGD"})):
        query = catalogue.get(name)
        given = params | ({"as_of": "2026-06-01"} if "as_of" in query.parameters else {})
        text = query.text(**given)
        with OxigraphStore(server.workspace / "store", read_only=True) as store:
            expected = store.query(text).serialize(format=ox.QueryResultsFormat.JSON)
        response = server.client.post("/sparql", data={"query": text})
        assert response.json() == json.loads(expected)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv;q=0.2, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv, */*;q=0.1", "text/csv"),
        ("text/*", "text/csv"),
        ("text/html, text/tab-separated-values;q=0.3", "text/tab-separated-values"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv;q=0, application/*;q=0.5", "application/sparql-results+json"),
    ],
)
def test_the_format_follows_the_q_values(server: Server, accept: str, media: str) -> None:
    response = server.query("SELECT ?s { ?s a ips:Agreement }", Accept=accept)
    assert response.headers["content-type"].split(";")[0].replace("text/xml", media) == media


def test_a_format_that_cannot_hold_the_answer_is_406(server: Server) -> None:
    response = server.query("SELECT ?s { ?s a ips:Agreement }", Accept="image/png")
    assert response.status_code == 406
    assert "text/csv" in response.text


def test_tables_say_in_themselves_that_they_are_cut(tight: Server) -> None:
    answer = tight.query(MANY, Accept="application/sparql-results+json")
    assert answer.headers["KG-Cut"] == "rows; limit=50"
    assert answer.json()["cut"]["rows"] == 50
    assert len(answer.json()["results"]["bindings"]) == 50

    answer = tight.query(MANY, Accept="application/sparql-results+xml")
    assert "cut at 50 rows" in answer.text
    assert len(ET.fromstring(answer.text).findall(".//{*}result")) == 50


@pytest.mark.parametrize("media", ["text/csv", "text/tab-separated-values"])
def test_a_table_that_cannot_say_so_is_refused_instead_of_cut(tight: Server, media: str) -> None:
    answer = tight.query(MANY, Accept=media)
    assert answer.status_code == 413
    assert "no place to say" in answer.text

    whole = tight.query(MANY + " LIMIT 50", Accept=media)
    assert whole.status_code == 200
    assert "KG-Cut" not in whole.headers
    assert len(whole.text.splitlines()) == 51


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_graphs_say_in_themselves_that_they_are_cut(tight: Server, media: str) -> None:
    answer = tight.query("CONSTRUCT WHERE { ?s ?p ?o }", Accept=media)
    assert answer.headers["KG-Cut"] == "triples; limit=50"
    assert "cut at 50 triples" in answer.text
    store = ox.Store()
    store.load(answer.content, format=ox.RdfFormat.from_media_type(media))
    assert len(store) == 50


def test_exactly_as_many_rows_as_allowed_is_a_whole_answer(tight: Server) -> None:
    for rows, cut in ((49, False), (50, False), (51, True)):
        answer = tight.query(f"{MANY} LIMIT {rows}")
        assert ("cut" in answer.json()) is cut
        assert ("KG-Cut" in answer.headers) is cut


def test_a_runaway_is_killed_says_so_and_leaves_the_server_as_it_was(tight: Server) -> None:
    began = time.monotonic()
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(tight.query(RUNAWAY))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [a.status_code for a in answers] == [503] * 3
    assert all("longer than 2 s" in a.text and a.headers["Retry-After"] for a in answers)
    assert time.monotonic() - began < 15

    assert len(tight.query("SELECT ?s { ?s a ips:Agreement } LIMIT 3").json()["results"]["bindings"]) == 3
    assert quiet(tight)


def quiet(server: Server) -> bool:
    """Whether the workers of a server come to rest: none computes, and none that replaces one is still starting."""
    for _ in range(60):
        if not computing(server):
            return True
        time.sleep(0.1)
    return False


def computing(server: Server) -> list[str]:
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=", "--ppid", str(server.process.pid)], capture_output=True, text=True
    )
    return [line for line in listed.stdout.splitlines() if line.split()[1].startswith("R")]


def test_a_query_whose_client_has_left_is_ended(server: Server) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{server.url}/sparql", params={"query": RUNAWAY}, timeout=0.5)
    assert quiet(server)


def test_ctrl_c_ends_the_server_and_all_its_workers(served_workspace: Path) -> None:
    with serving(served_workspace, "--workers", "2") as running:
        listed = ["ps", "-o", "pid=", "--ppid", str(running.process.pid)]
        workers = subprocess.run(listed, capture_output=True, text=True).stdout.split()
        assert len(workers) == 3
        assert running.close() == 0
        for pid in workers:
            assert not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text()


def test_the_address_and_the_limits_are_said_at_the_start(served_workspace: Path, tight: Server) -> None:
    assert tight.about["limits"] == {"seconds": 2.0, "rows": 50, "workers": 3}
    described = tight.client.get("/sparql").text
    assert "2 s and 50 rows" in described
    taken = run_kg("-w", served_workspace, "serve", "--no-browser", "--port", str(httpx.URL(tight.url).port))
    assert taken.returncode == 2
    assert "--port" in taken.stderr


# ----------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9999/sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9999/sparql> { ?s ?p ?o } }",
        "SELECT * { service ?x { ?s ?p ?o } }",
        "PREFIX e: <http://127.0.0.1:9999/> SELECT * { SERVICE e:sparql { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9999/sparql> { ?s ?p ?o } }",
        "SELECT * { # '\nSERVICE <http://127.0.0.1:9999/sparql> { ?s ?p ?o } # '\n }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <FILE:///etc/passwd> { ?s ?p ?o }",
    ],
)
def test_what_reaches_out_of_the_store_is_refused(server: Server, text: str) -> None:
    answer = server.query(text)
    assert answer.status_code == 403
    assert answer.text.startswith("[KG701]")


def test_a_word_in_a_string_a_comment_or_a_name_is_no_service(server: Server) -> None:
    text = """SELECT ?service { # SERVICE <http://example.org/>
        BIND("SERVICE <http://example.org/> {" AS ?service) FILTER(ips:SERVICE != '''LOAD <file:///x>''')
        OPTIONAL { ?service ips:load <http://example.org/SERVICE> } }"""
    assert server.query(text).status_code == 200


def test_a_file_is_no_graph_of_the_dataset(server: Server) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        answer = server.client.get("/sparql", params={"query": "ASK {}", name: "file:///etc/passwd"})
        assert answer.status_code == 403


def test_a_service_that_was_allowed_by_name_is_asked(served_workspace: Path, server: Server) -> None:
    with serving(served_workspace, "--allow-service", f"{server.url}/sparql", "--workers", "2") as asking:
        text = f"SELECT ?n {{ SERVICE <{server.url}/sparql> {{ SELECT (COUNT(?s) AS ?n) {{ ?s a ips:Agreement }} }} }}"
        answer = asking.query(text)
        assert int(answer.json()["results"]["bindings"][0]["n"]["value"]) > 0
        assert asking.query(text.replace("/sparql>", "/other>")).status_code == 403


@pytest.mark.parametrize("text", ["LOAD <http://example.org/x>", "LOAD SILENT <file:///etc/passwd> INTO GRAPH <urn:x>"])
def test_nothing_is_loaded_even_with_the_token(writable: Server, text: str) -> None:
    assert writable.update(text).status_code == 403


def test_updates_need_the_token(server: Server, writable: Server) -> None:
    text = "INSERT DATA { GRAPH <urn:never> { <urn:a> <urn:b> <urn:c> } }"
    for running in (server, writable):
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
            answer = running.client.post("/sparql", data={"update": text}, headers=headers)
            assert answer.status_code == (403 if running is server else 401)
    assert (
        server.client.post("/sparql", data={"update": text}, headers={"Authorization": f"Bearer {TOKEN}"}).status_code
        == 403
    )
    assert writable.query("ASK { GRAPH <urn:never> { ?s ?p ?o } }").json()["boolean"] is False


def test_an_update_shows_to_the_next_query_and_a_failed_one_leaves_nothing(writable: Server) -> None:
    assert writable.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }").status_code == 204
    assert writable.query("ASK { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }").json()["boolean"] is True
    bad = writable.update("DROP GRAPH <urn:g> ; CREATE GRAPH <urn:h> ; CREATE GRAPH <urn:h>")
    assert bad.status_code == 400
    assert writable.query("ASK { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }").json()["boolean"] is True
    assert writable.update("DROP GRAPH <urn:g>").status_code == 204


def test_a_request_that_is_too_large_is_refused(server: Server) -> None:
    text = "ASK {} #" + "x" * (1 << 20)
    assert server.client.post("/sparql", data={"query": text}).status_code == 413

    def chunks() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * (1 << 15)

    answer = server.client.post("/sparql", content=chunks(), headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code == 413
    long = server.client.get("/sparql", params={"query": "ASK {} #" + "x" * 30_000})
    assert long.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "", "localhost@evil.example"])
def test_another_name_than_its_own_is_refused(server: Server, host: str) -> None:
    answer = server.client.get("/sparql", params={"query": "ASK {}"}, headers={"Host": host})
    assert answer.status_code == 421
    assert "evil" not in answer.text or host in answer.text


def test_a_request_without_a_host_is_refused(server: Server) -> None:
    url = httpx.URL(server.url)
    with socket.create_connection((url.host, url.port)) as raw:
        raw.sendall(b"GET /sparql?query=ASK%20%7B%7D HTTP/1.0\r\n\r\n")
        assert b" 421 " in raw.recv(4096)


def test_pages_of_this_machine_may_read_answers_and_others_not(server: Server) -> None:
    for origin, allowed in (
        ("http://localhost:5173", True),
        ("http://127.0.0.1:8888", True),
        ("https://evil.example", False),
        ("http://localhost.evil.example", False),
        ("null", False),
    ):
        answer = server.query("ASK {}", Origin=origin)
        assert (answer.headers.get("access-control-allow-origin") == origin) is allowed
        before = server.client.options("/sparql", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
        assert ("access-control-allow-methods" in before.headers) is allowed


# ----------------------------------------------------------------------------------------------------- clients


def test_sparqlwrapper_works(server: Server, writable: Server) -> None:
    from SPARQLWrapper import CSV, DIGEST, JSON, POST, TURTLE, XML, SPARQLWrapper

    assert DIGEST
    text = (
        "PREFIX ips: <https://w3id.org/indopacific-kg/ontology#> SELECT ?s { ?s a ips:Agreement } ORDER BY ?s LIMIT 5"
    )
    wrapper = SPARQLWrapper(f"{server.url}/sparql")
    wrapper.setQuery(text)
    wrapper.setReturnFormat(JSON)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert len(rows) == 5
    wrapper.setMethod(POST)
    assert wrapper.queryAndConvert()["results"]["bindings"] == rows
    wrapper.setReturnFormat(XML)
    assert len(wrapper.queryAndConvert().getElementsByTagName("result")) == 5
    wrapper.setReturnFormat(CSV)
    assert len(wrapper.queryAndConvert().splitlines()) == 6
    wrapper.setQuery("PREFIX ips: <https://w3id.org/indopacific-kg/ontology#> CONSTRUCT WHERE { ?s a ips:Agreement }")
    wrapper.setReturnFormat(TURTLE)
    assert b"ips:Agreement" in wrapper.queryAndConvert()

    update = SPARQLWrapper(f"{writable.url}/sparql")
    update.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    update.setMethod(POST)
    update.setQuery("INSERT DATA { GRAPH <urn:w> { <urn:a> <urn:b> 1 } }")
    update.query()
    assert writable.query("ASK { GRAPH <urn:w> { ?s ?p 1 } }").json()["boolean"] is True


def test_sparqlstore_of_rdflib_works(server: Server, writable: Server) -> None:
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

    ips = rdflib.Namespace("https://w3id.org/indopacific-kg/ontology#")
    graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql"))
    agreements = set(graph.subjects(rdflib.RDF.type, ips.Agreement))
    expected = server.query("SELECT ?s { ?s a ips:Agreement }").json()["results"]["bindings"]
    assert {str(a) for a in agreements} == {b["s"]["value"] for b in expected}
    rows = list(graph.query("SELECT ?s { ?s a ips:Agreement } LIMIT 2", initNs={"ips": ips}))
    assert len(rows) == 2
    assert (next(iter(agreements)), rdflib.RDF.type, ips.Agreement) in graph

    writing = SPARQLUpdateStore(
        f"{writable.url}/sparql", f"{writable.url}/sparql", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    named = rdflib.Graph(writing, identifier=rdflib.URIRef("urn:r"))
    named.add((rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.Literal("é日")))
    assert (rdflib.URIRef("urn:a"), None, rdflib.Literal("é日")) in named
    named.remove((None, None, None))
    assert len(named) == 0
