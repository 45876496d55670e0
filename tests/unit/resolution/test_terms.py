"""Two terms of one person in one office are two posts; two accounts of one appointment are one."""

from __future__ import annotations

import hashlib
from itertools import permutations
from typing import Any

import pytest

from kg.model import from_json
from kg.registry import Registry
from kg.resolution import Known, identify_actors, identify_relations
from kg.resolution.claim import Claim, mint_claims, record_day

KNOWN = Known.of(Registry.load())


def post(doc: str, published: str, *stages: tuple[str, str | None]) -> Claim:
    record: dict[str, Any] = {
        "kind": "post",
        "name": "Minister for Foreign Affairs",
        "participants": [
            {"role": "holder", "label": "Amara Tavita", "kind": "person"},
            {"role": "of", "label": "Fiji", "id": "FJI", "kind": "state"},
        ],
        "stages": [{"stage": s, "date": d} for s, d in stages],
        "doc": "x",
        "confidence": 1.0,
        "evidence": [{"quote": "x", "start": 0, "end": 1}],
    }
    sha256 = hashlib.sha256(doc.encode()).hexdigest()
    return mint_claims(sha256, [from_json({**record, "doc": sha256})], recorded=record_day(published), origin=doc)[0]


def terms(*claims: Claim) -> set[frozenset[str]]:
    people = identify_actors(list(claims), known=KNOWN).actors
    found = identify_relations(list(claims), actors=people, known=KNOWN).relations
    return {frozenset(claim.origin for claim in relation.claims) for relation in found}


FIRST = post("first", "2026-11-23", ("appointed", "2019-09-11"), ("left", "2021-11-10"))
SECOND = post("second", "2026-11-23", ("appointed", "2025-10-21"))


def test_appointments_years_apart_are_two_posts_though_recorded_on_one_day() -> None:
    assert terms(FIRST, SECOND) == {frozenset({"first"}), frozenset({"second"})}


@pytest.mark.parametrize("other", ["2019-09", "2019-09-12", "2019", "2019-11-02"])
def test_accounts_of_one_appointment_are_one_post(other: str) -> None:
    assert terms(FIRST, post("rival", "2026-11-23", ("appointed", other))) == {frozenset({"first", "rival"})}


def test_a_claim_without_an_appointment_goes_to_the_term_of_its_day() -> None:
    left = post("left", "2026-11-23", ("left", "2021-11"))
    held = post("held", "2020-05-01", ("holds", None))
    now = post("now", "2026-02-01", ("holds", None))
    expected = {frozenset({"first", "left", "held"}), frozenset({"second", "now"})}

    assert all(terms(*order) == expected for order in permutations((FIRST, SECOND, left, held, now)))


def test_one_term_seen_again_after_three_years_of_silence_stays_two_posts_until_judged() -> None:
    then, later = post("then", "2018-03-01", ("holds", None)), post("later", "2024-03-01", ("holds", None))
    assert terms(then, later) == {frozenset({"then"}), frozenset({"later"})}
