"""Rankings of polities: each value with its place under reading error, without single sources, on own texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.analysis import brokerage, centrality, cohesion
from kg.analysis.analyses import Analysis, Options, number
from kg.analysis.betweenness import betweenness
from kg.analysis.engines import engine_for, said
from kg.analysis.finding import Finding, Row, relations_of
from kg.analysis.fragility import DRAWS, Measure, fragility

if TYPE_CHECKING:
    from kg.analysis.study import Study
    from kg.projection.multiplex import Multiplex

COLUMNS = (
    "rank", "polity", "name", "value", "low", "high", "ranks", "moves_most_without_source", "value_without_source",
    "moves_most_without_country", "value_without_country", "own_texts", "two_voices",
)  # fmt: skip
SHOWN = ("rank", "polity", "name", "value", "low", "high", "ranks", "own_texts", "two_voices")
_DRAWS = {"draws": (str(DRAWS), "resamplings under reading error"), "seed": ("0", "of the random numbers")}


def _ranking(name: str, title: str, measure: Measure, note: str) -> Analysis:
    def run(study: Study, options: Options) -> Finding:
        network = study.network()
        graph = network.graph()
        draws, seed = number(options, "draws", least=1), number(options, "seed")
        found = fragility(network, measure, draws=draws, seed=seed)
        ordered = sorted(found, key=lambda n: (found[n].rank, n))
        rows = tuple(
            Row(
                values=(
                    f.rank, node, network.labels[node], _round(f.value), _round(f.low), _round(f.high),
                    f"{f.rank_low}–{f.rank_high}", f.worst_source, _round(f.without_source), f.worst_country,
                    _round(f.without_country), _round(f.own_texts), _round(f.two_voices),
                ),
                relations=relations_of(graph, node),
            )
            for node in ordered
            for f in (found[node],)
        )  # fmt: skip
        notes = (
            note,
            f"value counts every tie; low, high, ranks: 90 % of {draws} draws under reading error only (seed {seed})",
            "own_texts: on ties that a party's own government states; two_voices: on ties that two voices state",
            *((f"computed by {said(graph)}",) if engine_for(graph) != "networkx" else ()),
            "--json has the publisher and the country without which each value moves most",
        )
        frame = study.frame(network)
        return Finding(name=name, title=title, columns=COLUMNS, rows=rows, notes=notes, frame=frame, shown=SHOWN)

    return Analysis(name, title, run, _DRAWS)


def _round(value: float) -> float | None:
    """Four digits; None where there is no value."""
    return round(value, 4) if value == value else None


def _degree(network: Multiplex) -> Mapping[str, float]:
    return {n: float(v) for n, v in centrality.partners(network.graph()).items()}


def _strength(network: Multiplex) -> Mapping[str, float]:
    return centrality.strength(network.graph())


def _pagerank(network: Multiplex) -> Mapping[str, float]:
    return centrality.pagerank(network.digraph())


def _betweenness(network: Multiplex) -> Mapping[str, float]:
    return betweenness(network.graph())


def _constraint(network: Multiplex) -> Mapping[str, float]:
    return brokerage.constraint(network.graph())


def _effective_size(network: Multiplex) -> Mapping[str, float]:
    return brokerage.effective_size(network.graph())


def _core(network: Multiplex) -> Mapping[str, float]:
    return {n: float(v) for n, v in cohesion.core_numbers(network.graph()).items()}


DEGREE = _ranking("degree", "Polities by number of partners", _degree, "value: distinct partners")
STRENGTH = _ranking(
    "strength", "Polities by weight of ties", _strength,
    "value: sum over relations, a relation of n polities counting 1/(n-1) for each pair",
)  # fmt: skip
PAGERANK = _ranking(
    "pagerank", "Polities by PageRank", _pagerank,
    "value: PageRank, damping 0.85; directed ties run from giver to receiver, others both ways",
)  # fmt: skip
BETWEENNESS = _ranking(
    "brokers", "Polities by betweenness", _betweenness, "value: share of shortest ways between others, unweighted"
)
CONSTRAINT = _ranking(
    "constraint",
    "Polities by constraint",
    _constraint,
    "value: Burt's constraint; low for a broker, high for one tied up",
)
EFFECTIVE_SIZE = _ranking(
    "effective-size", "Polities by effective size", _effective_size,
    "value: partners less the mean number of ties among them",
)  # fmt: skip
CORE = _ranking("core", "Polities by core number", _core, "value: largest k of a k-core that holds the polity")
