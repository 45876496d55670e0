"""Who signed and who looked on, in the sentence of a signing or the one after it; persons and days are invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extraction import Extraction

SIGNED = [
    (
        (
            "Japan and Fiji signed a memorandum on defence cooperation in Suva on 3 May 2024. It bears signatures of "
            "Japanese Ambassador Ken Mori and Fijian Defence Minister Epeli Tuva."
        ),
        {"Ken Mori": "JPN", "Epeli Tuva": "FJI"},
    ),
    (
        (
            "India signed a defence equipment agreement with Japan on 3 May 2024. Ajay Sharma, Ambassador of India to "
            "Japan, signed for India and Mr. Ishida Ken, a vice minister, for Japan."
        ),
        {"Ajay Sharma": "IND", "Ishida Ken": "JPN"},
    ),
    (
        (
            "Australian Defence Minister Robert Miles signed a status of forces agreement with Fijian Home Affairs "
            "Minister Epeli Tuva in Suva on 3 May 2024."
        ),
        {"Robert Miles": "AUS", "Epeli Tuva": "FJI"},
    ),
]
WATCHED = [
    (
        (
            "Thailand and Sweden signed a fighter deal on 3 May 2024, with Thai Foreign Minister Somchai Thepsut and "
            "Swedish Defence Minister Erik Larsson as witnesses."
        ),
        {"Somchai Thepsut": "THA", "Erik Larsson": "SWE"},
    ),
    (
        (
            "Japan and Mongolia signed a defence equipment agreement on 3 May 2024. "
            "Mongolian President Bold Erdene looked on."
        ),
        {"Bold Erdene": "MNG"},
    ),
]


def acting(found: Extraction, role: str) -> dict[str, str | None]:
    return {
        p.label: p.on_behalf_of
        for r in found.records
        if r.kind == "agreement"
        for p in r.participants
        if p.role == role
    }


@pytest.mark.parametrize(("text", "wanted"), SIGNED)
def test_each_side_signs(text: str, wanted: dict[str, str], extracted: Callable[..., Extraction]) -> None:
    assert acting(extracted(text), "signatory") == wanted


@pytest.mark.parametrize(("text", "wanted"), WATCHED)
def test_who_looks_on_is_a_witness(text: str, wanted: dict[str, str], extracted: Callable[..., Extraction]) -> None:
    found = extracted(text)

    assert acting(found, "witness") == wanted
    assert not set(acting(found, "signatory")) & set(wanted)


def test_nobody_has_signed_what_is_only_to_be_signed(extracted: Callable[..., Extraction]) -> None:
    text = "Japan and Fiji plan to sign a defence agreement. Japanese Defence Minister Ken Mori said that work goes on."

    assert acting(extracted(text), "signatory") == {}
