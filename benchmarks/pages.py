"""The pages that `explorer.py` measures: made-up networks drawn by a seed, which state nothing about the world."""

from __future__ import annotations

import json
import math
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from pyvis.network import Network

from kg.explorer import explorer_page
from kg.render.page import OPTIONS, page, safe_json

SIGMA = Path(__file__).parent / "sigma"
KINDS = ["state", "organisation", "grouping", "person", "programme", "exercise"]


class Drawn(NamedTuple):
    """n places in pixels, and edges as pairs of positions."""

    places: list[tuple[float, float]]
    edges: list[tuple[int, int]]


def drawn(nodes: int, seed: int) -> Drawn:
    """Return a connected network of 3 edges a node, in communities of about 120, four of five edges inside one."""
    draw = random.Random(seed)
    groups = max(2, nodes // 120)
    group = [draw.randrange(groups) for _ in range(nodes)]
    members: dict[int, list[int]] = {g: [] for g in range(groups)}
    edges: set[tuple[int, int]] = set()
    for i in range(nodes):
        if i:
            edges.add((draw.choice(members[group[i]]) if members[group[i]] else draw.randrange(i), i))
        members[group[i]].append(i)
    while len(edges) < 3 * nodes:
        a = draw.randrange(nodes)
        b = draw.choice(members[group[a]]) if draw.random() < 0.8 else draw.randrange(nodes)
        if a != b:
            edges.add((min(a, b), max(a, b)))
    side = 120 * math.sqrt(nodes)
    centre = [(draw.uniform(-side, side), draw.uniform(-side, side)) for _ in range(groups)]
    spread = 120 * math.sqrt(120)
    places = [(round(draw.gauss(centre[g][0], spread), 1), round(draw.gauss(centre[g][1], spread), 1)) for g in group]
    return Drawn(places, sorted(edges))


def explorer_file(made: Drawn, path: Path) -> int:
    """Write the explorer with every actor placed, so that its whole network is all of them; return bytes."""
    stage = {
        "stage": "signed", "modality": "asserted", "alleged": False, "allegedBy": [], "deniedBy": [],
        "attributedTo": [], "standing": "chosen", "firm": True, "date": "2020-01-01", "end": None,
        "earliest": "2020-01-01", "latest": "2020-01-01", "place": None, "receipts": [0],
    }  # fmt: skip
    party = {"role": "party", "for": None, "capacity": None, "firm": True, "holder": None, "receipts": [0]}
    relations = [
        {
            "id": f"agreement-{i}", "kind": "agreement", "type": "pact", "typeLabel": "pact", "title": f"Pact {i}",
            "layer": "L1", "status": "signed", "state": "stated", "origins": 1, "documents": 1, "programme": None,
            "programmeReceipts": [], "span": ["2020-01-01", None], "stages": [stage],
            "parts": [{**party, "actor": a}, {**party, "actor": b}], "ties": [[a, b, "party", "party", 0]],
        }
        for i, (a, b) in enumerate(made.edges)
    ]  # fmt: skip
    actors = [
        {
            "id": f"A{i}",
            "label": f"Actor number {i}",
            "kind": KINDS[i % 6],
            "status": None,
            "aliases": [],
            "x": x,
            "y": y,
        }
        for i, (x, y) in enumerate(made.places)
    ]
    receipt = {"quote": "A pact was signed.", "citation": "", "grade": "quoted", "who": "", "start": 0, "doc": 0}
    document = {"id": "doc-1", "recorded": "2020-01-02", "project": False, "cited": False, "sources": []}
    content = {
        "format": 1, "version": "benchmark", "title": "Benchmark", "id": "x:", "frame": "Made up.", "public": False,
        "asOf": "2026-01-01", "knownAt": "9999-12-30", "start": None, "states": {"stated": "stated as done"},
        "layers": {"L1": "layer"}, "kinds": {}, "actors": actors, "relations": relations, "disagreements": [],
        "receipts": [receipt], "documents": [document],
    }  # fmt: skip
    return path.write_text(explorer_page(content), encoding="utf-8")


def sigma_bundle() -> Path:
    """Return bare sigma with its graph library in one file, bundled as the explorer is."""
    esbuild = SIGMA / "node_modules" / ".bin" / "esbuild"
    if not esbuild.is_file():
        raise SystemExit(f"{esbuild} is missing: npm ci in {SIGMA} first")
    out = SIGMA / "node_modules" / ".bundle.js"
    options = ["--bundle", "--minify", "--format=iife", "--target=es2022", "--legal-comments=none"]
    subprocess.run(
        [str(esbuild), str(SIGMA / "main.js"), *options, f"--outfile={out}"], check=True, capture_output=True
    )
    return out


def sigma_file(made: Drawn, path: Path) -> int:
    """Write bare sigma's page; return bytes."""
    data = {
        "nodes": [
            {"id": f"A{i}", "label": f"Actor number {i}", "x": x, "y": y} for i, (x, y) in enumerate(made.places)
        ],
        "edges": [[f"A{a}", f"A{b}"] for a, b in made.edges],
    }
    shutil.copy(sigma_bundle(), path.with_suffix(".js"))
    html = (
        '<!doctype html><meta charset="utf-8"><title>sigma</title>'
        "<style>body{margin:0}#stage{width:100vw;height:100vh}</style>"
        f'<div id="stage"></div><script type="application/json" id="data">{safe_json(data)}</script>'
        f'<script src="{path.stem}.js"></script>'
    )
    return path.write_text(html, encoding="utf-8")


def pyvis_network(made: Drawn, *, placed: bool) -> Network:
    """Return the same network as ``pyvis`` holds it, with places where they are asked for."""
    network = Network(height="800px", width="100%", directed=True, cdn_resources="in_line")
    for i, (x, y) in enumerate(made.places):
        where = {"x": x, "y": y} if placed else {}
        about = (
            {"group_": KINDS[i % 6], "kind": KINDS[i % 6], "facts": [], "aliases": [], "receipts": [0]}
            if placed
            else {}
        )
        network.add_node(
            f"A{i}", label=f"Actor number {i}", title=f"Actor number {i}", color="#0072B2", size=12, **where, **about
        )
    for i, (a, b) in enumerate(made.edges):
        more = {"id": f"edge-{i}", "label": "pact", "facts": [], "receipts": [0]} if placed else {}
        network.add_edge(f"A{a}", f"A{b}", title="pact", **more)
    return network


def static_file(made: Drawn, path: Path) -> int:
    """Write the project's own page of the network; return bytes."""
    network = pyvis_network(made, placed=True)
    receipt = {"quote": "A pact was signed.", "citation": "", "grade": "quoted", "doc": 0, "what": "quoted", "who": ""}
    document = {"title": "", "publisher": "x", "published": "2020-01-01", "url": "", "project": False, "sources": []}
    assert OPTIONS["physics"] == {"enabled": False}
    html = page(network, title="Benchmark", frame="Made up.", receipts=[receipt], documents=[document])
    return path.write_text(html, encoding="utf-8")


def stock_file(made: Drawn, path: Path, *, physics: bool) -> int:
    """Write what ``pyvis`` itself makes of it, inline: with physics as it comes, or with places and without."""
    network = pyvis_network(made, placed=False)
    if not physics:
        for node, (x, y) in zip(network.nodes, made.places, strict=True):
            node |= {"x": x, "y": y}
        network.toggle_physics(False)
    return path.write_text(network.generate_html(), encoding="utf-8")


def as_json(report: dict[str, Any]) -> str:
    """Return a report as it is kept."""
    return json.dumps(report, indent=1, ensure_ascii=False) + "\n"
