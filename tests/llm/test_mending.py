"""Properties of the two repairs: of JSON, and of quotes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import read_bytes
from kg.extraction.llm.quotes import QuoteFinder, plain
from kg.extraction.llm.replies import UnusableReplyError, loads, read_reply

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(st.text(max_size=8), values, max_size=4)
before = st.sampled_from(["", "Here it is:\n", "```json\n", "Sure! ```\n", "<think>[1, {</think>\n"])
after = st.sampled_from(["", "\n```", "\nI hope this helps.", " }", "\n\n[end]"])


@given(objects, before, after, st.booleans())
def test_json_in_any_wrapping_is_found_as_it_was(data: dict[str, object], head: str, tail: str, ascii_: bool) -> None:
    found, mended = loads(head + json.dumps(data, ensure_ascii=ascii_) + tail)

    assert found == data
    assert mended == bool(head or tail)


@given(st.lists(objects, min_size=1, max_size=4))
def test_stray_commas_and_bare_line_ends_are_form(data: list[dict[str, object]]) -> None:
    text = json.dumps({"records": data}).replace("]}", ",]}")

    if ",]}" in json.dumps(data):
        return  # a text of the data itself
    found, _ = loads(text)
    assert found == {"records": data}


@given(objects.filter(bool), st.data())
@settings(max_examples=200)
def test_an_answer_that_was_cut_is_never_taken_for_a_whole_one(data: dict[str, object], draw: st.DataObject) -> None:
    text = json.dumps({"document": "P1", "records": [data]})
    cut = draw.draw(st.integers(1, len(text) - 1))

    with pytest.raises(UnusableReplyError) as error:
        read_reply(text[:cut], mark="P1")
    assert error.value.reason == "reply-truncated"


@given(st.text(max_size=200))
def test_any_other_text_ends_in_a_reason(text: str) -> None:
    with pytest.raises(UnusableReplyError) as error:
        read_reply(text, mark="P1")
    assert error.value.reason.startswith("reply-")


def test_control_characters_inside_strings_are_mended() -> None:
    assert loads('{"a": "x\ny"}') == ({"a": "x\ny"}, True)


def test_deep_nesting_is_no_crash() -> None:
    with pytest.raises(UnusableReplyError):
        loads("[" * 100_000)


words = st.text(alphabet="abcdefgh“”’–éß日本กที่ \n", min_size=6, max_size=60)


@given(words, words, words)
def test_a_quote_of_a_document_is_found_where_it_stands(head: str, middle: str, tail: str) -> None:
    document = read_bytes(f"Own-written example. {head} {middle} {tail}".encode(), name="a.txt")
    quote = middle.strip()
    finder = QuoteFinder(document)
    for start, end in finder.spans(quote):
        assert plain(document.text[start:end])[0].strip() == plain(quote)[0].strip() or quote.strip("“”") in quote
        assert 0 <= start < end <= len(document.text)
    if len("".join(quote.split())) >= 6 and quote in document.text:
        assert (document.text.index(quote), document.text.index(quote) + len(quote)) in finder.spans(quote)


@given(st.text(alphabet="abc’“” –\n日", min_size=8, max_size=80))
def test_straightened_marks_and_spaces_still_lead_to_the_same_words(text: str) -> None:
    document = read_bytes(f"Own-written. {text} The end of it.".encode(), name="a.txt")
    body = document.text
    start = min(12, len(body) - 1)
    original = body[start : start + 30]
    changed = "  ".join(original.replace("’", "'").replace("“", '"').replace("”", '"').replace("–", "-").split())
    for a, b in QuoteFinder(document).spans(changed):
        assert plain(body[a:b])[0].strip(" \"'") == plain(original)[0].strip(" \"'")


def test_a_quote_with_other_marks_and_breaks_is_found_and_given_as_it_stands() -> None:
    document = read_bytes("Own-written. The “pact” between\nJapan’s navy – and  others – holds.".encode(), name="a.txt")
    ((start, end),) = QuoteFinder(document).spans('The "pact" between Japan\'s navy - and others - holds.')

    assert document.text[start:end] == "The “pact” between\nJapan’s navy – and  others – holds."


def test_a_quote_that_stands_twice_is_taken_nearest_the_others() -> None:
    text = "Both signed the deal. " + "Nothing else was said. " * 20 + "Ministers met in Suva. Both signed the deal."
    document = read_bytes(text.encode(), name="a.txt")
    first, second = QuoteFinder(document).place(["Both signed the deal.", "Ministers met in Suva."])

    assert first is not None
    assert second is not None
    assert first[0] > second[0]


def test_no_quote_stands_in_page_furniture() -> None:
    page = "<html><body><nav>Japan and Fiji signed a treaty today</nav><main><p>" + "Own-written text. " * 30
    document = read_bytes(f"{page}</p></main></body></html>".encode(), name="a.html")

    assert QuoteFinder(document).spans("Japan and Fiji signed a treaty today") == []
