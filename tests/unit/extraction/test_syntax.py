"""Clauses of own-written sentences: voice, tense, negation, arguments, and what the structure says of modality."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import read_bytes
from kg.extraction.lexicon import lexicon
from kg.extraction.reading import Reading
from kg.extraction.syntax import Clause, clauses, mood
from kg.registry import Registry

REGISTRY = Registry.load()


def parsed(text: str) -> tuple[str, list[Clause]]:
    document = read_bytes(f"{text}\n".encode(), name="a.txt", published="2026-03-12")
    reading = Reading(document, REGISTRY, lexicon())
    return reading.text, [c for s in reading.sentences for c in clauses(reading.words, s)]


def clause(text: str, lemma: str) -> tuple[str, Clause]:
    whole, found = parsed(text)
    return whole, next(c for c in found if c.verb.lemma == lemma)


ARGUMENTS = [
    ("Japan and Fiji signed a pact in Suva on Monday, and Tonga ratified it.", "sign", "Japan|Fiji", "a pact"),
    ("Japan and Fiji signed a pact in Suva on Monday, and Tonga ratified it.", "ratify", "Tonga", "it"),
    (
        "The pact, which was signed by Penny Wong, has not entered into force.",
        "sign",
        "Penny Wong",
        "The pact",
    ),
    ("The pact, which was signed by Penny Wong, has not entered into force.", "enter", "The pact", ""),
    ("China accused the Philippines of ramming its vessel near the shoal.", "ram", "the Philippines", "its vessel"),
    ("The treaty signed in 2020 is expected to be ratified by parliament.", "ratify", "parliament", "The treaty"),
    ("Japan urged China to withdraw its vessels from the area.", "withdraw", "China", "its vessels"),
    ("India will hand over two boats to Tonga, the navy said.", "hand over", "India", "two boats"),
    ("Australia, which has signed a pact with Fiji, plans to hold an exercise.", "hold", "Australia", "an exercise"),
    ("Marles said the government would sign the deal next month.", "sign", "the government", "the deal"),
    ("The vessel, commissioned in 2019, was donated by Japan.", "donate", "Japan", "The vessel"),
    (
        "After visiting Hanoi, the minister told reporters little.",
        "visit",
        "the minister",
        "Hanoi",
    ),
]
MOODS = [
    ("The two sides did not sign the pact.", "sign", "denied"),
    ("Neither government has signed the pact.", "sign", "denied"),
    ("No base has been built.", "build", "denied"),
    ("Tokyo denied that it had signed the pact.", "sign", "denied"),
    ("Vietnam refused to sign the pact.", "sign", "denied"),
    ("India has not agreed to sign the pact.", "sign", "denied"),
    ("India has agreed to sign the pact.", "sign", "planned"),
    ("India is to sign the pact.", "sign", "planned"),
    ("India is expected to sign the pact.", "sign", "planned"),
    ("India will sign the pact.", "sign", "planned"),
    ("India hopes to sign the pact.", "sign", "possible"),
    ("If India signs the pact, Fiji follows.", "sign", "possible"),
    ("India may sign the pact.", "sign", "possible"),
    ("The deal takes effect after both parliaments ratify it.", "ratify", "planned"),
    ("The deal will take effect when both sides have ratified it.", "ratify", "planned"),
    ("Talks went on after both parliaments had ratified it.", "ratify", "asserted"),
    ("India signed the pact.", "sign", "asserted"),
    ("India has yet again signed the pact.", "sign", "asserted"),
    ("The minister said India signed the pact.", "sign", "asserted"),
]


@pytest.mark.parametrize(("text", "lemma", "agent", "patient"), ARGUMENTS)
def test_arguments(text: str, lemma: str, agent: str, patient: str) -> None:
    whole, found = clause(text, lemma)

    assert "|".join(whole[p.start : p.end] for p in found.agent).casefold() == agent.casefold()
    assert "|".join(whole[p.start : p.end] for p in found.patient) == patient


@pytest.mark.parametrize(("text", "lemma", "modality"), MOODS)
def test_mood(text: str, lemma: str, modality: str) -> None:
    assert mood(clause(text, lemma)[1])[0] == modality


@given(st.lists(st.sampled_from(
    "Japan signed , which that to and of the pact ; said by not will be was after ( ) in Manila 2024 — hold exercise"
    .split()), max_size=60))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_any_row_of_words_is_parsed(row: list[str]) -> None:
    whole, found = parsed(" ".join(row) or "x")

    for c in found:
        assert 0 <= c.verb.start < c.verb.end <= len(whole)
        assert c not in c.governors


@pytest.mark.parametrize(
    ("text", "lemma", "expected"),
    [
        ("Tonga is signing a pact with Samoa on Friday.", "sign", "planned"),
        ("Palau gave notice that it is scrapping the pact.", "scrap", "planned"),
        ("Samoa was withdrawing from the arrangement, officials said.", "withdraw", "planned"),
        ("Fiji and Tonga are negotiating a pact.", "negotiate", "asserted"),
        ("Fiji is hosting ministers of five states.", "host", "asserted"),
        ("Tonga has been buying boats from Japan for years.", "buy", "asserted"),
    ],
)
def test_the_progressive_of_what_happens_at_a_point_is_an_arrangement(text: str, lemma: str, expected: str) -> None:
    assert mood(clause(text, lemma)[1])[0] == expected
