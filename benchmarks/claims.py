"""Claims to view at scale: resolution and rebuild against encoding and loading, and retraction, on synthetic documents.

The documents are drawn by a seed: pacts, posts and meetings of the registry's polities between 2011 and 2026, each told
by several papers. They state nothing about the world.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

GIVEN = "Aki Beno Chul Dara Emi Farid Goran Hana Imran Jun Kavi Lena Mina Noor Oki Pia Quyen Ravi Sana Taro".split()
FAMILY = "Abanto Brele Cardoz Dusit Elmer Fonoti Gusmar Haruki Iloilo Jaya Kurosa Lamak Manele Naupo Okimo".split()
TYPES = ("defence-cooperation", "reciprocal-access", "logistics-support", "information-security", "equipment-transfer")


def documents(n: int, seed: int) -> list[tuple[Any, tuple[Any, ...]]]:
    """Return documents with their records."""
    from kg.documents import Document, OffsetMap
    from kg.model import from_json
    from kg.registry import Registry

    draw = random.Random(seed)
    states = [e.key for e in Registry.load().of_kind("state")]
    start = dt.date(2011, 1, 1).toordinal()
    events = [
        (
            draw.sample(states, 2),
            draw.choice(TYPES),
            start + draw.randrange(5700),
            f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}",
        )
        for _ in range(max(1, n // 2))
    ]
    made = []
    for number in range(n):
        (a, b), kind, day, name = draw.choice(events)
        published = dt.date.fromordinal(day + draw.randrange(30)).isoformat()
        date = dt.date.fromordinal(day).isoformat()
        lines = [
            f"{a} and {b} signed a pact on {date}.",
            f"{name}, defence minister of {a}, spoke.",
            f"{a} met {b} in talks.",
        ]
        text = "\n".join([*lines, f"Report {number}."])
        sha = hashlib.sha256(text.encode()).hexdigest()
        at = [text.index(line) for line in lines]
        evidence = [[{"quote": q, "start": s, "end": s + len(q)}] for q, s in zip(lines, at, strict=True)]
        both = [{"label": k, "id": k, "kind": "state"} for k in (a, b)]
        rows = [
            {"kind": "agreement", "type": kind, "participants": [{"role": "party", **p} for p in both],
             "stages": [{"stage": "signed", "date": date}]},
            {"kind": "post", "name": "Minister of Defence", "stages": [{"stage": "holds"}],
             "participants": [{"role": "holder", "label": name, "kind": "person"}, {"role": "of", **both[0]}]},
            {"kind": "engagement", "type": "dialogue", "participants": [{"role": "participant", **p} for p in both],
             "stages": [{"stage": "held", "date": date}]},
        ]  # fmt: skip
        records = tuple(
            from_json({"doc": sha, "confidence": 0.9, **row, "evidence": ev})
            for row, ev in zip(rows, evidence, strict=True)
        )
        document = Document(
            id=sha, stem=f"d{number}", text=text, media_type="text/plain", blocks=(), sentences=(),
            offsets=OffsetMap.identity(len(text)), published=published, publisher=f"Paper {draw.randrange(200)}",
        )  # fmt: skip
        made.append((document, records))
    return made


def measure(n: int, seed: int) -> dict[str, Any]:
    """Return the seconds of each step for n documents, with sizes."""
    from kg.graph import OxigraphStore, build_view, default_graph, encode
    from kg.registry import Registry
    from kg.resolution import Known, identify_actors, identify_relations

    registry, known = Registry.load(), Known.of(Registry.load())
    pages = documents(n, seed)
    clock = time.perf_counter
    began = clock()
    encoded = [encode(d, r) for d, r in pages]
    encoding = clock() - began
    claims = [c for e in encoded for c in e.claims]
    with tempfile.TemporaryDirectory() as folder:
        store = OxigraphStore(Path(folder) / "store")
        began = clock()
        store.replace({e.graph: e.quads for e in encoded})
        loading = clock() - began
        began = clock()
        actors = identify_actors(claims, known=known)
        relations = identify_relations(claims, actors=actors.actors, known=known)
        resolving = clock() - began
        began = clock()
        view = build_view(claims, registry=registry)
        viewing = clock() - began
        began = clock()
        store.replace(view=default_graph(view, registry))
        writing = clock() - began
        size = len(store)
        store.close()
    return {
        "documents": n, "claims": len(claims), "quads": size, "relations": len(relations.relations),
        "actors": len(actors.actors), "candidates": len(relations.candidates) + len(actors.candidates),
        "encode_s": round(encoding, 2), "load_s": round(loading, 2), "resolve_s": round(resolving, 2),
        "view_s": round(viewing, 2), "write_view_s": round(writing, 2),
        "rebuild_against_encode_and_load": round((viewing + writing) / (encoding + loading), 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def measure_update(n: int, seed: int, rounds: int = 40) -> dict[str, Any]:
    """Return what one more document costs a store of n on disk, and whether the view is the one built in whole."""
    from kg.graph import OxigraphStore, build_view, default_graph, encode, stored_claims
    from kg.graph.publications import store_origins
    from kg.pipeline.build import commit, index_path
    from kg.registry import Registry
    from kg.settings import Workspace

    registry = Registry.load()
    clock = time.perf_counter
    encoded = [encode(d, r) for d, r in documents(n + rounds + 1, seed)]
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "w")
        with OxigraphStore(workspace.store) as store:
            commit(workspace, store, {e.graph: e.quads for e in encoded[:n]}, registry=registry)
            began = clock()
            commit(workspace, store, {encoded[n].graph: encoded[n].quads}, registry=registry)
            first = clock() - began
            size = len(store)
        with OxigraphStore(workspace.store) as store:
            came, went = [], []
            for e in encoded[n + 1 :]:
                began = clock()
                commit(workspace, store, {e.graph: e.quads}, registry=registry)
                came.append(1000 * (clock() - began))
            for e in encoded[n + 1 : n + 1 + rounds // 2]:
                began = clock()
                commit(workspace, store, {e.graph: None}, registry=registry)
                went.append(1000 * (clock() - began))
            claims = stored_claims(store)
            view = build_view(claims, registry=registry, origins=store_origins(store, registry=registry))
            same = set(store.quads()) == set(default_graph(view, registry))
        index = index_path(workspace).stat().st_size
    return {
        "documents": n, "quads": size, "first_small_change_s": round(first, 2), "index_mb": round(index / 1e6, 1),
        "one_more_ms": _spread(came), "one_less_ms": _spread(went), "equal_to_whole": same,
    }  # fmt: skip


def _spread(values: list[float]) -> dict[str, Any]:
    ordered = sorted(values)
    return {
        "n": len(ordered), "min": round(ordered[0]), "median": round(ordered[len(ordered) // 2]),
        "p90": round(ordered[int(0.9 * len(ordered))]), "max": round(ordered[-1]),
    }  # fmt: skip


def main() -> None:
    """Print and, where asked, write the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[625, 1250, 2500, 5000, 10000])
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--update", action="store_true", help="what one more document costs, document and view")
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    rows = []
    for n in given.sizes:
        rows.append((measure_update if given.update else measure)(n, given.seed))
        print(json.dumps(rows[-1]), flush=True)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    report = {"commit": commit.stdout.strip(), "seed": given.seed, "python": platform.python_version(), "rows": rows}
    if given.output:
        given.output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
