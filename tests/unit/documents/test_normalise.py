"""Bytes to text: nothing is lost, and every character knows where it came from."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.normalise import decode, normalise
from kg.errors import RefusedDocumentError, UnreadableDocumentError

texts = st.text(
    alphabet=st.one_of(
        st.sampled_from("aZ. \n\r\t\ufeff\u2028\u0301\u0323\u1112\u1161\u11ab\u0b47\u0b3e한é日😀"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@given(texts)
def test_normalised_text_is_nfc_with_lf_line_ends(source: str) -> None:
    text, _ = normalise(source)

    assert text == unicodedata.normalize("NFC", text)
    assert not set(text) & set("\r\u2028\u2029\x0b\x0c\x85")


@given(texts)
def test_normalising_twice_changes_nothing(source: str) -> None:
    text, _ = normalise(source)

    if not text.startswith("\ufeff"):
        assert normalise(text)[0] == text


@given(texts)
def test_every_character_maps_into_the_source_in_order(source: str) -> None:
    text, offsets = normalise(source)
    spans = [offsets.to_source(i, i + 1) for i in range(len(text))]

    assert all(0 <= a < b <= len(source) for a, b in spans)
    assert all(x[0] <= y[0] and x[1] <= y[1] for x, y in zip(spans, spans[1:], strict=False))
    assert {i for a, b in spans for i in range(a, b)} >= set(range(1 if source[:1] == "\ufeff" else 0, len(source)))


@given(texts)
def test_a_character_that_did_not_change_maps_to_itself(source: str) -> None:
    text, offsets = normalise(source)

    if text == source:
        assert [offsets.to_source(i, i + 1) for i in range(len(text))] == [(i, i + 1) for i in range(len(text))]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n...", "a PDF file"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"text\x00more", "Control character 0x00 at byte 4"),
        ("é\x07".encode(), "Control character 0x07 at byte 2"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_what_they_are(data: bytes, words: str) -> None:
    with pytest.raises(RefusedDocumentError, match=words):
        decode(data)


def test_a_bad_byte_is_named_with_its_offset_and_the_next_step() -> None:
    with pytest.raises(UnreadableDocumentError, match=r"0xe9 at offset 3 is not UTF-8.*iconv"):
        decode(b"caf\xe9 au lait")


def test_utf_16_is_named_as_such() -> None:
    with pytest.raises(UnreadableDocumentError, match="UTF-16"):
        decode("Tokyo".encode("utf-16"))


def test_a_run_of_marks_that_would_take_minutes_is_refused_and_a_writing_with_many_is_not() -> None:
    with pytest.raises(RefusedDocumentError, match="500 combining marks"):
        decode(("a" + "\u0301\u0323" * 100_000).encode())
    many = "र्\u0902" * 2000 + "a" + "\u0301\u0323" * 20
    assert decode(many.encode()) == many
