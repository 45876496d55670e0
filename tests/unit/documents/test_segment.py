"""Sentences: the abbreviations of this field do not end one."""

from __future__ import annotations

import pytest

from kg.documents import Block, read_bytes
from kg.documents.segment import sentences


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text, [Block("paragraph", 0, len(text))])]


@pytest.mark.parametrize(
    "text",
    [
        "Lt. Gen. R. D. Perera met Adm. John Smith Jr. on Sept. 3 in Suva.",
        "The U.S. Indo-Pacific Command said so.",
        "H.E. Mr. Nguyen Van An signed for the Ministry at 10 a.m. local time.",
        "The sum of 1.5 billion yen (approx. $10 million) was agreed.",
        "Secretary Gilberto C. Teodoro Jr. welcomed Gen. Brawner.",
    ],
)
def test_abbreviations_and_initials_do_not_end_a_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met at 10 a.m. The talks ended early.", 2),
        ("The boats came from the U.S. He thanked the crew.", 2),
        ("“We agreed.” He left. “Why?” she asked. Nobody knew.", 4),
        ("It entered into force. 12 ships followed.", 2),
        ("Talks go on… The minister waits!", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: int) -> None:
    assert len(split(text)) == expected


def test_a_sentence_never_crosses_a_block() -> None:
    document = read_bytes(b"A headline without a stop\n\nThe text begins here and goes on", name="x.txt")

    assert [document.text[s.start : s.end] for s in document.sentences] == [
        "A headline without a stop",
        "The text begins here and goes on",
    ]


def test_a_hard_wrapped_paragraph_is_one_block() -> None:
    wrapped = (
        "Officials of the two countries opened talks on a visiting forces\n"
        "agreement in Suva on Monday, and agreed to meet again in the spring of\n"
        "next year. The ministers of both sides welcomed the progress that their\n"
        "delegations had made so far.\n"
        "\n"
        "A second round is planned for March in Apia, according to a statement\n"
        "of the foreign ministry."
    )
    document = read_bytes(wrapped.encode(), name="wrapped.txt")

    assert [b.kind for b in document.blocks] == ["paragraph", "paragraph"]
    assert len(document.sentences) == 3


def test_lines_of_an_unwrapped_text_stay_apart() -> None:
    text = (
        "Defence ties\n" + "The two sides signed a pact in Suva on Monday. " * 6 + "\nWhat comes next\n" + "More. " * 40
    )
    document = read_bytes(text.encode(), name="x.txt")

    assert [b.kind for b in document.blocks] == ["heading", "paragraph", "heading", "paragraph"]
