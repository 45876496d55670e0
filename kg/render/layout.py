"""Coordinates computed once, in Python: seeded, each component laid out alone and packed beside the others.

A single isolate thrown far away would shrink the fitted picture to a dot, hence the packing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import networkx as nx
import numpy as np

SEED = 20260203
EDGE_LENGTH = 130.0
"""Pixels that an edge aims at, at scale 1."""
GAP = 120.0
BOX = (165.0, 62.0)
"""Width and height that a node with its label asks for, in pixels."""
SEPARATION_WORK = 60_000_000
"""Pairs of nodes looked at while labels are pushed apart: bounds the rounds on large networks."""


def positions(
    graph: nx.Graph[str], *, seed: int = SEED, boxes: Mapping[str, tuple[float, float]] | None = None
) -> dict[str, tuple[float, float]]:
    """Return a position for every node.

    Parameters
    ----------
    graph : nx.Graph
        Any NetworkX graph; direction and parallel edges do not matter. n nodes.
    seed : int
        Of the start positions: one seed, one picture.
    boxes : mapping of str to (float, float), optional
        Width and height, in pixels, that a node with its label asks for; :data:`BOX` for the others.

    Returns
    -------
    dict of str to (float, float)
        n entries, pixels, rounded to 0.1; the largest component stands first, then row by row.
    """
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph.nodes))
    simple.add_edges_from(sorted({(min(u, v), max(u, v)) for u, v in graph.edges() if u != v}))
    parts = sorted((sorted(c) for c in nx.connected_components(simple)), key=lambda c: (-len(c), c[0]))
    laid_out = [_lay_out(simple.subgraph(part), part, seed, boxes or {}) for part in parts]
    return _pack(laid_out)


def _lay_out(
    part: nx.Graph[str], order: list[str], seed: int, boxes: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    if len(order) == 1:
        return {order[0]: (0.0, 0.0)}
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(order)
    ordered.add_edges_from(sorted((min(u, v), max(u, v)) for u, v in part.edges))
    raw = nx.spring_layout(ordered, k=1.6 / math.sqrt(len(order)), iterations=200, seed=seed)
    lengths = sorted(math.dist(raw[u], raw[v]) for u, v in ordered.edges)
    unit = lengths[len(lengths) // 2] or 1.0
    scale = EDGE_LENGTH / unit
    places = _separate(
        np.array([raw[n] for n in order], dtype=float) * scale, np.array([boxes.get(n, BOX) for n in order])
    )
    places -= places.min(axis=0)
    return {n: (float(x), float(y)) for n, (x, y) in zip(order, places, strict=True)}


def _separate(places: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Push nodes apart until their labels' boxes no longer overlap, or for a bounded number of rounds.

    Parameters
    ----------
    places : ndarray
        (n, 2) pixels.
    boxes : ndarray
        (n, 2) widths and heights.

    Returns
    -------
    ndarray
        (n, 2) pixels; each overlapping pair was moved along the axis on which it overlaps less.
    """
    box = (boxes[:, None, :] + boxes[None, :, :]) / 2
    for _ in range(min(400, 20 + SEPARATION_WORK // (len(places) ** 2 * 10))):
        gap = places[:, None, :] - places[None, :, :]
        overlap = box - np.abs(gap)
        hit = (overlap > 1e-6).all(axis=2)
        np.fill_diagonal(hit, val=False)
        if not hit.any():
            break
        # Relative overlap decides the axis; ties (equal places) are told apart by the order of the nodes.
        along_y = overlap[:, :, 1] / box[:, :, 1] <= overlap[:, :, 0] / box[:, :, 0]
        index = np.arange(len(places))
        sign = np.where(gap == 0, np.sign(index[:, None] - index[None, :])[:, :, None], np.sign(gap))
        push = np.where(hit[:, :, None], sign * overlap * 0.5, 0.0)
        push[:, :, 0] = np.where(along_y, 0.0, push[:, :, 0])
        push[:, :, 1] = np.where(along_y, push[:, :, 1], 0.0)
        crowd = np.maximum(hit.sum(axis=1), 1)[:, None]
        places = places + push.sum(axis=1) / np.sqrt(crowd)
    return places


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
