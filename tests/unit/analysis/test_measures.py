"""Every measure on small graphs with values from its source or by hand, and what must hold on any graph."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import brokerage, centrality, closure, cohesion, hub, hypotheses, minilateral, precedence, supply
from kg.analysis.betweenness import betweenness
from kg.analysis.lag import Wait, survival
from tests.unit.analysis.networks import edge, network, plain

STAR = plain(("H", "A"), ("H", "B"), ("H", "C"))
KITE = plain(("A", "B"), ("A", "C"), ("B", "C"), ("C", "D"), polities=("E",))
MEASURES: dict[str, Callable[[nx.Graph[str]], Mapping[str, float]]] = {
    "partners": centrality.partners,
    "strength": centrality.strength,
    "betweenness": betweenness,
    "constraint": brokerage.constraint,
    "effective size": brokerage.effective_size,
    "core": cohesion.core_numbers,
    "removal": brokerage.removal_loss,
}


def graphs() -> st.SearchStrategy[nx.Graph[str]]:
    nodes = st.integers(0, 7)
    pairs = st.sets(st.tuples(nodes, nodes).filter(lambda p: p[0] < p[1]), max_size=14)

    def build(given_pairs: set[tuple[int, int]], more: set[int]) -> nx.Graph[str]:
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(f"n{i}" for i in sorted(more))
        graph.add_edges_from((f"n{a}", f"n{b}") for a, b in sorted(given_pairs))
        return graph

    return st.builds(build, pairs, st.sets(nodes, max_size=4))


def same(a: float, b: float) -> bool:
    return (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("name", MEASURES)
@given(graph=graphs())
def test_names_do_not_matter(name: str, graph: nx.Graph[str]) -> None:
    other = {n: f"z{9 - int(n[1:])}" for n in graph}
    found, renamed = MEASURES[name](graph), MEASURES[name](nx.relabel_nodes(graph, other))

    assert all(same(float(found[n]), float(renamed[other[n]])) for n in graph)


@pytest.mark.parametrize("name", MEASURES)
def test_an_empty_graph_has_no_values(name: str) -> None:
    assert dict(MEASURES[name](nx.Graph())) == {}


@given(graph=graphs())
def test_bounds_hold(graph: nx.Graph[str]) -> None:
    n = len(graph)
    assert all(0 <= v <= max(n - 1, 0) for v in centrality.partners(graph).values())
    assert all(0 <= v <= 1 for v in betweenness(graph).values())
    assert all(0 <= v <= 1 for v in brokerage.removal_loss(graph).values())
    scores = centrality.pagerank(nx.DiGraph(graph))
    assert not scores or math.isclose(sum(scores.values()), 1.0)
    assert set(brokerage.cut_vertices(graph)) <= set(graph)
    groups, stable = cohesion.consensus(graph, runs=3)
    assert sorted(node for g in groups for node in g) == sorted(graph)
    assert all(0 < s <= 1 for s in stable.values())


@given(graph=graphs())
def test_constraint_and_effective_size_are_those_of_networkx(graph: nx.Graph[str]) -> None:
    theirs = nx.constraint(graph) if len(graph) else {}
    sizes = nx.effective_size(graph) if len(graph) else {}

    assert all(same(v, theirs[n]) for n, v in brokerage.constraint(graph).items())
    assert all(same(v, sizes[n]) for n, v in brokerage.effective_size(graph).items())


def test_pagerank_of_the_four_pages_of_its_paper_like_example() -> None:
    """A cycle gives all alike; a sink gathers: values by hand from (1-d)/n + d * sum."""
    cycle = centrality.pagerank(nx.DiGraph([("A", "B"), ("B", "C"), ("C", "A")]))
    pair = centrality.pagerank(nx.DiGraph([("A", "B"), ("B", "A"), ("C", "A")]))

    assert all(math.isclose(v, 1 / 3, abs_tol=1e-9) for v in cycle.values())
    assert math.isclose(pair["C"], 0.05, abs_tol=1e-9)
    assert math.isclose(pair["A"], 0.05 + 0.85 * (pair["B"] + pair["C"]), abs_tol=1e-9)


def test_a_star_hangs_on_its_hub() -> None:
    graph = STAR.graph()

    assert hub.hub_share(graph, "H") == 1.0
    assert hub.hub_share(graph, "A") == pytest.approx(1 / 3)
    assert hub.centralisation(graph) == 1.0
    assert betweenness(graph)["H"] == 1.0
    assert brokerage.cut_vertices(graph) == {"H": 3}
    assert brokerage.removal_loss(graph) == {"A": 0.0, "B": 0.0, "C": 0.0, "H": 1.0}
    assert math.isnan(hub.hub_share(nx.Graph(), "H"))
    assert math.isnan(hub.centralisation(nx.path_graph(2)))


def test_a_plurilateral_adds_one_to_each_member_and_no_more() -> None:
    four = network(edge("quad", "AUS", "IND", "JPN", "USA")).graph()

    assert centrality.strength(four) == pytest.approx({"AUS": 1, "IND": 1, "JPN": 1, "USA": 1})
    assert centrality.partners(four) == {"AUS": 3, "IND": 3, "JPN": 3, "USA": 3}


def test_a_directed_tie_runs_one_way() -> None:
    graph = network(edge("boats", "JPN", "PHL", giver="JPN"), edge("pact", "PHL", "USA")).digraph()

    assert set(graph.edges()) == {("JPN", "PHL"), ("PHL", "USA"), ("USA", "PHL")}


def test_cores_and_communities() -> None:
    graph = KITE.graph()
    two = plain(*(p for c in ("ABC", "XYZ") for p in ((c[0], c[1]), (c[1], c[2]), (c[0], c[2]))), ("C", "X")).graph()
    groups, stable = cohesion.consensus(two, runs=20)

    assert cohesion.core_numbers(graph) == {"A": 2, "B": 2, "C": 2, "D": 1, "E": 0}
    assert groups == [("A", "B", "C"), ("X", "Y", "Z")]
    assert stable["A"] == 1.0
    assert cohesion.switchers(groups, [("A", "B"), ("C", "X", "Y", "Z")]) == {"C": (0, 1)}


def test_triads() -> None:
    before = plain(("A", "B"), ("B", "C"), ("C", "D"))
    after = network(
        edge("r0", "A", "B"), edge("r1", "B", "C"), edge("r2", "C", "D"),
        edge("new", "A", "C", layer="L5", day="2022-05-01"), edge("later", "A", "C", day="2023-01-01"),
    )  # fmt: skip
    (closed,) = closure.closures(before, after)

    assert list(closure.open_triads(before.graph())) == [("A", "C", ("B",)), ("B", "D", ("C",))]
    assert (closed.a, closed.b, closed.through, closed.layer, closed.since) == ("A", "C", ("B",), "L5", "2022-05-01")
    assert closed.relations == ("later", "new")
    assert closure.transitivity(after.graph()) == pytest.approx(3 / 5)
    assert math.isnan(closure.transitivity(nx.path_graph(2)))


@given(graph=graphs())
def test_transitivity_is_that_of_networkx(graph: nx.Graph[str]) -> None:
    found = closure.transitivity(graph)

    assert nx.transitivity(graph) == pytest.approx(0.0 if math.isnan(found) else found)


def test_minilaterals_without_a_bilateral_tie_come_first() -> None:
    net = network(edge("tri", "AUS", "JPN", "USA"), edge("pact", "AUS", "USA"), polities=("IND",))
    found = minilateral.overlaps(
        net, {"QUAD": frozenset({"AUS", "IND", "JPN", "USA"}), "UN": frozenset(map(str, range(99)))}
    )

    assert [(o.a, o.b) for o in found if o.bilateral] == [("AUS", "USA")]
    assert (found[0].a, found[0].b, found[0].groups) in {("AUS", "JPN", ("QUAD",)), ("JPN", "USA", ("QUAD",))}
    assert len(found) == 6


def test_precedence_counts_pairs_and_says_how_surely() -> None:
    edges = [edge(f"i{n}", "A", f"P{n}", layer="L4", day="2010-01-01") for n in range(5)]
    edges += [edge(f"t{n}", "A", f"P{n}", layer="L6", day="2015-01-01") for n in range(4)]
    edges += [edge("t9", "A", "P4", layer="L6", day="2005-01-01"), edge("u", "A", "Q", layer="L6", day="0001-01-01")]
    found = precedence.precedence(network(*edges), "L4", "L6")

    assert (len(found.before), len(found.same), len(found.after)) == (4, 0, 1)
    assert found.p == pytest.approx(0.375)
    assert (found.only_earlier, found.only_later) == (0, 0)


def test_suppliers() -> None:
    net = network(
        *(edge(f"u{n}", "USA", "IDN", layer="L7", giver="USA") for n in range(3)),
        edge("k", "KOR", "IDN", layer="L7", giver="KOR"), edge("c", "CHN", "IDN", layer="L7", giver="CHN"),
    )  # fmt: skip
    counts = {g: float(len(r)) for g, r in supply.supplies(net)["IDN"].items()}

    assert supply.herfindahl(counts) == pytest.approx((9 + 1 + 1) / 25)
    assert supply.between_rivals(counts, (frozenset({"USA"}), frozenset({"CHN"}))) == pytest.approx((0.6, 0.2, 0.4))
    assert supply.similarity({"USA": 1}, {"USA": 3}) == pytest.approx(1.0)
    assert math.isnan(supply.herfindahl({}))
    assert math.isnan(supply.similarity({}, {"USA": 1}))


def test_the_survival_curve_of_kaplan_and_meiers_own_example() -> None:
    """Eight waits, of which 0.8, 3.1, 5.4 and 9.2 ended and 1.0, 2.7, 7.0 and 12.1 were lost sight of (in tenths)."""
    waits = [
        Wait(d, e)
        for d, e in ((8, True), (10, False), (27, False), (31, True), (54, True), (70, False), (92, True), (121, False))
    ]
    curve = survival(waits)

    assert [d for d, _ in curve.steps] == [0, 8, 31, 54, 92]
    assert [s for _, s in curve.steps] == pytest.approx([1, 7 / 8, 7 / 10, 21 / 40, 21 / 80])
    assert (curve.median, curve.quantile(0.25), curve.quantile(0.9)) == (92, 31, None)
    assert survival([]).steps == ((0, 1.0),)
    with pytest.raises(ValueError, match="negative"):
        survival([Wait(-1, True)])


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), max_size=20))
def test_a_survival_curve_falls_and_stays_between_one_and_nothing(given_waits: list[tuple[int, bool]]) -> None:
    shares = [s for _, s in survival([Wait(d, e) for d, e in given_waits]).steps]

    assert all(0 <= b <= a + 1e-12 <= 1 + 1e-9 for a, b in zip(shares, shares[1:], strict=False))


def test_hypotheses_are_scored_against_what_came() -> None:
    graph = plain(("A", "B"), ("B", "C"), ("C", "D"), ("A", "E"), ("E", "C")).graph()
    scores = hypotheses.adamic_adar(graph)

    assert scores["A", "C"] == pytest.approx(2 / math.log(2))
    assert hypotheses.area_under_curve(scores, {("A", "C")}) == 1.0
    assert hypotheses.area_under_curve({("A", "B"): 1.0, ("A", "C"): 1.0}, {("A", "B")}) == 0.5
    assert math.isnan(hypotheses.area_under_curve(scores, set()))
    assert hypotheses.precision_at(scores, {("A", "C")}, 2) == 0.5
    assert hypotheses.balance({("A", "B"): 1, ("B", "C"): 1, ("A", "C"): -1, ("C", "D"): -1}) == (0, 1)
    assert hypotheses.balance({("A", "B"): 1, ("B", "C"): -1, ("A", "C"): -1}) == (1, 1)
