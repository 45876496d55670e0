"""What holds for any text: no crash, receipts that stand in it, the same answer twice, and linear work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import read_bytes
from kg.extraction import Extraction, extract
from kg.model import dumps
from kg.registry import Registry
from tests.unit.extraction.extraction_cases import ALL

REGISTRY = Registry.load()
FRAGMENTS = [c[0] for c in ALL] + [
    "“", "”", "(", ")", ", ", ". ", "\n", "\n\n", " - ", "It entered into force.", "Both sides signed it.", "The deal",
    "Mr. ", "H.E. ", "U.S. ", "$5 million", "3 March", "on", "signed", "the agreement", "Ambassador", "日本", "’s", "…",
]  # fmt: skip
PROGRAM = """
import sys
from kg.documents import read_bytes
from kg.extraction import extract
from kg.model import dumps
from kg.registry import Registry
doc = read_bytes(sys.stdin.buffer.read(), name="t.txt", published="2026-03-12")
sys.stdout.write("\\n".join(dumps(r) for r in extract(doc, registry=Registry.load()).records))
"""


@settings(max_examples=60, deadline=None)
@given(
    parts=st.lists(
        st.one_of(st.sampled_from(FRAGMENTS), st.text(st.characters(exclude_categories=("C",)), max_size=12)),
        max_size=14,
    )
)
def test_any_text_is_read_without_error_and_each_quote_stands_in_it(parts: list[str]) -> None:
    document = read_bytes(" ".join(["Fiji.", *parts]).encode("utf-8", "ignore"), name="t.txt", published="2026-03-12")

    found = extract(document, registry=REGISTRY)

    for record in found.records:
        assert record.doc == document.stem
        assert record.extractor == "rules/1"
        assert record.rule
        for ev in record.evidence:
            assert document.text[ev.start : ev.end] == ev.quote
            assert ev.parts


def test_the_same_text_gives_the_same_records_under_any_hash_seed() -> None:
    text = "\n\n".join(c[0] for c in ALL).encode()
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM], input=text, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "7")
    }

    assert len(outputs) == 1
    assert next(iter(outputs)).count(b"\n") > 40


def test_a_stretch_without_an_end_is_counted_and_not_read(extracted: Callable[..., Extraction]) -> None:
    found = extracted("Japan and Fiji signed a defence pact and then " + "went on and " * 400)

    assert found.records == ()
    assert [g.kind for g in found.gaps] == ["over-long-sentence"]


def test_furniture_and_publication_lines_are_not_read(extracted: Callable[..., Extraction]) -> None:
    found = extracted(
        "Fiji signed a defence pact with Japan in Suva on 3 March 2026.\nPublished in Example Desk, March 4th, 2026\n"
    )

    assert [s.date for r in found.records for s in r.stages] == ["2026-03-03"]


def test_a_project_written_text_gives_paraphrased_receipts(registry: Registry) -> None:
    from dataclasses import replace

    document = read_bytes(
        b"Fiji signed a defence pact with Japan in Suva on 3 March 2026.", name="t.txt", published="2026-03-04"
    )
    found = extract(replace(document, project_written=True), registry=registry)

    assert {ev.grade for r in found.records for ev in r.evidence} == {"paraphrased"}


@pytest.mark.parametrize("copies", [1, 8])
def test_records_of_repeated_paragraphs_do_not_multiply(copies: int, extracted: Callable[..., Extraction]) -> None:
    text = "Fiji signed a defence pact with Japan in Suva on 3 March 2026.\n\n" * copies

    assert len([r for r in extracted(text).records if r.kind == "agreement"]) == 1


def test_records_come_out_as_lines_of_json(extracted: Callable[..., Extraction]) -> None:
    lines = [dumps(r) for r in extracted("Fiji signed a defence pact with Japan on 3 March 2026.").records]

    assert all(line.startswith('{"doc"') for line in lines)
