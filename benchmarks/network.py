"""The network against the bare libraries: projection against NetworkX's own insertion, measures against both engines.

The graphs are drawn by a seed and state nothing about the world. Runs are interleaved; what plain NetworkX would
need more than ten minutes for is measured on the smaller graph, and said so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkit as nk
import networkx as nx
import rustworkx as rx

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kg.analysis.betweenness import betweenness  # noqa: E402
from kg.analysis.centrality import pagerank  # noqa: E402
from kg.analysis.cohesion import partitions  # noqa: E402
from kg.analysis.engines import converted, reproducible  # noqa: E402
from kg.projection import tie_network  # noqa: E402
from kg.projection.snapshot import Actor, Participation, Receipt, Relation, Snapshot, StagePart  # noqa: E402

PIVOTS = 20


def snapshot(relations: int, seed: int) -> Snapshot:
    """Return agreements between 200 made-up states, signed and asserted, each with one receipt."""
    draw = random.Random(seed)
    actors = {f"x:S{n}": Actor(iri=f"x:S{n}", kind="state", label=f"State {n}") for n in range(200)}
    made = []
    for number in range(relations):
        receipt = Receipt(quote="A pact was signed.", doc=f"x:doc-{number}", start=0, grade="quoted")
        day = f"{draw.randint(2011, 2026)}-0{draw.randint(1, 9)}-1{draw.randint(0, 9)}"
        parts = tuple(
            Participation(iri=f"x:p{number}{a}", role="party", actor=a, on_behalf_of=None, capacity=None, firm=True,
                          receipts=(receipt,))
            for a in draw.sample(sorted(actors), 2)
        )  # fmt: skip
        stage = StagePart(iri=f"x:s{number}", stage="signed", modality="asserted", standing="chosen", firm=True,
                          date=day, earliest=day, latest=day, place=None, receipts=(receipt,))  # fmt: skip
        made.append(
            Relation(iri=f"x:r{number}", kind="agreement", type="defence-cooperation", type_label="pact", layer="L3",
                     name=None, programme=None, programme_receipts=(), participations=parts, stages=(stage,),
                     status="signed", origins=1, documents=1)
        )  # fmt: skip
    return Snapshot(as_of="2026-11-23", known_at="2026-11-23", relations=tuple(made), actors=actors, documents={})


def graph(nodes: int, edges: int, seed: int) -> nx.Graph[str]:
    """Return a scale-free graph with weights, its nodes named."""
    made = nx.barabasi_albert_graph(nodes, edges // nodes, seed=seed)
    draw = random.Random(seed)
    named: nx.Graph[str] = nx.Graph()
    named.add_nodes_from(f"N{n}" for n in made)
    named.add_weighted_edges_from((f"N{u}", f"N{v}", draw.uniform(0.5, 2)) for u, v in made.edges())
    return named


def interleaved(works: dict[str, Callable[[], object]], repetitions: int) -> dict[str, dict[str, float]]:
    """Return the seconds of each work, one after the other in every round."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repetitions):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            taken[name].append(time.perf_counter() - began)
    return {
        n: {
            "median_s": round(statistics.median(v), 3),
            "min_s": round(min(v), 3),
            "max_s": round(max(v), 3),
            "runs": len(v),
        }
        for n, v in taken.items()
    }


def projection(relations: int, seed: int, repetitions: int) -> dict[str, Any]:
    """Edges a second of the projection, against the insertion of a ready list with the same attributes."""
    given = snapshot(relations, seed)
    ready = [(u, v, k, dict(d)) for u, v, k, d in tie_network(given).edges(keys=True, data=True)]

    def bare() -> None:
        nx.MultiDiGraph().add_edges_from(ready)

    found = interleaved({"kg": lambda: tie_network(given), "networkx": bare}, repetitions)
    ratio = found["networkx"]["median_s"] / found["kg"]["median_s"]
    return {"edges": len(ready), **found, "ratio": round(ratio, 3), "budget": "≥ 0.6 of bare insertion"}


def measures(made: nx.Graph[str], repetitions: int, *, plain: bool) -> dict[str, Any]:
    """Each measure on networkit through the package, against NetworkX, and against the engine with its conversion."""
    nodes, directed = sorted(made), nx.DiGraph(made)

    def bare_betweenness() -> None:
        with reproducible(1):
            nk.centrality.EstimateBetweenness(converted(made, nodes), PIVOTS, True, False).run()

    def bare_louvain() -> None:
        with reproducible(1):
            nk.community.PLM(converted(made, nodes, weight="weight"), refine=True).run()

    works: dict[str, dict[str, Callable[[], object]]] = {
        "pagerank": {
            "kg": lambda: pagerank(directed),
            "engine": lambda: rx.pagerank(rx.networkx_converter(directed), weight_fn=lambda d: d["weight"]),
            "networkx": lambda: nx.pagerank(directed),
        },
        f"betweenness, {PIVOTS} pivots": {
            "kg": lambda: betweenness(made, pivots=PIVOTS, engine="networkit"),
            "engine": bare_betweenness,
            "networkx": lambda: nx.betweenness_centrality(made, k=PIVOTS, seed=1),
        },
        "communities": {
            "kg": lambda: partitions(made, runs=1, engine="networkit"),
            "engine": bare_louvain,
            "networkx": lambda: nx.community.louvain_communities(made, weight="weight", seed=1),
        },
    }
    rows = {}
    for name, ways in works.items():
        if not plain:
            ways = {k: w for k, w in ways.items() if k != "networkx"}
        found = interleaved(ways, repetitions)
        ours = found["kg"]["median_s"]
        rows[name] = {
            **found,
            "faster_than_networkx": round(found["networkx"]["median_s"] / ours, 2) if plain else None,
            "of_engine_with_conversion": round(ours / found["engine"]["median_s"], 2),
        }
        print(name, json.dumps(rows[name]), file=sys.stderr)
    return {"nodes": made.number_of_nodes(), "edges": made.number_of_edges(), "measures": rows}


def main() -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--relations", type=int, default=20_000)
    parser.add_argument("--sizes", nargs="*", default=["10000:100000"], metavar="NODES:EDGES")
    parser.add_argument("--large", nargs="*", default=[], metavar="NODES:EDGES", help="Measured once each.")
    parser.add_argument("--no-networkx", action="store_true", help="Leave plain NetworkX out of the large ones.")
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    head = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    report: dict[str, Any] = {
        "commit": head.stdout.strip(), "seed": given.seed, "python": platform.python_version(), "cpus": os.cpu_count(),
        "networkx": nx.__version__, "networkit": nk.__version__, "rustworkx": rx.__version__,
        "load_at_start": round(os.getloadavg()[0], 2),
        "projection": projection(given.relations, given.seed, given.repetitions),
        "graphs": [],
    }  # fmt: skip
    for sizes, repetitions in ((given.sizes, given.repetitions), (given.large, 1)):
        for size in sizes:
            nodes, _, edges = size.partition(":")
            made = graph(int(nodes), int(edges), given.seed)
            plain = sizes is given.sizes or not given.no_networkx
            report["graphs"].append(measures(made, repetitions, plain=plain))
    text = json.dumps(report, indent=1, ensure_ascii=False)
    print(text)
    if given.output:
        given.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
