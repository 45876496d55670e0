"""Large graphs: the same measures on networkit, equal to NetworkX within what each docstring states."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import engines
from kg.analysis.betweenness import betweenness
from kg.analysis.centrality import pagerank
from kg.analysis.cohesion import partitions
from kg.errors import QueryError

pytest.importorskip("networkit", reason="the extra large is not installed")

GRAPHS = st.builds(
    lambda n, m, seed: nx.relabel_nodes(nx.gnm_random_graph(n, m, seed=seed), {i: f"N{i:02}" for i in range(n)}),
    st.integers(0, 14), st.integers(0, 40), st.integers(0, 10**6),
)  # fmt: skip


@given(GRAPHS)
def test_exact_betweenness_is_equal(graph: nx.Graph[str]) -> None:
    here, there = (betweenness(graph, engine=e) for e in ("networkx", "networkit"))

    assert there == pytest.approx(dict(here), abs=1e-9)


@given(GRAPHS, st.integers(0, 10**6))
def test_pagerank_is_that_of_the_google_matrix(graph: nx.Graph[str], seed: int) -> None:
    draw = np.random.default_rng(seed)
    directed: nx.DiGraph[str] = nx.DiGraph()
    directed.add_nodes_from(graph)
    directed.add_weighted_edges_from((u, v, float(draw.uniform(0.1, 3))) for u, v in graph.edges())
    nodes = sorted(directed)
    scores = pagerank(directed)

    assert sum(scores.values()) == pytest.approx(1.0 if nodes else 0.0)
    if nodes:
        matrix = np.asarray(nx.google_matrix(directed, nodelist=nodes))
        values, vectors = np.linalg.eig(matrix.T)
        dominant = np.real(vectors[:, np.argmax(np.real(values))])
        assert [scores[n] for n in nodes] == pytest.approx(list(dominant / dominant.sum()), abs=1e-6)


@pytest.mark.parametrize("engine", engines.ENGINES)
def test_sampled_betweenness_is_near_the_exact_one_and_the_same_twice(engine: str) -> None:
    graph = nx.relabel_nodes(nx.barabasi_albert_graph(600, 3, seed=7), lambda i: f"N{i:03}")
    exact = betweenness(graph, engine="networkx")
    sampled = betweenness(graph, pivots=200, engine=engine)
    order = sorted(exact, key=lambda n: -exact[n])[:20]

    assert sampled == betweenness(graph, pivots=200, engine=engine)
    assert np.corrcoef([exact[n] for n in order], [sampled[n] for n in order])[0, 1] > 0.95
    assert np.mean([abs(exact[n] - sampled[n]) for n in exact]) < 0.002
    assert betweenness(graph, pivots=10_000, engine="networkx") == pytest.approx(dict(exact))


def test_communities_of_both_engines_are_of_like_quality_and_the_same_twice() -> None:
    graph = nx.relabel_nodes(nx.planted_partition_graph(8, 25, 0.4, 0.03, seed=3), lambda i: f"N{i:03}")
    here, there = (partitions(graph, runs=3, engine=e) for e in ("networkx", "networkit"))

    assert there == partitions(graph, runs=3, engine="networkit")
    for a, b in zip(here, there, strict=True):
        assert set().union(*b) == set(graph)
        assert nx.community.modularity(graph, b) > nx.community.modularity(graph, a) - 0.02


def test_the_size_decides_and_the_finding_says_so() -> None:
    small: nx.Graph[str] = nx.Graph([("A", "B")])
    large: nx.Graph[str] = nx.empty_graph(engines.LARGE)

    assert engines.engine_for(small) == "networkx"
    assert engines.engine_for(large) == "networkit"
    assert engines.engine_for(large, "networkx") == "networkx"
    assert engines.said(large).startswith("networkit 1")
    assert engines.said(large).endswith(f": {engines.LARGE} nodes, 0 edges")
    with pytest.raises(QueryError, match="igraph"):
        engines.engine_for(small, "igraph")


def test_without_networkit_the_answer_is_networkx_or_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    large: nx.Graph[str] = nx.empty_graph(engines.LARGE)
    monkeypatch.setattr(engines, "find_spec", lambda name: None)

    assert engines.engine_for(large) == "networkx"
    with pytest.raises(QueryError, match="extra `large`"):
        engines.engine_for(large, "networkit")
