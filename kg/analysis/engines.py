"""Which library computes a measure: NetworkX, or networkit where the graph is large and it is installed.

The states of the world make a small graph, and NetworkX answers at once. A graph of persons, documents or synthetic
actors may have a million ties; there the same measure runs on networkit (extra ``large``), and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from kg.errors import QueryError

if TYPE_CHECKING:
    import networkx as nx

Engine = Literal["networkx", "networkit"]
ENGINES: tuple[Engine, ...] = ("networkx", "networkit")
LARGE = 50_000
"""Nodes and edges together from which networkit is taken: below, converting costs more than it saves."""
SEED = 20261123


def engine_for(graph: nx.Graph[Any], wanted: str = "auto") -> Engine:
    """Return the engine for a graph.

    Parameters
    ----------
    graph : nx.Graph
        What is to be measured.
    wanted : str
        ``auto`` decides by size; ``networkx`` and ``networkit`` are taken as they are.

    Raises
    ------
    QueryError
        If the engine is unknown, or networkit is asked for and not installed.

    Examples
    --------
    >>> import networkx as nx
    >>> engine_for(nx.path_graph(3))
    'networkx'
    """
    if wanted not in ("auto", *ENGINES):
        raise QueryError(f"there is no engine {wanted!r}.", hint=f"Allowed: auto, {', '.join(ENGINES)}.")
    there = find_spec("networkit") is not None
    if wanted == "networkit" and not there:
        raise QueryError("networkit is not installed.", hint="Install the extra `large`.")
    if wanted == "networkx" or not there:
        return "networkx"
    large = graph.number_of_nodes() + graph.number_of_edges() >= LARGE
    return "networkit" if wanted == "networkit" or large else "networkx"


def said(graph: nx.Graph[Any], wanted: str = "auto") -> str:
    """Return the engine with its version and the size of the graph, as a note beside a finding."""
    engine = engine_for(graph, wanted)
    return f"{engine} {version(engine)}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges"


def converted(graph: nx.Graph[Any], nodes: list[Any], *, weight: str | None = None) -> Any:
    """Return an undirected networkit graph whose node i is ``nodes[i]``; loops are left out.

    Parameters
    ----------
    graph : nx.Graph
        Undirected; of parallel edges one counts, so weights have to be merged before.
    nodes : list
        All of them, in the order in which values come back.
    weight : str, optional
        Attribute of the edges; every edge weighs 1 without it.
    """
    import networkit as nk
    import numpy as np

    place = {n: i for i, n in enumerate(nodes)}
    rows = graph.edges(data=weight, default=1.0) if weight else ((u, v, 1.0) for u, v in graph.edges())
    flat = np.array([(place[u], place[v], w) for u, v, w in rows if u != v], dtype=np.float64).reshape(-1, 3)
    ends = np.sort(flat[:, :2].astype(np.uint64), axis=1)
    # Sorted, since the order of edges decides on the last digits, and in a multigraph a pair comes more than once.
    pairs, first = np.unique(ends, axis=0, return_index=True)
    coo = (flat[first, 2], (pairs[:, 0], pairs[:, 1]))
    return nk.GraphFromCoo(coo, n=len(nodes), weighted=weight is not None, directed=False)


@contextmanager
def reproducible(seed: int) -> Iterator[None]:
    """Seed networkit and hold it to one thread, so that the same call gives the same numbers."""
    import networkit as nk

    threads = nk.getMaxNumberOfThreads()
    nk.setNumberOfThreads(1)
    nk.setSeed(seed, False)
    try:
        yield
    finally:
        nk.setNumberOfThreads(threads)
