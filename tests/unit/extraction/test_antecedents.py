"""A receipt over two sentences: what was done, and who it was, where the sentence itself does not say."""

from __future__ import annotations

import pytest

from kg.documents import read_bytes
from kg.extraction import extract
from kg.registry import Registry

# Own-written sentences.
TEXTS = [
    (
        (
            "Australia and Fiji held talks in Suva on 3 May 2024. The 2022 memorandum between the two defence "
            "ministries laid the groundwork for their exercises."
        ),
        "defence-cooperation",
        {"AUS", "FJI"},
    ),
    (
        (
            "Relations between India and Vietnam have grown since the visit of 2016. In 2019, during a summit in "
            "Hanoi, leaders elevated ties to a comprehensive strategic partnership."
        ),
        "comprehensive-strategic",
        {"IND", "VNM"},
    ),
    (
        (
            "New Zealand and Tonga met in Auckland on 2 June 2023. Both sides signed a status of forces agreement "
            "there on Friday."
        ),
        "reciprocal-access",
        {"NZL", "TON"},
    ),
]


@pytest.mark.parametrize(("text", "type_", "parties"), TEXTS)
def test_a_party_that_its_sentence_leaves_out_is_named_by_its_receipt(text: str, type_: str, parties: set[str]) -> None:
    registry = Registry.load()
    document = read_bytes(text.encode(), name="own.txt", published="2024-05-10")
    records = [r for r in extract(document, registry=registry).records if r.type == type_]
    assert len(records) == 1
    (record,) = records

    assert {p.id for p in record.participants if p.role == "party"} == parties
    for index, party in enumerate(record.participants):
        if party.role == "party":
            quotes = " ".join(ev.quote for ev in record.evidence_for(f"participants/{index}"))
            assert registry.get(str(party.id)).label in quotes
