"""Coordinates computed once, in Python: seeded, each component laid out alone and packed beside the others.

A single isolate thrown far away would shrink the fitted picture to a dot, hence the packing.
"""

from __future__ import annotations

import math

import networkx as nx

SEED = 20260203
EDGE_LENGTH = 95.0
"""Pixels that an edge aims at, at scale 1."""
GAP = 120.0


def positions(graph: nx.Graph[str], *, seed: int = SEED) -> dict[str, tuple[float, float]]:
    """Return a position for every node.

    Parameters
    ----------
    graph : nx.Graph
        Any NetworkX graph; direction and parallel edges do not matter. n nodes.
    seed : int
        Of the start positions: one seed, one picture.

    Returns
    -------
    dict of str to (float, float)
        n entries, pixels, rounded to 0.1; the largest component stands first, then row by row.
    """
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph.nodes))
    simple.add_edges_from(sorted({(min(u, v), max(u, v)) for u, v in graph.edges() if u != v}))
    parts = sorted((sorted(c) for c in nx.connected_components(simple)), key=lambda c: (-len(c), c[0]))
    boxes = [_lay_out(simple.subgraph(part), part, seed) for part in parts]
    return _pack(boxes)


def _lay_out(part: nx.Graph[str], order: list[str], seed: int) -> dict[str, tuple[float, float]]:
    if len(order) == 1:
        return {order[0]: (0.0, 0.0)}
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(order)
    ordered.add_edges_from(sorted((min(u, v), max(u, v)) for u, v in part.edges))
    raw = nx.spring_layout(ordered, k=1.6 / math.sqrt(len(order)), iterations=200, seed=seed)
    lengths = sorted(math.dist(raw[u], raw[v]) for u, v in ordered.edges)
    unit = lengths[len(lengths) // 2] or 1.0
    scale = EDGE_LENGTH / unit
    xs, ys = [float(p[0]) for p in raw.values()], [float(p[1]) for p in raw.values()]
    return {n: ((float(raw[n][0]) - min(xs)) * scale, (float(raw[n][1]) - min(ys)) * scale) for n in order}


def _pack(boxes: list[dict[str, tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    sizes = [(max(x for x, _ in b.values()), max(y for _, y in b.values())) for b in boxes]
    total = sum((w + GAP) * (h + GAP) for w, h in sizes)
    limit = max([math.sqrt(total) * 1.35, *(w for w, _ in sizes)], default=0.0)
    placed: dict[str, tuple[float, float]] = {}
    x = y = row = 0.0
    for box, (width, height) in zip(boxes, sizes, strict=True):
        if x and x + width > limit:
            x, y, row = 0.0, y + row + GAP, 0.0
        for node, (px, py) in box.items():
            placed[node] = (round(px + x, 1), round(py + y, 1))
        x, row = x + width + GAP, max(row, height)
    return placed
