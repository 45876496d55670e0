"""The server at scale: library queries over HTTP against in process, and a light query beside a runaway one.

The graph is that of benchmarks/claims.py: synthetic documents drawn by a seed, which state nothing about the world.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MANY = """SELECT ?r ?a ?day ?c WHERE { ?r a ips:Agreement ; ips:party ?a ; ips:signedOn ?day ; ips:supportedBy ?c }
ORDER BY ?r ?a ?c LIMIT 60000"""
BY_STATE = """SELECT ?a ?type (COUNT(DISTINCT ?r) AS ?n) (MIN(?day) AS ?first) WHERE {
  ?r a ips:Agreement ; ips:party ?a ; ips:type ?type ; ips:knownFrom ?day
} GROUP BY ?a ?type ORDER BY ?a ?type"""


def batched(things: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Yield lists of so many: the quads of ten million do not fit beside the claims."""
    while part := list(islice(things, size)):
        yield part


def build(place: Path, quads: int, seed: int) -> dict[str, Any]:
    """Make a workspace whose store has at least so many quads."""
    from benchmarks.claims import documents
    from kg.graph import OxigraphStore, build_view, default_graph, encode
    from kg.registry import Registry
    from kg.settings import Workspace

    workspace, registry = Workspace.create(place), Registry.load()
    n = max(50, quads // 450)  # a document makes about 460 quads, view and claims
    while True:
        shutil.rmtree(workspace.store, ignore_errors=True)
        claims: list[Any] = []
        with OxigraphStore(workspace.store) as store:
            for batch in batched((encode(d, r) for d, r in documents(n, seed)), 1000):
                store.raw.bulk_extend(q for e in batch for q in e.quads)
                claims.extend(c for e in batch for c in e.claims)
            view = build_view(claims, registry=registry)
            store.raw.bulk_extend(default_graph(view, registry))
            store.raw.flush()
            size = len(store)
        if size >= quads:
            return {"documents": n, "quads": size, "relations": len(view.relations)}
        n = int(n * quads / size * 1.02) + 1


def spread(values: list[float]) -> dict[str, float]:
    """Return median, least, most and 95th percentile in milliseconds."""
    ordered = sorted(v * 1000 for v in values)
    return {
        "median_ms": round(statistics.median(ordered), 2),
        "min_ms": round(ordered[0], 2),
        "max_ms": round(ordered[-1], 2),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 2),
    }


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def against(texts: dict[str, str], client: Any, store: Any, repetitions: int) -> list[dict[str, Any]]:
    """Return each query over HTTP against in process, interleaved."""
    from kg.query import catalogue

    rows = []
    for name, text in texts.items():
        raw, inside, received, parsed = [], [], [], []

        def ask(text: str = text) -> Any:
            return client.post("/sparql", data={"query": text}).raise_for_status()

        count = len(catalogue.select(text, store))
        ask()
        for _ in range(repetitions):
            raw.append(timed(lambda text=text: [tuple(r) for r in store.query(text)]))
            inside.append(timed(lambda text=text: catalogue.select(text, store)))
            received.append(timed(lambda ask=ask: ask().content))
            parsed.append(timed(lambda ask=ask: ask().json()))
        ratios = [h / p for h, p in zip(parsed, inside, strict=True)]
        rows.append(
            {
                "query": name,
                "rows": count,
                "engine": spread(raw),
                "in_process": spread(inside),
                "http_received": spread(received),
                "http_parsed": spread(parsed),
                "ratio": round(statistics.median(ratios), 2),
                "ratio_min": round(min(ratios), 2),
                "ratio_max": round(max(ratios), 2),
                "ratio_received_against_engine": round(statistics.median(received) / statistics.median(raw), 2),
                "above_20_ms": statistics.median(inside) > 0.02,
            }
        )
    return rows


def beside(text: str, client: Any, address: str, repetitions: int) -> dict[str, Any]:
    """Return a light query idle and beside one runaway, in turns of five."""
    import httpx

    idle, busy = [], []

    def light() -> object:
        return client.post("/sparql", data={"query": text}).raise_for_status().content

    def run_away() -> None:
        try:
            httpx.get(f"{address}sparql", params={"query": RUNAWAY}, timeout=4)
        except httpx.TimeoutException:
            return

    light()
    while len(idle) < repetitions:
        idle += [timed(light) for _ in range(5)]
        thread = threading.Thread(target=run_away)
        thread.start()
        time.sleep(1)
        busy += [timed(light) for _ in range(5)]
        thread.join()
        time.sleep(1.5)  # the killed worker's successor is up again
    ratio = statistics.median(busy) / statistics.median(idle)
    return {"idle": spread(idle), "beside": spread(busy), "ratio": round(ratio, 2), "budget": 5}


def main() -> None:
    """Print and, where asked, write the measurements."""
    import httpx

    from kg.graph import OxigraphStore
    from kg.namespaces import sparql_prologue
    from kg.query import catalogue

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--repetitions", type=int, default=9)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--workspace", type=Path, help="Keep the graph here, and use it again.")
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.workspace or Path(folder) / "w"
        made = json.loads((place / "made.json").read_text()) if (place / "made.json").exists() else None
        if made is None:
            made = build(place, given.quads, given.seed)
            (place / "made.json").write_text(json.dumps(made))
        began = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "-m", "kg.cli", "-w", str(place), "serve", "--port", "0", "--no-browser", "--json"],
            stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert server.stdout is not None
        address = json.loads(server.stdout.readline())["address"]
        made["start_s"] = round(time.perf_counter() - began, 1)
        try:
            with (
                httpx.Client(base_url=address, timeout=600) as client,
                OxigraphStore(place / "store", read_only=True) as store,
            ):
                found = client.get("/api/entities/JPN/neighbours?kind=agreement&limit=200").json()["neighbours"]
                other = next(n["actor"]["id"] for n in found if n["actor"]["kind"] == "state")
                day = "2026-11-23"
                texts = {
                    "01-binds": catalogue.get("binds").text(a="JPN", b=other, as_of=day),
                    "02-chronology": catalogue.get("chronology").text(a="JPN", b=other, as_of=day),
                    "agreements by state": sparql_prologue() + BY_STATE,
                    "all agreements": sparql_prologue() + MANY,
                }
                rows = against(texts, client, store, given.repetitions)
                light = beside(texts["02-chronology"], client, address, given.repetitions * 2)
                relation = client.get(f"/api/entities/JPN/relations?with={other}").json()["relations"][0]["id"]

                def visit(path: str) -> object:
                    return client.get(path, headers={"Accept": "text/html"}).raise_for_status()

                calls = {
                    path: spread([timed(lambda p=path: visit(p)) for _ in range(given.repetitions)])
                    for path in ("/", "/id/JPN", f"/id/{relation}", "/api/search?q=reciprocal+access",
                                 "/api/entities/JPN/neighbours", f"/api/paths?from=JPN&to={other}", "/api/status")
                }  # fmt: skip
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
    heavy = [r["ratio"] for r in rows if r["above_20_ms"]]
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    report = {
        "commit": commit.stdout.strip(), "python": platform.python_version(), "cpus": os.cpu_count(),
        "load_at_end": round(os.getloadavg()[0], 2), "graph": made, "repetitions": given.repetitions,
        "http_against_in_process": rows, "worst_ratio_above_20_ms": max(heavy, default=None), "budget": 1.3,
        "light_beside_runaway": light, "pages_and_api": calls,
    }  # fmt: skip
    for row in rows:
        print(f"{row['query']:>24} {row['rows']:>6} rows  in process {row['in_process']['median_ms']:>9} ms  "
              f"HTTP {row['http_parsed']['median_ms']:>9} ms  × {row['ratio']}")  # fmt: skip
    print(f"light query: idle {light['idle']['median_ms']} ms, beside a runaway {light['beside']['median_ms']} ms, "
          f"× {light['ratio']}")  # fmt: skip
    print(json.dumps(report))
    if given.output:
        given.output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
