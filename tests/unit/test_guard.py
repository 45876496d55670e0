"""What reaches out of the store is seen through strings, comments, escapes and case, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import RequestError
from kg.server.guard import check, tokens, with_using

PIECES = st.sampled_from(
    ["'", '"', "'''", '"""', "\\", "#", "\n", "<", ">", "SERVICE", " ", "{", "}", "<http://x/>", "é", ":"]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_text_breaks_the_reading(text: str) -> None:
    tokens(text)


@given(
    st.sampled_from(["'", '"', "'''", '"""']),
    st.lists(st.sampled_from(["a", "\\'", '\\"', "#", "SERVICE"]), max_size=6),
)
def test_a_service_after_any_string_is_seen(quote: str, inner: list[str]) -> None:
    text = f"SELECT * {{ BIND({quote}{''.join(inner)}{quote} AS ?x) SERVICE <http://x/> {{ }} }}"
    with pytest.raises(RequestError):
        check(text)


def test_an_allowed_service_passes_and_only_by_its_full_name() -> None:
    check("SELECT * { SERVICE <http://x/> {} }", services=["http://x/"])
    for other in ("<http://x/y>", "<>", "?x", "x:", "SILENT <http://y/>"):
        with pytest.raises(RequestError):
            check(f"SELECT * {{ SERVICE {other} {{}} }}", services=["http://x/"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }", "INSERT { ?s ?p 1 }  USING <g:1> USING NAMED <g:2> WHERE { ?s ?p 2 }"),
        (
            "DELETE WHERE { ?s ?p ?o } ; CLEAR ALL",
            "DELETE { ?s ?p ?o } USING <g:1> USING NAMED <g:2> WHERE { ?s ?p ?o } ; CLEAR ALL",
        ),
        ("INSERT DATA { <a> <b> 'WHERE' }", "INSERT DATA { <a> <b> 'WHERE' }"),
        (
            "DELETE { ?s ?p ?o } WHERE { { SELECT ?s WHERE { ?s ?p ?o } } }",
            "DELETE { ?s ?p ?o }  USING <g:1> USING NAMED <g:2> WHERE { { SELECT ?s WHERE { ?s ?p ?o } } }",
        ),
    ],
)
def test_the_data_set_of_the_protocol_goes_into_each_operation(text: str, expected: str) -> None:
    assert " ".join(with_using(text, ["g:1"], ["g:2"]).split()) == " ".join(expected.split())
