"""How far a ranking hangs on what could be wrong or missing: beside every ranking, never apart from it.

Five questions, each answered by measuring again:

* *reading*: each claim is kept with the probability that its reading is right, a relation where one of its voices is
  kept; the spread is the error of reading and of nothing else.
* *source*: without each publisher; *country*: without all publishers of each country.
* *own texts*: on relations that a party's own government states.
* *two voices*: on relations that at least two independent voices state.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kg.projection.multiplex import Hyperedge, Multiplex

Measure = Callable[["Multiplex"], Mapping[str, float]]

DRAWS = 200
INTERVAL = 0.90


@dataclass(frozen=True, slots=True)
class Fragility:
    """One node's place in a ranking, and what it hangs on.

    Attributes
    ----------
    value : float
        On all ties.
    rank : int
        1 for the highest value; equal values share the best rank.
    low, high : float
        Bounds of the 90 % interval under reading error only.
    rank_low, rank_high : int
        Best and worst rank of the same draws' interval.
    worst_source, worst_country : str
        Without which the value moves most; empty where none moves it.
    without_source, without_country : float
        The value without it.
    own_texts, two_voices : float
        The value on those relations alone; NaN where the node has none.
    """

    value: float
    rank: int
    low: float
    high: float
    rank_low: int
    rank_high: int
    worst_source: str
    without_source: float
    worst_country: str
    without_country: float
    own_texts: float
    two_voices: float


def reading_probability(edge: Hyperedge) -> float:
    """Return the probability that at least one voice behind a tie was read rightly.

    Readings of copies of one text fail together, so each voice counts once, with its best reading; voices are taken as
    independent. 1.0 for a tie that carries no claim.
    """
    best: dict[str, float] = {}
    for s in edge.support:
        best[s.voice] = max(best.get(s.voice, 0.0), s.confidence)
    return 1.0 - math.prod(1.0 - c for c in best.values()) if best else 1.0


def ranks(values: Mapping[str, float]) -> dict[str, int]:
    """Return the rank of each node, 1 for the highest; equal values share the best rank, NaN ranks last."""
    ordered = sorted((-v if v == v else math.inf) for v in values.values())
    place = {v: i + 1 for i, v in reversed(list(enumerate(ordered)))}
    return {n: place[-v if v == v else math.inf] for n, v in values.items()}


def fragility(
    network: Multiplex, measure: Measure, *, draws: int = DRAWS, seed: int = 0, interval: float = INTERVAL
) -> dict[str, Fragility]:
    """Measure a network again and again, as the module says.

    Parameters
    ----------
    network : Multiplex
        With the support of its ties.
    measure : callable
        Multiplex to a value for each polity.
    draws : int
        Resamplings under reading error.
    seed : int
        Of numpy's PCG64: the same seed gives the same intervals on every machine.
    interval : float
        Share of draws between the bounds.
    """
    value = dict(measure(network))
    drawn, drawn_ranks = _resampled(network, measure, value, draws, seed)
    tail = (1 - interval) / 2 * 100
    source = _without(network, measure, lambda s: s.publisher)
    country = _without(network, measure, lambda s: s.country)
    own = _measured(network, measure, _own_text)
    two = _measured(network, measure, lambda e: len({s.voice for s in e.support}) > 1)
    rank = ranks(value)
    found: dict[str, Fragility] = {}
    for node in sorted(value):
        name, without_source = _worst(node, value[node], source)
        land, without_country = _worst(node, value[node], country)
        found[node] = Fragility(
            value=value[node], rank=rank[node],
            low=_percentile(drawn[node], tail), high=_percentile(drawn[node], 100 - tail),
            rank_low=round(_percentile(drawn_ranks[node], tail)),
            rank_high=round(_percentile(drawn_ranks[node], 100 - tail)),
            worst_source=name, without_source=without_source, worst_country=land, without_country=without_country,
            own_texts=own.get(node, math.nan), two_voices=two.get(node, math.nan),
        )  # fmt: skip
    return found


def _resampled(
    network: Multiplex, measure: Measure, value: Mapping[str, float], draws: int, seed: int
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    rng = np.random.Generator(np.random.PCG64(seed))
    sure = np.array([reading_probability(e) for e in network.edges])
    drawn: dict[str, list[float]] = {n: [] for n in value}
    placed: dict[str, list[float]] = {n: [] for n in value}
    for _ in range(draws):
        kept = rng.random(len(sure)) < sure
        sample = measure(network.only(e for e, keep in zip(network.edges, kept, strict=True) if keep))
        rank = ranks({n: sample.get(n, math.nan) for n in value})
        for node in value:
            drawn[node].append(sample.get(node, math.nan))
            placed[node].append(rank[node])
    return drawn, placed


def _percentile(values: list[float], share: float) -> float:
    known = [v for v in values if v == v]
    return float(np.percentile(known, share)) if known else math.nan


def _without(network: Multiplex, measure: Measure, key: Callable[..., str]) -> dict[str, Mapping[str, float]]:
    names = sorted({key(s) for e in network.edges for s in e.support} - {""})
    return {
        name: measure(network.only(e for e in network.edges if not e.support or any(key(s) != name for s in e.support)))
        for name in names
    }


def _measured(network: Multiplex, measure: Measure, keep: Callable[[Hyperedge], bool]) -> Mapping[str, float]:
    return measure(network.only(e for e in network.edges if keep(e)))


def _own_text(edge: Hyperedge) -> bool:
    return any(s.official and s.country in edge.members for s in edge.support)


def _worst(node: str, value: float, without: Mapping[str, Mapping[str, float]]) -> tuple[str, float]:
    moved = [(abs(v.get(node, 0.0) - value), name, v.get(node, math.nan)) for name, v in without.items()]
    moved = [m for m in moved if m[0] > 1e-12]
    if not moved:
        return "", value
    _, name, left = min(moved, key=lambda m: (-m[0], m[1]))
    return name, left
