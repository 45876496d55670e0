"""Search finds things whatever the accents, case and order of words, and shows where the words stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.graph import OxigraphStore
from kg.search import Index, build_index
from kg.search.folding import fold, words
from kg.search.index import expression, highlight

DATA = """PREFIX ips: <https://w3id.org/indopacific-kg/ontology#> PREFIX i: <https://w3id.org/indopacific-kg/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX c: <https://w3id.org/indopacific-kg/concept/>
INSERT DATA {
  i:NCL a ips:Polity ; skos:prefLabel "Nouvelle-Calédonie" ; skos:altLabel "New Caledonia", "ニューカレドニア" .
  i:JPN a ips:Polity ; skos:prefLabel "Japan" ; skos:altLabel "日本国" .
  i:KIJI a ips:Person ; skos:prefLabel "Ngô Đình Vũ" .
  i:agreement-1 a ips:Agreement ; ips:knownFrom "2024-01-01" ; ips:supportedBy i:c ;
    ips:title "Reciprocal Access Agreement" ; ips:involves i:JPN, i:NCL ; ips:stage i:s .
  c:subtype-g a skos:Concept ; skos:inScheme c:subtype ; skos:broader c:agreement-info ;
    skos:prefLabel "military information agreement" ;
    skos:altLabel "GSOMIA", "General Security of Military Information Agreement" .
  c:agreement-info skos:prefLabel "information security" .
  i:agreement-2 a ips:Agreement ; ips:knownFrom "2024-01-01" ; ips:supportedBy i:c2 ; ips:type c:agreement-info ;
    ips:title "General Security of Military Information Agreement of 2016" .
  i:agreement-3 a ips:Agreement ; ips:knownFrom "2024-01-01" ; ips:supportedBy i:c3 ; ips:type c:agreement-info ;
    ips:title "Basic Exchange and Cooperation Agreement" .
  i:agreement-4 a ips:Agreement ; ips:knownFrom "2024-01-01" ; ips:supportedBy i:c4 ; ips:title "Pact on secrets" .
  i:s ips:inRelation i:agreement-1 ; ips:statedAs i:l .
  GRAPH i:doc-2 { i:c4 ips:describes i:c4.r . i:c4.r ips:subtype c:subtype-g }
  GRAPH i:doc-1 { i:doc-1 a ips:Document ; ips:title "Access 100% \\"agreed\\"" ; ips:publisher "A paper" .
    i:l ips:evidence i:e . i:e oa:hasSelector i:q .
    i:q oa:exact "Tokyo and Nouméa agreed on the visits of forces." } }"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    store = OxigraphStore()
    store.raw.update(DATA)
    made = Index(build_index(store, tmp_path_factory.mktemp("search") / "i.sqlite"))
    yield made
    made.close()


def ids(index: Index, question: str, **more: object) -> list[str]:
    return [h.iri.rsplit("/", 1)[1] for h in index.search(question, **more).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("caledonie nouvelle", ["NCL", "agreement-1"]),
        ("NOUVELLE-CALÉDONIE", ["NCL", "agreement-1"]),
        ("cal", ["NCL", "agreement-1"]),
        ("dinh vu ngo", ["KIJI"]),
        ("日本", ["JPN"]),
        ("カレドニア", ["NCL"]),
        ("access japan", ["agreement-1"]),
        ("forces noumea", ["agreement-1"]),
        ('"reciprocal access"', ["agreement-1"]),
        ('"access reciprocal"', []),
        ("zzz", []),
        ("gsomia", ["subtype-g", "agreement-2", "agreement-4"]),
        ("gsomia 2016", ["agreement-2"]),
        ("general security information secrets", ["agreement-4"]),
        ("100%", ["doc-1"]),
    ],
)
def test_words_are_found_without_accents_case_and_order(index: Index, question: str, found: list[str]) -> None:
    assert ids(index, question) == found


def test_a_quote_leads_to_its_relation_and_document_with_its_words_marked(index: Index) -> None:
    (hit,) = index.search("noumea tok").hits
    (match,) = hit.matches
    assert (hit.kind, hit.sort, match.field) == ("relation", "agreement", "quote")
    assert match.doc == "https://w3id.org/indopacific-kg/id/doc-1"
    assert [match.text[a:b] for a, b in match.spans] == ["Tokyo", "Nouméa"]


def test_kinds_are_counted_whatever_is_asked_for(index: Index) -> None:
    found = index.search("access", kinds=["document"])
    assert found.counts == {"relation": 1, "document": 1}
    assert (found.total, ids(index, "access", kinds=["document"])) == (1, ["doc-1"])
    assert ids(index, "access", limit=1, offset=1) == ids(index, "access")[1:2]


@pytest.mark.parametrize("question", ["", "?!", "x" * 201])
def test_what_holds_no_word_is_refused(index: Index, question: str) -> None:
    with pytest.raises(QueryError):
        index.search(question)
    with pytest.raises(QueryError, match="relation"):
        index.search("a", kinds=["relations"])


@given(st.text(max_size=60))
def test_any_text_is_a_question_or_refused(index: Index, question: str) -> None:
    try:
        index.search(question)
    except QueryError:
        assert not expression(question)[0]


@given(st.text(max_size=40))
def test_folding_is_stable_and_a_text_is_found_in_itself(text: str) -> None:
    for word, start, end in words(text):
        assert fold(word) == word or fold(fold(word)) == fold(word)
        assert 0 <= start < end <= len(text)
    spans = highlight(text, [w for w, _, _ in words(text)])
    covered = sum(end - start for start, end in spans)
    assert covered == sum(end - start for _, start, end in words(text))


def test_an_index_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    class Broken(OxigraphStore):
        def query(self, *_: object, **__: object) -> None:  # type: ignore[override]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        build_index(Broken(), tmp_path / "i.sqlite")
    assert list(tmp_path.iterdir()) == []
