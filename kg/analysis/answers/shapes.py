"""Shape of the network through time: hub or mesh, triads, communities, what removal does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.analysis import brokerage, closure, cohesion, hub
from kg.analysis.analyses import Analysis, Options, number
from kg.analysis.finding import Finding, Row, relations_of
from kg.errors import InvalidDateError

if TYPE_CHECKING:
    from kg.analysis.study import Study
    from kg.projection.multiplex import Multiplex

YEARS = {
    "from": ("", "first year; ten years before the last without it"),
    "until": ("", "last year; that of the day asked about without it"),
}


def years(study: Study, options: Options) -> list[int]:
    """Return the years asked for.

    Raises
    ------
    InvalidDateError
        If a year is none, or the first lies after the last.
    """
    last = _year(options["until"]) if options["until"] else int(study.snapshot().as_of[:4])
    first = _year(options["from"]) if options["from"] else last - 9
    if first > last:
        raise InvalidDateError(f"{first} to {last}")
    return list(range(first, last + 1))


def _end(study: Study, year: int) -> str:
    """Return the last day of a year, or the day asked about where that comes first."""
    return min(f"{year:04}-12-31", study.snapshot().as_of)


def _year(text: str) -> int:
    if len(text) != 4 or not text.isdigit() or int(text) < 1:
        raise InvalidDateError(text)
    return int(text)


def _all(network: Multiplex) -> tuple[str, ...]:
    return tuple(sorted({e.relation for e in network.edges}))


def _hub(study: Study, options: Options) -> Finding:
    centre = options["hub"]
    rows = []
    network = study.network()
    for year in years(study, options):
        network = study.network(_end(study, year))
        for layer in (*network.layers(), "all"):
            part = network if layer == "all" else network.layer(layer)
            graph = part.graph()
            tied = graph.subgraph(n for n in graph if graph[n])
            share, central = hub.hub_share(graph, centre), hub.centralisation(tied)
            rows.append(
                Row(
                    values=(
                        year, layer, graph.number_of_edges(), tied.number_of_nodes(), _round(share),
                        _round(1 - share), _round(central),
                    ),
                    relations=_all(part),
                )
            )  # fmt: skip
    notes = (
        f"hub_share: share of tied pairs that touch {centre}; mesh_share the rest; a pair counts once",
        "centralisation: Freeman's, over the polities that have a tie in the layer; 1 for a star",
        "all adds the layers up as tied pairs, not as weights",
    )
    return Finding(
        name="hub-and-spoke", title=f"How much of each layer hangs on {centre}, year by year",
        columns=("year", "layer", "pairs", "polities", "hub_share", "mesh_share", "centralisation"),
        rows=tuple(rows), notes=notes, frame=study.frame(network),
    )  # fmt: skip


def _closure(study: Study, options: Options) -> Finding:
    span = years(study, options)
    before, after = study.network(_end(study, span[0])), study.network(_end(study, span[-1]))
    rows = tuple(
        Row(values=(c.a, c.b, " ".join(c.through), c.layer, c.since), relations=c.relations)
        for c in closure.closures(before, after)
    )
    then, now = (_text(closure.transitivity(n.graph())) for n in (before, after))
    opened = sum(1 for _ in closure.open_triads(before.graph()))
    notes = (
        f"{len(rows)} of {opened} pairs with a common partner and no tie at the end of {span[0]} have one {span[-1]}",
        f"transitivity {then} at the end of {span[0]}, {now} at the end of {span[-1]}",
        "layer: that of the earliest tie of the pair",
    )
    return Finding(
        name="closure", title=f"Open triads that closed between {span[0]} and {span[-1]}",
        columns=("a", "b", "through", "layer", "since"), rows=rows, notes=notes, frame=study.frame(after),
    )  # fmt: skip


def _communities(study: Study, options: Options) -> Finding:
    span, runs, seed = years(study, options), number(options, "runs", least=1), number(options, "seed")
    earlier, _ = cohesion.consensus(study.network(_end(study, span[0])).graph(), runs=runs, seed=seed)
    network = study.network(_end(study, span[-1]))
    graph = network.graph()
    groups, stable = cohesion.consensus(graph, runs=runs, seed=seed)
    moved = cohesion.switchers(earlier, groups)
    rows = tuple(
        Row(
            values=(number_, node, network.labels[node], round(stable[node], 3), node in moved),
            relations=relations_of(graph, node),
        )
        for number_, group in enumerate(groups, 1)
        for node in group
    )
    notes = (
        f"communities that more than half of {runs} runs of Louvain agree on (seeds {seed} to {seed + runs - 1})",
        "stability: mean share of runs that hold the polity with the others of its community",
        f"switched: in another community than most of its present companions at the end of {span[0]}",
        "a community is a pattern of ties on file; it is no bloc that anybody declared",
    )
    return Finding(
        name="communities", title=f"Communities at the end of {span[-1]}, and who switched since {span[0]}",
        columns=("community", "polity", "name", "stability", "switched"), rows=rows, notes=notes,
        frame=study.frame(network),
    )  # fmt: skip


def _removal(study: Study, options: Options) -> Finding:
    del options
    network = study.network()
    graph = network.graph()
    loss, cuts = brokerage.removal_loss(graph), brokerage.cut_vertices(graph)
    rows = tuple(
        Row(
            values=(node, network.labels[node], _round(loss[node]), cuts.get(node, 0)),
            relations=relations_of(graph, node),
        )
        for node in sorted(loss, key=lambda n: (-loss[n], n))
    )
    notes = (
        "loss: share of connected pairs of others that are not connected without the polity",
        "pieces: into how many its component falls; 0 where it is no cut vertex",
    )
    return Finding(
        name="removal", title="What the network loses with each polity", columns=("polity", "name", "loss", "pieces"),
        rows=rows, notes=notes, frame=study.frame(network),
    )  # fmt: skip


def _round(value: float) -> float | None:
    return round(value, 4) if value == value else None


def _text(value: float) -> str:
    return f"{value:.3f}" if value == value else "undefined"


_RUNS = {"runs": (str(cohesion.RUNS), "runs of Louvain"), "seed": ("0", "of the first run")}
HUB = Analysis("hub-and-spoke", "Hub-and-spoke or mesh, by layer and year", _hub, {"hub": ("USA", "the hub"), **YEARS})
CLOSURE = Analysis("closure", "Which open triads closed, in which layer first", _closure, YEARS)
COMMUNITIES = Analysis("communities", "Communities, their stability, and switchers", _communities, {**YEARS, **_RUNS})
REMOVAL = Analysis("removal", "What the network loses with each polity; cut vertices", _removal)
