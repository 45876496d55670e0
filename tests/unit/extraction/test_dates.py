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
        ("on 2024/05/01 at", "2024-05-01", None),
        ("signed two years ago in", "2024", None),
        ("a month ago the two", "2026-02", None),
        ("three days ago, the", "2026-03-09", None),
        ("two weeks ago they", "2026-02", None),
        ("met there on the 9th and left", "2026-03-09", None),
        ("sailed on the 28th, ahead", "2026-02-28", None),
        ("signed this morning in", "2026-03-12", None),
        ("signed last night in", "2026-03-11", None),
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


@pytest.mark.parametrize(
    ("before", "text", "value"),
    [
        ("signed on 10 May 2023.", "It came into force three days later.", "2023-05-13"),
        ("signed on 10 May 2023.", "They had met the day before in Suva.", "2023-05-09"),
        ("signed on 10 May 2023.", "Parliament ratified it in August of that year.", "2023-08"),
        ("signed in May 2023.", "The first drill came the following year.", "2024"),
        ("signed in May 2023.", "It took effect two months later.", "2023-07"),
        ("signed in 2023.", "It took effect two days later.", None),
        ("signed in Suva.", "It took effect the following year.", None),
    ],
)
def test_a_leaning_date_leans_on_the_last_one_given(before: str, text: str, value: str | None) -> None:
    dater = Dater(PUBLISHED)
    dater.find(before, 0, len(before))

    assert [d.value for d in dater.find(text, 0, len(text))] == ([value] if value else [])
