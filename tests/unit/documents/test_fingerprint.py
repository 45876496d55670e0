from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.documents.document import Block
from kg.documents.fingerprint import KEPT, Fingerprint, fingerprint

WORDS = [f"word{i}" for i in range(4000)]


def prose(start: int, end: int) -> str:
    return " ".join(WORDS[start:end])


@example(start=3219, length=516)  # of 512 runs, 257 fall below half of the space
@given(st.integers(0, 3900), st.integers(1, 3000))
def test_a_literal_reads_back(start: int, length: int) -> None:
    sketch = fingerprint(prose(start, start + length))

    assert Fingerprint.parse(str(sketch)) == sketch
    assert len(sketch.hashes) <= KEPT


@pytest.mark.parametrize("bad", ["", "w5", "w5.3.AAAA", "w5.0.", "w4.1.", "w5.1.AAA!", "w5.1.AAAA", "w5.1.AAAAAQAAAAAB",
                                 "w5.1.AAAAAgAAAAAB", "w5.2.______8"])  # fmt: skip
def test_what_is_no_fingerprint_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="is not a fingerprint"):
        Fingerprint.parse(bad)


@pytest.mark.parametrize(("length", "other"), [(120, 120), (300, 900), (900, 3600), (150, 3600)])
def test_the_share_of_a_part_is_estimated_whatever_the_lengths(length: int, other: int) -> None:
    part, whole = fingerprint(prose(0, length)), fingerprint(prose(length // 2, length // 2 + other))
    scale = max(part.scale, whole.scale)
    share = part.shared(whole) / part.kept_at(scale)

    assert share == pytest.approx(0.5, abs=0.2)


@given(st.integers(10, 2000), st.sampled_from([1, 2, 4, 8]))
def test_coarser_is_what_a_coarser_sketch_keeps(length: int, scale: int) -> None:
    sketch = fingerprint(prose(0, length)).coarser(scale)

    assert sketch.scale >= scale
    assert Fingerprint.parse(str(sketch)) == sketch


def test_headline_credit_boilerplate_and_quotation_leave_no_trace() -> None:
    story = prose(0, 60) + "."
    plain = f"One headline\n{story}"
    dressed = (
        f"Quite another headline, and a longer one\nBy A. Reporter\nSUVA, July 8 (Kyodo News) -- {story}\n"
        f"“{prose(100, 140)}”\n"
        "All rights reserved. This material may not be published, broadcast, rewritten or redistributed.\n© Kyodo News"
    )
    blocks = [
        [Block("heading" if i == 0 else "paragraph", at, at + len(line))
         for i, line in enumerate(t.split("\n")) for at in [t.index(line)]]
        for t in (plain, dressed)
    ]  # fmt: skip

    assert fingerprint(plain, blocks[0]) == fingerprint(dressed, blocks[1])


def test_a_text_of_headings_alone_still_has_one() -> None:
    line = prose(0, 12)

    assert fingerprint(line, [Block("heading", 0, len(line))]).hashes
    assert fingerprint("Four words are few").hashes == ()
