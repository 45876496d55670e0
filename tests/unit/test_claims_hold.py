"""What must hold of claims whatever comes in: order, judging and undoing, record time."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph import build_view
from kg.graph.view import known_at
from kg.registry import Registry
from kg.resolution import Claim, Judgements
from kg.resolution.ledger import Judged, Ledger, in_effect, judged_claim, judged_mention
from tests.unit.graph.corpus import PAGES, claims_of

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@cache
def corpus() -> tuple[Claim, ...]:
    return tuple(sorted(claims_of(*PAGES), key=lambda c: c.iri))


@cache
def registry() -> Registry:
    return Registry.load()


def view(claims: tuple[Claim, ...] | list[Claim], judgements: Judgements | None = None) -> frozenset[str]:
    return frozenset(map(str, build_view(claims, registry=registry(), judgements=judgements).quads))


@few
@given(st.permutations(range(len(corpus()))), st.data())
def test_the_order_of_arrival_enters_nothing(order: list[int], data: st.DataObject) -> None:
    kept = data.draw(st.integers(1, len(order)))
    subset = [corpus()[i] for i in order[:kept]]
    assert view(subset) == view(sorted(subset, key=lambda c: c.iri))


def _subjects() -> list[tuple[str, Judged]]:
    claims = [("relation", judged_claim(c)) for c in corpus()]
    people = {c.mention(p.label): (c, p.label) for c in corpus() for p in c.record.participants if p.kind == "person"}
    return claims + [("actor", judged_mention(c, label)) for c, label in people.values()]


@few
@given(st.data())
def test_judging_and_undoing_restores_the_graph(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    ledger = Ledger(tmp_path_factory.mktemp("ledger"))
    before, written = view(corpus()), []
    for _ in range(data.draw(st.integers(1, 5))):
        (about, a), (other, b) = data.draw(st.tuples(*[st.sampled_from(_subjects())] * 2))
        verdict = data.draw(st.sampled_from(["same", "different", "unsure", "accepted", "rejected"]))
        if verdict in ("accepted", "rejected"):
            written += ledger.add(verdict, "claim", [(a, None)], why="x") if about == "relation" else ()
        elif about == other and a.iri != b.iri:
            written += ledger.add(verdict, about, [(a, b)], why="x")
    judged = in_effect(ledger.lines(), corpus()).judgements
    built = build_view(corpus(), registry=registry(), judgements=judged)
    groups = [{c.iri for c in r.claims} for r in built.relations] + [set(a.mentions) for a in built.actors]
    assert not any(pair <= group for pair in judged.different for group in groups)
    for number in data.draw(st.permutations(written)):
        ledger.undo(number, why="y")
    assert view(corpus(), in_effect(ledger.lines(), corpus()).judgements) == before


@few
@given(st.lists(st.dates().map(str), min_size=2, max_size=5))
def test_what_is_known_once_stays_known(days: list[str]) -> None:
    """Record time only grows: of claims, of relations, and of the words of every one of them."""
    for first, second in pairwise(sorted(days)):
        early, late = (known_at(corpus(), day) for day in (first, second))
        assert set(early) <= set(late)
        then, now = (build_view(claims, registry=registry()).relations for claims in (early, late))
        of = {c.iri: r for r in now for c in r.claims}
        assert all(c.iri in of for r in then for c in r.claims)


@few
@given(st.sets(st.sampled_from(sorted({c.doc for c in corpus()}))))
def test_a_document_taken_out_was_never_there(gone: set[str]) -> None:
    kept = [c for c in corpus() if c.doc not in gone]
    assert not any(doc in quad for quad in view(kept) for doc in gone)


def test_a_ledger_that_is_empty_decides_nothing(tmp_path: Path) -> None:
    assert in_effect(Ledger(tmp_path).lines(), corpus()).judgements == Judgements()
