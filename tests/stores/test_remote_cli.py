"""``kg --store``: ingest and query on a server, and what is said where the server will not."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import RemoteStoreError
from kg.graph import OxigraphStore
from kg.graph.endpoint import Endpoint
from tests.server.conftest import TOKEN, Server, serving
from tests.system.conftest import run_kg


def kg(*given: object, **environ: str) -> subprocess.CompletedProcess[str]:
    import os

    env = {k: v for k, v in os.environ.items() if not k.startswith("KG_")} | environ
    command = [sys.executable, "-m", "kg.cli", *map(str, given)]
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=300, check=False)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    place = tmp_path_factory.mktemp("other") / "w"
    assert run_kg("init", place).returncode == 0
    OxigraphStore(place / "store").close()
    with serving(place, "--update-token", TOKEN, "--workers", "1") as server:
        yield server


def test_documents_and_answers_are_those_of_a_store_on_this_machine(other: Server, tmp_path: Path, root: Path) -> None:
    files = sorted((root / "data" / "documents").glob("*.md"))[:3]
    for name in ("here", "there"):
        assert run_kg("init", tmp_path / name).returncode == 0
    assert run_kg("-w", tmp_path / "here", "ingest", *files).returncode == 0
    far = ("--store", f"{other.url}/sparql")

    first = kg("-w", tmp_path / "there", *far, "ingest", *files, "--json", KG_STORE_TOKEN=TOKEN)
    again = kg("-w", tmp_path / "there", *far, "ingest", *files, "--json", KG_STORE_TOKEN=TOKEN)
    assert first.returncode == again.returncode == 0, first.stderr + again.stderr
    assert {d["status"] for d in json.loads(first.stdout)["documents"]} == {"added"}
    assert {d["status"] for d in json.loads(again.stdout)["documents"]} == {"unchanged"}
    assert json.loads(again.stdout)["changed_quads"] == 0
    assert not (tmp_path / "there" / "store").exists()
    sparql = tmp_path / "q.rq"
    sparql.write_text(
        "PREFIX ips: <https://w3id.org/indopacific-kg/ontology#>"
        "SELECT ?r ?a WHERE { ?r ips:supportedBy ?c ; ips:involves ?a } ORDER BY ?r ?a"
    )
    here = kg("-w", tmp_path / "here", "query", "--sparql", sparql, "--format", "json")
    there = kg(*far, "query", "--sparql", sparql, "--format", "json")
    assert there.stdout == here.stdout, there.stderr
    assert json.loads(here.stdout)


def test_errors_say_what_the_server_will_not(other: Server, server: Server, tmp_path: Path) -> None:
    assert run_kg("init", tmp_path / "w").returncode == 0
    one = tmp_path / "new.txt"
    one.write_text("Japan and the Philippines signed a Reciprocal Access Agreement in Manila on 8 July 2024.\n")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        cases = {
            ("query", "ftp://x"): ("KG304", "no address"),
            ("query", "http://me:pw@127.0.0.1/sparql"): ("KG304", "KG_STORE_PASSWORD"),
            ("query", f"{other.url}/nothing"): ("KG304", "not there"),
            ("query", f"{other.url}/api/status"): ("KG304", "405"),
            ("query", f"http://127.0.0.1:{port}/sparql"): ("KG306", "within 1 s"),
            ("ingest", f"{other.url}/sparql"): ("KG305", "KG_STORE_TOKEN"),
            ("ingest", f"{server.url}/sparql"): ("KG305", "takes no updates"),
            ("show", f"{other.url}/sparql"): ("", "reads the workspace's own store"),
        }
        for (verb, url), (code, words) in cases.items():
            given = {"query": ("binds", "-p", "a=JPN", "-p", "b=PHL"), "ingest": (one,), "show": ("Japan",)}[verb]
            seconds = "1" if code == "KG306" else ""
            done = kg("-w", tmp_path / "w", "--store", url, verb, *given, KG_STORE_TIMEOUT=seconds)
            assert done.returncode == 2, done.stderr
            assert code in done.stderr
            assert words in done.stderr, done.stderr
            assert "pw" not in done.stderr.replace("Spw", "")


def test_an_answer_that_the_server_cut_is_no_answer(demo: Path, tmp_path: Path) -> None:
    import shutil

    from kg.errors import RemoteTimeoutError
    from kg.graph.remote import RemoteStore

    shutil.copytree(demo, tmp_path / "w")
    with serving(tmp_path / "w", "--workers", "1", "--row-limit", "500") as small:
        store = RemoteStore(Endpoint(f"{small.url}/sparql"), page=400)
        with pytest.raises(RemoteTimeoutError):
            store.query("SELECT * { ?s ?p ?o }")
        document = store.documents()[0]
        with OxigraphStore(demo / "store", read_only=True) as here:
            assert set(store.quads(document)) == set(here.quads(document))


def test_an_address_that_sends_on_is_named() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        import threading

        def answer() -> None:
            taken, _ = listener.accept()
            with taken:
                taken.recv(65536)
                taken.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        with pytest.raises(RemoteStoreError, match="sends on to http://elsewhere/"):
            Endpoint(url, token="t").query("ASK {}", "application/sparql-results+xml")
        thread.join()
