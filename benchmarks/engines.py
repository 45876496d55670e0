"""The library on three engines: how many rows of each query differ from Oxigraph's, on a workspace's own graph.

Usage: python benchmarks/engines.py WORKSPACE [OUT.json] [SECONDS]   (Virtuoso: Debian's virtuoso-opensource-7)

By hand: rdflib takes minutes on some queries, and each query has a limit of its own. Parameters come from the graph:
actors that most relations involve, the first claim, the days of the data.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import rdflib

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg.graph import OxigraphStore
from kg.namespaces import VIEW, sparql_prologue
from kg.query import catalogue
from kg.query.asking import complete
from tests.cases.test_virtuoso import ask, load, plain
from tests.stores import virtuoso

LIMIT = float(sys.argv[3]) if len(sys.argv) > 3 else 6
"""Seconds for one query on rdflib."""


def given(store: OxigraphStore) -> dict[str, str]:
    """Return parameters by name: the two actors with most relations together, a person, a claim."""
    pairs = catalogue.select(
        sparql_prologue() + "SELECT ?a ?b (COUNT(DISTINCT ?r) AS ?n) WHERE { ?r a ips:Agreement ; ips:party ?a, ?b . "
        "FILTER(STR(?a) < STR(?b)) } GROUP BY ?a ?b ORDER BY DESC(?n) ?a ?b LIMIT 1", store)  # fmt: skip
    claims = catalogue.select(
        sparql_prologue() + "SELECT ?c WHERE { ?r ips:supportedBy ?c } ORDER BY ?c LIMIT 1", store
    )
    a, b = (str(v) for v in pairs.rows[0][:2])
    shared = catalogue.select(
        sparql_prologue() + f"SELECT ?r WHERE {{ ?r a ips:Agreement ; ips:party <{a}>, <{b}> }} ORDER BY ?r LIMIT 1",
        store,
    )
    words = {"office": "defence minister", "type": "ipsc:agreement-reciprocal-access", "capability": "patrol"}
    days = {"known_at": "2025-01-01", "day": "2022-01-01", "until": "2024-12-31"}
    receipt = {"relation": str(shared.rows[0][0]), "property": "ips:party", "object": a}
    return {"a": a, "b": b, "actor": a, "party": a, "claim": str(claims.rows[0][0]), **words, **days, **receipt}


def texts(store: OxigraphStore) -> dict[str, str]:
    """Return the text of every query whose parameters the graph gives."""
    values, found = given(store), {}
    for name, query in catalogue.queries().items():
        wanted = {k: p for k, p in query.parameters.items() if k != "known_at" or p.default is None}
        fitting = {k: values[k] for k in wanted if k in values}
        for k, p in query.parameters.items():
            if k not in fitting and p.default is None and p.type == "ips:Actor":
                fitting[k] = values["a"]
        try:
            found[name] = query.text(**complete(query, dict(fitting), store))
        except Exception as error:  # noqa: BLE001 - said in the table, not left out
            print(f"{name}: no parameters ({error})", file=sys.stderr)
    return found


def on_rdflib(nquads: str, asked: dict[str, str], out: Any) -> None:
    """Answer in a process of its own, which can be ended."""
    data = rdflib.Dataset()
    data.parse(data=nquads, format="nquads")
    for name, text in asked.items():
        out.send((name, None))
        out.send((name, sorted(plain(tuple(map(_value, row))) for row in data.query(text))))
    out.close()


def _value(term: Any) -> Any:
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return catalogue.Iri(term)
    return catalogue.literal_value(str(term), str(term.datatype) if term.datatype else None)


def rdflib_answers(nquads: str, asked: dict[str, str]) -> dict[str, list[str] | str]:
    """Return rows by query, or why there are none."""
    found: dict[str, list[str] | str] = {}
    left = dict(asked)
    while left:
        mine, theirs = multiprocessing.Pipe()
        process = multiprocessing.Process(target=on_rdflib, args=(nquads, left, theirs))
        process.start()
        theirs.close()
        current = None
        try:
            while True:
                if not mine.poll(120 if current is None else LIMIT):
                    found[current or "load"] = f"over {LIMIT} s"
                    break
                name, rows = mine.recv()
                current = name
                if rows is not None:
                    found[name] = rows
        except EOFError:
            pass
        process.kill()
        process.join()
        left = {k: v for k, v in left.items() if k not in found}
        if current is None:
            break
    return found


def main(place: Path, out: Path | None) -> None:
    """Print the table, and write it as JSON."""
    with OxigraphStore(place / "store", read_only=True) as store, tempfile.TemporaryDirectory() as folder:
        asked = texts(store)
        nquads = store.nquads()
        expected = {n: sorted(plain(r) for r in catalogue.select(t, store).rows) for n, t in asked.items()}
        load(store, Path(folder) / "graph.nq")
        there: dict[str, list[str] | str] = {}
        with virtuoso.running(Path(folder)) as server:
            path = f"{folder}/graph.nq"
            server.command(f"DB.DBA.TTLP_MT(file_to_string_output('{path}'), '', '{VIEW}', 512);")
            for name, text in asked.items():
                try:
                    there[name] = sorted(plain(r) for r in ask(server.query, text))
                except BaseException as error:  # noqa: BLE001 - pytest.fail raises outside Exception
                    there[name] = str(error)[:160]
        here = rdflib_answers(nquads, asked)
    rows = {}
    for name in asked:
        rows[name] = {"oxigraph": len(expected[name])} | {
            engine: "equal" if answer == expected[name]
            else answer if isinstance(answer, str)
            else f"{len(answer)} rows, {len(set(answer) ^ set(expected[name]))} differ"
            for engine, answer in (("virtuoso", there.get(name, "none")), ("rdflib", here.get(name, "none")))
        }  # fmt: skip
        print(f"{name:28} {rows[name]}")
    if out:
        versions = {n: version(n) for n in ("pyoxigraph", "rdflib")} | {"virtuoso": "7.2.5 (Debian)"}
        made: dict[str, Any] = {"measured": time.strftime("%Y-%m-%d"), "limit_s": LIMIT, "quads": nquads.count("\n")}
        made |= {"versions": versions, "queries": rows}
        out.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
