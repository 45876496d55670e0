"""Answers within a row limit: as many rows as allowed, whatever their values look like, and never a cut unsaid."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, QueryLimitError
from kg.query.answers import Answer, answer, unparsed

HOSTILE = [
    "}},{",
    '"},{"',
    '{"a":{"type":"uri"}}',
    "</result>",
    "<result>",
    "a\nb",
    'x"\n"y',
    "\\",
    "\t",
    "]}},",
    "日\x85本",
    "",
]
values = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=6)), min_size=0, max_size=12)


def rows_of(format_: str, found: Answer) -> int:
    if format_ == "json":
        return len(json.loads(found.body)["results"]["bindings"])
    if format_ == "xml":
        return len(ET.fromstring(found.body).findall(".//{*}result"))
    if format_ == "csv":
        return len(list(csv.reader(io.StringIO(found.body.decode(), newline="")))) - 1
    return found.body.count(b"\n") - 1


@settings(max_examples=150, deadline=None)
@given(values, st.integers(1, 12), st.sampled_from(["json", "xml", "csv", "tsv"]), st.booleans())
def test_rows_are_counted_as_a_reader_of_the_format_counts_them(
    texts: list[str], limit: int, format_: str, empty: bool
) -> None:
    texts = [t for t in texts if format_ != "xml" or all(c in "\n\t" or c >= " " for c in t)]
    texts = [t for t in texts if format_ != "xml" or not any(c in "\ufffe\uffff" for c in t)]
    store = ox.Store()
    rows = " ".join(f"({ox.Literal(t)} UNDEF)" if not empty else "(UNDEF UNDEF)" for t in texts)
    query = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {rows} }} }}"
    cut = len(texts) > limit

    def run() -> Answer:
        return answer(store, query, pick=lambda _: format_, rows=limit, base="http://localhost/")

    if cut and format_ in ("csv", "tsv"):
        with pytest.raises(QueryLimitError):
            run()
        return
    found = run()
    assert ("KG-Cut" in found.headers) is cut
    if empty and format_ == "csv":
        return  # the csv module takes a row of two empty fields and an empty line alike
    assert rows_of(format_, found) == min(limit, len(texts))
    assert (b"cut at" in found.body) is cut


def test_where_a_text_goes_wrong_is_said_in_words() -> None:
    store = ox.Store()
    text = "SELECT *\nWHERE { ?s ?p }"
    with pytest.raises(QueryError, match="line 2, column"):
        answer(store, text, pick=lambda _: "json", rows=1, base="http://localhost/")
    assert "where the text ends" in unparsed("SELECT", SyntaxError("error at 1:7: expected x"))
