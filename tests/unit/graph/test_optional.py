"""Optional fields in claims and in the view: terms and not text, receipts on each, and no tie from an allegation."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, QuerySolutions

from kg.contract import schema
from kg.graph import OxigraphStore, build_view, decode, encode, rebuild_view
from kg.graph.evidence import canonical_evidence
from kg.graph.fields import ITEM, PARTICIPANT, RECORD, STAGE, Group, Table
from kg.graph.terms import concept, ips, ipsid, nquads
from kg.model import Record, from_json, to_json
from kg.namespaces import ID, IPS, IPSC, sparql_prologue
from kg.ontology import ontology
from kg.projection import read_snapshot, relation_network, tie_network
from kg.registry import Registry
from tests.unit.graph.corpus import BGD, JPN, PAGES, Page, actor, claims_of, make_document, page, stage, store_of
from tests.unit.graph.full_record import AGREEMENT, FULL, MEMORANDUM
from tests.unit.graph.test_encode import TEXT, records


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    return store_of(*PAGES, FULL, registry=Registry.load())


def rows(store: OxigraphStore, where: str, *columns: str) -> list[tuple[str, ...]]:
    found = store.query(f"{sparql_prologue()}SELECT {' '.join('?' + c for c in columns)} WHERE {{ {where} }}")
    assert isinstance(found, QuerySolutions)
    return sorted(
        tuple(str(s[c].value).removeprefix(ID).removeprefix(IPSC).removeprefix(IPS) for c in columns) for s in found
    )


RAA = "?r a ips:Agreement ; ips:name 'Reciprocal Access Agreement' ; ips:subtype ipsc:subtype-raa ."


def named(table: Table) -> set[str]:
    return {leaf.name for leaf in table.leaves} | {group.name for group in table.groups}


def test_every_optional_field_of_the_contract_has_a_term() -> None:
    modelled = {
        "": {"doc", "kind", "type", "name", "participants", "stages", "items", "amount", "programme", "attribution",
             "evidence", "confidence", "extractor", "rule"},
        "participant": {"role", "label", "id", "kind", "on_behalf_of", "capacity"},
        "stage": {"stage", "date", "end_date", "place", "modality", "items", "by", "step", "quantity", "attribution"},
        "item": {"label", "quantity"},
    }  # fmt: skip
    tables = {"": RECORD, "participant": PARTICIPANT, "stage": STAGE, "item": ITEM}
    for part, known in modelled.items():
        fields = schema()["$defs"][part]["properties"] if part else schema()["properties"]

        assert known | named(tables[part]) == set(fields), part


def test_every_field_inside_an_optional_object_has_a_term() -> None:
    def check(group: Group, node: dict[str, Any]) -> None:
        options = [o for n in (node, *node.get("anyOf", ())) for o in (n, n.get("items", {}))]
        resolved = [schema()["$defs"][o["$ref"].rpartition("/")[2]] if "$ref" in o else o for o in options]
        fields = next((o["properties"] for o in resolved if "properties" in o), {})
        ours = {leaf.name for leaf in group.leaves if leaf.name} | {g.name for g in group.groups}
        assert ours == set(fields), group.name
        for inner in group.groups:
            check(inner, fields[inner.name])

    for group in RECORD.groups:
        check(group, schema()["properties"][group.name])


def test_every_term_of_the_tables_is_defined() -> None:
    def terms(table: Table | Group) -> set[str]:
        here = {t for leaf in table.leaves for t in (leaf.term, leaf.other) if t}
        here |= {t for g in table.groups for t in (g.link, g.cls)}
        return here.union(*(terms(g) for g in table.groups))

    defined = {q.subject.value for q in ontology().quads if isinstance(q.subject, NamedNode)}
    used = set().union(*(terms(t) for t in (RECORD, PARTICIPANT, STAGE, ITEM)))

    assert {t for t in used if IPS + t not in defined} == set()


def test_no_field_of_the_contract_stays_text() -> None:
    assert [q for q in FULL.encoded.quads if q.predicate == ips.extra] == []


def test_the_full_page_comes_back_whole() -> None:
    back = {to_json(c.record)["name"]: to_json(c.record) for c in decode(FULL.encoded.quads)}

    for record in FULL.records:
        given = to_json(canonical_evidence(record))
        found = back[given["name"]]
        assert {**found, "doc": "x"} == given


def test_what_the_contract_does_not_know_comes_back_as_it_was() -> None:
    odd = {"kind": "agreement", "participants": [JPN, BGD], "mood": "cordial", "sites": [], "subtype": ["a"],
           "instrument": {"form": "handshake"}, "topics": ["access", None]}  # fmt: skip
    strange = page("2024-01-02", ("They agreed.", odd))
    (kept,) = [q.object.value for q in strange.encoded.quads if q.predicate == ips.extra]
    (claim,) = decode(strange.encoded.quads)

    assert set(json.loads(kept)) == {"mood", "sites", "subtype", "instrument", "topics"}
    assert claim.record.extra == strange.records[0].extra
    assert nquads(build_view(strange.claims).quads)  # and the view is built without them


def test_fields_written_in_another_order_are_the_same_record() -> None:
    data = to_json(FULL.records[0])
    shuffled = {**dict(reversed(data.items())), "instrument": dict(reversed(data["instrument"].items()))}

    assert from_json(shuffled) == FULL.records[0]
    assert from_json({**data, "series": {**data["series"], "id": None}}) == FULL.records[0]


def test_the_form_of_an_instrument_stands_on_the_agreement(store: OxigraphStore) -> None:
    facets = "instrumentForm", "bindingness", "instrumentLevel", "publicity", "entryMode", "termFrom", "duration"
    where = RAA + "".join(f" ?r ips:{f} ?{f} ." for f in facets)

    assert rows(store, where, *facets) == [
        ("form-treaty", "binding-binding", "level-state", "publicity-published", "entry-on-notes", "2025-09-11",
         "ten years")
    ]  # fmt: skip


def test_topics_and_sites_can_be_asked_for(store: OxigraphStore) -> None:
    assert rows(store, RAA + " ?r ips:topic ?t", "t") == [("topic-access",), ("topic-hadr",)]
    assert rows(store, RAA + " ?r ips:topicLabel ?t", "t") == [("Arctic",)]
    assert rows(store, RAA + " ?r ips:site ?s . ?s ips:label ?l ; ips:siteRole ?o ; ips:country ?c", "l", "o", "c") == [
        ("Subic Bay", "site-role-port", "PHL")
    ]
    assert rows(store, "?r ips:seriesEntry ?e . ?e ips:identifiedAs ?i ; ips:edition ?n", "i", "n") == [
        ("BALIKATAN", "39th")
    ]


def test_a_link_leads_to_the_one_relation_that_it_names(store: OxigraphStore) -> None:
    found = rows(
        store, "?r ips:link ?l . ?l ips:linkRelation ?rel ; ips:linkedRelation ?o . ?o ips:name ?n", "rel", "n"
    )

    assert found == [
        ("link-implements", "Memorandum on Defence Cooperation"),
        ("link-replaces", "Memorandum on Defence Cooperation"),
    ]


def test_a_link_that_fits_two_relations_leads_to_neither() -> None:
    twin = {**MEMORANDUM, "stages": [stage("signed", "2019-05-05")]}
    other = page("2024-09-01", ("Another Memorandum on Defence Cooperation was signed on 5 May 2019.", twin))
    view = build_view(claims_of(FULL, other))

    linked = [q for q in view.quads if q.predicate == ips.linkedRelation]
    kinds = {
        q.object for q in view.quads if q.subject in {q.subject for q in linked} and q.predicate == ips.linkRelation
    }

    assert kinds == {concept("link", "replaces")}  # by type and day, which still fit one


def test_stages_carry_force_condition_and_who_alleges(store: OxigraphStore) -> None:
    assert rows(store, "?s ips:inRelation ?r ; ips:force ?f ; ips:condition ?c", "f", "c") == [
        ("force-conditional", "once the Diet consents")
    ]
    where = (
        "?s ips:inRelation ?r ; ips:stageBasis ipsc:basis-alleged ; ips:allegedBy ?a ; ips:deniedBy ?d ; ips:firm ?f"
    )
    assert rows(store, where, "a", "d", "f") == [("a blogger", "the ministry", "false")]


def test_an_alleged_stage_makes_no_shortcut_and_decides_no_status(store: OxigraphStore) -> None:
    assert rows(store, "?s ips:inRelation ?r ; ips:stageBasis ipsc:basis-alleged . ?r ips:signedOn ?d", "d") == [
        ("2024-07-08",)
    ]
    # the day that another page asserts, not that of the allegation
    assert rows(store, "?s ips:inRelation ?r ; ips:stageBasis ipsc:basis-alleged . ?r ips:inForceFrom ?d", "d") == [
        ("2025-09-11",)
    ]
    assert rows(store, "?t ips:decidedBy ?s . ?s ips:stageBasis ipsc:basis-alleged", "t") == []


@pytest.mark.parametrize(
    "kind", ["agreement", "transfer", "engagement", "partnership", "post", "incident", "membership"]
)
def test_nothing_alleged_makes_a_shortcut_in_any_kind(kind: str) -> None:
    sides = {
        "agreement": ("party", "party", "signed"), "transfer": ("supplier", "recipient", "delivered"),
        "engagement": ("host", "participant", "held"), "partnership": ("party", "party", "established"),
        "post": ("holder", "of", "holds"), "incident": ("initiator", "target", "occurred"),
        "membership": ("member", "grouping", "joined"),
    }  # fmt: skip
    one, two, name = sides[kind]
    data = {
        "kind": kind,
        "name": "A thing",
        "participants": [actor(one, "Japan", "JPN"), actor(two, "Bangladesh", "BGD")],
        "stages": [stage(name, "2024-01-01", basis="alleged", alleged_by="a blogger")],
    }
    quads = build_view(page("2024-01-02", ("It is said to be so.", data)).claims).quads
    shortcuts = {NamedNode(iri) for iri in ontology().shortcuts.values()}

    assert [q for q in quads if q.predicate in shortcuts] == []
    assert [q.object.value for q in quads if q.predicate == ips.firm and q.object.value == "true"] == []
    assert {q.object for q in quads if q.predicate == ips.status} <= {concept("status", "unknown")}


def test_nothing_alleged_is_an_edge_of_a_network() -> None:
    def drawn(**more: Any) -> int:
        pact = {
            "kind": "agreement",
            "type": "basing-access",
            "participants": [JPN, BGD],
            "stages": [stage("in-force", "2024-01-01", **more)],
        }
        store = store_of(page("2024-01-02", ("There is a pact.", pact)), registry=Registry.load())
        snapshot = read_snapshot(store, as_of="2024-06-01")
        return tie_network(snapshot).number_of_edges() + relation_network(snapshot).number_of_edges()

    assert drawn(basis="stated") > 0
    assert drawn(basis="alleged", alleged_by="a blogger") == 0


def test_an_alleged_post_gives_no_capacity() -> None:
    holder = {"role": "holder", "label": "A. Person", "kind": "person"}
    alleged = page(
        "2024-01-02",
        ("A. Person is said to be minister.",
         {"kind": "post", "name": "Minister", "participants": [holder],
          "stages": [stage("holds", basis="alleged", alleged_by="a blogger")]}),
        ("A. Person signed.",
         {"kind": "agreement", "participants": [JPN, {**holder, "role": "signatory", "on_behalf_of": "JPN"}],
          "stages": [stage("signed", "2024-01-01")]}),
    )  # fmt: skip

    assert [q for q in alleged.encoded.quads if q.predicate == ips.capacity] == []


def test_sums_keep_basis_window_and_bounds(store: OxigraphStore) -> None:
    where = "?r ips:amountEntry ?a . ?a ips:value ?v ; ips:amountBasis ?b ; ips:windowFrom ?f ; ips:windowUntil ?u"

    assert rows(store, where, "v", "b", "f", "u") == [("600000000", "amount-basis-grant-ceiling", "2023", "2024-03")]
    assert rows(store, "?r ips:amountEntry ?a . ?a ips:converted true ; ips:minimum ?m", "m") == [("3900000.5",)]


def test_an_item_keeps_its_unit_its_end_user_and_its_basis(store: OxigraphStore) -> None:
    where = "?i ips:inRelation ?r ; ips:label ?l ; ips:itemBasis ?b"

    assert rows(store, where + " ; ips:unit ?u ; ips:endUser ?e", "l", "b", "u", "e") == [
        ("coastal radars", "item-basis-stated-for-this", "sets", "PHL-PN")
    ]
    assert rows(store, where + " ; ips:endUserLabel ?e", "l", "b", "e") == [
        ("drones", "item-basis-programme-example", "the river police")
    ]


def test_rival_forms_are_both_kept_and_more_origins_win() -> None:
    def says(form: str, publisher: str, day: str) -> Page:
        data = {**AGREEMENT, "instrument": {"form": form}, "links": None, "sites": None}
        return page(day, (f"{publisher} calls it {form}.", data), publisher=publisher)

    pages = [says("agreement", "A", "2024-07-09"), says("treaty", "B", "2024-07-10"), says("treaty", "C", "2024-07-11"),
             says("unknown", "D", "2024-07-08")]  # fmt: skip
    view = build_view(claims_of(*pages))
    forms = {q.subject: q.object for q in view.quads if q.predicate == ips.instrumentForm}
    standing = {forms[q.subject].value.rpartition("-")[2]: q.object for q in view.quads if q.predicate == ips.standing
                and q.subject in forms}  # fmt: skip

    assert [o for s, o in forms.items() if ".f." not in s.value] == [concept("form", "treaty")]
    assert {k: v.value.rpartition("-")[2] for k, v in standing.items()} == {  # type: ignore[union-attr]
        "agreement": "rival",
        "treaty": "chosen",
        "unknown": "coarser",
    }


def test_an_organisation_that_a_person_acts_through_is_found_but_tied_to_nothing(store: OxigraphStore) -> None:
    assert rows(store, RAA + " ?r ips:involves ips-id:PHL-DND ; ips:name ?n", "n") == [("Reciprocal Access Agreement",)]
    assert [q for q in store.quads() if q.object == ipsid["PHL-DND"] and q.predicate == ips.party] == []


def test_a_receipt_of_a_site_is_its_own_sentence(store: OxigraphStore) -> None:
    where = (
        "?r ips:site ?s . ?s ips:label 'Subic Bay' ; ips:statedAs ?p . "
        "GRAPH ?g { ?p ips:evidence/oa:hasSelector/oa:exact ?q }"
    )

    assert rows(store, where, "q") == [("Ships may call at Subic Bay.",)]


@pytest.mark.parametrize("seed", range(3))
def test_optional_fields_leave_no_trace_of_order_or_of_a_dropped_page(seed: int) -> None:
    registry = Registry.load()
    pages = [*PAGES, FULL]
    random.Random(seed).shuffle(pages)
    store = store_of(*pages, registry=registry)

    assert store.nquads() == store_of(*PAGES, FULL, registry=registry).nquads()
    store.drop_document(FULL.encoded.graph)
    rebuild_view(store, registry)
    assert store.nquads() == store_of(*PAGES, registry=registry).nquads()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(records(), min_size=1, max_size=3))
def test_every_part_of_every_view_states_what_some_claim_part_says(made: list[Record]) -> None:
    encoded = encode(make_document(TEXT, "2024-01-01"), made)
    view = build_view(encoded.claims)
    parts = {q.subject for q in encoded.quads}

    assert {q.object for q in view.quads if q.predicate == ips.statedAs} <= parts
    assert len(set(view.quads)) == len(view.quads)
