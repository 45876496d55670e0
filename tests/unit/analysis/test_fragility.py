"""What a ranking hangs on; and whether its intervals hold a truth that is known, or is not what they assume."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kg.analysis import centrality
from kg.analysis.fragility import fragility, ranks, reading_probability
from kg.projection.multiplex import Multiplex
from tests.unit.analysis.networks import claim, edge, network

POLITIES = tuple(f"P{n:02}" for n in range(12))


def strength(net: Multiplex) -> dict[str, float]:
    return centrality.strength(net.graph())


def test_copies_of_one_text_fail_together() -> None:
    copies = edge("r", "A", "B", support=[claim("1", confidence=0.6), claim("2", confidence=0.7)])
    voices = edge("r", "A", "B", support=[claim("1", confidence=0.6), claim("2", voice="B", confidence=0.7)])

    assert reading_probability(copies) == pytest.approx(0.7)
    assert reading_probability(voices) == pytest.approx(0.88)
    assert reading_probability(edge("r", "A", "B")) == 1.0


def test_equal_values_share_the_best_rank_and_what_has_none_ranks_last() -> None:
    assert ranks({"A": 2.0, "B": 3.0, "C": 2.0, "D": math.nan}) == {"B": 1, "A": 2, "C": 2, "D": 4}


def test_the_source_without_which_a_value_moves_most_is_named() -> None:
    paper = {"publisher": "The Paper", "country": "JPN"}
    release = {"publisher": "Ministry", "country": "PHL", "official": True, "voice": "B"}
    net = network(
        edge("r1", "JPN", "PHL", support=[claim("1", **paper)]),
        edge("r2", "JPN", "USA", support=[claim("2", **paper)]),
        edge("r3", "JPN", "PHL", support=[claim("3", **paper), claim("4", **release)]),
    )  # fmt: skip
    found = fragility(net, strength, draws=20)["JPN"]

    assert (found.value, found.rank) == (3.0, 1)
    assert (found.worst_source, found.without_source) == ("The Paper", 1.0)
    assert (found.worst_country, found.without_country) == ("JPN", 1.0)
    assert (found.own_texts, found.two_voices) == (1.0, 1.0)
    assert (found.low, found.high, found.rank_low, found.rank_high) == (3.0, 3.0, 1, 1)


def test_the_same_seed_gives_the_same_intervals() -> None:
    net = observed(np.random.default_rng(4))

    assert fragility(net, strength, draws=30, seed=7) == fragility(net, strength, draws=30, seed=7)
    assert fragility(net, strength, draws=30, seed=7) != fragility(net, strength, draws=30, seed=8)


def observed(rng: np.random.Generator) -> Multiplex:
    """What was read: ties with the confidence that each reading is right."""
    edges = []
    for number in range(240):
        a, b = rng.choice(len(POLITIES), 2, replace=False)
        sure = float(rng.uniform(0.5, 1.0))
        edges.append(edge(f"r{number}", POLITIES[a], POLITIES[b], support=[claim(str(number), confidence=sure)]))
    return network(*edges, polities=POLITIES)


def coverage(rng: np.random.Generator, *, bias: float = 0.0, rounds: int = 12) -> float:
    """Return how often the 90 % interval holds the strength of the truth that the readings were made of.

    `bias` is how much less often readings are right than their confidence says.
    """
    held = total = 0
    for number in range(rounds):
        net = observed(rng)
        found = fragility(net, strength, draws=120, seed=number)
        truth = strength(net.only(e for e in net.edges if rng.random() < reading_probability(e) - bias))
        for node in POLITIES:
            held += found[node].low <= truth[node] <= found[node].high
            total += 1
    return held / total


def test_intervals_cover_a_truth_that_is_as_the_confidences_say() -> None:
    share = coverage(np.random.default_rng(20261123))

    assert 0.85 <= share <= 0.97, share


def test_intervals_fail_where_the_confidences_are_wrong() -> None:
    """A generator that the intervals do not assume: readings are right a quarter less often than they claim."""
    assert coverage(np.random.default_rng(20261123), bias=0.25) < 0.6
