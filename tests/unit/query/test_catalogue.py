from __future__ import annotations

import re
from typing import Any

import pytest
import rdflib

from kg.errors import QueryError
from kg.graph import OxigraphStore, lookup
from kg.namespaces import ID, IPS, curie
from kg.query import catalogue
from kg.query.catalogue import Iri, Result, literal_value
from kg.registry import Registry
from tests.unit.graph.corpus import NOTES, PAGES, RAA_IN_FORCE, RAA_SCHEDULED, RAA_SIGNED, SAMPLE, store_of

CASES: dict[str, list[dict[str, Any]]] = {
    "01-binds": [
        {"a": "JPN", "b": "PHL", "as_of": day, "known_at": known}
        for day in ("2024-08-01", "2025-10-01")
        for known in ("2024-07-31", "2025-08-31", "2025-09-30")
    ]
    + [{"a": "JPN", "b": "BGD", "as_of": "2026-11-23"}, {"a": "BGD", "b": "USA", "as_of": "2023-06-01"}],
    "02-chronology": [
        {"a": "JPN", "b": "BGD", "as_of": "2026-03-01"},
        {"a": "JPN", "b": "BGD", "as_of": "2026-03-01", "since": "2026-01-01", "known_at": "2026-02-04"},
        {"a": "JPN", "b": "PHL", "as_of": "2025-08-20", "known_at": "2025-08-20"},
    ],
    "07-signatories": [{"a": "JPN", "b": "BGD"}, {"a": "JPN", "b": "PHL", "type": "reciprocal-access"}],
    "13-signed-not-in-force": [
        {"as_of": "2025-01-01"},
        {"as_of": "2026-11-23"},
        {"as_of": "2025-01-01", "known_at": "2025-01-01"},
    ],
    "21-recipients": [{"programme": "OSA"}, {"programme": "OSA", "known_at": "2025-04-01"}],
}


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    return store_of(*PAGES, registry=Registry.load())


@pytest.fixture(scope="module")
def loaded(store: OxigraphStore) -> rdflib.Dataset:
    found = rdflib.Dataset()
    found.parse(data=store.nquads(), format="nquads")
    return found


def on_rdflib(name: str, dataset: rdflib.Dataset, **params: Any) -> Result:
    found = dataset.query(catalogue.get(name).text(**params))
    columns = tuple(str(v) for v in found.vars or ())
    rows = tuple(tuple(_value(row[v]) for v in found.vars or ()) for row in found)  # type: ignore[index]
    return Result(name, columns, rows)


def _value(term: Any) -> Any:
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return Iri(term)
    return literal_value(str(term), str(term.datatype) if term.datatype else None)


def short(result: Result, *columns: str) -> list[tuple[Any, ...]]:
    return [
        tuple(curie(v).partition(":")[2] if isinstance(v, Iri) else v for v in (r[c] for c in columns))
        for r in result.dicts()
    ]


def every_case(store: OxigraphStore) -> list[tuple[str, dict[str, Any]]]:
    cases = [(name, params) for name, given in CASES.items() for params in given]
    (relation,) = {row[0] for row in catalogue.run("signatories", store, a="JPN", b="BGD")}
    receipts = [
        ("ips:party", "BGD"),
        ("ips:signedOn", "2026-02-03"),
        ("ips:negotiatingFrom", "2023-04"),
        ("ips:signedOn", "2026-02-04"),
    ]
    (treaty,) = {
        r
        for (r, layer) in (row[1::-1] for row in catalogue.run("1", store, a="PHL", b="USA", as_of="2026-01-01"))
        if layer == "L1"
    }
    cases.append(("40-receipt", {"relation": treaty, "property": "ips:party", "object": "USA"}))
    return cases + [("40-receipt", {"relation": relation, "property": p, "object": o}) for p, o in receipts]


def test_every_query_gives_the_same_rows_on_both_engines_and_over_the_union(
    store: OxigraphStore, loaded: rdflib.Dataset
) -> None:
    for name, params in every_case(store):
        expected = catalogue.run(name, store, **params)

        assert sorted(map(repr, catalogue.run(name, store, union=True, **params))) == sorted(map(repr, expected)), (
            name,
            params,
        )
        assert sorted(map(repr, on_rdflib(name, loaded, **params))) == sorted(map(repr, expected)), (name, params)


def test_the_same_store_answers_through_rdflib(store: OxigraphStore) -> None:
    for name, params in every_case(store):
        expected = catalogue.run(name, store, **params)

        assert sorted(map(repr, on_rdflib(name, lookup.dataset(store), **params))) == sorted(map(repr, expected)), name


def test_agreements_are_counted_once_over_the_union(store: OxigraphStore) -> None:
    query = f"SELECT (COUNT(?r) AS ?n) WHERE {{ ?r a <{IPS}Agreement> }}"

    assert catalogue.select(query, store).rows == catalogue.select(query, store, union=True).rows == ((9,),)


@pytest.mark.parametrize(
    ("known_at", "on", "expected"),
    [
        ("2024-07-31", "2025-10-01", ["status-unknown"]),
        ("2025-08-31", "2025-10-01", ["status-unknown"]),
        ("2025-09-30", "2025-10-01", ["status-yes"]),
        ("2024-07-31", "2024-08-01", ["status-unknown"]),
        ("2025-08-31", "2024-08-01", []),
        ("2025-09-30", "2024-08-01", []),
        ("2024-07-08", "2024-08-01", []),
    ],
)
def test_the_access_agreement_binds_as_the_files_of_each_day_had_it(
    known_at: str, on: str, expected: list[str]
) -> None:
    store = store_of(RAA_SIGNED, RAA_SCHEDULED, RAA_IN_FORCE)
    found = catalogue.run("binds", store, a="JPN", b="PHL", as_of=on, known_at=known_at)

    assert [s for (s,) in short(found, "status")] == expected


def test_what_binds_comes_by_layer_with_its_quotes(store: OxigraphStore) -> None:
    found = catalogue.run("binds", store, a="JPN", b="BGD", as_of="2026-11-23")

    layers = {(layer, stage) for layer, stage in short(found, "layer", "stage")}
    assert layers == {
        ("L12", "stage-signed"),
        ("L12", "stage-held"),
        ("L14", "stage-elevated"),
        ("L14", "stage-established"),
        ("L3", "stage-signed"),
        ("L6", "stage-in-force"),
        ("L8", "stage-launched"),
        ("L8", "stage-pledged"),
        ("L8", "stage-delivered"),
        ("L8", "stage-signed"),
    }
    assert "It entered into force at once." in [q for (q,) in short(found, "quote")]


def test_old_events_decay_and_old_agreements_do_not(store: OxigraphStore) -> None:
    found = catalogue.run("binds", store, a="JPN", b="BGD", as_of="2026-11-23", since="2026-06-01")

    assert {s for (s,) in short(found, "stage")} >= {"stage-delivered", "stage-in-force"}
    assert "stage-held" not in {s for (s,) in short(found, "stage")}


def test_what_was_only_proposed_possible_or_denied_binds_nobody(store: OxigraphStore) -> None:
    assert catalogue.run("binds", store, a="BGD", b="USA", as_of="2023-06-01").rows == ()


def test_a_chronology_ends_with_the_next_scheduled_step(store: OxigraphStore) -> None:
    found = catalogue.run("chronology", store, a="JPN", b="BGD", as_of="2026-03-01", known_at="2026-03-01")
    scheduled = [row for row in short(found, "date", "stage", "scheduled") if row[2]]

    assert scheduled == [("2026-11-30", "stage-planned", True)]
    assert [d for d, _ in short(found, "date", "stage") if d] == sorted(
        d for d, _ in short(found, "date", "stage") if d
    )


def test_a_confirmed_plan_is_scheduled_no_more(store: OxigraphStore) -> None:
    before = catalogue.run(
        "chronology", store, a="JPN", b="PHL", as_of="2025-09-01", known_at="2025-09-01", since="2025-01-01"
    )
    after = catalogue.run("chronology", store, a="JPN", b="PHL", as_of="2025-09-01", since="2025-01-01")

    assert [d for d, s in short(before, "date", "scheduled") if s] == ["2025-09-11"]
    assert [d for d, s in short(after, "date", "scheduled") if s] == []


def test_signatories_come_with_state_and_office(store: OxigraphStore) -> None:
    found = catalogue.run("signatories", store, a="JPN", b="BGD")

    assert all(row["quote"] for row in found.dicts())
    assert list(dict.fromkeys(short(found, "signed", "name", "on_behalf_of", "office"))) == [
        ("2026-02-03", "SM Kamrul Hassan", "BGD", "Lieutenant General"),
        ("2026-02-03", "Saida Shinichi", "JPN", "Ambassador"),
    ]


def test_a_type_narrows_signatories(store: OxigraphStore) -> None:
    assert len(catalogue.run("7", store, a="JPN", b="PHL", type="reciprocal-access")) == 1
    assert len(catalogue.run("7", store, a="JPN", b="PHL", type="cyber")) == 0


def test_signed_but_not_in_force_leaves_out_notes_and_declarations(store: OxigraphStore) -> None:
    early = catalogue.run("signed-not-in-force", store, as_of="2025-01-01")
    late = catalogue.run("signed-not-in-force", store, as_of="2026-11-23")

    assert short(early, "type", "signed", "status") == [
        ("agreement-defence-cooperation", "2023", "status-unknown"),
        ("agreement-reciprocal-access", "2024-07-08", "status-no"),
    ]
    assert [t for (t,) in short(late, "type")] == ["agreement-defence-cooperation"]


def test_recipients_come_by_fiscal_year_with_their_stage(store: OxigraphStore) -> None:
    found = short(catalogue.run("recipients", store, programme="OSA"), "recipient", "fiscal_year", "stage", "modality")

    assert found == [
        ("BGD", None, "role-beneficiary", "modality-asserted"),
        ("BGD", None, "stage-delivered", "modality-possible"),
        ("BGD", None, "stage-pledged", "modality-asserted"),
        ("BGD", None, "stage-selected", "modality-asserted"),
        ("BGD", 2026, "stage-delivered", "modality-asserted"),
        ("MNG", 2024, "stage-agreed", "modality-asserted"),
        ("PHL", 2023, "stage-agreed", "modality-asserted"),
        ("PHL", 2024, "stage-agreed", "modality-asserted"),
        ("THA", 2025, "stage-selected", "modality-planned"),
    ]


def test_a_receipt_is_the_one_sentence_behind_a_stage(store: OxigraphStore) -> None:
    (relation,) = {row[0] for row in catalogue.run("signatories", store, a="JPN", b="BGD")}
    found = catalogue.run("receipt", store, relation=relation, property="ips:negotiatingFrom", object="2023-04")

    (row,) = found.dicts()
    assert row["quote"] == "Talks on it had begun in April 2023."
    assert SAMPLE.document.text[row["start"] : row["end"]] == row["quote"]  # type: ignore[misc]
    assert (row["url"], row["published"], row["attributed_to"]) == (
        "https://example.org/sample",
        "2026-02-04",
        "Japanese Ministry of Foreign Affairs",
    )


def test_a_rival_date_has_no_receipt_as_a_shortcut(store: OxigraphStore) -> None:
    (relation,) = {row[0] for row in catalogue.run("signatories", store, a="JPN", b="BGD")}

    assert len(catalogue.run("receipt", store, relation=relation, property="ips:signedOn", object="2026-02-04")) == 0


def test_every_shortcut_of_the_view_has_a_receipt(store: OxigraphStore) -> None:
    query = f"SELECT ?r ?p ?o WHERE {{ ?c <{IPS}shortcut> ?p . ?r ?p ?o ; <{IPS}supportedBy> ?any }}"
    triples = set(catalogue.select(query, store).rows)

    assert len(triples) > 50
    for relation, property_, object_ in triples:
        assert len(catalogue.run("40", store, relation=relation, property=property_, object=object_)) > 0, (
            relation,
            property_,
            object_,
        )


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"b": "BGD", "as_of": "2026-01-01"}, "needs a "),
        ({"a": "JPN", "b": "BGD", "as_of": "2026-01-01", "asof": "x"}, "no parameter 'asof'"),
        ({"a": "JPN", "b": "BGD", "as_of": "2026-13-01"}, "as_of is '2026-13-01', which is not of type xsd:date"),
        ({"a": "JPN", "b": "BGD", "as_of": "2026"}, "as_of is '2026'"),
        ({"a": "JPN> . ?s ?p ?o", "b": "BGD", "as_of": "2026-01-01"}, "a registry key"),
        ({"a": "https://x/ y", "b": "BGD", "as_of": "2026-01-01"}, "an IRI, a CURIE"),
    ],
)
def test_bad_parameters_are_named(store: OxigraphStore, params: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=message.replace("?", r"\?").replace(".", r"\.")):
        catalogue.run("binds", store, **params)


def test_an_unknown_type_names_the_nearest(store: OxigraphStore) -> None:
    with pytest.raises(QueryError, match="mutual-defence"):
        catalogue.run("signatories", store, a="JPN", b="BGD", type="mutual-defense")


def test_an_unknown_query_names_the_nearest() -> None:
    with pytest.raises(QueryError, match="01-binds"):
        catalogue.get("01-bind")


def test_text_that_is_no_query_is_refused(store: OxigraphStore) -> None:
    with pytest.raises(QueryError, match="does not parse"):
        catalogue.select("SELECT nothing", store)
    with pytest.raises(QueryError, match="only SELECT"):
        catalogue.select("ASK {}", store)


def test_headers_say_what_a_query_returns(store: OxigraphStore) -> None:
    for name, params in every_case(store):
        assert catalogue.run(name, store, **params).columns == tuple(catalogue.get(name).returns), name


def test_no_library_query_uses_what_engines_disagree_about() -> None:
    """A parameter in a VALUES block would not be seen in sub-selects; a table of constants in its own group is."""
    for query in catalogue.queries().values():
        assert not [word for word in ("FROM <", "1/0", "YEAR(", "GROUP_CONCAT") if word in query.body], query.name
        assert not re.search(r"}\s*VALUES", query.body.partition("ORDER BY")[2]), query.name


def test_every_view_term_that_a_query_enters_by_is_absent_from_documents(store: OxigraphStore) -> None:
    terms = [
        f"{IPS}{t}"
        for t in ("involves", "statusSpan", "standing", "inRelation", "supportedBy", "firm", "layer", "effect")
    ]
    used = {q.predicate.value for d in store.documents() for q in store.quads(d)}

    assert not used & set(terms)
    assert not {q.object.value for d in store.documents() for q in store.quads(d) if hasattr(q.object, "value")} & {
        f"{IPS}Agreement",
        f"{IPS}Transfer",
    }
    _ = ID, NOTES
