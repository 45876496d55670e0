from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from kg.graph import OxigraphStore, build_view, encode, known_at, rebuild_view, stored_claims
from kg.graph.terms import TYPE, concept, ips, ipsid, nquads, oa
from kg.model import Record
from kg.namespaces import ID, sparql_prologue
from kg.ontology import ontology
from kg.registry import Registry
from kg.resolution import Claim
from tests.unit.graph.corpus import (
    BOATS,
    DENIED,
    PAGES,
    RAA_IN_FORCE,
    RAA_SCHEDULED,
    RAA_SIGNED,
    RIVAL,
    SAMPLE,
    actor,
    claims_of,
    make_document,
    page,
    stage,
    store_of,
)
from tests.unit.graph.test_encode import TEXT, records


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


@pytest.fixture(scope="module")
def store(registry: Registry) -> OxigraphStore:
    return store_of(*PAGES, registry=registry)


def rows(store: OxigraphStore, where: str, *columns: str) -> list[tuple[str, ...]]:
    found = store.query(f"{sparql_prologue()}SELECT DISTINCT {' '.join('?' + c for c in columns)} WHERE {{ {where} }}")
    assert isinstance(found, QuerySolutions)
    return sorted(tuple(str(s[c].value).removeprefix(ID) if s[c] is not None else "" for c in columns) for s in found)


def test_shuffled_pages_give_the_same_bytes(registry: Registry) -> None:
    expected = store_of(*PAGES, registry=registry).nquads()
    pages = list(PAGES)
    for seed in range(5):
        random.Random(seed).shuffle(pages)

        assert store_of(*pages, registry=registry).nquads() == expected


def test_adding_a_page_again_changes_nothing(registry: Registry) -> None:
    store = store_of(*PAGES, registry=registry)
    before = store.nquads()

    assert store.add_document(SAMPLE.encoded.graph, SAMPLE.encoded.quads) == 0
    rebuild_view(store, registry)
    assert store.nquads() == before


@pytest.mark.parametrize("gone", range(len(PAGES)))
def test_a_dropped_page_was_never_there(gone: int, registry: Registry) -> None:
    never = store_of(*[p for i, p in enumerate(PAGES) if i != gone], registry=registry)
    store = store_of(*PAGES, registry=registry)
    store.drop_document(PAGES[gone].encoded.graph)

    rebuild_view(store, registry)

    assert store.nquads() == never.nquads()
    assert store.documents() == never.documents()


def test_pages_added_one_by_one_give_what_all_at_once_give(registry: Registry) -> None:
    store = OxigraphStore()
    for each in PAGES:
        store.add_document(each.encoded.graph, each.encoded.quads)
        rebuild_view(store, registry)

    assert store.nquads() == store_of(*PAGES, registry=registry).nquads()


def test_what_the_store_holds_is_what_the_encoder_made(store: OxigraphStore) -> None:
    assert sorted(stored_claims(store), key=lambda c: c.iri) == sorted(claims_of(*PAGES), key=lambda c: c.iri)


def test_nothing_planned_possible_or_denied_makes_a_shortcut() -> None:
    view = build_view(claims_of(DENIED, RAA_SCHEDULED))
    shortcuts = {NamedNode(iri) for iri in ontology().shortcuts.values()}

    made = {q.predicate for q in view.quads if q.predicate in shortcuts}

    assert made == {ips.proposedOn}  # that something was proposed is asserted; it ties nobody
    assert [q for q in view.quads if q.predicate == ips.involves]


def test_a_cancelled_visit_and_an_alleged_act_tie_nobody() -> None:
    quiet = page(
        "2024-01-02",
        (
            "The visit was cancelled.",
            {
                "kind": "engagement",
                "type": "visit",
                "participants": [actor("visitor", "Japan", "JPN"), actor("host", "Bangladesh", "BGD")],
                "stages": [stage("cancelled", "2024-01-01")],
            },
        ),
        (
            "A ship is alleged to have been rammed.",
            {
                "kind": "incident",
                "type": "confrontation",
                "participants": [actor("initiator", "China", "CHN"), actor("target", "Japan", "JPN")],
                "stages": [stage("occurred", "2024-01-01", basis="alleged")],
            },
        ),
    )
    view = build_view(quiet.claims)

    made = {q.predicate.value.rpartition("#")[2] for q in view.quads} & {
        "visitor",
        "host",
        "initiator",
        "target",
        "occurredOn",
    }

    assert made == set()


def test_every_view_part_reaches_a_quote(store: OxigraphStore) -> None:
    parts = {q.subject for q in store.quads() if q.predicate == ips.inRelation}
    # A span has deciders, a disagreement the parts that it is between.
    derived = (ips.StatusSpan, ips.Disagreement)
    spans = {q.subject for q in store.quads() if q.predicate == TYPE and q.object in derived}
    stated = {(q.subject, q.object) for q in store.quads() if q.predicate == ips.statedAs}
    every = [q for d in store.documents() for q in store.quads(d)]
    receipts: dict[object, set[object]] = {}
    for q in every:
        if q.predicate in (ips.evidence, oa.hasSelector, oa.exact):
            receipts.setdefault(q.subject, set()).add(q.object)

    assert {part for part, _ in stated} == parts - spans
    for _, claim_part in stated:
        quotes = {
            e for r in receipts[claim_part] for s in receipts[r] for e in receipts.get(s, ()) if isinstance(e, Literal)
        }
        assert quotes


def test_every_shortcut_follows_from_a_part(store: OxigraphStore) -> None:
    shortcuts = {NamedNode(iri): key for key, iri in ontology().shortcuts.items()}
    quads = list(store.quads())
    by_role = {(q.subject, q.object) for q in quads if q.predicate == ips.actor} | {
        (q.subject, q.object) for q in quads if q.predicate == ips.date
    }
    for q in quads:
        if q.predicate in shortcuts and q.object != ips.Programme:
            scheme, notation = shortcuts[q.predicate]
            link = ips.role if scheme == "role" else ips.stageKind
            parts = {p.subject for p in quads if p.predicate == link and p.object == concept(scheme, notation)}
            assert any((part, q.object) in by_role for part in parts if str(q.subject)[:-1] in str(part)), q


def test_the_view_has_no_blank_node(store: OxigraphStore) -> None:
    assert not [q for q in store.quads() if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


def test_a_rival_date_is_kept_and_shown_as_a_rival(store: OxigraphStore) -> None:
    found = rows(
        store,
        "?r ips:type ipsc:agreement-equipment-transfer ; ips:stage ?s . "
        "?s ips:stageKind ipsc:stage-signed ; ips:date ?d ; ips:standing ?w",
        "d",
        "w",
    )

    assert [(d, w.rpartition("-")[2]) for d, w in found] == [("2026-02-03", "chosen"), ("2026-02-04", "rival")]
    assert rows(store, "?r ips:type ipsc:agreement-equipment-transfer ; ips:signedOn ?d", "d") == [("2026-02-03",)]


def test_two_origins_outweigh_an_earlier_one() -> None:
    third = page(
        "2026-03-01",
        (
            "Signed on 4 February 2026, says a third.",
            {
                "kind": "agreement",
                "type": "equipment-transfer",
                "participants": [actor("party", "Japan", "JPN"), actor("party", "Bangladesh", "BGD")],
                "stages": [stage("signed", "2026-02-04")],
            },
        ),
        publisher="A third paper",
    )
    copy = page(
        "2026-03-02",
        (
            third.document.text + " Again.",
            {
                "kind": "agreement",
                "type": "equipment-transfer",
                "participants": [actor("party", "Japan", "JPN"), actor("party", "Bangladesh", "BGD")],
                "stages": [stage("signed", "2026-02-04")],
            },
        ),
        publisher="A copyist",
    )

    two = build_view(claims_of(SAMPLE, RIVAL, third))
    copied = build_view(claims_of(SAMPLE, third, copy), origins={copy.encoded.graph: "A third paper"})

    assert [q.object.value for q in two.quads if q.predicate == ips.signedOn and "2026-02-0" in q.object.value] == [
        "2026-02-04"
    ]
    assert [q.object.value for q in copied.quads if q.predicate == ips.signedOn and "2026-02-0" in q.object.value] == [
        "2026-02-03"
    ]


def test_one_person_signed_under_two_orders_of_his_name(store: OxigraphStore) -> None:
    found = rows(
        store,
        "?r ips:type ipsc:agreement-equipment-transfer ; ips:signatory ?p . ?p skos:prefLabel ?n ; ips:mention ?m",
        "n",
        "m",
    )

    assert [n for n, _ in found] == ["SM Kamrul Hassan", "Saida Shinichi", "Saida Shinichi"]


def test_boats_do_not_confirm_the_radar() -> None:
    view = build_view(claims_of(SAMPLE, BOATS))
    confirmed = [q for q in view.quads if q.predicate == ips.confirmedBy]

    assert confirmed == []


def test_a_scheduled_entry_into_force_is_confirmed_by_the_report_of_it() -> None:
    view = build_view(claims_of(RAA_SIGNED, RAA_SCHEDULED, RAA_IN_FORCE))

    (confirmed,) = [q for q in view.quads if q.predicate == ips.confirmedBy]

    assert str(confirmed.subject).endswith(".s.in-force.planned.2025-09-11>")
    assert str(confirmed.object).endswith(".s.in-force.asserted.2025-09-11>")


def test_a_denial_reverses_a_plan() -> None:
    plan = page(
        "2024-01-02",
        (
            "It will be signed in May.",
            {
                "kind": "agreement",
                "type": "logistics-support",
                "participants": [actor("party", "Japan", "JPN"), actor("party", "Bangladesh", "BGD")],
                "stages": [stage("signed", "2024-05", "planned")],
            },
        ),
    )
    put_off = page(
        "2024-06-02",
        (
            "The signing was put off.",
            {
                "kind": "agreement",
                "type": "logistics-support",
                "participants": [actor("party", "Japan", "JPN"), actor("party", "Bangladesh", "BGD")],
                "stages": [stage("signed", None, "denied", step="postponed")],
            },
        ),
    )
    view = build_view(claims_of(plan, put_off))

    assert [str(q.object).rpartition("/")[2] for q in view.quads if q.predicate == ips.reversedBy] == [
        q.subject.value.rpartition("/")[2] + ">"
        for q in view.quads
        if q.object == concept("modality", "denied") and ".s." in str(q.subject)
    ]


@pytest.mark.parametrize("day", ["2024-07-31", "2025-08-31", "2025-09-30", "2026-02-05"])
def test_the_live_view_read_at_a_day_is_the_snapshot_of_that_day(day: str) -> None:
    def spans(view_claims: tuple[Claim, ...], *, live: bool) -> set[tuple[str, ...]]:
        store = OxigraphStore()
        store.replace(view=build_view(view_claims).quads)
        found = rows(
            store,
            "?r ips:statusSpan ?t . ?t ips:status ?s ; ips:from ?f ; ips:until ?u ; "
            "ips:knownFrom ?kf ; ips:knownUntil ?ku",
            "r",
            "s",
            "f",
            "u",
            "kf",
            "ku",
        )
        return (
            {row[:4] for row in found if not live or row[4] <= day < row[5]}
            if live
            else {row[:4] for row in found if row[5] == "9999-12-31"}
        )

    everything = claims_of(*PAGES)

    assert spans(everything, live=True) == spans(known_at(everything, day), live=False)


def test_actors_of_the_registry_and_their_status_are_in_the_default_graph(store: OxigraphStore) -> None:
    assert rows(store, "ips-id:TWN a ips:Polity ; ips:polityStatus ?s", "s")[0][0].endswith("limited-recognition")
    assert rows(store, "ips-id:OSA a ips:Programme ; skos:prefLabel ?n", "n") == [("Official Security Assistance",)]
    assert ipsid.OSA in {q.subject for q in store.quads()}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.lists(records(), max_size=3), st.dates(min_value=dt.date(2000, 1, 1))), min_size=1, max_size=4
    ),
    st.randoms(),
)
def test_whatever_records_say_the_view_is_sound(
    pages: list[tuple[list[Record], dt.date]], order: random.Random
) -> None:
    encoded = [encode(make_document(TEXT, day.isoformat(), f"P{i}"), made) for i, (made, day) in enumerate(pages)]
    claims = [c for e in encoded for c in e.claims]
    view = build_view(claims)
    order.shuffle(claims)

    assert len(set(view.quads)) == len(view.quads)
    assert nquads(build_view(claims).quads) == nquads(view.quads)
    parts = {q.subject for q in view.quads if q.predicate == ips.inRelation}
    spans = {q.subject for q in view.quads if q.object in (ips.StatusSpan, ips.Disagreement)}
    assert {q.subject for q in view.quads if q.predicate == ips.statedAs} == parts - spans
    assert {q.object for q in view.quads if q.predicate == ips.decidedBy} <= parts
    assert {c.iri for r in view.relations for c in r.claims} == {c.iri for c in claims}
    assert sum(len(r.claims) for r in view.relations) == len(claims)


@pytest.mark.parametrize("name", ["Scarborough Shoal", "the Scarborough Shoal", "Huangyan Dao", "Bajo de Masinloc"])
def test_whatever_name_a_text_uses_the_place_is_the_same(name: str) -> None:
    incident = {
        "kind": "incident", "type": "confrontation", "stages": [stage("occurred", "2024-03-05", place=name)],
        "participants": [actor("initiator", "China", "CHN"), actor("target", "the Philippines", "PHL")],
    }  # fmt: skip
    view = build_view(page("2024-03-06", (f"A collision at {name}.", incident)).claims, registry=Registry.load())

    assert [q.object for q in view.quads if q.predicate == ips.atPlace] == [ipsid["SCARBOROUGH-SHOAL"]]
    assert [q.object.value for q in view.quads if q.predicate == ips.place] == [name]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["Manila", "East Sea", "a shoal"])
def test_a_place_that_is_unknown_or_has_two_owners_is_not_linked(name: str) -> None:
    meeting = {
        "kind": "engagement", "type": "summit", "name": "A summit", "stages": [stage("held", "2024-03-05", place=name)],
        "participants": [actor("host", "Japan", "JPN")],
    }  # fmt: skip
    view = build_view(page("2024-03-06", (f"They met in {name}.", meeting)).claims, registry=Registry.load())

    assert [q for q in view.quads if q.predicate == ips.atPlace] == []
