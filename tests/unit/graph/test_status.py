from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.rivals import settle
from kg.graph.stages import stage_parts
from kg.graph.status import Segment, shift, spans, timeline
from kg.model import OPEN_END, OPEN_START, Record, from_json
from kg.resolution import Claim
from tests.unit.graph.corpus import BGD, JPN, RAA_IN_FORCE, RAA_SCHEDULED, RAA_SIGNED, claims_of, page, person, stage

JULY_2024, AUGUST_2025, SEPTEMBER_2025 = "2024-07-31", "2025-08-31", "2025-09-30"


def segments(claims: tuple[Claim, ...], kind: str = "agreement", effect: str = "separate") -> tuple[Segment, ...]:
    parts = stage_parts(sorted(claims, key=lambda c: (c.recorded, c.iri)), {})
    settle(parts)
    return timeline(parts, kind=kind, effect=effect)


def status(found: tuple[Segment, ...], on: str) -> str:
    (segment,) = [s for s in found if s.start <= on < s.until]
    return segment.status


def of(
    *pages: tuple[str, list[dict[str, Any]]], kind: str = "agreement", effect: str = "separate"
) -> tuple[Segment, ...]:
    claims = []
    for number, (recorded, stages) in enumerate(pages):
        people = [JPN, BGD] if kind != "post" else [person("holder", "A B")]
        record: Record = from_json(
            {"doc": "x", "kind": kind, "participants": people, "stages": stages, "evidence": [], "confidence": 1}
        )
        claims.append(Claim(f"claim-{number}", f"doc-{number}", recorded, f"doc-{number}", record))
    return segments(tuple(claims), kind, effect)


@pytest.mark.parametrize(
    ("known_at", "on", "expected"),
    [
        (JULY_2024, "2025-10-01", "unknown"),
        (AUGUST_2025, "2025-10-01", "unknown"),
        (SEPTEMBER_2025, "2025-10-01", "yes"),
        (JULY_2024, "2024-08-01", "unknown"),
        (AUGUST_2025, "2024-08-01", "no"),
        (SEPTEMBER_2025, "2024-08-01", "no"),
        (JULY_2024, "2024-07-07", "no"),
        (SEPTEMBER_2025, "2025-09-10", "no"),
        (SEPTEMBER_2025, "2025-09-11", "yes"),
    ],
)
def test_the_access_agreement_reads_as_the_files_of_each_day_had_it(known_at: str, on: str, expected: str) -> None:
    claims = tuple(c for c in claims_of(RAA_SIGNED, RAA_SCHEDULED, RAA_IN_FORCE) if c.recorded <= known_at)

    assert status(segments(claims), on) == expected


def test_a_signature_starts_what_takes_effect_on_signature() -> None:
    notes = ("2023-11-16", [stage("signed", "2023-11-15")])

    assert status(of(notes, effect="on-signature"), "2024-01-01") == "yes"
    assert status(of(notes), "2024-01-01") == "unknown"


def test_an_end_is_exclusive_and_a_new_start_undoes_it() -> None:
    life = ("2025-01-01", [stage("in-force", "2000-01-01"), stage("terminated", "2010-05-01")])
    again = (
        "2025-02-01",
        [stage("in-force", "2000-01-01"), stage("suspended", "2010-05-01"), stage("amended", "2012-01-01")],
    )

    assert [status(of(life), d) for d in ("2010-04-30", "2010-05-01")] == ["yes", "no"]
    assert [status(of(again), d) for d in ("2011-01-01", "2012-01-02")] == ["no", "yes"]


def test_a_scheduled_end_that_passed_gives_unknown_and_a_withdrawn_notice_gives_yes() -> None:
    notice = (
        "2020-02-15",
        [stage("in-force", "1999-05-27"), stage("terminated", "2020-08-09", "planned", step="notice-given")],
    )
    withdrawn = ("2021-07-31", [stage("terminated", None, "denied", step="notice-withdrawn")])

    assert [status(of(notice), d) for d in ("2020-03-01", "2020-09-01")] == ["yes", "unknown"]
    assert status(of(notice, withdrawn), "2021-08-01") == "yes"


def test_a_denial_decays_after_half_a_year() -> None:
    denial = ("2023-05-10", [stage("signed", None, "denied")])

    assert [status(of(denial), d) for d in ("2023-05-10", "2023-11-06", "2023-11-07")] == ["no", "no", "unknown"]


def test_a_reaffirmation_says_nothing_of_the_time_before() -> None:
    level = ("2023-05-10", [stage("reaffirmed", "2023-05-01")])

    assert [status(of(level, kind="partnership"), d) for d in ("2020-01-01", "2024-01-01")] == ["unknown", "yes"]


def test_a_post_is_held_between_two_sightings_and_not_for_ever() -> None:
    seen = (("2023-01-10", [stage("holds")]), ("2023-06-01", [stage("holds")]))

    found = [
        status(of(*seen, kind="post"), d)
        for d in ("2023-01-09", "2023-01-10", "2023-03-01", "2023-06-01", "2026-01-01")
    ]

    assert found == ["unknown", "yes", "yes", "yes", "unknown"]


def test_a_former_holder_holds_no_more() -> None:
    life = (("2023-01-10", [stage("appointed", "2022-05-01")]), ("2024-06-01", [stage("left", "2024-05-20")]))

    assert [status(of(*life, kind="post"), d) for d in ("2022-04-30", "2023-09-01", "2024-05-20")] == [
        "no",
        "yes",
        "no",
    ]


def test_an_unknown_status_names_what_leaves_it_open() -> None:
    found = of(("2024-07-09", [stage("signed", "2024-07-08")]))

    assert [s.deciders for s in found if s.status == "unknown"] == [("s.signed.asserted.2024-07-08",)]


def test_a_page_that_repeats_what_is_known_opens_no_new_span() -> None:
    states = [
        (d, of(("2025-09-12", [stage("in-force", "2025-09-11")]))) for d in ("2025-09-12", "2025-09-13", "2025-10-01")
    ]

    assert {s.known_until for s in spans(states)} == {OPEN_END}


days = st.dates(min_value=__import__("datetime").date(2000, 1, 1)).map(lambda d: d.isoformat())
some_stages = st.lists(
    st.builds(
        stage,
        st.sampled_from(["proposed", "signed", "in-force", "amended", "suspended", "terminated", "ratified"]),
        st.one_of(st.none(), days, days.map(lambda d: d[:7]), days.map(lambda d: d[:4])),
        st.sampled_from(["asserted", "planned", "possible", "denied"]),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(days, some_stages), min_size=1, max_size=4), st.sampled_from(["separate", "on-signature"]))
def test_spans_are_half_open_and_never_overlap_in_both_clocks(
    pages: list[tuple[str, list[dict[str, Any]]]], effect: str
) -> None:
    pages.sort(key=lambda p: p[0])
    states = [(d, of(*[p for p in pages if p[0] <= d], effect=effect)) for d in sorted({p[0] for p in pages})]

    found = spans(states)

    for recorded, segments_ in states:
        known = sorted((s.segment for s in found if s.known_from <= recorded < s.known_until), key=lambda s: s.start)
        assert known == sorted(segments_, key=lambda s: s.start)
        assert (known[0].start, known[-1].until) == (OPEN_START, OPEN_END)
        assert all(a.until == b.start for a, b in zip(known, known[1:], strict=False))
        assert all(s.start < s.until and s.deciders for s in known)
    assert all(s.known_from < s.known_until for s in found)


def test_a_day_stays_between_the_sentinels() -> None:
    assert (shift(OPEN_START, -1), shift(OPEN_END, 1)) == (OPEN_START, OPEN_END)


def test_a_check_that_found_nothing_keeps_a_denial_from_decaying() -> None:
    (claim,) = claims_of(
        page("2025-01-10", ("It is not in force.", {
            "kind": "agreement", "type": "reciprocal-access", "participants": [JPN, BGD],
            "stages": [stage("signed", "2024-12-01"), stage("in-force", "2025-01-10", "denied")]}))
    )  # fmt: skip
    parts = stage_parts([claim], {})
    settle(parts)
    plain = timeline(parts, kind="agreement", effect="separate")
    checked = timeline(parts, kind="agreement", effect="separate", checked="2025-09-01")
    assert [status(plain, day) for day in ("2025-02-01", "2025-07-09", "2025-07-10")] == ["no", "no", "unknown"]
    assert [status(checked, day) for day in ("2025-07-10", "2026-02-28", "2026-03-01")] == ["no", "no", "unknown"]
