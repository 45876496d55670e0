"""Names that are withheld: found in whatever form a text writes them, and nothing else masked."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.model.mask import MASK, occurrences, stands_as
from kg.resolution.names import person_key
from kg.resolution.suppress import Masker


def masked(name: str, text: str) -> str:
    masker = Masker.for_texts(frozenset({person_key(name)}), [text])
    return masker.mask(text) if masker else text


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Jane Example", "Minister Jane Example spoke.", f"Minister {MASK} spoke."),
        ("Example, Jane", "EXAMPLE Jane spoke.", f"{MASK} spoke."),
        ("Jané Example", "jane example spoke", f"{MASK} spoke"),
        ("Jane Example", "Jane Q. Example Jr. spoke.", f"{MASK} Jr. spoke."),
        ("S.M. Kamrul Hassan", "Lt Gen S M Kamrul Hassan came.", f"Lt Gen {MASK} came."),
        ("Jane Example", "Jane Example spoke. Ms Example left.", f"{MASK} spoke. Ms {MASK} left."),
        ("Jane Example", "Janet Example-Smith spoke.", "Janet Example-Smith spoke."),
        ("Jane Example", "Ms Example left.", "Ms Example left."),
        ("Jane Example", "Jane met John. Mary is an example.", "Jane met John. Mary is an example."),
        ("Jane Example", "https://example.org/jane-example-visits", f"https://example.org/{MASK}-visits"),
        ("Jane Example", "Jane Example Jane Example", MASK),
    ],
)
def test_a_name_is_masked_in_every_form(name: str, text: str, expected: str) -> None:
    assert masked(name, text) == expected


def test_a_part_of_the_name_counts_only_where_the_whole_is_named() -> None:
    keys = frozenset({person_key("Jane Example")})
    assert Masker.for_texts(keys, ["Ms Example left."]) is None
    masker = Masker.for_texts(keys, ["Jane Example came.", "Ms Example left."])
    assert masker is not None
    assert masker.names("Ms Example")
    assert masker.names("EXAMPLE Jane Q.")
    assert not masker.names("Jane Sample")
    assert not masker.names("the")


WORDS = st.lists(st.text(string.ascii_letters, min_size=3, max_size=8), min_size=1, max_size=6).map(" ".join)


@given(WORDS, WORDS, WORDS)
def test_a_masked_quote_stands_where_the_quote_stood(before: str, between: str, after: str) -> None:
    text = f"{before} Zyxw Vutsrq {between} Vutsrq {after}"
    assume(person_key(text) != person_key("Zyxw Vutsrq"))
    quote = masked("Vutsrq Zyxw", text)

    assert "Zyxw" not in quote
    assert "Vutsrq" not in quote
    assert stands_as(quote, text)
    assert (3, 3 + len(text)) in occurrences(quote, f"No {text} no")
    assert not stands_as(quote, text + "!")
    assert masked("Vutsrq Zyxw", quote) == quote


def test_a_quote_that_is_all_mask_is_found_nowhere() -> None:
    assert occurrences(MASK, "Jane Example") == []
    assert stands_as(MASK, "Jane Example")
