"""Reports of a pact that the same sentence, or the lines after it, say is denied: own-written sentences."""

from __future__ import annotations

import pytest

from kg.documents import read_bytes
from kg.extraction import extract
from kg.registry import Registry

REGISTRY = Registry.load()


def signed(text: str) -> set[str]:
    document = read_bytes(f"{text}\n".encode(), name="a.txt", published="2024-05-01")
    records = extract(document, registry=REGISTRY).records
    return {s.modality for r in records if r.kind == "agreement" for s in r.stages if s.stage == "signed"}


@pytest.mark.parametrize(
    "text",
    [
        "The Mail reported that Fiji and China had signed a secret security agreement in 2019, which both denied.",
        "According to the Herald, Tonga and China signed a basing agreement in 2020, a claim that Tonga rejected.",
        "A newspaper alleged that Vanuatu and China had signed a base agreement in 2018, but both dismissed it.",
        "The Post reported that Samoa and China had signed a basing agreement in 2021, and Samoa called it false.",
    ],
)
def test_a_report_that_its_own_sentence_refutes_is_denied(text: str) -> None:
    assert signed(text) == {"denied"}


@pytest.mark.parametrize(
    "text",
    [
        "Japan and Fiji signed a defence cooperation agreement on 3 April, and denied that it was aimed at anybody.",
        "The ministry reported that Japan and Fiji had signed a defence cooperation agreement on 3 April in Suva.",
    ],
)
def test_what_nobody_refutes_stands(text: str) -> None:
    assert signed(text) == {"asserted"}
