"""Numbers and days inside names: a vessel called after a day, a designation with a number."""

from __future__ import annotations

import pytest

from kg.documents import read_bytes
from kg.extraction import extract
from kg.registry import Registry


@pytest.mark.parametrize(
    "vessel", ["the resupply boat Amina June 12", "the cutter BRP Santa July 4", "the trawler Haifeng March 3"]
)
def test_a_vessel_called_after_a_day_dates_nothing(vessel: str) -> None:
    text = f"Two Chinese coast guard ships fired water cannon at {vessel} off Palawan on Tuesday, Manila said."
    document = read_bytes(text.encode(), name="own.txt", published="2024-06-20")
    records = extract(document, registry=Registry.load()).records

    assert [s.date for r in records if r.kind == "incident" for s in r.stages] in ([], ["2024-06-18"])


@pytest.mark.parametrize("engine", ["MTU 396 engines", "AIM 120 missiles", "CAT 45 engines"])
def test_a_designation_is_no_number_of_pieces(engine: str) -> None:
    text = f"Japan handed over {engine} to the Philippine Navy in Manila on 3 May 2024."
    document = read_bytes(text.encode(), name="own.txt", published="2024-05-10")
    records = extract(document, registry=Registry.load()).records

    assert all(i.quantity is None for r in records for i in r.items)
