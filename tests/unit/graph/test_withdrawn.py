"""A withdrawn document: counted before its day, not from it on; the live view is that of the files that are left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.graph import OxigraphStore, Quad, build_view, decode, encode, known_at, rebuild_view
from kg.graph.hygiene import hygiene
from kg.graph.subset import as_known, at_known
from kg.graph.terms import ips, nquads
from kg.graph.validate import validate_document, validate_store
from kg.graph.withhold import closed, withdrawn_on
from kg.projection import read_snapshot
from kg.registry import Registry
from kg.resolution import Claim
from tests.unit.graph.corpus import PAGES, RAA_IN_FORCE, RAA_SCHEDULED, RAA_SIGNED, claims_of, store_of


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def without_spans(quads: Iterable[Quad]) -> set[str]:
    spans = {q.object for q in quads if q.predicate == ips.statusSpan}
    return {
        str(q)
        for q in quads
        if q.subject not in spans and q.predicate not in (ips.statusSpan, ips.contentHash)  # of all that is on file
    }


def status(quads: Iterable[Quad], known: str) -> set[tuple[str, str, str, str]]:
    """Return (relation, status, from, until) of the spans that a day of the files sees."""
    found: dict[str, dict[str, str]] = {}
    for q in quads:
        if isinstance(q.subject, NamedNode) and ".t." in q.subject.value:
            found.setdefault(q.subject.value, {})[str(q.predicate.value)] = q.object.value  # type: ignore[union-attr]
    rows = [{k.rpartition("#")[2]: v for k, v in row.items()} for row in found.values()]
    return {
        (r["inRelation"], r["status"], r["from"], r["until"]) for r in rows if r["knownFrom"] <= known < r["knownUntil"]
    }


def joined(rows: set[tuple[str, str, str, str]]) -> set[tuple[str, str, str, str]]:
    """Join what follows on without a change of status: deciders split spans, and a withdrawn one is none."""
    out: list[tuple[str, str, str, str]] = []
    for relation, state, start, until in sorted(rows, key=lambda r: (r[0], r[2])):
        if out and out[-1][0] == relation and out[-1][1] == state and out[-1][3] == start:
            out[-1] = (relation, state, out[-1][2], until)
        else:
            out.append((relation, state, start, until))
    return set(out)


def withdraw(claims: Iterable[Claim], days: dict[str, str]) -> tuple[Claim, ...]:
    return tuple(replace(c, withdrawn=days.get(c.doc)) for c in claims)


def test_the_day_is_in_the_graph_and_comes_back_from_it(registry: Registry) -> None:
    encoded = RAA_SIGNED.encoded
    quads = closed(encoded.quads, "2026-03-01")

    assert withdrawn_on(quads) == "2026-03-01"
    assert {c.withdrawn for c in decode(quads)} == {"2026-03-01"}
    assert [f for f in validate_document(quads) if f.severity == "violation"] == []
    assert set(closed(quads, None)) == set(encoded.quads)
    assert set(closed(closed(quads, "2026-04-01"), "2026-03-01")) == set(quads)


def test_status_closes_at_the_day_of_withdrawal() -> None:
    claims = withdraw(claims_of(RAA_SIGNED, RAA_SCHEDULED, RAA_IN_FORCE), {RAA_IN_FORCE.encoded.graph: "2025-12-01"})
    quads = build_view(claims).quads
    on = "2025-10-01"

    def held(known: str) -> set[str]:
        return {s.rpartition("-")[2] for _, s, a, b in status(quads, known) if a <= on < b}

    assert held("2025-09-30") == {"yes"}
    assert held("2025-11-30") == {"yes"}
    assert held("2025-12-01") == {"unknown"}
    assert held("9999-12-30") == {"unknown"}


DAYS = ["2022-01-01", "2024-07-31", "2025-08-31", "2025-09-30", "2026-02-05", "2026-08-01"]
DOCS = sorted({c.doc for c in claims_of(*PAGES)})


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(DOCS), st.sampled_from(DAYS), max_size=6), st.sampled_from(DAYS))
def test_the_view_is_that_of_the_files_left_and_its_history_that_of_the_files_then(
    days: dict[str, str], asked: str
) -> None:
    everything = claims_of(*PAGES)
    claims = withdraw(everything, days)
    live = build_view(claims)
    left = build_view(c for c in everything if c.doc not in days)

    assert without_spans(live.quads) == without_spans(left.quads)
    last = max([*days.values(), "2026-12-31"])
    assert joined(status(live.quads, last)) == joined(status(left.quads, last))
    # A relation that stands on the same anchor then and now has the status then that the files of then gave it.
    then = build_view(known_at(claims, asked))
    same = {r.iri for r in live.relations} & {r.iri for r in then.relations}
    bridged = {r.iri for r in then.relations if len({c.iri for c in r.claims} & claims_of_others(live, r.iri))}
    past = {r for r in joined(status(live.quads, asked)) if r[0] in same - bridged}
    assert past == {r for r in joined(status(then.quads, "9999-12-30")) if r[0] in same - bridged}


def claims_of_others(view: object, iri: str) -> set[str]:
    return {c.iri for r in view.relations if r.iri != iri for c in r.claims}  # type: ignore[attr-defined]


def test_a_view_with_withdrawals_keeps_every_rule_of_the_graph(registry: Registry) -> None:
    store = store_of(*PAGES, registry=registry)
    document = RAA_IN_FORCE.encoded.graph
    store.replace({document: closed(store.quads(document), "2025-12-01")})
    rebuild_view(store, registry)

    assert [f for f in (*validate_store(store), *hygiene(store)) if f.severity == "violation"] == []


def test_a_day_before_the_withdrawal_sees_what_it_saw(registry: Registry) -> None:
    before = store_of(*PAGES, registry=registry)
    after = store_of(*PAGES, registry=registry)
    document = RAA_IN_FORCE.encoded.graph
    after.replace({document: closed(after.quads(document), "2025-12-01")})
    rebuild_view(after, registry)

    assert read_snapshot(after, known_at="2025-11-30", as_of="2025-10-01") == read_snapshot(
        as_known(before, "2025-11-30", registry=registry), known_at="2025-11-30", as_of="2025-10-01"
    )
    assert nquads(as_known(after, "2025-11-30", registry=registry).raw) == nquads(
        as_known(before, "2025-11-30", registry=registry).raw
    )
    assert at_known(after, "2025-12-01", registry=registry) is after
    assert at_known(after, None) is after


def test_a_document_that_nobody_withdrew_has_no_day() -> None:
    store = OxigraphStore()
    store.add_document(RAA_SIGNED.encoded.graph, encode(RAA_SIGNED.document, RAA_SIGNED.records).quads)

    assert withdrawn_on(store.quads(RAA_SIGNED.encoded.graph)) is None
    assert {c.withdrawn for c in decode(store.quads(RAA_SIGNED.encoded.graph))} == {None}
