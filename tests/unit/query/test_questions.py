"""Questions that the reference cases do not hold, and how a sentence is understood."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.analysis import analyses
from kg.cli import VERBS
from kg.errors import QueryError
from kg.graph import OxigraphStore
from kg.namespaces import curie
from kg.query import catalogue
from kg.query.catalogue import Iri
from kg.query.questions import get, questions, understand
from kg.registry import Registry
from tests.unit.graph.corpus import JPN, PHL, actor, page, person, stage, store_of

NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks"
# Made up for these tests.
TERMS = {"until": "2025-04-01", "renewal": "by notes"}
CLAUSES = [{"clause": "third-party-transfer"}, {"clause": "inspection on the spot"}]
PACT = {
    "kind": "agreement", "type": "equipment-transfer", "name": "Transfer Agreement", "participants": [JPN, PHL],
    "stages": [stage("signed", "2020-03-01"), stage("in-force", "2020-04-01")],
    "instrument": {"form": "agreement", "validity": TERMS, "provisions": CLAUSES},
}  # fmt: skip
RADARS = {
    "kind": "transfer", "type": "sale", "items": [{"label": "radars", "quantity": 3}],
    "participants": [actor("supplier", "Japan", "JPN"), actor("recipient", "the Philippines", "PHL")],
    "stages": [stage("pledged", "2021-06"), stage("delivered", "2024-05-01")],
    "links": [{"rel": "under", "type": "equipment-transfer", "date": "2020-03-01"}],
}  # fmt: skip
START = {
    "kind": "post", "name": "Prime Minister", "stages": [stage("appointed", "2021-10-04")],
    "participants": [person("holder", "Kishida Fumio"), actor("of", "Japan", "JPN")],
}  # fmt: skip
TALK = {
    "kind": "engagement",
    "type": "dialogue",
    "stages": [stage("held", "2021-10-04")],
    "participants": [person("participant", "Fumio Kishida", "JPN"), actor("participant", "the Philippines", "PHL")],
}
SUPPLY = page(
    "2024-05-02",
    ("Japan and the Philippines signed a transfer agreement in Manila on 1 March 2020. It runs for five years.", PACT),
    ("Under it Japan pledged two radars in June 2021 and handed over three in May 2024.", RADARS),
)
GOVERNMENT = page(
    "2021-10-05",
    ("Kishida Fumio became prime minister of Japan on 4 October 2021.", START),
    ("Fumio Kishida met reporters.", TALK),
)


@cache
def store() -> OxigraphStore:
    return store_of(SUPPLY, GOVERNMENT, registry=Registry.load())


def rows(name: str, *columns: str, **params: str) -> list[tuple[Any, ...]]:
    found = catalogue.run(name, store(), **params).dicts()
    return [
        tuple(curie(v).partition(":")[2] if isinstance(v, Iri) else v for v in (r[c] for c in columns)) for r in found
    ]


def agreement() -> str:
    return str(
        catalogue.run("nth-of-kind", store(), of="JPN", type="equipment-transfer", as_of="2026-01-01").dicts()[0][
            "relation"
        ]
    )


def test_a_term_that_ran_out_without_word_has_lapsed_or_was_renewed() -> None:
    assert rows("term", "state", "until", "renewal", as_of="2026-01-01") == [
        ("lapsed-or-renewed", "2025-04-01", "by notes")
    ]
    assert rows("term", "state", as_of="2025-01-01", horizon="2025-12-31") == [("due",)]
    assert rows("term", "state", as_of="2024-06-01") == [("running",)]


def test_an_agreement_outlives_the_government_that_came_after_it() -> None:
    found = rows("outlived-government", "changed", "successor", "type", "status", of="JPN", as_of="2024-06-01")

    assert [(c, t, s) for c, _, t, s in found] == [("2021-10-04", "agreement-equipment-transfer", "status-yes")]
    assert found[0][1] in ("Kishida Fumio", "Fumio Kishida")
    assert rows("outlived-government", "changed", of="JPN", as_of="2021-01-01") == []


def test_the_clauses_and_the_links_of_an_agreement_come_with_their_sentence() -> None:
    clauses = rows("provisions", "clause", "label", relation=agreement())
    (linked,) = rows("linked", "direction", "link", "type", "date", "quote", relation=agreement())

    assert set(clauses) == {("clause-third-party-transfer", ""), (None, "inspection on the spot")}
    assert linked[:4] == ("in", "link-under", "equipment-transfer", "2020-03-01")
    assert str(linked[4]).startswith("Under it Japan pledged")


def test_what_was_promised_and_what_came_stand_side_by_side() -> None:
    assert rows("pledge-to-handover", "promised", "agreed", "delivered", "item", "quantity") == [
        ("2021-06", "", "2024-05-01", "radars", 3)
    ]
    assert rows("under-or-near", "tie", "stage", "type", supplier="JPN", recipient="PHL") == [
        ("stated", "stage-delivered", "agreement-equipment-transfer")
    ]


def test_the_mentions_of_a_person_come_with_the_names_that_documents_use() -> None:
    (holder,) = {r[0] for r in rows("office", "person", of="JPN", office="prime minister", as_of="2022-01-01")}

    assert {label for (label,) in rows("mentions", "label", actor=holder)} == {"Kishida Fumio", "Fumio Kishida"}
    assert {by for (by,) in rows("mentions", "by", actor=holder)} == {"resolver"}


@pytest.mark.parametrize(
    ("office", "found"), [("prime minister", 1), ("minister, prime", 1), ("Prime Minister of", 1), ("president", 0)]
)
def test_words_of_an_office_are_found_in_any_order(office: str, found: int) -> None:
    assert len(rows("office", "person", of="JPN", office=office, as_of="2022-01-01")) == found


@pytest.mark.parametrize("office", ["", "of the", "a b c d e", "?!"])
def test_words_that_are_none_or_too_many_are_refused(office: str) -> None:
    with pytest.raises(QueryError, match="office"):
        rows("office", "person", of="JPN", office=office, as_of="2022-01-01")


def test_every_question_names_what_answers_it() -> None:
    numbers = [q.number for q in questions()]

    assert numbers[:44] == [str(n) for n in range(1, 45)]
    assert all(q.query or q.verb or q.analysis or q.notebook for q in questions())
    assert {q.analysis for q in questions()} - {""} <= set(analyses.names())
    assert {q.verb for q in questions()} - {""} <= set(VERBS)
    assert all((NOTEBOOKS / q.notebook).exists() for q in questions() if q.notebook)
    assert all(q.words and q.needs for q in questions())
    for question in questions():
        if question.query:
            assert catalogue.get(question.query).answers.split()[0] == question.number


@pytest.mark.parametrize(
    ("sentence", "number", "params"),
    [
        ("what binds Japan and Bangladesh", "1", {"a": "JPN", "b": "BGD"}),
        ("What binds Bangladesh and Japan?", "1", {"a": "BGD", "b": "JPN"}),
        ("Who signed agreements between the Philippines and the United States?", "7", {"a": "PHL", "b": "USA"}),
        ("who was Defence Secretary of the Philippines", "8", {"of": "PHL", "office": "Defence Secretary"}),
        ("Which agreements are signed but not in force?", "13", {}),
        ("which negotiations are stalled", "17", {}),
        ("who are the recipients of Official Security Assistance?", "21", {"programme": "OSA"}),
        ("Who supplies Bangladesh?", "25", {"of": "BGD"}),
        ("What does Vietnam have with Japan but not with China", "4", {"a": "VNM", "b": "JPN", "c": "CHN"}),
        ("where do sources disagree", "41", {}),
        ("what changed", "38", {}),
    ],
)
def test_a_sentence_is_understood(sentence: str, number: str, params: dict[str, str]) -> None:
    understood = understand(sentence, Registry.load())

    assert understood.question.number == number
    assert dict(understood.params) == params


@pytest.mark.parametrize("sentence", ["hello", "Japan", "the weather of Tokyo"])
def test_a_sentence_that_asks_nothing_known_is_refused(sentence: str) -> None:
    with pytest.raises(QueryError, match="no competency question"):
        understand(sentence, Registry.load())


def test_a_question_is_found_by_number_and_by_the_name_of_its_answer() -> None:
    assert get("13") is get("signed-not-in-force")
    assert get("s1").query == "shared-partners"
    with pytest.raises(QueryError, match="no competency question '99'"):
        get("99")
