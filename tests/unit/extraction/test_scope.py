"""What lies outside the field gives no record, and is noted as a gap; own-written texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extraction import Extraction

FAIR = " The fair was well attended. Guests came by boat. The band played until late."
OUTSIDE = [
    "Fiji launched the Coral Reef Tourism Initiative in Suva on 3 May 2024. Australia gave money for hotels." + FAIR,
    "Japan and Australia met in Brisbane on Friday in the World Cup qualifiers. Captain Ken Mori trained the defence.",
    "The Russian fleet visited Japan in 1904. In May 1905 Admiral Togo attacked the Russian fleet off Tsushima.",
    "Samoa signed a tourism agreement with New Zealand on 3 May 2024 and launched the Pacific Palm Oil Fund." + FAIR,
]
INSIDE = [
    "Japan provided two patrol boats to the Fijian navy on 3 May 2024.",
    "The defence ministers of Japan and Fiji met in Suva on 3 May 2024.",
    "Fiji's navy was pleased. Japan launched the Blue Horizon Security Programme on 3 May 2024.",
]


@pytest.mark.parametrize("text", OUTSIDE)
def test_what_lies_outside_is_no_record(text: str, extracted: Callable[..., Extraction]) -> None:
    assert extracted(text).records == ()


@pytest.mark.parametrize("text", INSIDE)
def test_what_lies_inside_is_kept(text: str, extracted: Callable[..., Extraction]) -> None:
    assert any(r.kind != "post" for r in extracted(text).records)


def test_what_is_left_out_is_noted(extracted: Callable[..., Extraction]) -> None:
    gaps = extracted(OUTSIDE[2]).gaps

    assert [g.kind for g in gaps if g.kind == "out-of-scope"]
