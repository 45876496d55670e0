"""Dates keep the precision of the text and never gain any."""

from __future__ import annotations

import pytest

from kg.extraction.dates import Dater

PUBLISHED = "2026-03-12"  # a Thursday


@pytest.mark.parametrize(
    ("text", "value", "end"),
    [
        ("signed on 3 February 2026 in", "2026-02-03", None),
        ("signed on February 3, 2026,", "2026-02-03", None),
        ("signed on Feb. 3", "2026-02-03", None),
        ("the talks of the 3rd of February", "2026-02-03", None),
        ("in April 2023,", "2023-04", None),
        ("in early June 2025 the", "2025-06", None),
        ("in 2014 it", "2014", None),
        ("in late 2026 it", "2026", None),
        ("met on Tuesday in", "2026-03-10", None),
        ("met last Thursday in", "2026-03-05", None),
        ("was signed last month.", "2026-02", None),
        ("signed last year.", "2025", None),
        ("will sign next month", "2026-04", None),
        ("signed in December.", "2025-12", None),
        ("will be signed in May.", "2026-05", None),
        ("signed yesterday", "2026-03-11", None),
        ("earlier this week the", "2026-03", None),
        ("on Sept. 11 last year", "2025-09-11", None),
        ("from 7 to 19 July 2024", "2024-07-07", "2024-07-19"),
        ("from April 22 to May 10, 2024", "2024-04-22", "2024-05-10"),
        ("from July 7-19, 2024", "2024-07-07", "2024-07-19"),
        ("from 30 June to 2 July 2025", "2025-06-30", "2025-07-02"),
        ("on 2024-05-01 at", "2024-05-01", None),
    ],
)
def test_expression_is_read_against_the_day_of_publication(text: str, value: str, end: str | None) -> None:
    found = Dater(PUBLISHED).find(text, 0, len(text))

    assert [(d.value, d.end_value) for d in found] == [(value, end)]


@pytest.mark.parametrize(
    "text",
    [
        "met on Friday in",  # the day after publication by name: may lie ahead
        "in the 1990s it",
        "some 2000 troops took part",
        "worth $2,024 in all",
        "in fiscal 2024 it",
        "the FY 2024 project",
        "for 2018–2020 it",
        "it may march in",
    ],
)
def test_what_is_no_date_or_stays_open_gives_none(text: str) -> None:
    assert Dater(PUBLISHED).find(text, 0, len(text)) == []


@pytest.mark.parametrize("text", ["met on Tuesday in", "signed last month.", "signed in December.", "signed yesterday"])
def test_relative_dates_stay_open_without_a_day_of_publication(text: str) -> None:
    assert Dater(None).find(text, 0, len(text)) == []


def test_the_day_of_a_saying_is_marked() -> None:
    text = "the minister said on Monday that the pact was signed"

    (date,) = Dater(PUBLISHED).find(text, 0, len(text))

    assert date.reporting
