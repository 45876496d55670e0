"""A relative clause beside the subject is not the subject; who merely is a member has no day for it."""

from __future__ import annotations

from typing import Any

import pytest

from kg.documents import read_bytes
from kg.extraction import extract
from kg.model import to_json
from kg.registry import Registry

REGISTRY = Registry.load()

# Own-written sentences.
SIGNED = [
    (
        "Japan and Malaysia, which chairs ASEAN this year, signed a pact on defence cooperation on 3 May 2025.",
        {"JPN", "MYS"},
    ),
    (
        "Fiji and Tonga, which left the Quad out of the talks, signed a status of forces agreement on 3 May 2025.",
        {"FJI", "TON"},
    ),
    ("India and Vietnam, whose navies sail past China, signed a logistics agreement on 3 May 2025.", {"IND", "VNM"}),
    (
        "Under the treaty, which France had proposed, Australia and Fiji signed a cyber agreement on 3 May 2025.",
        {"AUS", "FJI"},
    ),
]
MEMBERS = [
    ("Timor-Leste joined ASEAN on 26 October 2025 as its eleventh member.", {("TLS", "joined", "2025-10-26")}),
    ("Kiribati rejoined the Pacific Islands Forum in February 2023.", {("KIR", "joined", "2023-02")}),
    (
        "The leaders admitted Timor-Leste as the 11th member of ASEAN on 26 October 2025.",
        {("TLS", "joined", "2025-10-26")},
    ),
    (
        "Iran was welcomed as a member of the Shanghai Cooperation Organisation on 4 July 2023.",
        {("IRN", "joined", "2023-07-04")},
    ),
    ("India, a member of the Quad, signed a defence pact with Fiji on 3 May 2024.", {("IND", "member", None)}),
    (
        "The Quad, which groups Australia, India, Japan and the United States, met in Tokyo on 29 July 2024.",
        {(k, "member", None) for k in ("AUS", "IND", "JPN", "USA")},
    ),
    ("The leaders welcomed the members of ASEAN in Tokyo on 3 May 2024.", set()),
]


def records(text: str) -> list[dict[str, Any]]:
    document = read_bytes(f"{text}\n".encode(), name="a.txt", published="2026-01-01")
    return [to_json(r) for r in extract(document, registry=REGISTRY).records]


@pytest.mark.parametrize(("text", "parties"), SIGNED)
def test_the_subject_is_not_taken_from_a_relative_clause(text: str, parties: set[str]) -> None:
    signed = [r for r in records(text) if r["kind"] == "agreement" and r["stages"][0]["stage"] == "signed"]

    assert [{p["id"] for p in r["participants"] if p["role"] == "party"} for r in signed] == [parties]


@pytest.mark.parametrize(("text", "expected"), MEMBERS)
def test_joining_has_a_day_and_being_a_member_has_none(text: str, expected: set[tuple[str, str, str | None]]) -> None:
    found = {
        (p["id"], s["stage"], s.get("date"))
        for r in records(text)
        if r["kind"] == "membership"
        for p in r["participants"]
        if p["role"] == "member"
        for s in r["stages"]
    }

    assert found == expected
