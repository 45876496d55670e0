"""A short seeded round of the fuzzer, and properties of the readers of text for any text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.documents import read_bytes
from kg.documents.builder import clean
from kg.documents.normalise import normalise
from kg.errors import EmptyDocumentError, RefusedDocumentError, UnreadableDocumentError
from tests.fuzz.__main__ import run
from tests.fuzz.check import check_document

quick = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)
PIECES = (
    *("Fiji", " ", "\n", "\n\n", ".", "? ", "e.g. ", "U.S. ", "\r\n", "\u2028", "é", "e\u0301", "\u1100\u1161", "日本"),
    *("- ", "1. ", "# ", "**", "[a](b)", "&amp;", "\\", "`", "---\n", "| a |", "Published: 2024-05-06"),
    *("Gen. A. B. Sample", "”", "\ufeff", "\u00ad"),
)
pieces = st.sampled_from(PIECES)
lines = st.lists(pieces, max_size=60).map("".join)


def test_a_seeded_round_finds_no_crash_no_hang_and_no_unsound_offset() -> None:
    report = run(60, seed=20261123, rounds=350)

    assert report["findings"] == []
    assert report["inputs"] == 350


@quick
@given(st.one_of(texts, lines))
def test_normalising_is_idempotent_and_keeps_the_way_back(text: str) -> None:
    normal, offsets = normalise(text)

    assert normalise(normal)[0] == normal
    for at in range(len(normal)):
        start, end = offsets.to_source(at, at + 1)
        assert 0 <= start <= end <= len(text)


@quick
@given(st.one_of(texts, lines))
def test_cleaning_is_idempotent_and_normal(text: str) -> None:
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert normalise(cleaned)[0] == cleaned


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@quick
@given(text=st.one_of(texts, lines))
def test_any_text_is_read_or_refused_and_its_sentences_lie_in_their_blocks(name: str, text: str) -> None:
    try:
        document = read_bytes(text.encode(), name=name)
    except (EmptyDocumentError, RefusedDocumentError, UnreadableDocumentError):
        return

    check_document(document)
    assert read_bytes(text.encode(), name=name) == document
