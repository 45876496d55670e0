"""A region is no place of an act; a town is."""

from __future__ import annotations

import pytest

from kg.documents import read_bytes
from kg.extraction import extract
from kg.registry import Registry


# Own-written sentences.
@pytest.mark.parametrize(
    ("end", "place"),
    [
        ("to answer threats in the Indo-Pacific.", None),
        ("to keep the peace in South Asia.", None),
        ("as rivalry grows in the Pacific.", None),
        ("in Suva.", "Suva"),
        ("at Subic Bay.", "Subic Bay"),
    ],
)
def test_a_region_at_the_end_of_a_sentence_is_not_where_it_was_signed(end: str, place: str | None) -> None:
    text = f"India and Fiji signed a defence cooperation agreement on Thursday {end}"
    document = read_bytes(text.encode(), name="own.txt", published="2024-05-10")
    (record,) = [r for r in extract(document, registry=Registry.load()).records if r.kind == "agreement"]

    assert [s.place for s in record.stages] == [place]
