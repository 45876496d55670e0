"""A state that a sentence only mentions is no party to what others do in it."""

from __future__ import annotations

import pytest

from kg.documents import read_bytes
from kg.extraction import extract
from kg.registry import Registry

# Own-written sentences; China is a bystander in the first list and the other side in none of them.
BYSTANDER = [
    "India and Vietnam signed a defence cooperation agreement on Friday, months after talks with China stalled.",
    "India and Vietnam signed a defence cooperation agreement on Friday amid tensions with China.",
    "Japan and Fiji signed a reciprocal access agreement in Suva on Friday, weeks after a dispute with China.",
    "Japan signed a logistics pact with Fiji on Friday after breaking off talks with China.",
    "India and Vietnam, which share a border with China, signed a defence cooperation agreement on Friday.",
    "Unlike China, Japan signed a status of forces agreement with Tonga on Friday.",
    "Japan and Tonga, but not China, signed a status of forces agreement on Friday.",
    "India and Vietnam held a naval exercise off Da Nang on 3 May 2024 amid tensions with China.",
    "Australia and Fiji began Exercise Longreach on 3 May 2024, days after a row with China.",
    "Japan donated two patrol boats to Fiji on 3 May 2024 as rivalry with China grows.",
]
SIDES = [
    ("The Philippines signed a contract for six frigates with South Korea on 3 May 2024.", {"PHL", "KOR"}),
    ("Australia signed a treaty on maritime security with Papua New Guinea on Friday.", {"AUS", "PNG"}),
    ("Japan signed a status of forces agreement in Suva on Friday with Fiji.", {"JPN", "FJI"}),
    ("India signed a logistics pact with Vietnam.", {"IND", "VNM"}),
]
PRESIDENTS = [
    (
        "HANOI, May 3 — India and Vietnam signed a defence pact on Friday. China had objected, and China has ships "
        "nearby. President Tran Quoc Bao attended the ceremony."
    ),
    (
        "India, Germany and China took part in Exercise Tarang on 3 May 2024. China sent two ships and China sent a "
        "team. President Karl Bauer opened the exercise."
    ),
    (
        "Fiji and China held talks in Suva on 3 May 2024. China pledged patrol boats, and China sent trainers. "
        "President Ratu Semi Vula met the delegation."
    ),
]


def read(text: str) -> list:
    document = read_bytes(text.encode(), name="own.txt", published="2024-05-10")
    return list(extract(document, registry=Registry.load()).records)


@pytest.mark.parametrize("text", BYSTANDER)
def test_a_bystander_is_no_party(text: str) -> None:
    records = [r for r in read(text) if r.kind in ("agreement", "engagement", "transfer")]

    assert records
    assert [p.id for r in records for p in r.participants if p.id == "CHN"] == []


@pytest.mark.parametrize(("text", "parties"), SIDES)
def test_the_other_side_of_an_instrument_is_a_party(text: str, parties: set[str]) -> None:
    (record,) = [r for r in read(text) if r.kind == "agreement"]

    assert {p.id for p in record.participants if p.role == "party"} == parties


@pytest.mark.parametrize("text", PRESIDENTS)
def test_a_president_is_not_given_to_the_state_that_the_text_names_most(text: str) -> None:
    states = {p.id for r in read(text) if r.kind == "post" for p in r.participants if p.role == "of"}
    behalf = {p.on_behalf_of for r in read(text) for p in r.participants if p.kind == "person"}

    assert "CHN" not in states | behalf
