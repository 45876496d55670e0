"""Whose minister a person is, where no word of the text says it: known office-holders, by full name with a title."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.documents import read_bytes
from kg.extraction import extract
from kg.holders import COLUMNS, holders, state_of
from kg.registry import Registry
from kg.sources.curated.people import read_holders


def sides(text: str) -> dict[str, str | None]:
    document = read_bytes(text.encode(), name="own.txt", published="2024-05-10")
    found = [p for r in extract(document, registry=Registry.load()).records for p in r.participants]
    return {p.label: p.on_behalf_of for p in found if p.kind == "person"}


# Own-written sentences.
@pytest.mark.parametrize(
    ("text", "person", "state"),
    [
        (
            "Prime Minister Narendra Modi met Thai Foreign Minister Anan Suk in Bangkok on 3 May.",
            "Narendra Modi",
            "IND",
        ),
        ("Prime Minister KISHIDA Fumio met Samoan Prime Minister Pita Lotu in Apia on Friday.", "KISHIDA Fumio", "JPN"),
        ("Foreign Minister Penny Wong met Tongan Defence Minister Sione Vai in Nukualofa.", "Penny Wong", "AUS"),
    ],
)
def test_a_known_holder_acts_for_the_state_of_the_office(text: str, person: str, state: str) -> None:
    assert sides(text)[person] == state


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Analyst Narendra Modi met Thai Foreign Minister Anan Suk in Bangkok on 3 May.", "Narendra Modi"),
        ("Foreign Minister Peni Wongara met Tongan Defence Minister Sione Vai in Nukualofa.", "Peni Wongara"),
    ],
)
def test_another_name_or_no_office_tells_no_state(text: str, person: str) -> None:
    assert sides(text).get(person) is None


def test_what_the_text_says_of_a_person_comes_first() -> None:
    text = "Fijian Prime Minister Narendra Modi met Thai Foreign Minister Anan Suk in Bangkok on 3 May."
    assert sides(text)["Narendra Modi"] == "FJI"


def test_names_are_looked_up_in_any_order_and_single_words_never() -> None:
    assert state_of("Kishida Fumio") == state_of("Fumio KISHIDA") == "JPN"
    assert state_of("Kishida") is None
    assert state_of("Nobody At All") is None


def test_the_table_is_that_of_the_curated_files_and_of_states_of_the_registry(root: Path) -> None:
    rows = list(read_holders(root / "data" / "curated" / "offices"))
    with (root / "data" / "registry" / "holders.csv").open(encoding="utf-8", newline="") as handle:
        header, *kept = [tuple(row) for row in csv.reader(handle)]

    assert header == COLUMNS
    assert kept == rows, "run python scripts/build_holders.py"
    assert {state for state, _ in holders()} <= {e.key for e in Registry.load().of_kind("state")}
